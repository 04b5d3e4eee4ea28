"""Folds words for comparison: ignores case, accents and compatibility forms of characters."""

import re
import unicodedata
from functools import lru_cache

_EXTRA = {"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "’": "'", "ʼ": "'"}
_EXTRA_LETTERS = re.compile(f"[{''.join(_EXTRA)}]")
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u093c\u094d\u0e38-\u0e3a\u0e48-\u0e4b\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    "\u302a-\u302d\u3099\u309a\ufe20-\ufe2f]+"
)
"""Combining marks, which Unicode decomposition separates from their letters."""
_LONGEST_KEPT = 300
"""Maximum number of characters of a text whose words are cached."""
_TOKEN = re.compile(r"[^\W_]+(?:['’ʼ\-][^\W_]+)*")


def fold(text: str) -> str:
    """Returns text in lower case without accents; letters of other scripts than Latin are kept."""
    return text.lower() if text.isascii() else _fold(text)


@lru_cache(maxsize=16_384)
def _fold(text: str) -> str:
    lowered = _EXTRA_LETTERS.sub(_plain, text.casefold())
    if lowered.isascii():
        return lowered
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", lowered))
    return plain if plain.isascii() else unicodedata.normalize("NFC", plain)


def _plain(letter: re.Match[str]) -> str:
    return _EXTRA[letter.group()]


def tokens(text: str) -> list[str]:
    """Returns the words of a text, in lower case without accents; inner hyphens and apostrophes are kept."""
    return list(_tokens(text)) if len(text) <= _LONGEST_KEPT else _TOKEN.findall(fold(text))


@lru_cache(maxsize=16_384)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(fold(text)))
