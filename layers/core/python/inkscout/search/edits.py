"""Texts that differ from a typed beginning by one typo, by kind of typo.

They are looked up as exact terms: a fuzzy query on indexed prefixes would also match every shorter one, and
servers limit its expansion differently.
"""

from collections.abc import Iterable
from functools import lru_cache

LATIN = "abcdefghijklmnopqrstuvwxyz0123456789"
CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ"
GREEK = "αβγδεζηθικλμνξοπρστυφχψω"
_ALPHABETS = (LATIN, CYRILLIC, GREEK)

SHORTEST = 4
"""Minimum length of a beginning for which typos are considered; shorter ones have too many neighbours."""
LONGEST = 12


@lru_cache(maxsize=512)
def swapped(text: str) -> tuple[str, ...]:
    """Returns the texts with two neighbouring letters swapped, the first letter excepted."""
    found = (text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(1, len(text) - 1))
    return _others(text, found)


@lru_cache(maxsize=512)
def replaced(text: str) -> tuple[str, ...]:
    """Returns the texts with one letter replaced, the first letter excepted."""
    letters = _alphabet(text)
    places = range(1, len(text))
    return _others(text, (text[:at] + letter + text[at + 1 :] for at in places for letter in letters))


@lru_cache(maxsize=512)
def misbegun(text: str) -> tuple[str, ...]:
    """Returns the texts with the first letter replaced, or swapped with the second."""
    found = [text[1:2] + text[:1] + text[2:], *(letter + text[1:] for letter in _alphabet(text))]
    return _others(text, found)


@lru_cache(maxsize=512)
def completed(text: str) -> tuple[str, ...]:
    """Returns the texts with one letter inserted, not before the first letter."""
    letters = _alphabet(text)
    places = range(1, len(text))
    return _others(text, (text[:at] + letter + text[at:] for at in places for letter in letters))


@lru_cache(maxsize=512)
def shortened(text: str) -> tuple[str, ...]:
    """Returns the texts with one letter removed, the first letter excepted."""
    return _others(text, (text[:at] + text[at + 1 :] for at in range(1, len(text))))


def _others(text: str, found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(other for other in found if other != text))


def _alphabet(text: str) -> str:
    for letters in _ALPHABETS:
        if any(letter in letters for letter in text):
            return letters
    return ""
