"""Reads titles as names, even if a handle, role or place is in the same text line."""

import re
from functools import lru_cache

from rapidfuzz.distance.Levenshtein import distance

from inkscout.extraction.page.document import Line
from inkscout.extraction.text.names import NameGuess, is_role_text, names_other_trade, read_name, role_in
from inkscout.extraction.text.styles import styles_in
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.loader import by_word

_HANDLE = re.compile(r"(?<![\w.])@[\w.]{2,30}")
_AFTER = re.compile(r"^\s*[(\[–—·,:|•\-@/]")
_MAX_LEAD = 220
_ROLES = by_word("roles.roles")
_LONG_ROLE = 7
"""Minimum number of characters of a word that is taken for a misspelt role."""


def name_of_line(line: Line, *, lenient: bool = False) -> NameGuess | None:
    """Reads a text line as a name: the whole line, or the inline element that holds it; None if no name."""
    return _name_of(line.text, line.parts, line.lead, lenient)


@lru_cache(maxsize=16_384)
def _name_of(text: str, parts: tuple[str, ...], lead: bool, lenient: bool) -> NameGuess | None:
    plain = _HANDLE.sub("|", text) if "@" in text else text
    whole = read_name(plain.strip(" |"), lenient)
    if len(parts) < 2:
        return whole
    named = [
        (part, guess) for part in parts if (guess := read_name(_HANDLE.sub("|", part).strip(" |"), lenient))
    ]
    if len(named) == 1 and not (whole and whole.score > named[0][1].score):
        others = [part for part in parts if part != named[0][0]]
        if any(names_other_trade(part) for part in others):
            return None
        if all(_is_beside(part) for part in others):
            guess = named[0][1]
            role = guess.role or next((role_in(part) for part in others if is_role_text(part)), "")
            return NameGuess(guess.name, role, guess.score, guess.nickname)
    if whole is not None:
        return whole
    first = read_name(parts[0], lenient)
    if (
        lead
        and first is not None
        and first.score >= 0.5
        and len(text) <= _MAX_LEAD
        and _AFTER.match(parts[1])
    ):
        role = first.role or next(
            (role_in(part) for part in parts[1:] if len(part) < 60 and role_in(part)), ""
        )
        return NameGuess(first.name, role, first.score, first.nickname)
    return None


def _is_beside(part: str) -> bool:
    """Whether a part of a title is a handle, role, style or punctuation, as is common beside a name."""
    if part.startswith("@") or is_role_text(part) or len(part) < 3 or ("@" in part and " " not in part):
        return True
    if len(part) > 60:
        return False
    return bool(styles_in(part, listed=True)) or (not tokens(part))


@lru_cache(maxsize=4096)
def misspells_role(word: str) -> bool:
    """Whether a long word differs by one letter from one that says what somebody does."""
    if len(word) < _LONG_ROLE or role_in(word):
        return False
    return any(abs(len(role) - len(word)) <= 1 and distance(word, role) == 1 for role in _ROLES)
