"""Converts any script to lower-case Latin letters, by character, so that positions can be mapped back."""

import unicodedata

from anyascii import anyascii

from inkscout.domain import naming

SYLLABLE = "\u00b7"
"""Separator before each character of a script without spaces between words, so that each becomes a word."""

_APOSTROPHES = frozenset("'\u2019\u2018\u02bc`\u00b4\u2032\uff07")
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x11FF),  # Burmese; Georgian in between is excluded below; Korean letters
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x318F),  # kana, Korean letters
    (0x3400, 0x9FFF),  # Chinese characters
    (0xAC00, 0xD7FF),  # Korean syllables
    (0xF900, 0xFAFF),  # Chinese characters, compatibility forms
    (0xFF66, 0xFFDC),  # half-width kana and Korean letters
    (0x20000, 0x3FFFF),  # Chinese characters, later extensions
)
_GEORGIAN = (0x10A0, 0x10FF)


class _Latin(dict[int, str]):
    """Table for ``str.translate`` that computes a character when it first occurs."""

    def __missing__(self, code: int) -> str:
        self[code] = latin = _latin(chr(code))
        return latin


LATIN = _Latin({code: chr(code).lower() for code in range(128)} | {ord("`"): "'"})
"""Translation table: accents and format characters are dropped, other scripts become Latin, marks blanks."""


def in_latin(text: str) -> str:
    """Returns the text in lower-case ASCII letters and digits, with the marks that were ASCII before."""
    return text.translate(LATIN)


def transliterated(text: str) -> str:
    """Returns the text in lower-case ASCII with the voicing of kana, which ``in_latin`` leaves out."""
    return anyascii(text).lower()


def _latin(char: str) -> str:
    if char in _APOSTROPHES:
        return "'"
    category = unicodedata.category(char)
    if category == "Cf" or char in _FILLERS:
        return ""
    compatible = unicodedata.normalize("NFKC", char)
    if category[0] not in "LMN":
        # Includes circled letters, and full-width marks such as those in URLs.
        return compatible.lower() if compatible.isascii() and compatible.strip() else " "
    letters = "".join(c for c in anyascii(naming.fold(char)).lower() if c.isascii() and c.isalnum())
    return SYLLABLE + letters if letters and _is_unspaced(ord(char)) else letters


def _is_unspaced(code: int) -> bool:
    if _GEORGIAN[0] <= code <= _GEORGIAN[1]:
        return False
    return any(first <= code <= last for first, last in _UNSPACED)
