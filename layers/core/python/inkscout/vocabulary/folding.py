"""One spelling for comparing words: case, accents and compatibility forms are folded away."""

import re
import unicodedata
from functools import lru_cache

_EXTRA = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "’": "'", "ʼ": "'"}
)
_TOKEN = re.compile(r"[^\W_]+(?:['’ʼ\-][^\W_]+)*")


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """Lower case without accents; letters of other scripts stay themselves."""
    if text.isascii():
        return text.lower()
    lowered = text.casefold().translate(_EXTRA)
    if lowered.isascii():
        return lowered
    plain = unicodedata.normalize("NFKD", lowered)
    return "".join(char for char in plain if not unicodedata.combining(char))


def tokens(text: str) -> list[str]:
    """Folded words of a text, hyphens and apostrophes inside words kept."""
    return _TOKEN.findall(fold(text))


def words(text: str) -> frozenset[str]:
    """A word list written as text, folded; an underscore stands for a space."""
    return frozenset(fold(word).replace("_", " ") for word in text.split())
