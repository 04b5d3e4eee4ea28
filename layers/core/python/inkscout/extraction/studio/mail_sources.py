"""E-mail addresses of a page that stand neither in a mail link nor in one text line.

Websites keep them in click handlers, data attributes, web mail links, microdata, scripts, and
in halves on two text lines. Those in the URLs of form services are left out: they are often the developer's.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import parse_qs, unquote, urlsplit

from inkscout.extraction.page.document import Document, Element, Line
from inkscout.extraction.page.urls import host_word
from inkscout.extraction.text.disguises import (
    mails_of_base64,
    mails_of_rot13,
    mails_of_script,
    mails_of_shifted_link,
)
from inkscout.extraction.text.mails import FREE, mails_in, recipients

_HANDLERS = ("onclick", "onmousedown", "data-href", "data-url", "data-link", "@click")
_ATTRIBUTES = ("data-email", "data-mail", "data-e-mail", "data-mailto", "data-contact")
_LOCALS = ("data-user", "data-name", "data-local", "data-account", "data-u")
_HOSTS = ("data-domain", "data-host", "data-website", "data-d")
_SHIFTED = "data-enc-email"
_ALL = frozenset((*_HANDLERS, *_ATTRIBUTES, *_HOSTS, _SHIFTED, "itemprop", "value"))
_MAILTO = re.compile(r"mailto:[^\"'`\s<>]{3,200}", re.IGNORECASE)
_JOINED = re.compile(r"[\"'`]\s{0,9}\+\s{0,9}[\"'`]")
_QUOTED = re.compile(r"[\"'`](?:mailto:)?([\w.+\-]{1,64}@[\w.\-]{4,100})(?:\?[^\"'`\s]{0,200})?[\"'`]")
_MAX_SCRIPT = 100_000
_MOST = 10
_SHORT = 60
_OF_MARKUP = 1.2
_OF_SCRIPT = 0.5


def mails_in_markup(document: Document) -> list[tuple[str, float]]:
    """Returns the e-mail addresses in attributes, web mail links, scripts and halves, with their weights."""
    found: dict[str, float] = {}
    for mail in (*_of_elements(document), *_of_links(document), *_of_halves(document)):
        found.setdefault(mail, _OF_MARKUP)
    for mail in _of_scripts(document):
        found.setdefault(mail, _OF_SCRIPT)
    return list(found.items())[:_MOST]


def _of_elements(document: Document) -> Iterator[str]:
    for element in document.having(_ALL):
        yield from _of_element(element)


def _of_element(element: Element) -> Iterator[str]:
    attrs = element.attrs
    for name in _HANDLERS:
        handler = (attrs.get(name) or "")[:1000]
        for text in _MAILTO.findall(handler):
            yield from recipients(text)
        yield from mails_of_shifted_link(handler)
        if "+" in handler or "atob" in handler:
            yield from mails_of_script(handler)
    for name in _ATTRIBUTES:
        value = (attrs.get(name) or "")[:200]
        yield from mails_in(value)
        yield from mails_of_base64(value)
    if attrs.get(_SHIFTED):
        yield from mails_of_rot13(attrs[_SHIFTED] or "")
    if "email" in (attrs.get("itemprop") or "").lower().split():
        yield from mails_in((attrs.get("content") or attrs.get("value") or "")[:200])
    if element.tag == "input" and attrs.get("type") == "email":
        yield from mails_in((attrs.get("value") or "")[:200])
    host = next((attrs[name] for name in _HOSTS if attrs.get(name)), None)
    local = next((attrs[name] for name in _LOCALS if attrs.get(name)), None)
    if host and local:
        tld = (attrs.get("data-tld") or "").strip(". ")
        yield from mails_in(f"{local}@{host}{'.' + tld if tld else ''}"[:200])


def _of_links(document: Document) -> Iterator[str]:
    """Yields recipients of web mail links (``?to=``), and addresses that a link has instead of a URL."""
    for link in document.links:
        href = link.href.strip()
        if href.lower().startswith("javascript:"):
            yield from mails_of_shifted_link(href)
            continue
        if "@" not in href and "%40" not in href:
            continue
        bare = unquote(href.removeprefix("https://").removeprefix("http://").strip("/"))
        if bare.count("@") == 1 and mails_in(bare) == [bare.lower()]:
            yield bare.lower()
        try:
            parts = urlsplit(href)
            query = parse_qs(parts.query) if "mail" in (parts.hostname or "") else {}
        except ValueError:
            continue
        for to in query.get("to", [])[:_MOST]:
            yield from mails_in(to)


def _of_halves(document: Document) -> Iterator[str]:
    """Yields addresses broken at the "@" over two short text lines."""
    for one, other in pairwise(document.lines):
        if "@" not in (one.text[-1:], other.text[:1]) or len(one.text) > _SHORT or len(other.text) > _SHORT:
            continue
        words = one.text.split()[-1:], other.text.split()[:1]
        if words[0] and words[1] and _is_half(document, other, ends=one.text[-1:] == "@"):
            yield from mails_in(words[0][0] + words[1][0])


def _is_half(document: Document, line: Line, *, ends: bool) -> bool:
    """Whether a text line is the second half of an address, and no handle such as ``@anna.ink``."""
    host = line.text.lstrip("@").split()[:1]
    name = host[0].split(".")[0].lower() if host else ""
    return ends or name in FREE or (len(name) > 2 and name == host_word(document.url))


def _of_scripts(document: Document) -> Iterator[str]:
    for script in document.scripts:
        text = script.text[:_MAX_SCRIPT]
        if "@" in text and "ld+json" not in script.kind:
            for mail in _QUOTED.findall(_JOINED.sub("", text)):
                yield from mails_in(mail)
        if text and "json" not in script.kind:
            yield from mails_of_script(text)
