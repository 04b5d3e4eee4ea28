"""Shorter texts that end between words, so that no half of a name is stored.

The redactor knows whole names. Half of one, kept before its owner asked to be removed, could never be found.
"""

from collections.abc import Sequence

_REACH = 120
"""Characters in which an end between words is looked for."""

_WORD = 60
_STOPS = (".", "!", "?", "…")
_MARKS = frozenset(',.;:!?…·|/\\()[]{}<>"“”„«»–—、。，・！？：；「」『』（）【】')


def shortened(text: str, most: int) -> str:
    """The text, or its beginning of at most ``most`` characters that ends between words.

    Capitalised words side by side may be one name and are kept or left out together. Text that has neither
    spaces nor marks ends anywhere.
    """
    if len(text) <= most:
        return text
    return text[: _place(text, range(most, max(0, most - _REACH) - 1, -1))].rstrip()


def around(text: str, start: int, end: int, *, before: int, behind: int) -> str:
    """The text from ``start`` to ``end`` with at most so many characters on either side, cut at words."""
    first, last = max(0, start - before), min(len(text), end + behind)
    if first > 0:
        first = _place(text, range(first, min(start, first + _REACH) + 1))
    if last < len(text):
        last = _place(text, range(last, max(end, last - _REACH) - 1, -1))
    return text[first:last].strip()


def _place(text: str, places: Sequence[int]) -> int:
    """The first of the places at which nothing is cut in two, or else the least bad one."""
    between: int | None = None
    for place in places:
        if text[place - 1 : place + 1].strip() != text[place - 1 : place + 1]:
            if not _parts_a_name(text, place):
                return place
            between = place if between is None else between
    if between is not None:
        return between
    return next((place for place in places if text[place - 1] in _MARKS), places[0])


def _parts_a_name(text: str, place: int) -> bool:
    """Whether the words on both sides are capitalised in one sentence."""
    before, after = text[max(0, place - _WORD) : place].split(), text[place : place + _WORD].split()
    if not before or not after:
        return False
    one, other = before[-1], after[0]
    ended = one.endswith(_STOPS) and len(one.strip("".join(_STOPS))) > 2
    return not ended and _is_capital(one) and _is_capital(other)


def _is_capital(word: str) -> bool:
    return next((char.isupper() for char in word if char.isalpha()), False)
