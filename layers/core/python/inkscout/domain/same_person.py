"""Tells whether names that stand with one handle can be one person's: a handle alone is no proof."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz import fuzz

from inkscout.domain import naming

_SIMILAR = 85
"""Similarity of the joined letters of two names, 0 to 100, from which they are spellings of one."""
_TELLING = 3
"""Letters from which a word tells a person; initials and particles have fewer."""
_JOINED = 4


def one_person(names: Iterable[str], others: Iterable[str], handle: str = "") -> bool:
    """Whether any name of the one side can be of the person whom the other side names.

    Args:
        names: A person's names and aliases.
        others: Another person's.
        handle: The handle that stands with both; a word that both names have and the handle is made of makes
            them one.
    """
    right = [other for other in others if other]
    return any(_agree(name, other, handle) for name in names if name for other in right)


def resembles(names: Iterable[str], handle: str) -> bool:
    """Whether a handle is made of a word of one of the names."""
    letters = _letters(handle)
    return any(word in letters for name in names for word in _words(name) if len(word) >= _TELLING)


@lru_cache(maxsize=4096)
def _agree(one: str, other: str, handle: str) -> bool:
    first, second = _words(one), _words(other)
    if not first or not second:
        return naming.key(one) == naming.key(other)
    if set(first) <= set(second) or set(second) <= set(first) or _with_initials(first, second):
        return True
    together, whole = sorted(("".join(first), "".join(second)), key=len)
    if len(together) >= _JOINED and whole.startswith(together):
        return True
    letters = _letters(handle)
    if any(len(word) >= _TELLING and word in letters for word in {*first} & {*second}):
        return True
    return fuzz.ratio(together, whole) >= _SIMILAR


def _with_initials(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names differ in initials alone, as ``A. Bell`` and ``Anna Bell`` do."""
    if len(one) != len(other):
        return False
    pairs = list(zip(one, other, strict=True))
    alike = all(a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in pairs)
    return alike and any(a == b and len(a) > 1 for a, b in pairs)


def _words(name: str) -> list[str]:
    return naming.key(name if name.isascii() else anyascii(name)).split()


def _letters(handle: str) -> str:
    return "".join(char for char in handle.lower() if char.isalnum())
