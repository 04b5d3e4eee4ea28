"""Interprets a response's media type, its noindex rules and its meta refresh."""

import re
from functools import lru_cache

from inkscout.web.markup import attributes, start_tags, without_elements

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
# Types that are read as text besides HTML: sitemaps, feeds, robots.txt, data that pages load.
TEXT_TYPES = frozenset(
    {
        "text/plain",
        "text/xml",
        "application/xml",
        "application/rss+xml",
        "application/atom+xml",
        "application/json",
        "application/ld+json",
    }
)
# Types of the files by which pages show their content; read only where the address ends as such files do.
PART_TYPES = frozenset(
    {
        "text/javascript",
        "application/javascript",
        "application/x-javascript",
        "text/ecmascript",
        "application/ecmascript",
        "text/jsx",
    }
)
MAX_PART_BYTES = 512 * 1024
"""Limit of the body of a script or of data that a page loads."""
_PART = re.compile(r"\.(?:[mc]?jsx?|json)$", re.IGNORECASE)
GZIP_TYPES = frozenset({"application/gzip", "application/x-gzip"})
GZIP_MAGIC = b"\x1f\x8b"
_UNTOLD = frozenset({"", "application/octet-stream", "unknown/unknown", "*/*"})
_BINARY = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"RIFF",
    b"\x1f\x8b",
    b"Rar!",
    b"\x00\x00\x00",
)
_HEAD = 65_536
_UNSEEN = frozenset({"noscript", "script", "template"})
_REFRESH = re.compile(
    r"\s{0,9}([0-9]{1,4})(?:\.[0-9.]{0,9})?\s{0,9}[;,\s]\s{0,9}(?:url\s{0,9}=\s{0,9})?+[\"']?+\s{0,9}([^\"']*)",
    re.IGNORECASE,
)
_PROMPT_SECONDS = 3
_AGENT_PREFIX = re.compile(r"\s*([A-Za-z][A-Za-z0-9_-]*)\s*:\s*+(.*+)$")
_VALUED = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})


@lru_cache(maxsize=512)
def media_type(content_type: str) -> str:
    """Returns the media type of a Content-Type header, in lower case, without parameters."""
    return content_type.split(";", 1)[0].split(",", 1)[0].strip().lower()


def is_part(url: str) -> bool:
    """Whether a URL's path ends as scripts and data do, which pages load to show their content."""
    return _PART.search(url.partition("#")[0].partition("?")[0]) is not None


def is_readable(kind: str, first: bytes, url: str = "") -> bool:
    """Whether a body with this media type and these first bytes is text that can be read.

    Scripts are only where ``url`` ends as they do: a page's address that answers with one is no page.
    """
    if kind in HTML_TYPES or kind in TEXT_TYPES or (kind in PART_TYPES and is_part(url)):
        return not first.startswith(_BINARY)
    if kind in _UNTOLD:
        start = first[:1024].lstrip().lower()
        return start.startswith(
            (b"<!doctype", b"<html", b"<head", b"<body", b"<?xml", b"<!--", b"<meta", b"<title")
        )
    return False


def may_be_readable(kind: str, url: str = "") -> bool:
    """Whether a body with this media type, of this URL, may be text and is worth downloading."""
    return (
        kind in HTML_TYPES or kind in TEXT_TYPES or kind in _UNTOLD or (kind in PART_TYPES and is_part(url))
    )


def asks_noindex(header: str, html: str, token: str) -> bool:
    """Whether X-Robots-Tag (``header``, several joined by commas) or a robots meta element says noindex."""
    if header and _header_noindex(header, token.lower()):
        return True
    head = html[:_HEAD]
    if not any(part in head for part in ("obots", "OBOTS", "nkscout")):
        return False
    tags = (attributes(tag) for tag in start_tags(head, "meta"))
    names = ("robots", token.lower())
    return any(tag.get("name", "").lower() in names and _says_noindex(tag.get("content", "")) for tag in tags)


def refresh_target(html: str) -> str:
    """Returns the target of a page's immediate meta refresh (HTML standard, 4.2.5.3); empty if there is none.

    Ignores a refresh inside ``noscript``, which a browser would not follow either, and one that leaves time
    to read the page.
    """
    head = html[:_HEAD]
    if "efresh" not in head and "EFRESH" not in head:
        return ""
    for tag in start_tags(without_elements(head, _UNSEEN), "meta"):
        found = attributes(tag)
        if found.get("http-equiv", "").lower() != "refresh":
            continue
        match = _REFRESH.match(found.get("content", ""))
        if match and int(match.group(1)) <= _PROMPT_SECONDS:
            return match.group(2).strip()
    return ""


def _says_noindex(value: str) -> bool:
    return any(part.strip().lower() in ("noindex", "none") for part in value.split(","))


def _header_noindex(header: str, token: str) -> bool:
    """Whether X-Robots-Tag says noindex; rules after ``name:`` apply to that robot until the next name."""
    applies = True
    for part in header.split(","):
        rule = part
        match = _AGENT_PREFIX.match(part)
        if match and match.group(1).lower() not in _VALUED:
            applies = match.group(1).lower() == token
            rule = match.group(2)
        if applies and _says_noindex(rule):
            return True
    return False


def forbids_pictures(header: str, token: str) -> bool:
    """Whether X-Robots-Tag (several joined by commas) says noindex or noimageindex to the robot ``token``."""
    spelled = re.sub(r"\bnoimageindex\b", "noindex", header, flags=re.IGNORECASE)
    return bool(spelled) and _header_noindex(spelled, token.lower())
