"""Detects the writing system (script) of a word."""

import unicodedata

_CJK = ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC")
_APART = frozenset(("CJK", "HANGUL", "LATIN"))
"""Scripts that never mix in one word of a name, only where a sign decorates a heading ("心Approche")."""


def script_of(word: str) -> str:
    """Returns the script of a word's first letter, such as ``LATIN`` or ``CJK``; empty without a letter."""
    letter = next((char for char in word if char.isalpha()), "")
    script = unicodedata.name(letter, "").split(" ", 1)[0] if letter else ""
    return "CJK" if script in _CJK else script


def mixes_scripts(word: str) -> bool:
    """Whether a word has letters of two of these scripts: Latin, Korean, and Chinese or Japanese."""
    return not word.isascii() and len({script_of(letter) for letter in word} & _APART) > 1
