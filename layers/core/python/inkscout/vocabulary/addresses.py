"""Resolves URLs of redirectors, which social networks and search engines put in front of a site's own URL."""

import base64
import binascii
import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from inkscout.vocabulary.loader import spellings

_MOST = 4
"""Maximum number of nested redirectors that are resolved."""
_PARAMETERS = ("url", "u", "q", "to", "target", "dest", "destination", "redirect", "redirect_url", "link")
"""Query parameters with the target URL, for hosts of networks and directories that have no own list."""
_COUNTRY_OF_GOOGLE = re.compile(r"google\.(?:com?\.)?[a-z]{2}")
_IN_PATH = {
    "web.archive.org": re.compile(r"^/web/\d{4,14}[a-z_]{0,4}/(.+)"),
    "r.search.yahoo.com": re.compile(r"/RU=([^/]+)/"),
    "google.com": re.compile(r"^/amp/(?:s/)?([^/]+\.[^/]+.*)"),
}
"""Hosts whose path holds the target URL."""


@lru_cache(maxsize=4096)
def meant_address(url: str) -> str:
    """Returns the target of a redirector's URL, read from the URL itself without a request.

    Any other URL, and one whose target is not a website, is returned unchanged except for surrounding white
    space.
    """
    address = url.strip()
    for _ in range(_MOST):
        target = _target(address)
        if not target or target == address:
            break
        address = target
    return address


def _target(url: str) -> str:
    try:
        parts = urlsplit(url if "://" in url else f"http://{url.lstrip('/')}")
        host = (parts.hostname or "").removeprefix("www.")
        query = parse_qsl(parts.query, keep_blank_values=True) if "=" in parts.query else []
    except ValueError:
        return ""
    if _COUNTRY_OF_GOOGLE.fullmatch(host):
        host = "google.com"
    if host in _IN_PATH:
        found = _IN_PATH[host].search(parts.path)
        return _web_address(_with_scheme(found.group(1))) if found else _in_query(host, parts.query, query)
    return _in_query(host, parts.query, query)


def _in_query(host: str, whole: str, query: Sequence[tuple[str, str]]) -> str:
    """Returns the target URL in a query: a known parameter of the host, or the whole query; empty if none."""
    given = dict(reversed(query))
    for name in _names_of(host):
        value = given.get(name, "") if name else unquote(whole)
        if host == "bing.com":
            value = _of_bing(value)
        if name == "next" and value.startswith("/"):
            value = urljoin(f"https://www.{host}", value)
        if target := _web_address(value):
            return target
    return ""


def _with_scheme(text: str) -> str:
    """Returns a URL taken from a path, with its lost slashes or scheme restored."""
    address = re.sub(r"^(https?):/+", r"\1://", unquote(text), flags=re.IGNORECASE)
    return address if "://" in address else f"https://{address}"


def _names_of(host: str) -> Sequence[str]:
    """Returns the query parameters that hold the target URL, by host or its parent domain; empty if none."""
    redirectors = spellings("networks.redirectors")
    end = host
    while end:
        if end in redirectors:
            return redirectors[end]
        _, _, end = end.partition(".")
    listed = (known for hosts in spellings("networks.hosts").values() for known in hosts)
    return _PARAMETERS if any(host == known or host.endswith(f".{known}") for known in listed) else ()


def _of_bing(value: str) -> str:
    """Decodes a target URL as Bing writes it: ``a1`` and the URL in Base64; empty if invalid."""
    if not value.startswith("a1"):
        return value
    try:
        return base64.urlsafe_b64decode(value[2:] + "=" * (-len(value[2:]) % 4)).decode()
    except (binascii.Error, ValueError):
        return ""


def _web_address(value: str) -> str:
    """Returns a value if it is an http(s) URL, decoded if it was percent-encoded; empty otherwise."""
    text = value.strip()
    if text.lower().startswith(("http%3a", "https%3a")):
        text = unquote(text)
    if not text.lower().startswith(("http://", "https://")):
        return ""
    try:
        host = urlsplit(text).hostname or ""
    except ValueError:
        return ""
    return text if "." in host else ""
