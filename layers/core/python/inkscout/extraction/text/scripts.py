"""Detects the writing system (script) of a word."""

import unicodedata
from functools import lru_cache

_CJK = ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC")
_APART = frozenset(("CJK", "HANGUL", "LATIN"))
"""Scripts that never mix in one word of a name, only where a sign decorates a heading ("心Approche")."""


def script_of(word: str) -> str:
    """Returns the script of a word's first letter, such as ``LATIN`` or ``CJK``; empty without a letter."""
    letter = next(filter(str.isalpha, word), "")
    return _script(letter) if letter else ""


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    script = unicodedata.name(letter, "").split(" ", 1)[0]
    return "CJK" if script in _CJK else script


def mixes_scripts(word: str) -> bool:
    """Whether a word has letters of two of these scripts: Latin, Korean, and Chinese or Japanese."""
    return not word.isascii() and len({script_of(letter) for letter in word} & _APART) > 1
