"""Compares full names that are spelled differently but sound alike."""

from functools import lru_cache

from rapidfuzz.distance.Levenshtein import distance

from inkscout.vocabulary.loader import long_list

_LONG = 5
"""Minimum number of letters of a word that may be misspelt."""
_SOUNDS = (("ph", "f"), ("th", "t"), ("ck", "k"), ("c", "k"), ("y", "i"), ("z", "s"), ("w", "v"), ("h", ""))


def differ_in_spelling(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names of as many words are spelled differently, or one is abbreviated."""
    if sound_alike(a, b) or _is_slip(a, b):
        return True
    return a[0] == b[0] and (a[-1].startswith(b[-1].rstrip(".")) or b[-1].startswith(a[-1].rstrip(".")))


def _is_slip(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether names differ in one letter of one long word, of which one spelling is in no list of names."""
    pairs = [(one, other) for one, other in zip(a, b, strict=True) if one != other]
    if len(pairs) != 1 or len(a) == 1 or min(map(len, pairs[0])) < _LONG:
        return False
    listed = long_list("given_names") | long_list("family_names")
    return distance(*pairs[0]) == 1 and not listed.issuperset(pairs[0])


def sound_alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether the words of two names of as many words sound alike."""
    return all(_sound_of(one) == _sound_of(other) for one, other in zip(a, b, strict=True))


@lru_cache(maxsize=4096)
def _sound_of(word: str) -> str:
    """Returns a word with letters that sound alike spelled alike ("Raphael" as "Rafael")."""
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    return "".join(letter for at, letter in enumerate(word) if word[at - 1 : at] != letter)
