"""URLs of pages: normalised keys for comparison, and the words in their paths."""

import re
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import word_set

_TEAM = word_set("team.people")
_INDEX = re.compile(r"/(?:index|default|home)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_SUFFIX = re.compile(r"\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_SPLIT = re.compile(r"[^\w]+|_|(?<=[a-zà-ÿ])(?=[A-Z])")
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|pdf|zip|rar|gz|mp4|webm|mov|mp3|wav|docx?|xlsx?|pptx?|ics|vcf|css|js|json|xml|rss|atom|woff2?|ttf|eot|exe|dmg|apk)$",
    re.IGNORECASE,
)

_UNSAFE = re.compile(r"[^!#$%&'()*+,\-./0-9:;=?@A-Z_a-z~\[\]]")
"""Matches characters that a URL contains only percent-encoded (RFC 3986)."""
_SAFE = "!$%&'()*+,-./:;=?@_~[]"


def encoded(url: str) -> str:
    """Returns an absolute URL as browsers request it: spaces, quotes and letters such as ü percent-encoded.

    The host is left as it is. Returns an empty text if the URL is malformed.
    """
    if not url.startswith(("http://", "https://")) or _UNSAFE.search(url) is None:
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    path, query = quote(parts.path, safe=_SAFE), quote(parts.query, safe=_SAFE)
    return urlunsplit((parts.scheme, parts.netloc, path, query, quote(parts.fragment, safe=_SAFE)))


@lru_cache(maxsize=8192)
def page_key(url: str) -> str:
    """Returns a normalised form of a page's URL, for comparison.

    Without scheme, ``www.``, index file, file suffix, trailing slash and fragment (a route such as ``#/team``
    is kept). A malformed URL is returned unchanged.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return url
    path = _SUFFIX.sub("", _INDEX.sub("/", unquote(parts.path))).rstrip("/")
    route = parts.fragment if parts.fragment.startswith(("/", "!/")) else ""
    return f"{host}{path}" + (f"?{parts.query}" if parts.query else "") + (f"#{route}" if route else "")


def same_host(one: str, other: str) -> bool:
    """Whether two URLs have the same host, ignoring ``www.``; false if one is malformed."""
    a, b = _host(one), _host(other)
    return a is not None and a == b


@lru_cache(maxsize=8192)
def _host(url: str) -> str | None:
    """Returns a URL's host without ``www.``; None if the URL is malformed."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return None


@lru_cache(maxsize=8192)
def is_file(url: str) -> bool:
    """Whether a URL's path ends as that of a picture, a document or another file that is no page."""
    try:
        return _FILE.search(unquote(urlsplit(url).path)) is not None
    except ValueError:
        return False


@lru_cache(maxsize=8192)
def path_words(url: str) -> tuple[str, ...]:
    """Returns the words in a URL's path and route, in lower case without accents; empty if it is malformed.

    Camel case is split.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ()
    text = _SUFFIX.sub("", unquote(parts.path)) + (
        " " + parts.fragment if parts.fragment.startswith(("/", "!/")) else ""
    )
    return tuple(fold(word) for word in _SPLIT.split(text) if word)


def path_segments(url: str) -> list[str]:
    """Returns the decoded segments of a URL's path and route, without file suffix; empty if malformed."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return []
    path = unquote(parts.path)
    if parts.fragment.startswith(("/", "!/")):
        path += "/" + parts.fragment.lstrip("!/")
    return [_SUFFIX.sub("", part) for part in path.split("/") if part]


def is_below_team(url: str) -> bool:
    """Whether a URL's path is in a folder named for people (``/artists/jane``)."""
    segments = path_segments(url)
    return len(segments) > 1 and any(word in _TEAM for word in path_words("/x/" + segments[-2])[1:])


def is_page_named(url: str, text: str) -> bool:
    """Whether a URL is in a folder named for people and its last segment consists of the words of a text."""
    return (
        is_below_team(url) and bool(text) and list(path_words("/" + path_segments(url)[-1])) == tokens(text)
    )


def host_word(url: str) -> str:
    """Returns the first label of a URL's host, without ``www.`` (``blackrose`` of ``www.blackrose.com``)."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return host.split(".")[0]
