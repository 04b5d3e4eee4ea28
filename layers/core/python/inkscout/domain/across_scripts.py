"""A name in another script than it was known in, by the consonants that the scripts have in common.

Arabic and Hebrew write no short vowels, Korean and Japanese know one sound for l and r, Korean has no z and
no f, and Greek writes b, d and g with two letters. What is left is the same for many names: enough to have
somebody looked at, and never to hold them back.
"""

import re
from collections.abc import Iterator

from inkscout.domain import naming
from inkscout.domain.romanise import in_latin, transliterated

_FEWEST = 3
_BEFORE = (("\u03bc\u03c0", "b"), ("\u03bd\u03c4", "d"), ("\u03b3\u03ba", "g"), ("\u05d5", ""))
_PIECE = re.compile(r"[a-z]+")
_SIBILANTS = ("tsch", "sch", "tch", "dzh", "sh", "zh", "dj", "ts", "tz", "sz", "cz", "ss", "z")
_DOUBLED = re.compile(r"(.)\1+")
_SOFT_C = re.compile(r"c(?=[eiy])")
_CLASSES = str.maketrans(
    {"q": "k", "c": "k", "g": "k", "d": "t", "b": "p", "f": "p", "v": "p", "l": "r"}
    | dict.fromkeys("aeiouyh", "")
)


def listed(name: str) -> Iterator[str]:
    """Yields the forms of a name to list, so that it is found in another script."""
    return _forms(name, "latin" if _is_latin(name) else "other")


def looked_up(name: str) -> Iterator[str]:
    """Yields the forms that match a name listed in another script."""
    return _forms(name, "other" if _is_latin(name) else "latin")


def _forms(name: str, kind: str) -> Iterator[str]:
    composed = naming.printed(naming.fold(name) if _is_latin(name) else name).lower()
    for written, meant in _BEFORE:
        composed = composed.replace(written, meant)
    latin = in_latin(composed) if _is_latin(name) else transliterated(composed)
    for glide in ("", "p"):
        for hissed in ("", "s"):
            parts = [_rough(part, glide, hissed) for part in _PIECE.findall(latin.replace("'", ""))]
            if sum(map(len, parts)) >= _FEWEST:
                yield f"{kind}#{' '.join(sorted(filter(None, parts)))}"


def _rough(part: str, glide: str, hissed: str) -> str:
    """Returns consonants by classes common to all scripts; w is a vowel or a v, j a vowel or a sibilant."""
    for sibilant in _SIBILANTS:
        part = part.replace(sibilant, "s")
    part = part.replace("ph", "f").replace("ch", hissed or "k").replace("x", "ks")
    part = _SOFT_C.sub("s", part).replace("w", glide).replace("j", hissed)
    return _DOUBLED.sub(r"\1", _DOUBLED.sub(r"\1", part).translate(_CLASSES))


def _is_latin(name: str) -> bool:
    return not any(char > "\u024f" and char.isalpha() for char in naming.fold(name))
