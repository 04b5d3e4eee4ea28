"""Extracts again from stored pages, without the network, and reports what would change in the directory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from inkscout.contracts.stored.found_artist import accepted
from inkscout.domain.artist import Artist
from inkscout.domain.cleared import cleared_reading
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.page import Page
from inkscout.domain.reading import FoundArtist, SiteReading
from inkscout.domain.studio import Studio
from inkscout.extraction import name_key, page_key, read_site, same_person
from inkscout.ports import Denylist, Directory, RawLake
from inkscout.usecases.directory.artist_identity import distinct
from inkscout.usecases.directory.returning import Standing, redactor_of, standing
from inkscout.usecases.visits.visit_studio import known_handles, known_studio_name

_COMPARED = ("instagram", "role")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayDifference:
    """Changes that a fresh reading of one studio's stored pages would make; people by name."""

    studio_id: str
    name: str
    pages: int
    outcome_before: str
    outcome_now: str
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: dict[str, dict[str, tuple[Any, Any]]] = field(default_factory=dict)

    @property
    def changes_nothing(self) -> bool:
        """Whether the directory already says what the pages say."""
        return not (self.added or self.gone or self.changed) and self.outcome_before == self.outcome_now


def replay(
    directory: Directory, lake: RawLake, denylist: Denylist, studio_ids: Sequence[str] = ()
) -> Iterator[ReplayDifference]:
    """Yields the difference for every studio with stored pages; changes nothing.

    People who must not be listed, or wait for an operator's decision, are left out as when a visit is stored.

    Args:
        directory: Studios and artists as they are stored now.
        lake: Raw lake with the stored pages.
        denylist: People who asked to be removed.
        studio_ids: Only these studios; all if empty.
    """
    redactor = redactor_of(denylist)
    wanted = frozenset(studio_ids)
    for studio in directory.studios():
        if wanted and studio.studio_id not in wanted:
            continue
        pages = list(lake.pages(studio.studio_id))
        if pages:
            reading = cleared_reading(reread(studio, pages), studio.studio_id, redactor)
            shown = tuple(found for found in _stored_as(studio, reading) if _is_free(found, studio, denylist))
            reading = replace(reading, artists=shown)
            yield change_of(studio, reading, _artists_now(directory, studio), len(pages))


def _stored_as(studio: Studio, reading: SiteReading) -> Sequence[FoundArtist]:
    """Returns the people of a reading as they would be stored: valid, each once, with their own handles."""
    valid = (accepted(found)[0] for found in reading.artists)
    return distinct([found for found in valid if found is not None], studio)


def _is_free(found: FoundArtist, studio: Studio, denylist: Denylist) -> bool:
    names = (found.name, *found.aliases)
    return standing(denylist, studio, handles=(found.instagram,), names=names) is Standing.FREE


def reread(studio: Studio, pages: Sequence[Page]) -> SiteReading:
    """Returns the reading of stored pages: of the HTTP ones, or of the rendered ones if those name nobody."""
    plain = _reading(studio, in_order(studio, pages, rendered=False))
    rendered = in_order(studio, pages, rendered=True)
    if plain.outcome is VisitOutcome.ARTISTS_FOUND or not rendered:
        return plain
    return _reading(studio, rendered)


def _reading(studio: Studio, pages: Sequence[Page]) -> SiteReading:
    return read_site(
        pages,
        studio_name=known_studio_name(studio),
        country=studio.country,
        studio_handles=known_handles(studio),
    )


def in_order(studio: Studio, pages: Sequence[Page], *, rendered: bool) -> list[Page]:
    """Returns the home page, then the others as they were fetched; the order of the store does not matter."""
    home = page_key(studio.website)
    chosen = [page for page in pages if page.rendered is rendered]
    return sorted(chosen, key=lambda page: (page_key(page.url) != home, page.fetched_at, page.url))


def _artists_now(directory: Directory, studio: Studio) -> list[Artist]:
    active = [residency for residency in directory.residencies(studio.studio_id) if residency.active]
    artists = (directory.artist(residency.artist_id) for residency in active)
    return [artist for artist in artists if artist is not None]


def change_of(studio: Studio, reading: SiteReading, now: Sequence[Artist], pages: int) -> ReplayDifference:
    """Compares a reading with the artists that the directory shows for a studio."""
    left = list(now)
    added: list[str] = []
    changed: dict[str, dict[str, tuple[Any, Any]]] = {}
    for found in reading.artists:
        known = next((artist for artist in left if _is_same(artist, found)), None)
        if known is None:
            added.append(found.name)
            continue
        left.remove(known)
        differences = _differences(known, found)
        if differences:
            changed[found.name] = differences
    return ReplayDifference(
        studio_id=studio.studio_id,
        name=studio.name,
        pages=pages,
        outcome_before=studio.outcome.value if studio.outcome else "",
        outcome_now=reading.outcome.value,
        added=tuple(added),
        gone=tuple(artist.name for artist in left),
        changed=changed,
    )


def _is_same(artist: Artist, found: FoundArtist) -> bool:
    if artist.instagram and artist.instagram == found.instagram:
        return True
    return name_key(artist.name) == name_key(found.name) or same_person(artist.name, found.name)


def _differences(artist: Artist, found: FoundArtist) -> dict[str, tuple[Any, Any]]:
    """Returns the fields that the pages state differently, with the stored and the new value.

    Fields that the pages leave open, and styles that a profile added, are no difference.
    """
    stated = {
        name: (getattr(artist, name), getattr(found, name))
        for name in _COMPARED
        if getattr(found, name) and getattr(found, name) != getattr(artist, name)
    }
    if set(found.styles) - set(artist.styles):
        stated["styles"] = (list(artist.styles), list(found.styles))
    return stated
