"""Sitemaps (sitemaps.org): the pages of one, and the sitemaps of an index; as XML or as plain lines."""

import re
from dataclasses import dataclass
from html.entities import html5
from urllib.parse import urlsplit

from lxml import etree

from inkscout.extraction.crawl.frontier import score_address
from inkscout.extraction.page.urls import same_host

MAX_PAGES = 2_000
"""Addresses read of one sitemap; the protocol allows 50,000, a studio has a few dozen."""
_MAX_INDEXED = 200
_MAX_ADDRESS = 2_048  # sitemaps.org: a loc has less characters than this
_MAX_CHARACTERS = 2_000_000
_PAGES = ("page", "team", "artist", "staff", "people", "misc")
_OTHERS = ("post", "product", "image", "video", "categor", "tag", "news", "event", "author", "attachment")
_AMPERSAND = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(?:([a-zA-Z0-9]{2,32};))?",
)
"""An ampersand that XML does not know: bare, or of an entity of HTML."""
_CDATA, _END_OF_CDATA = "<![CDATA[", "]]>"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Sitemap:
    """Contents of one sitemap: ``pages``, or the ``sitemaps`` of an index."""

    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()


def read_sitemap(text: str) -> Sitemap:
    """A sitemap, an index of sitemaps, a feed of neither: whatever cannot be read names nothing.

    The parser loads nothing, resolves no entity and keeps libxml2's bounds on depth and size; a document with
    a type declaration of its own is refused, since no sitemap needs one.
    """
    head = text[:1_000].lstrip("\ufeff \t\r\n")
    if not head.startswith("<"):
        lines = text[:_MAX_CHARACTERS].lstrip("\ufeff").splitlines()
        return Sitemap(pages=tuple(_addresses(lines)))
    if "<!doctype" in head.lower() or "<!entity" in text[:_MAX_CHARACTERS].lower():
        return Sitemap()
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        collect_ids=False,
    )
    body = _mended(text[:_MAX_CHARACTERS].lstrip("\ufeff \t\r\n")).encode("utf-8", "replace")
    try:
        root = etree.fromstring(_without_declaration(body), parser)
    except (etree.XMLSyntaxError, ValueError):
        return Sitemap()
    if root is None:
        return Sitemap()
    found: dict[str, list[str]] = {"url": [], "sitemap": []}
    for entry in root.iter("{*}url", "{*}sitemap"):
        located = entry.find("{*}loc")
        if located is not None and located.text and len(found["url"]) < MAX_PAGES:
            found[etree.QName(entry).localname].append(located.text)
    return Sitemap(
        pages=tuple(_addresses(found["url"])), sitemaps=tuple(_addresses(found["sitemap"][:_MAX_INDEXED]))
    )


def best_sitemaps(sitemaps: tuple[str, ...], start: str, most: int) -> list[str]:
    """Of several sitemaps of a site, those named like pages of people; none of posts or products."""
    own = [url for url in sitemaps if same_host(url, start)]
    return [url for url in sorted(own, key=_rank, reverse=True) if _rank(url) >= 0][:most]


def _rank(url: str) -> int:
    path = urlsplit(url).path.lower()
    if any(word in path for word in _PAGES) or score_address(url, url) > 1.0:
        return 1
    return -1 if any(word in path for word in _OTHERS) else 0


def _without_declaration(body: bytes) -> bytes:
    """The text was decoded already: what an XML declaration says of its encoding no longer holds."""
    return body[body.find(b"?>") + 2 :] if body.startswith(b"<?xml") else body


def _mended(text: str) -> str:
    """The text without faults that cost parts of addresses: unescaped ampersands, control characters."""
    clean = _CONTROL.sub("", text)
    parts: list[str] = []
    at = 0
    while (start := clean.find(_CDATA, at)) >= 0 and (end := clean.find(_END_OF_CDATA, start)) >= 0:
        end += len(_END_OF_CDATA)
        parts.extend((_AMPERSAND.sub(_escaped, clean[at:start]), clean[start:end]))
        at = end
    parts.append(_AMPERSAND.sub(_escaped, clean[at:]))
    return "".join(parts)


def _escaped(found: re.Match[str]) -> str:
    name = found.group(1)
    if name in html5:
        return "".join(f"&#{ord(char)};" for char in html5[name])
    return f"&amp;{name or ''}"


def _addresses(lines: list[str]) -> list[str]:
    """Plain web addresses among lines, each once; what was escaped twice is read as one that was once."""
    trimmed = (line.strip().replace("&amp;", "&") for line in lines[:MAX_PAGES])
    return list(
        dict.fromkeys(
            line
            for line in trimmed
            if line.startswith(("http://", "https://")) and len(line) < _MAX_ADDRESS and " " not in line
        )
    )
