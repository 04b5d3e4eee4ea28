"""Pieces of HTML that a page loads, put in their places while the page is walked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from inkscout.domain.page import Page
from inkscout.extraction.page.document import Document, Element, Script
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

_HEADER = frozenset(("header", "head", "nav", "navbar", "navigation", "menu", "topbar"))
_FOOTER = frozenset(("footer", "foot", "bottom"))


@dataclass(slots=True)
class _Fragment:
    """A piece of HTML, and the ids of the elements that may take it in, the likeliest first."""

    url: str
    html: str
    places: tuple[str, ...] = ()


@dataclass(slots=True)
class Fragments:
    """The parts of one page.

    ``waiting`` are pieces of HTML that have no place yet; ``texts`` are the texts of scripts by URL, and
    ``data`` those of JSON files. ``parsers`` keeps the parsed trees alive while their nodes are walked.
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
        ident = element.get("id")
        if not ident or not _is_empty(node):
            return []
        self._place()
        able = [fragment for fragment in self.waiting.values() if ident in fragment.places]
        if not able:
            return []
        best = min(able, key=lambda fragment: (fragment.places.index(ident), fragment.url))
        return self._taken(best.url)

    def nodes_of_directive(self, comment: str) -> list[LexborNode]:
        """Returns the file that a directive for the server, left over in a comment, includes; else empty."""
        path = directive_path(comment)
        return self._taken(self.document.absolute(path)) if path else []

    def rest(self) -> Iterator[tuple[str, list[LexborNode]]]:
        """Yields the pieces for which no place was found, each with the tag of an element around it."""
        for url in list(self.waiting):
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
                    fragment.places = ids

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
    return found if found.texts or found.data or found.waiting else None


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
