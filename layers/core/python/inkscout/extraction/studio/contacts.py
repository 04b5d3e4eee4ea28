"""Facts with their sources, and the text lines of a page that may hold the studio's own contact details."""

import re
from dataclasses import dataclass
from functools import lru_cache

from inkscout.extraction.model import PageView
from inkscout.extraction.page.document import Element, Line
from inkscout.extraction.page.urls import path_words
from inkscout.extraction.page.zones import Zone
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.loader import alternatives, word_set

_CONTACT = word_set("pages.contact")
_LEGAL = word_set("contacts.legal_pages")
_MAKER_WORDS = (
    rf"(?<![\w@./\-])(?:(?:{alternatives('contacts.maker_words')})(?!\w|[@.\-]\w)"
    rf"|(?:{alternatives('contacts.programmer_labels')})\s{{0,3}}:)"
)
_MAKER = re.compile(_MAKER_WORDS, re.IGNORECASE)
_LIKELY_MAKER = re.compile(_MAKER_WORDS.replace("ı", "i"))
"""Matches lower-case texts wherever ``_MAKER`` matches the texts, in a fraction of the time.

Where case is significant, an expression passes over alternatives by their first letters. Without it, the
Turkish letters "ı" and "İ" are an "i".
"""
_MAKER_BLOCK = 5
"""Maximum number of text lines in a block that credits the website's maker."""
_MAKER_LINE = 300
_LONG = 400
"""Number of characters above which a text line is prose, which is not searched for contact details."""
MAX_LINES = 600
"""Maximum number of text lines searched for contact details per page.

On a longer page, half of them are taken from the beginning and half from the end, where footers are.
"""


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A fact's value, the URL of the page that states it, and the text around it."""

    value: str
    url: str
    snippet: str


def is_contact_page(view: PageView) -> bool:
    """Whether a page's URL says that it is a contact page."""
    return bool(_CONTACT.intersection(tokens(view.document.url.rsplit("/", 1)[-1])))


def is_legal_page(view: PageView) -> bool:
    """Whether a page's URL says that it is an imprint, a privacy notice or terms of use.

    Contact details there are often those of a registry, a hosting company or a lawyer.
    """
    return bool(_LEGAL.intersection(path_words(view.document.url)))


def contact_lines(view: PageView, zones: int) -> list[Line]:
    """Returns the text lines of a page that may hold contact details: not in ``zones`` and not prose."""
    lines = view.document.lines
    if len(lines) > MAX_LINES:
        lines = [*lines[: MAX_LINES // 2], *lines[-MAX_LINES // 2 :]]
    return [line for line in lines if len(line.text) <= _LONG and not view.zones[line.index] & zones]


def makers_lines(view: PageView) -> dict[int, int]:
    """Returns the text lines with contact details of the website's maker (web agency); once per page.

    The keys are indexes of text lines, the values the position in the text from which on it is the maker's.
    Included are text lines that mention the maker, and those after them in the same small block.
    """
    if view.makers is None:
        view.makers = _find_makers(view)
    return view.makers


def _find_makers(view: PageView) -> dict[int, int]:
    document = view.document
    found: dict[int, int] = {}
    for line in document.lines:
        at = _maker_named_at(line.text) if len(line.text) < _MAKER_LINE else None
        if at is None:
            continue
        found.setdefault(line.index, at)
        block = _small_block(line.element)
        for index in range(line.index + 1, block.end if block is not None else 0):
            found.setdefault(index, 0)
    return found


@lru_cache(maxsize=8192)
def _maker_named_at(text: str) -> int | None:
    """Returns the position in a text at which the website's maker is mentioned; None if it is not."""
    lowered = text.lower()
    if not lowered.isascii():
        lowered = lowered.replace("i\u0307", "i").replace("ı", "i").replace("ſ", "s")
    if _LIKELY_MAKER.search(lowered) is None:
        return None
    named = _MAKER.search(text)
    return named.start() if named is not None else None


def _small_block(element: Element) -> Element | None:
    """Returns the smallest block of several text lines around an element; None if too large for a credit."""
    for node in element.ancestors():
        if node.end - node.start > 1:
            return (
                node if node.end - node.start <= _MAKER_BLOCK and node.tag not in ("body", "html") else None
            )
    return None


def is_makers(makers: dict[int, int], line: Line, at: int) -> bool:
    """Whether the text from a position of a text line on belongs to the website's maker."""
    return line.index in makers and at >= makers[line.index]


NOT_OWN = Zone.REVIEW | Zone.SHOP
"""Zones of a page whose phone numbers are not the studio's: reviews and the shop."""
