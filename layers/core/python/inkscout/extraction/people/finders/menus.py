"""Finds people in menus: links under "Artists" in a navigation menu or a footer."""

from inkscout.extraction.model import Candidate, PageView
from inkscout.extraction.page.document import Element, Line
from inkscout.extraction.page.urls import is_page_named
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.section_headings import has_team_word
from inkscout.extraction.text.names import NameGuess, read_name
from inkscout.extraction.text.role_forms import TATTOO_STEMS
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.loader import word_set

_WORKS = word_set("pages.gallery") | word_set("pictures.works_of")
_OTHER_TRADES = word_set("roles.other_trades")
_FRAME = Zone.NAV | Zone.ASIDE | Zone.FOOTER
_MAX_ITEMS = 40
_LONGEST_LABEL = 20
"""Maximum number of characters of a word for tattoos or works above a list outside menus."""
_UNLIKELY = 0.35
"""Score of a stage name that does not look like a name."""


def people_in_menus(view: PageView) -> list[Candidate]:
    """Returns the people in lists of links nested under a menu item such as "Artists"; empty if none."""
    document = view.document
    found: list[Candidate] = []
    for line in document.lines:
        is_label = " " not in line.text and len(line.text) <= _LONGEST_LABEL and _is_of_trade(line.text)
        if not (is_label or line.href or view.zones[line.index] & _FRAME):
            continue
        if (
            len(line.text) > 40
            or not (has_team_word(line.text) or line.href in ("#", "", "javascript:void(0)", "javascript:;"))
            or _OTHER_TRADES.intersection(tokens(line.text))
        ):
            continue
        items = _nested(view, line)
        is_of_people = has_team_word(line.text)
        read = [(item, _name_in(view, item, is_of_people)) for item in items]
        names = [(item, guess) for item, guess in read if guess is not None]
        others = [item for item, guess in read if guess is None and not has_team_word(item.text)]
        if not names or len(names) < 2 * len(others) or len(names) + len(others) > _MAX_ITEMS:
            continue
        known = max(guess.score for _, guess in names) >= 0.7
        guesses = [guess for _, guess in names]
        if not is_of_people and not (
            _all_people(items, guesses) or (_is_of_trade(line.text) and _all_known(items, guesses))
        ):
            continue
        for item, guess in names:
            if item.href and (known or len(names) > 1):
                found.append(_candidate(view, item, guess))
    return found


def _name_in(view: PageView, item: Line, is_of_people: bool) -> NameGuess | None:
    """Reads a menu item as a name, in a menu of people also a stage name whose page is called like it."""
    guess = read_name(item.text)
    if (
        guess is None
        and is_of_people
        and item.href
        and is_page_named(view.document.absolute(item.href), item.text)
    ):
        return NameGuess(item.text, "", _UNLIKELY)
    return guess


def _all_people(items: list[Line], guesses: list[NameGuess]) -> bool:
    """Whether a list under any other menu item contains only full names."""
    full = [guess for guess in guesses if " " in guess.name]
    known = [guess for guess in guesses if guess.score >= 0.7]
    return len(items) == len(guesses) == len(full) >= 2 and 3 * len(known) >= len(guesses)


def _is_of_trade(text: str) -> bool:
    """Whether a menu item is called nothing but a word for tattoos or for works ("Tattoo", "Portfolio")."""
    words = tokens(text)
    return len(words) == 1 and (words[0].startswith(TATTOO_STEMS) or words[0] in _WORKS)


def _all_known(items: list[Line], guesses: list[NameGuess]) -> bool:
    """Whether a list contains only names, at least two, half of them with known given names."""
    known = [guess for guess in guesses if guess.score >= 0.7]
    return len(items) == len(guesses) >= 2 and 2 * len(known) >= len(guesses)


def _candidate(view: PageView, item: Line, guess: NameGuess) -> Candidate:
    url = view.document.absolute(item.href)
    return Candidate(
        name=guess.name,
        url=view.document.url,
        confidence=0.55 + 0.3 * guess.score,
        role=guess.role,
        page_url=url if url.startswith("http") else "",
        snippet=item.text,
    )


def _nested(view: PageView, line: Line) -> list[Line]:
    """Returns the text lines nested under a menu item; empty if there are none.

    They follow it inside its nearest ancestor with several text lines; numbers and marks do not count.
    """
    node: Element | None = line.element
    for _ in range(4):
        node = node.parent if node is not None else None
        if node is None or node.tag in ("body", "html", "nav"):
            return []
        inside = view.document.lines_of(node)
        if len(inside) > 1:
            read = (item for item in inside if any(map(str.isalpha, item.text)))
            first, second = next(read, None), next(read, None)
            if second is not None:
                return [second, *read] if first is line else []
    return []
