"""The beginnings that somebody may have meant who mistyped one letter, in order of likelihood.

They are looked up as they stand: a fuzzy query on indexed beginnings would also match every shorter one, and
servers cut its expansion at different places.
"""

from collections.abc import Iterable
from functools import lru_cache

LATIN = "abcdefghijklmnopqrstuvwxyz0123456789"
CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ"
GREEK = "αβγδεζηθικλμνξοπρστυφχψω"
_ALPHABETS = (LATIN, CYRILLIC, GREEK)

SHORTEST = 4
"""Letters from which a beginning is doubted: with fewer, most of what is near was not meant."""
LONGEST = 12


@lru_cache(maxsize=512)
def swapped(text: str) -> tuple[str, ...]:
    """Two neighbouring letters the other way round."""
    found = (text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(1, len(text) - 1))
    return _others(text, found)


@lru_cache(maxsize=512)
def replaced(text: str) -> tuple[str, ...]:
    """One letter behind the first replaced."""
    letters = _alphabet(text)
    places = range(1, len(text))
    return _others(text, (text[:at] + letter + text[at + 1 :] for at in places for letter in letters))


@lru_cache(maxsize=512)
def misbegun(text: str) -> tuple[str, ...]:
    """The first letter replaced, or swapped with the second."""
    found = [text[1:2] + text[:1] + text[2:], *(letter + text[1:] for letter in _alphabet(text))]
    return _others(text, found)


@lru_cache(maxsize=512)
def completed(text: str) -> tuple[str, ...]:
    """A letter that was left out put back, behind the first."""
    letters = _alphabet(text)
    places = range(1, len(text))
    return _others(text, (text[:at] + letter + text[at:] for at in places for letter in letters))


@lru_cache(maxsize=512)
def shortened(text: str) -> tuple[str, ...]:
    """One letter too many taken out, behind the first."""
    return _others(text, (text[:at] + text[at + 1 :] for at in range(1, len(text))))


def _others(text: str, found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(other for other in found if other != text))


def _alphabet(text: str) -> str:
    for letters in _ALPHABETS:
        if any(letter in letters for letter in text):
            return letters
    return ""
