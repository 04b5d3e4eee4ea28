"""Tells whether the postal address on a website can be that of the place that a places provider describes."""

import re

from inkscout.domain import naming

_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d+")
_SEPARATORS = re.compile(r"[,·;|\n]|\s[-–—]\s")
_LEAST_LETTERS = 4
"""Letters from which a word of a street or a town tells it from another."""


def agrees(offered: str, held: str, city: str, country_names: tuple[str, ...] = ()) -> bool:
    """Whether an offered address can be the one that is held, or lies in the same town.

    An address with a number is held for a certain door: a number or a street with a postal code that differ
    are another one. Where only a town is held, an address that ends in another town's name is elsewhere.

    Args:
        offered: Address on the website.
        held: Address by another source; empty if unknown.
        city: The studio's city; empty if unknown.
        country_names: Names and codes of the studio's country.
    """
    if not held:
        return True
    if _DIGIT.search(held):
        return _shares_door(offered, held)
    words = _words(offered)
    here = _words(f"{held} {city} {' '.join(country_names)}")
    if not city or words & here:
        return True
    last = [part for part in _SEPARATORS.split(offered) if part.strip()][1:]
    return not any(_is_town(part) for part in last)


def is_part_of(offered: str, held: str) -> bool:
    """Whether an offered address says nothing that the held one does not say, and less than it."""
    said, known = naming.key(offered).split(), naming.key(held).split()
    return bool(said) and len(said) < len(known) and set(said) <= set(known)


def _shares_door(offered: str, held: str) -> bool:
    numbers = set(_NUMBER.findall(offered)) & set(_NUMBER.findall(held))
    if any(len(number) >= _LEAST_LETTERS for number in numbers):
        return True
    return bool(numbers and _words(offered) & _words(held)) or not _DIGIT.search(offered)


def _words(text: str) -> set[str]:
    return {word for word in naming.key(text).split() if len(word) >= _LEAST_LETTERS and word.isalpha()}


def _is_town(part: str) -> bool:
    """Whether a part of an address, but for a postal code and a state's letters, is a name."""
    words = [word for word in naming.key(part).split() if not _DIGIT.search(word)]
    return bool(words) and any(len(word) >= _LEAST_LETTERS for word in words)
