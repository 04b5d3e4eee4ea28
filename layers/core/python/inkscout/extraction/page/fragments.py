"""Pieces of HTML that a page loads or its scripts write, put in their places while the page is walked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from inkscout.domain.page import Page
from inkscout.extraction.page.document import Document, Element, Script
from inkscout.extraction.page.drawn_markup import MOUNTS, drawn_by
from inkscout.extraction.page.markup import bounded
from inkscout.extraction.page.parts import (
    PartKind,
    directive_path,
    included_path,
    kind_of,
    loaded_by,
    readable_parts,
)
from inkscout.extraction.page.urls import page_key, path_words
from inkscout.extraction.page.written_markup import WrittenMarkup, written_by

_HEADER = frozenset(("header", "head", "nav", "navbar", "navigation", "menu", "topbar"))
_FOOTER = frozenset(("footer", "foot", "bottom"))
_WHOLE = (
    "html",
    "body",
    "main",
    "p",
    "li",
    "a",
    "td",
    "option",
    "i",
    "b",
    "em",
    "strong",
    "br",
    "img",
    "input",
)
"""Elements that take in no piece: empty ones are decoration, or would be the whole page."""
_WRITTEN = "written:"
_DRAWN = f"{_WRITTEN}drawn"
_INLINE = re.compile(
    r"<script\b([^>]{0,400})>([^<]{0,200000}(?:<(?!/script)[^<]{0,200000}){0,4000})", re.IGNORECASE
)

_EMPTY_MOUNT = re.compile(
    r"\bid\s?=\s?[\"']?(?:"
    + "|".join(mount[1:] for mount in MOUNTS)
    + r")[\"'][^<>]{0,300}>\s{0,300}(?:<!--[^<>]{0,200}-->\s{0,300})?</"
)
"""Matches an element into which a program draws, and has drawn nothing."""


@dataclass(slots=True)
class _Fragment:
    """A piece of HTML, and the elements that may take it in, the likeliest first.

    Those are given as ``#id``, ``.class`` or tag.
    """

    url: str
    html: str
    places: tuple[str, ...] = ()


@dataclass(slots=True)
class Fragments:
    """The parts of one page.

    ``waiting`` are pieces of HTML that have no place yet, by URL, or by a key that is no URL if a script
    writes them; ``texts`` are the texts of scripts by URL, and ``data`` those of JSON files. ``parsers``
    keeps the parsed trees alive while their nodes are walked.
    """

    document: Document
    waiting: dict[str, _Fragment] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    parsers: list[LexborHTMLParser] = field(default_factory=list)
    _is_placed: bool = False

    def nodes_for(self, node: LexborNode, element: Element) -> list[LexborNode]:
        """Returns the content of an element that is a placeholder; empty for any other."""
        path = included_path(element)
        if path:
            return self._taken(self.document.absolute(path))
        if not self.waiting or element.tag in _WHOLE or not _is_empty(node):
            return []
        self._place()
        classes = element.get("class").split()
        names = {element.tag, f"#{element.get('id')}", *(f".{name}" for name in classes)}
        able = [
            (at, fragment.url)
            for fragment in self.waiting.values()
            for at, place in enumerate(fragment.places)
            if place in names
        ]
        return self._taken(min(able)[1]) if able else []

    def nodes_of_directive(self, comment: str) -> list[LexborNode]:
        """Returns the file that a directive for the server, left over in a comment, includes."""
        path = directive_path(comment)
        return self._taken(self.document.absolute(path)) if path else []

    def rest(self) -> Iterator[tuple[str, list[LexborNode]]]:
        """Yields the pieces for which no place was found, each with the tag of an element around it."""
        for url in [url for url in self.waiting if not url.startswith(_WRITTEN)]:
            words = set(path_words(url)[-2:])
            tag = "footer" if words & _FOOTER else "header" if words & _HEADER else "section"
            yield tag, self._taken(url)

    def rest_of_scripts(self, known: Sequence[Script]) -> Iterator[Script]:
        """Yields the scripts that other scripts import, and JSON files as scripts that hold data."""
        sources = {self.document.absolute(script.src) for script in known if script.src}
        for url, text in self.texts.items():
            if url not in sources:
                yield Script("module", text, url, "")
        for url, text in self.data.items():
            yield Script("application/json", text, url, "")

    def _place(self) -> None:
        """Reads from the scripts which elements take the pieces in; once, when the base URL is known."""
        if self._is_placed:
            return
        self._is_placed = True
        for text in (self.document.page.html, *self.texts.values()):
            for path, _, ids in loaded_by(text):
                fragment = self.waiting.get(self.document.absolute(path))
                if fragment is not None and not fragment.places:
                    fragment.places = tuple(name for ident in ids for name in (f"#{ident}", ident.lower()))

    def _taken(self, url: str) -> list[LexborNode]:
        fragment = self.waiting.pop(url, None)
        if fragment is None:
            return []
        parser = LexborHTMLParser(bounded(fragment.html))
        self.parsers.append(parser)
        scripts = [] if parser.head is None else parser.head.css("script")
        return [*scripts, *_children(parser.body)]


def fragments_of(document: Document, parts: Sequence[Page]) -> Fragments | None:
    """Returns the parts of a page; None if it has none that are read."""
    found = Fragments(document)
    for part in readable_parts(parts, document.url):
        kind = kind_of(part)
        if kind is PartKind.SCRIPT:
            found.texts[part.url] = part.html
        elif kind is PartKind.DATA:
            found.data[part.url] = part.html
        elif page_key(part.url) != page_key(document.url):
            found.waiting[part.url] = _Fragment(part.url, part.html)
    for number, written in enumerate(_written(document.page.html, found.texts.values())):
        key = f"{_WRITTEN}{number:03}"
        found.waiting[key] = _Fragment(key, written.html, written.places)
    if document.page.rendered and _EMPTY_MOUNT.search(document.page.html):
        # The browser ran the scripts in vain, for want of a library that another host serves.
        drawn = drawn_by((*_inline(document.page.html), *found.texts.values()))
        found.waiting[_DRAWN] = _Fragment(_DRAWN, drawn, MOUNTS)
    return found if found.texts or found.data or found.waiting else None


def _inline(html: str) -> Iterator[str]:
    """Yields a page's inline scripts, without data."""
    return (text for attributes, text in _INLINE.findall(html) if "json" not in attributes)


def _written(html: str, texts: Iterable[str]) -> Iterator[WrittenMarkup]:
    """Yields the HTML that a page's inline scripts and fetched scripts write."""
    if "innerHTML" in html or "ustomElements" in html or "insertAdj" in html or ".html(" in html:
        for text in _inline(html):
            yield from written_by(text)
    for text in texts:
        yield from written_by(text)


def _is_empty(node: LexborNode) -> bool:
    """Whether an element has neither text nor elements."""
    return not any(
        (child.tag or "-")[:1] not in "-!" or (child.tag == "-text" and (child.text_content or "").strip())
        for child in _children(node)
    )


def _children(node: LexborNode | None) -> Iterator[LexborNode]:
    child = node.child if node is not None else None
    while child is not None:
        yield child
        child = child.next
