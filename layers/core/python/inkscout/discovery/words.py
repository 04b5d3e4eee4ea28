"""Comparing the words of names with word lists: transliterated, case-folded, as whole words."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from anyascii import anyascii

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SILENT = re.compile(r"['’‘ʼ`´\"“”«»]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


@lru_cache(maxsize=16_384)
def plain(text: str) -> str:
    """Lower-case ASCII words joined by single spaces, whatever the script; ``BlackInk`` is ``black ink``."""
    split = _HUMP.sub(" ", unicodedata.normalize("NFC", text))
    return " ".join(_NOT_WORD.sub(" ", _SILENT.sub("", anyascii(_SILENT.sub("", split)).casefold())).split())


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for a word list, to be used on ``plain`` text; a star stands for any part of a word."""
    variants = {form for word in words for form in _forms(word)}
    ordered = sorted(variants, key=lambda form: (-len(form), form))
    return re.compile(r"(?<!\S)(?:" + "|".join(ordered) + r")(?!\S)")


def _forms(word: str) -> set[str]:
    lowered = unicodedata.normalize("NFC", word).casefold()
    return {_form(lowered), _form(lowered.translate(_SPELLED_OUT))} - {""}


def _form(word: str) -> str:
    parts = [plain(part) for part in word.split("*")]
    if not any(parts):
        return ""
    return r"\S*".join(re.escape(part).replace(r"\ ", " ") for part in parts)
