"""Services that resize pictures: finds the address of the picture that such a service is given."""

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote, urljoin, urlsplit

from inkscout.extraction.page.urls import encoded

_PHOTO_END = re.compile(r"\.(?:jpe?g|png|webp|avif)$", re.IGNORECASE)
_SOURCE_KEYS = ("url", "src", "image", "href")
"""Parameters in which services that resize pictures are given their addresses."""
_SERVICES = ("/_next/image", "/_vercel/image", "/.netlify/images", "/_image")
"""Ends of the paths of services that frameworks and hosts bring (Next.js, Vercel, Netlify, Astro)."""
_AFTER_OPTIONS = ("/cdn-cgi/image/", "/_ipx/")
"""Parts of paths after which the options stand, then the picture's path (Cloudflare, Nuxt)."""
_FETCHED = "/image/fetch/"
"""Part of a path after which options and a whole address stand (Cloudinary)."""
_PHOTON = re.compile(r"^i\d\.wp\.com$")
"""Matches the hosts of WordPress's service, whose paths begin with the picture's own host."""
_SCHEME = re.compile(r"^(https?):/{1,2}(?=[^/])", re.IGNORECASE)
_HOST = re.compile(r"^[\w-]{1,63}(?:\.[\w-]{1,63}){1,9}/")
_LONGEST = 2000


@lru_cache(maxsize=4096)
def original_of(url: str) -> str:
    """Returns the URL of the picture that a service resizes; any other URL unchanged.

    Such are "/_next/image?url=%2Fanna.jpg&w=640", "/cdn-cgi/image/width=300/works/9.jpg" and
    "https://i0.wp.com/studio.example/anna.jpg". A picture that is given by a path relative to who knows what
    leaves the URL as it is.
    """
    given = _given(url)
    if _HOST.match(given) and _PHOTO_END.search(given.partition("?")[0]):
        given = f"https://{given}"
    if not given.startswith(("/", "https://", "http://")):
        return url
    try:
        return encoded(urljoin(url, given)) or url
    except ValueError:
        return url


@lru_cache(maxsize=4096)
def pictured_path(src: str) -> str:
    """Returns the path of a picture; of a service that resizes pictures, that of the picture it is given."""
    given = _given(src)
    try:
        return urlsplit(given).path if given else src.partition("?")[0]
    except ValueError:
        return src.partition("?")[0]


def _given(url: str) -> str:
    """Returns the address that a service in a URL is given; empty if the URL is no service's."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if len(url) > _LONGEST:
        return ""
    found = _in_query(parts) if "=" in parts.query else _in_path(parts)
    return "" if found.startswith("data:") else _SCHEME.sub(r"\1://", found)


def _in_query(parts: SplitResult) -> str:
    if _PHOTO_END.search(parts.path):
        return _in_path(parts)
    is_service = parts.path.rstrip("/").endswith(_SERVICES)
    return next(
        (
            value
            for key, value in parse_qsl(parts.query)
            if key in _SOURCE_KEYS and (is_service or _PHOTO_END.search(value.partition("?")[0]))
        ),
        "",
    )


def _in_path(parts: SplitResult) -> str:
    if _PHOTON.match(parts.netloc):
        return f"https:/{parts.path}"
    for mark in _AFTER_OPTIONS:
        _, found, rest = parts.path.partition(mark)
        if found:
            given = unquote(rest.partition("/")[2])
            return given if not given or _SCHEME.match(given) else f"/{given}"
    _, found, rest = parts.path.partition(_FETCHED)
    at = rest.find("http")
    return unquote(rest[at:]) if found and at >= 0 else ""
