"""The studio's own name in its spellings, so that it is not mistaken for a person's name."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from inkscout.extraction.text.names import name_key
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import word_set

_NOT_NAMES = word_set("not_names.words")
_PARTICLES = word_set("names.particles")
_PLACES = word_set("places.places")
_QUALIFIERS = word_set("roles.qualifiers")
_TRADE = word_set("trade.brand")
_CLOSE = 84
_JOINING = frozenset(
    ("a", "and", "e", "en", "et", "i", "ja", "og", "och", "si", "und", "y", "и", "та", "&", "+")
)
"""Words that remain at the end of a brand when the trade's words after them are left out."""
_OF = word_set("pictures.of") - frozenset(("the",))
"""Words that remain at the beginning of a brand without the trade's words before them ("Tattoos by Ana").

In lower case: "De Vries" is a family name.
"""
_LEAST_INSIDE = 3
_COMMON = _TRADE | _QUALIFIERS | _PLACES | _PARTICLES

_SEPARATE = re.compile(
    r"\btattoos?\b|\btatuajes?\b|\btatouages?\b|\btatuagens?\b|\bink\b|\bstudio\b|\bestudio\b|\batelier\b|\bart\b|\btattooing\b|\bpiercings?\b|\bshop\b|\bparlou?r\b|тату|студия|студія|салон",
    re.I,
)


def tells_apart(text: str) -> bool:
    """Whether a text has a distinctive word: not a trade word, role, place, particle or everyday word."""
    return any(
        word not in _TRADE
        and word not in _QUALIFIERS
        and word not in _PLACES
        and word not in _NOT_NAMES
        and word not in _PARTICLES
        for word in tokens(text)
    )


def shares_telling_word(one: str, other: str) -> bool:
    """Whether two names of a studio have a distinctive word in common, or the same letters but for a few."""
    first, second = _telling(one), _telling(other)
    if first & second:
        return True
    a, b = ("".join(filter(str.isalnum, fold(text))) for text in (one, other))
    inside = any(
        len(word) > _LEAST_INSIDE and word in letters
        for words, letters in ((first, b), (second, a))
        for word in words
    )
    return inside or (len(a) > _LEAST_INSIDE and fuzz.ratio(a, b) >= _CLOSE)


def _telling(text: str) -> set[str]:
    return {word for word in tokens(text) if word not in _COMMON and len(word) > 1}


@dataclass(frozen=True, slots=True)
class Brand:
    """A studio's brand: the distinctive words of its names and host, separately and joined per name."""

    words: frozenset[str] = frozenset()
    joined: frozenset[str] = frozenset()

    def covers(self, name: str) -> bool:
        """Whether a name is the brand or a part of it; tolerates small misspellings."""
        key = name_key(name)
        if not key:
            return False
        if all(word in self.words or word in _TRADE or word in _PARTICLES for word in key):
            return len(key) == len(tokens(name)) or any(word in self.words for word in key)
        together = "".join(key)
        if len(together) < 5:
            return False
        return any(
            together in other or (len(key) > 1 and fuzz.ratio(together, other) >= _CLOSE)
            for other in self.joined
        )


def brand_of(*names: str, host: str = "") -> Brand:
    """Returns the brand for a studio's names and its website's host."""
    words: set[str] = set()
    joined: set[str] = set()
    for name in names:
        telling = [token for token in tokens(name) if token not in _TRADE]
        words.update(telling)
        for token in telling:
            words.add(token.removesuffix("'s").removesuffix("s") if token.endswith("'s") else token)
        if len(telling) > 0:
            joined.add("".join(telling))
    plain = re.sub(r"[^a-z0-9]", "", host.lower())
    if len(plain) > 3:
        words.add(plain)
    if len(plain) > 5:
        joined.add(plain)
    return Brand(frozenset(words), frozenset(joined))


def is_named_after(studio: str, artist: str, handle: str = "") -> bool:
    """Whether a studio's name or Instagram handle contains a word of an artist's name."""
    words = [word for word in name_key(artist) if len(word) > 2]
    plain = re.sub(r"[^a-z0-9]", "", fold(studio)) + " " + handle
    return any(word in plain for word in words)


def initials(name: str) -> str:
    """Returns the first letters of a name's words, as a logo shortens it; empty for one word."""
    words = tokens(name)
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def brand_name(brand: str) -> str:
    """Returns a brand as its artist's name: without words such as "tattoo" or "studio".

    The whole brand if fewer than three characters would remain.
    """
    if not brand:
        return ""
    words = " ".join(_SEPARATE.sub(" ", brand).split()).strip(" -–|·&+").split()
    while len(words) > 1 and words[-1] in _JOINING:
        words.pop()
    while len(words) > 1 and words[0] in _OF:
        words.pop(0)
    rest = " ".join(words).strip(" -–|·&+")
    return rest if len(rest) >= 3 else brand.strip()
