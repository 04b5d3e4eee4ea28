"""Reads the icon beside a text line, which says of a number what a word would say."""

import re
from collections.abc import Iterator
from itertools import islice

from inkscout.extraction.page.document import Document, Element, Line

_SEPARATORS = re.compile(r"[\W_]+")
_LEVELS = 2
"""Number of elements, from that of the line upwards, before which an icon may stand."""
_MOST = 4
"""Maximum number of elements whose names are read."""
_NAMES = ("class", "id", "alt", "aria-label", "title", "src", "href", "icon", "name")
_LONGEST = 100


def icon_of(document: Document, line: Line) -> str:
    """Returns the names of the elements in a text line, or right before it, as words; empty for none.

    An icon has no text: its class ("fa-phone"), its file ("telefon.svg") or its label says what it shows.
    Where an element has several text lines, its icons may belong to another one and are ignored.
    """
    return " ".join(
        _SEPARATORS.sub(" ", value[-_LONGEST:])
        for node in islice(_beside(document, line), _MOST)
        for name in _NAMES
        if (value := node.attrs.get(name))
    )


def _beside(document: Document, line: Line) -> Iterator[Element]:
    """Yields the elements in that of a text line, then those before it in elements of that line alone."""
    node = line.element
    if node.end - node.start > 1:
        return
    yield from document.descendants(node)
    for _ in range(_LEVELS):
        parent = node.parent
        if parent is None or parent.end - parent.start > 1:
            return
        yield from document.elements[parent.place + 1 : node.place]
        node = parent
