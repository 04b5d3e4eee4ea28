"""Detects the writing system (script) of a word, and how much a text says in its script."""

import re
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


_IDEOGRAPHS = re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_LETTERS_A_WORD = 6
"""Mean number of letters of a word with its space, in languages of Latin script."""


def reading_length(text: str) -> int:
    """Returns the number of characters that a text would have in Latin script.

    A sign of Chinese or Japanese says as much as about three letters, a Korean syllable as two.
    """
    if text.isascii():
        return len(text)
    return len(text) + 2 * len(_IDEOGRAPHS.findall(text)) + len(_HANGUL.findall(text))


def is_running_text(text: str, words: int = 2) -> bool:
    """Whether a text has at least so many words, which Chinese and Japanese do not part by spaces."""
    if len(text.split(None, words - 1)) >= words:
        return True
    return _IDEOGRAPHS.search(text) is not None and reading_length(text) >= words * _LETTERS_A_WORD
