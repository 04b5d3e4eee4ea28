"""Matching of text queries to places like Google's: by trade, name or part of the address.

A query such as "tattoo studio Leeds" has a trade word, a stop word and a region. Trade words match the
category of a business rather than its name: "tattoo" finds *Liberty Ink*, to which Google gives only generic
types such as ``store``. Related trades (beauty salons, hairdressers) match too, but rank lower.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from anyascii import anyascii

from inkscout_local.simulator.model import WorldPlace, WorldRegion

_WORD = re.compile(r"\w+")
_TATTOO = re.compile(r"^(tatto|tato|tatu(?!m$)|tatou|tatov|tetov|tatau|irezumi|dovme|munsin|wenshen|ciqing)")
_PIERCING = re.compile(r"^(pierc|pirsing|kolczyk|anilladora)")
_INK = re.compile(r"^ink(s|ed|er|ers|works?|well)?$")
_SILENT = frozenset(
    [
        "a",
        "an",
        "and",
        "art",
        "artist",
        "artists",
        "at",
        "best",
        "body",
        "by",
        "centre",
        "center",
        "da",
        "das",
        "de",
        "del",
        "der",
        "des",
        "die",
        "do",
        "e",
        "el",
        "en",
        "estudio",
        "et",
        "for",
        "good",
        "i",
        "im",
        "in",
        "keskus",
        "la",
        "le",
        "loja",
        "me",
        "my",
        "near",
        "of",
        "parlor",
        "parlour",
        "salon",
        "saloon",
        "salao",
        "shop",
        "shops",
        "store",
        "studio",
        "studios",
        "studijas",
        "the",
        "und",
        "uno",
        "y",
    ]
)
_GENERIC_TYPES = frozenset({"point_of_interest", "store", "establishment", "health"})
_RELATED_TYPES = frozenset({"hair_care", "beauty_salon", "spa", "hair_salon", "barber_shop"})
_TATTOO_CATEGORIES = frozenset({"tattoo", "tattoo_shop", "tattoo_and_piercing"})
_PIERCING_CATEGORIES = frozenset({"piercing", "piercing_shop", "tattoo_and_piercing"})
_RELATED_CATEGORIES = frozenset({"permanent_makeup", "removal", "supplier", "school", "convention", "beauty"})


def words(text: str) -> tuple[str, ...]:
    """Returns the words of a text, case-folded and transliterated to ASCII."""
    return tuple(_WORD.findall(anyascii(text).casefold()))


@dataclass(frozen=True, slots=True)
class PlaceTraits:
    """Properties of a place used for matching.

    Attributes:
        name_words: Words of its name.
        other_words: Words of its address and types.
        tattoo: 2 if tattooing is its trade, 1 for a related trade, else 0.
        piercing: 2 if piercing is its trade, 1 for a related trade, else 0.
    """

    name_words: frozenset[str]
    other_words: frozenset[str]
    tattoo: int
    piercing: int


def traits(place: WorldPlace) -> PlaceTraits:
    """Returns the matching properties of a place."""
    name = words(place.name)
    return PlaceTraits(
        name_words=frozenset(name),
        other_words=frozenset(words(str(place.raw.get("formatted_address", ""))))
        | frozenset(word for kind in place.types for word in kind.split("_")),
        tattoo=_tattoo_strength(place, name),
        piercing=_piercing_strength(place, name),
    )


def _tattoo_strength(place: WorldPlace, name: Sequence[str]) -> int:
    if place.category:
        if place.category in _TATTOO_CATEGORIES:
            return 2
        return 1 if place.category in _RELATED_CATEGORIES | _PIERCING_CATEGORIES else 0
    types = frozenset(place.types)
    if any(_TATTOO.match(word) for word in name) or "body_art_service" in types:
        return 2
    if types and types <= _GENERIC_TYPES:
        return 2
    if types & _RELATED_TYPES or any(_INK.match(word) for word in name):
        return 1
    return 0


def _piercing_strength(place: WorldPlace, name: Sequence[str]) -> int:
    if place.category in _PIERCING_CATEGORIES or any(_PIERCING.match(word) for word in name):
        return 2
    return 1 if _tattoo_strength(place, name) == 2 else 0


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed text query.

    Attributes:
        tattoo: Whether it has a word for tattooing.
        piercing: Whether it has a word for piercing.
        required: Words that a place must have.
        region: Region that the query names; None for none.
    """

    tattoo: bool
    piercing: bool
    required: tuple[str, ...]
    region: WorldRegion | None

    def score(self, place: PlaceTraits) -> int:
        """Returns how well a place matches; 0 if it does not, as when a required word is missing."""
        total = 0
        if self.tattoo or self.piercing:
            strength = max(place.tattoo if self.tattoo else 0, place.piercing if self.piercing else 0)
            if not strength:
                return 0
            total += strength
        for word in self.required:
            if word in place.name_words:
                total += 3
            elif word in place.other_words:
                total += 1
            else:
                return 0
        return total


def parse_query(text: str, regions: Sequence[WorldRegion]) -> Query:
    """Parses a query; stop words are required only if it has no other words."""
    found, region = _without_region(words(text), regions)
    trade = [word for word in found if _TATTOO.match(word) or _PIERCING.match(word)]
    rest = [word for word in found if word not in trade]
    telling = [word for word in rest if word not in _SILENT]
    required = telling if telling or trade else rest
    return Query(
        tattoo=any(_TATTOO.match(word) for word in trade),
        piercing=any(_PIERCING.match(word) for word in trade),
        required=tuple(required),
        region=region,
    )


def _without_region(
    found: Sequence[str], regions: Sequence[WorldRegion]
) -> tuple[tuple[str, ...], WorldRegion | None]:
    for region in sorted(regions, key=lambda one: -len(one.name)):
        for name in (region.name, *region.aliases):
            head, _, tail = name.partition(",")
            wanted = words(head)
            start = _position(found, wanted)
            if wanted and start >= 0:
                extra = frozenset(words(tail))
                left = (*found[:start], *found[start + len(wanted) :])
                return tuple(word for word in left if word not in extra), region
    return tuple(found), None


def _position(found: Sequence[str], wanted: Sequence[str]) -> int:
    size = len(wanted)
    return next(
        (at for at in range(len(found) - size + 1) if tuple(found[at : at + size]) == tuple(wanted)), -1
    )
