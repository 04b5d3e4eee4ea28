"""Compares full names whose first names are spelled differently but sound alike."""

from functools import lru_cache

_SOUNDS = (("ph", "f"), ("th", "t"), ("ck", "k"), ("c", "k"), ("y", "i"), ("z", "s"), ("w", "v"), ("h", ""))


def differ_in_spelling(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names differ in the first name's spelling, or in the length of an abbreviation."""
    if a[-1] == b[-1] and _sound_of(a[0]) == _sound_of(b[0]):
        return True
    return a[0] == b[0] and (a[-1].startswith(b[-1].rstrip(".")) or b[-1].startswith(a[-1].rstrip(".")))


@lru_cache(maxsize=4096)
def _sound_of(word: str) -> str:
    """Returns a word with letters that sound alike spelled alike ("Raphael" as "Rafael")."""
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    return "".join(letter for at, letter in enumerate(word) if word[at - 1 : at] != letter)
