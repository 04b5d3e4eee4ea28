"""Removes people who asked not to be listed from entries and readings about others.

Names and handles are removed from texts. A URL that names somebody is dropped as a whole, with the image or
the evidence it belongs to. An entry's own name is kept: the caller decides whether the entry may exist at
all.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from inkscout.domain import naming
from inkscout.domain.artist import Artist
from inkscout.domain.reading import Evidence, FoundArtist, Image, ProfileReading, SiteReading, StudioFacts
from inkscout.domain.redaction import Redactor
from inkscout.domain.studio import Studio


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

    def images(self, images: Iterable[Image]) -> tuple[Image, ...]:
        """Returns the images whose URLs name no listed person, with redacted descriptions."""
        return tuple(replace(one, alt=self.text(one.alt)) for one in images if self.address(one.url))

    def evidence(self, evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
        """Returns the evidence whose URLs name no listed person, with redacted snippets."""
        return tuple(
            replace(one, snippet=self.text(one.snippet)) for one in evidence if self.address(one.url)
        )


def cleared_reading(reading: SiteReading, studio_id: str, redactor: Redactor) -> SiteReading:
    """Removes listed people from a studio's reading, as far as it is about others."""
    if not redactor.is_needed:
        return reading
    return replace(
        reading,
        artists=tuple(_cleared_found(found, studio_id, redactor) for found in reading.artists),
        studio=_cleared_facts(reading.studio, Clearing(redactor, (studio_id,))),
    )


def cleared_profile(reading: ProfileReading, artist: Artist, redactor: Redactor) -> ProfileReading:
    """Removes listed colleagues from the reading of an artist's profile."""
    if not redactor.is_needed:
        return reading
    clearing = Clearing(redactor, studios_of(artist), (artist.name, *artist.aliases))
    return replace(
        reading,
        bio=clearing.text(reading.bio),
        prices=clearing.text(reading.prices),
        availability=clearing.text(reading.availability),
        email=clearing.address(reading.email),
        booking_url=clearing.address(reading.booking_url),
        portfolio=clearing.images(reading.portfolio),
        evidence=clearing.evidence(reading.evidence),
    )


def cleared_artist(artist: Artist, redactor: Redactor, *further: str) -> Artist:
    """Removes listed colleagues from a stored artist; returns the same object if nothing names one.

    ``further`` are ids of studios, besides the artist's own, whose people are removed too.
    """
    if not redactor.is_needed:
        return artist
    clearing = Clearing(redactor, (*studios_of(artist), *further), (artist.name, *artist.aliases))
    clean = replace(
        artist,
        socials=clearing.addresses(artist.socials),
        bio=clearing.text(artist.bio),
        prices=clearing.text(artist.prices),
        availability=clearing.text(artist.availability),
        email=clearing.address(artist.email),
        booking_url=clearing.address(artist.booking_url),
        page_url=clearing.address(artist.page_url),
        website=clearing.address(artist.website),
        studio_name=clearing.text(artist.studio_name),
        portfolio=clearing.images(artist.portfolio),
        evidence=clearing.evidence(artist.evidence),
        facts={
            name: replace(fact, ref=clearing.address(fact.ref)) if fact.ref else fact
            for name, fact in artist.facts.items()
        },
    )
    return artist if clean == artist else clean


def cleared_studio(studio: Studio, redactor: Redactor, *further: str) -> Studio:
    """Removes listed people from a stored studio; returns the same object if nothing names one.

    ``further`` are ids of other studios whose people are removed too.
    """
    if not redactor.is_needed:
        return studio
    clearing = Clearing(redactor, (studio.studio_id, *further))
    clean = replace(
        studio,
        name=clearing.text(studio.name),
        address=clearing.text(studio.address),
        email=clearing.address(studio.email),
        website=clearing.address(studio.website),
        instagram=clearing.address(studio.instagram),
        socials=clearing.addresses(studio.socials),
        opening_hours=clearing.text(studio.opening_hours),
        booking_policy=clearing.text(studio.booking_policy),
        facts={
            name: replace(fact, ref=clearing.address(fact.ref)) if fact.ref else fact
            for name, fact in studio.facts.items()
        },
    )
    return studio if clean == studio else clean


def studios_of(artist: Artist) -> tuple[str, ...]:
    """Returns the ids of all studios an artist works or worked at, the home studio first."""
    return naming.unique((artist.studio_id, *(stay.studio_id for stay in artist.residencies)))


def _cleared_found(found: FoundArtist, studio_id: str, redactor: Redactor) -> FoundArtist:
    clearing = Clearing(redactor, (studio_id,), (found.name,))
    return replace(
        found,
        socials=clearing.addresses(found.socials),
        bio=clearing.text(found.bio),
        email=clearing.address(found.email),
        booking_url=clearing.address(found.booking_url),
        page_url=clearing.address(found.page_url),
        website=clearing.address(found.website),
        portfolio=clearing.images(found.portfolio),
        evidence=clearing.evidence(found.evidence),
    )


def _cleared_facts(facts: StudioFacts, clearing: Clearing) -> StudioFacts:
    return replace(
        facts,
        name=clearing.text(facts.name),
        address=clearing.text(facts.address),
        email=clearing.address(facts.email),
        instagram=clearing.address(facts.instagram),
        socials=clearing.addresses(facts.socials),
        opening_hours=clearing.text(facts.opening_hours),
        booking_policy=clearing.text(facts.booking_policy),
        evidence=clearing.evidence(facts.evidence),
    )
