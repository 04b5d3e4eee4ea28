"""The script in which a word is written."""

import unicodedata

_CJK = ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC")


def script_of(word: str) -> str:
    """Returns the script of a word's first letter; empty where it has none."""
    letter = next((char for char in word if char.isalpha()), "")
    script = unicodedata.name(letter, "").split(" ", 1)[0] if letter else ""
    return "CJK" if script in _CJK else script
