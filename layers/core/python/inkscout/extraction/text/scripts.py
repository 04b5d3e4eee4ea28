"""Detects the writing system (script) of a word."""

import unicodedata

_CJK = ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC")


def script_of(word: str) -> str:
    """Returns the script of a word's first letter, such as ``LATIN`` or ``CJK``; empty without a letter."""
    letter = next((char for char in word if char.isalpha()), "")
    script = unicodedata.name(letter, "").split(" ", 1)[0] if letter else ""
    return "CJK" if script in _CJK else script
