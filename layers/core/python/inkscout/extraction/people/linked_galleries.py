"""Finds the pages of works to which artists' cards lead, where those pages name nobody."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from inkscout.extraction.model import PageView
from inkscout.extraction.page.document import Document, Element
from inkscout.extraction.page.urls import page_key
from inkscout.extraction.text.names import name_key

_LEVELS = 6
"""Maximum number of elements between a name and the card around it."""
_LONGEST_CARD = 40
_LONGEST_NAME = 60
_LEAST_PICTURES = 2
_MAX_NAMES, _MAX_CARDS = 60, 60
"""Maximum number of lines with names looked at per page, and of cards beside one."""


def linked_galleries(
    views: Sequence[PageView], names: Mapping[tuple[str, ...], int]
) -> Iterator[tuple[Document, int]]:
    """Yields the pages to which one artist's card alone leads ("View works"), with the artist's index.

    A card stands beside others set alike, which lead to other pages. A page of works shows several pictures
    and names no other artist in a line of its own.

    Args:
        views: The pages of a website.
        names: Artists of the website by the key of a name that only one has.
    """
    if not names:
        return
    pages = {view.key or page_key(view.document.url): view for view in views if not view.is_article}
    leading: dict[str, set[int | None]] = {}
    named: dict[str, set[int]] = {}
    for key, view in pages.items():
        lines = (
            (line, at)
            for line in view.document.lines
            if len(line.text) <= _LONGEST_NAME and (at := names.get(name_key(line.text))) is not None
        )
        for line, at in islice(lines, _MAX_NAMES):
            named.setdefault(key, set()).add(at)
            for target, owner in _links_of_cards(view.document, line.element, at):
                if target in pages and target != key:
                    leading.setdefault(target, set()).add(owner)
    for target, owners in leading.items():
        at = next(iter(owners))
        if len(owners) > 1 or at is None or not named.get(target, {at}) <= {at}:
            continue
        view = pages[target]
        if not (view.is_team or view.is_guest) and len(view.document.pictures) >= _LEAST_PICTURES:
            yield view.document, at


def _links_of_cards(document: Document, element: Element, at: int) -> Iterator[tuple[str, int | None]]:
    """Yields the pages to which the card around a name leads, and those of the cards beside it.

    Each is the page's key and the artist's index; None for a card beside it.
    """
    node = element
    for _ in range(_LEVELS):
        parent = node.parent
        if parent is None or node.end - node.start > _LONGEST_CARD:
            return
        alike = [
            other
            for other in islice(document.children(parent), _MAX_CARDS)
            if other is not node and other.tag == node.tag and other.get("class") == node.get("class")
        ]
        own = _targets(document, node)
        others = {target for other in alike for target in _targets(document, other)}
        if own and others:
            yield from ((target, at) for target in own - others)
            yield from ((target, None) for target in own & others)
            return
        node = parent


def _targets(document: Document, node: Element) -> set[str]:
    """Returns the keys of the pages to which the links in an element lead."""
    links = document.links_between(node.order, node.last + 1)
    return {page_key(url) for link in links if (url := document.absolute(link.href)).startswith("http")}
