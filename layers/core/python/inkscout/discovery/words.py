"""Compares words of names with word lists: transliterated, case-folded, as whole words."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from anyascii import anyascii

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SILENT = re.compile(r"['’‘ʼ`´\"“”«»]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
# Scripts without spaces between words: Thai, Hangul, Kana and Han. Their words are short; in Latin letters
# they would be found inside names that have nothing to do with them.
_UNSPACED = re.compile(
    "[\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+"
)
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


@lru_cache(maxsize=16_384)
def plain(text: str) -> str:
    """Returns lower-case ASCII words joined by single spaces, in any script.

    ``BlackInk`` is ``black ink``.
    """
    split = _HUMP.sub(" ", unicodedata.normalize("NFC", text))
    return " ".join(_NOT_WORD.sub(" ", _SILENT.sub("", anyascii(_SILENT.sub("", split)).casefold())).split())


@lru_cache(maxsize=16_384)
def searchable(text: str) -> str:
    """Returns the text that patterns search: the plain words, then runs of unspaced scripts unchanged."""
    native = _UNSPACED.findall(unicodedata.normalize("NFKC", text))
    return " ".join([plain(text), *native]).strip()


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Returns a pattern that finds any of the words in a text prepared by ``searchable``.

    Matches whole words, but Thai, Korean, Japanese and Chinese ones anywhere; ``*`` in a listed word stands
    for any characters within a word.
    """
    listed = list(words)
    native = {part for word in listed for part in _UNSPACED.findall(unicodedata.normalize("NFKC", word))}
    variants = {form for word in listed if not _UNSPACED.search(word) for form in _forms(word)}
    ordered = sorted(variants, key=lambda form: (-len(form), form))
    choices = [r"(?<!\S)(?:" + "|".join(ordered) + r")(?!\S)"] if ordered else []
    return re.compile("|".join([*choices, *sorted(native, key=lambda part: (-len(part), part))]))


def _forms(word: str) -> set[str]:
    lowered = unicodedata.normalize("NFC", word).casefold()
    return {_form(lowered), _form(lowered.translate(_SPELLED_OUT))} - {""}


def _form(word: str) -> str:
    parts = [plain(part) for part in word.split("*")]
    if not any(parts):
        return ""
    return r"\S*".join(re.escape(part).replace(r"\ ", " ") for part in parts)
