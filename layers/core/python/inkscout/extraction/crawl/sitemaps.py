"""Reads sitemaps (sitemaps.org) and sitemap indexes, as XML or as plain text with one URL per line."""

import re
from dataclasses import dataclass
from html.entities import html5
from urllib.parse import urlsplit

from lxml import etree

from inkscout.extraction.crawl.frontier import score_address
from inkscout.extraction.page.urls import same_host

MAX_PAGES = 2_000
"""Maximum number of URLs read per sitemap; the protocol allows 50,000, a studio has a few dozen."""
_MAX_INDEXED = 200
_MAX_ADDRESS = 2_048  # sitemaps.org: a loc is shorter than this
_MAX_CHARACTERS = 2_000_000
_PAGES = ("page", "team", "artist", "staff", "people", "misc")
_OTHERS = ("post", "product", "image", "video", "categor", "tag", "news", "event", "author", "attachment")
_AMPERSAND = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(?:([a-zA-Z0-9]{2,32};))?",
)
"""Matches ampersands that are invalid in XML: bare, or of an HTML entity."""
_CDATA, _END_OF_CDATA = "<![CDATA[", "]]>"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Sitemap:
    """Contents of one sitemap: the URLs of ``pages``, or of other ``sitemaps`` if it is an index."""

    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()


def read_sitemap(text: str) -> Sitemap:
    """Returns the URLs in a sitemap or sitemap index; an empty one if the text is neither.

    The parser loads nothing, resolves no entities and keeps libxml2's limits on depth and size. Documents
    with a document type declaration are rejected, since no sitemap needs one.
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
    """Returns at most ``most`` of a site's sitemaps, those likely to list team pages first.

    Sitemaps on other hosts and those of posts or products are left out.
    """
    own = [url for url in sitemaps if same_host(url, start)]
    return [url for url in sorted(own, key=_rank, reverse=True) if _rank(url) >= 0][:most]


def _rank(url: str) -> int:
    path = urlsplit(url).path.lower()
    if any(word in path for word in _PAGES) or score_address(url, url) > 1.0:
        return 1
    return -1 if any(word in path for word in _OTHERS) else 0


def _without_declaration(body: bytes) -> bytes:
    """Returns XML without its declaration, whose encoding no longer applies: the text is already decoded."""
    return body[body.find(b"?>") + 2 :] if body.startswith(b"<?xml") else body


def _mended(text: str) -> str:
    """Returns XML with unescaped ampersands escaped and control characters removed."""
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
    """Returns the distinct http(s) URLs among text lines; doubly escaped ampersands are decoded."""
    trimmed = (line.strip().replace("&amp;", "&") for line in lines[:MAX_PAGES])
    return list(
        dict.fromkeys(
            line
            for line in trimmed
            if line.startswith(("http://", "https://")) and len(line) < _MAX_ADDRESS and " " not in line
        )
    )
