"""Derives the texts from a regular expression that a backtracking matcher takes longest over.

Unclosed and repeated forms: each prefix of the pattern over and over, each repeated part over and over after
the prefix before it, and each of them with an end that refuses the match.
"""

import re
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

_FLAVOURS = (" a1<", "a1.@", "1a ,", "-._\"'>(", "Äяア\n")
"""Characters that a class is filled with, in order of preference."""
_CATEGORIES = {
    codes.CATEGORY_DIGIT: r"\d", codes.CATEGORY_NOT_DIGIT: r"\D",
    codes.CATEGORY_SPACE: r"\s", codes.CATEGORY_NOT_SPACE: r"\S",
    codes.CATEGORY_WORD: r"\w", codes.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip
_REPEATS = frozenset({codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT})
_UNBOUNDED = 8
"""Repetitions from which a part counts as repeated at will."""
_REFUSAL = "\x00\nx"
"""An end that no repetition takes in, on a last line of its own."""


@dataclass(frozen=True)
class Probe:
    """A text of any size: ``head`` once, ``unit`` over and over, ``tail`` once."""

    head: str
    unit: str
    tail: str

    def text(self, size: int) -> str:
        """Returns the probe with about ``size`` characters."""
        return self.head + self.unit * max(1, size // len(self.unit)) + self.tail


def probes_of(pattern: "re.Pattern[Any]") -> list[Probe]:
    """Returns the probes of a pattern, each once."""
    source = pattern.pattern
    text = source.decode("latin-1") if isinstance(source, bytes) else source
    flags = pattern.flags & ~re.UNICODE if isinstance(source, bytes) else pattern.flags
    tree = parser.parse(text, flags)
    found: dict[tuple[str, str], Probe] = {}
    for flavour in _FLAVOURS:
        for head, unit in _stretches(list(tree), "", flavour):
            if not unit:
                continue
            found.setdefault((head, unit), Probe(head, unit, _REFUSAL))
    return list(found.values())


def _stretches(items: list[Any], before: str, flavour: str) -> Iterator[tuple[str, str]]:
    """Yields heads and units: the prefix before each part repeated, and each repeated part after it."""
    prefix = before
    for code, value in items:
        inner = list(_inner(code, value))
        is_repeat = code in _REPEATS and (value[1] is codes.MAXREPEAT or value[1] >= _UNBOUNDED)
        if is_repeat:
            unit = _sample(list(value[2]), flavour)
            yield "", prefix
            yield "", prefix + unit
            yield prefix, unit
            yield "", unit
        for branch in inner:
            yield from _stretches(branch, prefix, flavour)
        prefix += _sample([(code, value)], flavour)
    yield "", prefix
    if before:
        yield "", prefix.removeprefix(before)


def _inner(code: Any, value: Any) -> Iterable[list[Any]]:
    """Yields what stands inside a part."""
    if code in _REPEATS:
        yield list(value[2])
    elif code is codes.BRANCH:
        # The longest alternatives are as dear as any; hundreds of words differ in nothing.
        for branch in sorted(value[1], key=len, reverse=True)[:2]:
            yield list(branch)
    elif code is codes.SUBPATTERN:
        yield list(value[3])
    elif code is codes.ATOMIC_GROUP:
        yield list(value)
    elif code in (codes.ASSERT, codes.ASSERT_NOT):
        yield list(value[1])


def _sample(items: list[Any], flavour: str) -> str:
    """Returns a short text that the parts match, as far as can be told from each by itself."""
    return "".join(_one(code, value, flavour) for code, value in items)


def _one(code: Any, value: Any, flavour: str) -> str:
    if code is codes.LITERAL:
        return chr(value)
    if code is codes.NOT_LITERAL:
        return next(char for char in flavour if ord(char) != value)
    if code is codes.ANY:
        return flavour[0] if flavour[0] != "\n" else flavour[1]
    if code is codes.IN:
        return _of_class(value, flavour)
    if code is codes.BRANCH:
        return _sample(list(value[1][0]), flavour)
    if code is codes.SUBPATTERN:
        return _sample(list(value[3]), flavour)
    if code is codes.ATOMIC_GROUP:
        return _sample(list(value), flavour)
    if code in _REPEATS:
        least, most, item = value
        times = max(1, least) if most is codes.MAXREPEAT or most >= _UNBOUNDED else least
        return _sample(list(item), flavour) * min(times, 64)
    return ""  # a place, a look-around, or a group said again


def _of_class(members: list[Any], flavour: str) -> str:
    negated = members[0][0] is codes.NEGATE
    for char in (*flavour, *"a1 .<xZ_~é"):
        if _belongs(char, members) is not negated:
            return char
    return next(chr(value if code is codes.LITERAL else value[0]) for code, value in members)


def _belongs(char: str, members: list[Any]) -> bool:
    for code, value in members:
        if code is codes.LITERAL and ord(char) == value:
            return True
        if code is codes.RANGE and value[0] <= ord(char) <= value[1]:
            return True
        if code is codes.CATEGORY and re.match(_CATEGORIES[value], char):
            return True
    return False
