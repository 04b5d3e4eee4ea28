"""Stems of words: inflected forms of a style, a role or a place have the stem of the listed form."""

from functools import lru_cache

from inkscout.vocabulary.loader import word_set

_ENDINGS = tuple(sorted(word_set("search_words.endings"), key=lambda ending: (-len(ending), ending)))
_SHORTEST = 5
_SHORTEST_OTHER = 4
"""Minimum letters of a stem; words in other scripts than Latin have shorter ones."""


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Returns a folded word without its longest ending, if enough letters are left."""
    shortest = _SHORTEST if word.isascii() else _SHORTEST_OTHER
    for ending in _ENDINGS:
        if len(word) - len(ending) >= shortest and word.endswith(ending):
            return word[: -len(ending)]
    return word


def stems(phrase: str) -> str:
    """Returns the stems of the words of a phrase."""
    return " ".join(stem(word) for word in phrase.split())
