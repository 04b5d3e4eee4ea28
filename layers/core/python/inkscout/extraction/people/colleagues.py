"""Tells by cards that are set alike whether a website's only known artist works beside others."""

from collections.abc import Sequence
from itertools import islice

from inkscout.domain.reading import FoundArtist
from inkscout.extraction.model import PageView
from inkscout.extraction.page.document import Document, Element, Line
from inkscout.extraction.people.section_headings import sections_of
from inkscout.extraction.text.brand import tells_apart
from inkscout.extraction.text.names import name_key, role_in
from inkscout.vocabulary.folding import tokens

_LEVELS = 6
"""Maximum number of elements between a name and the card around it."""
_LONGEST_CARD = 40
_MAX_CARDS = 60
_LONGEST_NAME, _MAX_WORDS = 40, 3
_NOT_TATTOOING = ("manager", "piercer")


def works_beside_others(views: Sequence[PageView], artist: FoundArtist) -> bool:
    """Whether a list of people shows the artist's card beside another one with a picture and another name.

    The other name need not be certain: a stage name of everyday words in lower case is nobody's otherwise.
    """
    keys = {key for name in (artist.name, *artist.aliases) if (key := name_key(name))}
    for view in views:
        if view.is_article or view.is_guest:
            continue
        document = view.document
        for section in sections_of(view):
            for line in document.lines[section.start : section.end] if not section.guest else ():
                if (
                    len(line.text) <= _LONGEST_NAME
                    and name_key(line.text) in keys
                    and _has_like(document, line, keys)
                ):
                    return True
    return False


def _has_like(document: Document, line: Line, keys: set[tuple[str, ...]]) -> bool:
    """Whether an element around a name stands beside one of the same kind that shows somebody else."""
    node: Element = line.element
    for _ in range(_LEVELS):
        parent = node.parent
        if parent is None or node.end - node.start > _LONGEST_CARD:
            return False
        alike = [
            other
            for other in islice(document.children(parent), _MAX_CARDS)
            if other is not node and other.tag == node.tag and other.get("class") == node.get("class")
        ]
        if alike and _pictures(document, node):
            return any(_is_of_somebody(document, other, line, keys) for other in alike)
        node = parent
    return False


def _is_of_somebody(document: Document, card: Element, line: Line, keys: set[tuple[str, ...]]) -> bool:
    """Whether a card has a picture and, set as the name in the first card, somebody else's."""
    if not _pictures(document, card) or card.end - card.start > _LONGEST_CARD:
        return False
    lines = document.lines_of(card)
    name = next((one.text for one in lines if one.setting == line.setting), "")
    words = tokens(name)
    if not 0 < len(words) <= _MAX_WORDS or name_key(name) in keys or not tells_apart(name):
        return False
    return not any(role_in(one.text) in _NOT_TATTOOING for one in lines if len(one.text) <= _LONGEST_NAME)


def _pictures(document: Document, node: Element) -> int:
    return len(document.pictures_between(node.order, node.last + 1))
