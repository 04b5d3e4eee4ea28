"""The studio's own name in all its spellings, so that it is not taken for a person."""

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

_SEPARATE = re.compile(
    r"\btattoos?\b|\btatuajes?\b|\btatouages?\b|\btatuagens?\b|\bink\b|\bstudio\b|\bestudio\b|\batelier\b|\bart\b|\btattooing\b|\bpiercings?\b|\bshop\b|\bparlou?r\b|тату|студия|студія|салон",
    re.I,
)


def tells_apart(text: str) -> bool:
    """Whether a text has a word that is neither the trade's, a place's nor an everyday one."""
    return any(
        word not in _TRADE
        and word not in _QUALIFIERS
        and word not in _PLACES
        and word not in _NOT_NAMES
        and word not in _PARTICLES
        for word in tokens(text)
    )


@dataclass(frozen=True, slots=True)
class Brand:
    """Telling words of a studio's names, and the names themselves joined."""

    words: frozenset[str] = frozenset()
    joined: frozenset[str] = frozenset()

    def covers(self, name: str) -> bool:
        """Whether a name is the brand or a part of it, a slip of the pen included."""
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
    """The brand behind a studio's names and its host."""
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
    """Whether a studio's name, or its handle, has a word of an artist's name."""
    words = [word for word in name_key(artist) if len(word) > 2]
    plain = re.sub(r"[^a-z0-9]", "", fold(studio)) + " " + handle
    return any(word in plain for word in words)


def brand_name(brand: str) -> str:
    """A brand as the name its artist goes by: trade words dropped where something is left."""
    if not brand:
        return ""
    rest = " ".join(_SEPARATE.sub(" ", brand).split()).strip(" -–|·&")
    return rest if len(rest) >= 3 else brand.strip()
