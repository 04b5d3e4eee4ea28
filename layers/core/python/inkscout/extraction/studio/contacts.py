"""Facts with the places they stood in, and the lines of a page whose contacts are not the studio's."""

import re
from dataclasses import dataclass

from inkscout.extraction.model import PageView
from inkscout.extraction.page.document import Element, Line
from inkscout.extraction.page.urls import path_words
from inkscout.extraction.page.zones import Zone
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.loader import alternatives, word_set

_CONTACT = word_set("pages.contact")
_LEGAL = word_set("contacts.legal_pages")
_MAKER = re.compile(
    rf"(?<![\w@./\-])(?:{alternatives('contacts.maker_words')})(?!\w|[@.\-]\w)", re.IGNORECASE
)
_MAKER_BLOCK = 5
"""Most lines of a block in which the line of the website's maker stands."""
_MAKER_LINE = 300
_LONG = 400
"""Characters above which a line is prose that nobody prints contacts in."""
MAX_LINES = 600
"""Lines of a page that are searched for contacts; the last ones of a longer page too, where footers stand."""


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A value, the page it stood on and the text around it."""

    value: str
    url: str
    snippet: str


def is_contact_page(view: PageView) -> bool:
    """Whether a page is called a contact page by its address."""
    return bool(_CONTACT.intersection(tokens(view.document.url.rsplit("/", 1)[-1])))


def is_legal_page(view: PageView) -> bool:
    """Whether a page is called an imprint, a privacy notice or terms by its address.

    What stands there is often a register's, a host's or a lawyer's.
    """
    return bool(_LEGAL.intersection(path_words(view.document.url)))


def contact_lines(view: PageView, zones: int) -> list[Line]:
    """Lines of a page in which its own contacts may stand: none of ``zones``, no prose, nobody else's."""
    lines = view.document.lines
    if len(lines) > MAX_LINES:
        lines = [*lines[: MAX_LINES // 2], *lines[-MAX_LINES // 2 :]]
    return [line for line in lines if len(line.text) <= _LONG and not view.zones[line.index] & zones]


def makers_lines(view: PageView) -> dict[int, int]:
    """Lines that hold the contacts of the website's maker, with the position in the text they begin at.

    A line that names the maker, and the rest of a small block around it.
    """
    document = view.document
    found: dict[int, int] = {}
    for line in document.lines:
        named = _MAKER.search(line.text) if len(line.text) < _MAKER_LINE else None
        if named is None:
            continue
        found.setdefault(line.index, named.start())
        block = _small_block(line.element)
        for index in range(line.index + 1, block.end if block is not None else 0):
            found.setdefault(index, 0)
    return found


def _small_block(element: Element) -> Element | None:
    """The smallest block of several lines around an element; None where it is more than a credit."""
    for node in element.ancestors():
        if node.end - node.start > 1:
            return (
                node if node.end - node.start <= _MAKER_BLOCK and node.tag not in ("body", "html") else None
            )
    return None


def is_makers(makers: dict[int, int], line: Line, at: int) -> bool:
    """Whether what begins at a position of a line is the maker's."""
    return line.index in makers and at >= makers[line.index]


NOT_OWN = Zone.REVIEW | Zone.SHOP
"""Parts of a page whose numbers are other people's, or of goods."""
