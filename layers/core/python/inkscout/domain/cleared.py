"""Removes people who asked not to be listed from entries and readings about others.

Names and handles are removed from texts. A URL that names somebody is dropped as a whole, with the image or
the evidence it belongs to. An entry's own name is kept: the caller decides whether the entry may exist at
all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from inkscout.domain import naming
from inkscout.domain.artist import Artist, Residency
from inkscout.domain.reading import FoundArtist, ProfileReading, SiteReading
from inkscout.domain.redaction import Redactor
from inkscout.domain.studio import Studio

ADDRESSES = frozenset({"booking_url", "email", "instagram", "page_url", "ref", "url", "website"})
"""Fields that go altogether where they name somebody; every other text loses the name alone."""

CODES = frozenset({
    "artist_id", "business_status", "city", "country", "expires_at", "finder", "fingerprint", "first_seen",
    "guest_from", "guest_to", "hash", "kind", "last_seen", "origin", "outcome", "phone", "residency", "role",
    "seen_at", "source", "sources", "studio_id", "styles", "styles_by", "updated_at",
})  # fmt: skip
"""Fields of ids, dates, hashes and words of our own, which are no text of anybody's."""

OWN: Mapping[type, frozenset[str]] = {
    FoundArtist: frozenset({"name", "aliases", "instagram"}),
    ProfileReading: frozenset({"name", "instagram"}),
    Artist: frozenset({"name", "instagram"}),
    Studio: frozenset(),
}
"""Fields by which an entry itself is known."""

_Entry = TypeVar("_Entry", FoundArtist, ProfileReading, SiteReading, Artist, Studio)


@dataclass(frozen=True, slots=True)
class Clearing:
    """Removes listed people from data about one person or studio.

    ``studio_ids`` are the studios that the data concerns, ``keep`` the names of the person it is about.
    """

    redactor: Redactor
    studio_ids: tuple[str, ...]
    keep: tuple[str, ...] = ()

    def text(self, text: str) -> str:
        """Returns a text without the listed people."""
        return self.redactor.text(text, *self.studio_ids, keep=self.keep)

    def address(self, address: str) -> str:
        """Returns a URL or e-mail address; empty if it names a listed person."""
        return "" if address and self.text(address) != address else address

    def addresses(self, addresses: Iterable[str]) -> tuple[str, ...]:
        """Returns the URLs that name no listed person."""
        return tuple(address for address in addresses if self.address(address))


def cleared_reading(reading: SiteReading, studio_id: str, redactor: Redactor) -> SiteReading:
    """Removes listed people from a studio's reading, as far as it is about others."""
    return _cleared(reading, Clearing(redactor, (studio_id,))) if redactor.is_needed else reading


def cleared_profile(reading: ProfileReading, artist: Artist, redactor: Redactor) -> ProfileReading:
    """Removes listed colleagues from the reading of an artist's profile."""
    if not redactor.is_needed:
        return reading
    return _cleared(reading, Clearing(redactor, studios_of(artist), (artist.name, *artist.aliases)))


def cleared_artist(artist: Artist, redactor: Redactor, *further: str) -> Artist:
    """Removes listed colleagues from a stored artist; returns the same object if nothing names one.

    ``further`` are ids of studios, besides the artist's own, whose people are removed too.
    """
    if not redactor.is_needed:
        return artist
    clearing = Clearing(redactor, (*studios_of(artist), *further), (artist.name,))
    # An alias that names somebody must not keep that name in the texts.
    aliases = clearing.addresses(artist.aliases)
    clearing = replace(clearing, keep=(artist.name, *aliases))
    clean = replace(
        _cleared(artist, clearing),
        aliases=aliases,
        residencies=tuple(_cleared_stay(stay, artist, clearing) for stay in artist.residencies),
    )
    return artist if clean == artist else clean


def cleared_studio(studio: Studio, redactor: Redactor, *further: str) -> Studio:
    """Removes listed people from a stored studio; returns the same object if nothing names one.

    ``further`` are ids of other studios whose people are removed too.
    """
    if not redactor.is_needed:
        return studio
    clean = _cleared(studio, Clearing(redactor, (studio.studio_id, *further)))
    return studio if clean == studio else clean


def studios_of(artist: Artist) -> tuple[str, ...]:
    """Returns the ids of all studios an artist works or worked at, the home studio first."""
    return naming.unique((artist.studio_id, *(stay.studio_id for stay in artist.residencies)))


def _cleared_stay(stay: Residency, artist: Artist, clearing: Clearing) -> Residency:
    """The residency under the artist's present name where the one it was recorded under names somebody."""
    return replace(stay, name=artist.name) if clearing.text(stay.name) != stay.name else stay


def _cleared(entry: _Entry, clearing: Clearing) -> _Entry:
    """The entry without the people in any field but its own and codes; a new field is cleared as a text."""
    if isinstance(entry, FoundArtist):
        clearing = replace(clearing, keep=(entry.name,))
    left = CODES | OWN.get(type(entry), frozenset())
    texts = (field.name for field in fields(entry) if field.name not in left)
    return replace(entry, **{name: _without(name, getattr(entry, name), clearing) for name in texts})


def _without(name: str, value: Any, clearing: Clearing) -> Any:  # noqa: ANN401 - any field's value
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return clearing.address(value) if name in ADDRESSES else clearing.text(value)
    if isinstance(value, Mapping):
        return {key: _without(name, inner, clearing) for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(_without(name, one, clearing) for one in value if not _goes(one, clearing))
    part: Any = value
    return _cleared(part, clearing) if is_dataclass(value) else value


def _goes(value: Any, clearing: Clearing) -> bool:  # noqa: ANN401 - any field's value
    """Whether one of several goes altogether: a word or an address, or what an address leads to."""
    address = value if isinstance(value, str) else getattr(value, "url", "")
    return bool(address) and not clearing.address(address)
