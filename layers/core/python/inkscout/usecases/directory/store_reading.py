"""Stores the reading of a website; storing the same reading again writes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from inkscout.contracts.stored.found_artist import accepted
from inkscout.domain.addresses import agrees, is_part_of
from inkscout.domain.artist import Artist
from inkscout.domain.artist_merge import after_site, with_threshold
from inkscout.domain.cleared import cleared_reading
from inkscout.domain.facts import rank, with_fact, with_former_name, without_expired
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.reading import FoundArtist, SiteReading
from inkscout.domain.studio import Provenance, Studio
from inkscout.errors import ItemTooLarge, WriteConflict
from inkscout.ports import ArtistDirectory, Denylist, Directory, HeldPeople, RawLake, StateStore
from inkscout.usecases.directory import artist_identity
from inkscout.usecases.directory.absences import leave, note_absent
from inkscout.usecases.directory.home_studio import refresh_artists, settled
from inkscout.usecases.directory.remembered import RememberedDenylist, RememberedDirectory
from inkscout.usecases.directory.returning import (
    Standing,
    exact,
    held,
    is_listed,
    is_released,
    redactor_of,
    standing,
)
from inkscout.usecases.directory.withdraw import withdraw
from inkscout.vocabulary.countries import COUNTRY_NAMES

_STUDIO_FACTS = (
    "name",
    "address",
    "phone",
    "email",
    "instagram",
    "socials",
    "opening_hours",
    "styles",
    "booking_policy",
)
_RESOLVE_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class _StoredVisit:
    """Values that the functions share while one visit is stored."""

    studio: Studio
    directory: RememberedDirectory
    denylist: RememberedDenylist
    held_people: HeldPeople
    now: datetime
    least_confidence: float


@dataclass(frozen=True, slots=True)
class _StoredPerson:
    """A person as found, without a handle that is not theirs, as stored, and the number of items written."""

    found: FoundArtist
    artist: Artist
    written: int


@dataclass(frozen=True, slots=True)
class _StoredPeople:
    """People of a website: those stored, ids of those whose item is too large, and a count of the others."""

    stored: list[_StoredPerson]
    set_aside: list[str]
    suppressed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReading:
    """Artists of a reading as stored, and counts of Directory items and of people left out.

    ``suppressed`` counts denylisted or held people, ``quarantined`` readings that failed validation.
    """

    artists: tuple[Artist, ...] = ()
    written: int = 0
    unchanged: int = 0
    suppressed: int = 0
    quarantined: int = 0


def store_reading(
    studio: Studio,
    reading: SiteReading,
    *,
    directory: Directory,
    denylist: Denylist,
    held_people: HeldPeople,
    state_store: StateStore,
    lake: RawLake,
    now: datetime,
    visit_id: str = "",
    least_confidence: float = 0.0,
) -> StoredReading:
    """Stores what a studio's website says about the studio and its artists.

    People who asked to be removed are left out, also of texts about others. Somebody who may be such a person
    is held for an operator's review. ``visit_id`` identifies the visit, for example by its run: an absence
    counts once per visit, or once a day if it is empty. Artists below ``least_confidence`` (0 to 1) are
    stored and withheld from searchers.

    Raises:
        WriteConflict, StoreThrottled: a retry may succeed; writes made so far are kept.
    """
    reading = cleared_reading(reading, studio.studio_id, redactor_of(denylist))
    memory = RememberedDirectory(directory)
    memory.visit(studio.studio_id)
    studio_written, oversize = _store_studio(studio, reading, memory, lake, now)
    home = memory.studio(studio.studio_id) or studio
    visit = _StoredVisit(home, memory, RememberedDenylist(denylist), held_people, now, least_confidence)
    people, faulty = _valid(reading, home, lake)
    _look_up(visit, reading, people)
    outcome = _store_people(visit, people, lake)
    written = studio_written + sum(one.written for one in outcome.stored)
    artist_ids = tuple(dict.fromkeys(one.artist.artist_id for one in outcome.stored))
    if reading.outcome.is_good_visit:
        present = {*artist_ids, *outcome.set_aside, *_shown_ids(reading, memory)}
        stays = memory.residencies(home.studio_id)
        visit_id = visit_id or now.date().isoformat()
        gone = note_absent(home.studio_id, present, stays, visit_id, state_store)
        written += sum(leave(memory, home.studio_id, artist_id, now) for artist_id in gone)
    if any(one.written for one in outcome.stored):
        memory.look_again(home.studio_id)
    memory.recall((), (stay.artist_id for stay in memory.residencies(home.studio_id)))
    written += refresh_artists(memory, home.studio_id)
    memory.recall((), artist_ids)
    fresh = [memory.artist(artist_id) for artist_id in artist_ids]
    considered = 1 + 2 * len(artist_ids)
    return StoredReading(
        artists=tuple(artist for artist in fresh if artist is not None),
        written=written,
        unchanged=max(0, considered - written),
        suppressed=outcome.suppressed,
        quarantined=faulty + oversize + len(outcome.set_aside),
    )


def _store_studio(
    studio: Studio, reading: SiteReading, memory: RememberedDirectory, lake: RawLake, now: datetime
) -> tuple[int, int]:
    """Stores the studio's facts; returns the number of items written and of readings quarantined.

    A reading is quarantined if the item would be too large with it.
    """
    evidence = reading.studio.evidence
    offered = Provenance(
        source="site",
        ref=evidence[0].url if evidence else studio.website,
        seen_at=now.isoformat(timespec="seconds"),
    )

    def change(known: Studio | None) -> Studio:
        merged = without_expired(known or studio, now)
        for name in _STUDIO_FACTS:
            if name != "address" or _is_at(reading.studio.address, merged):
                merged = with_fact(merged, name, getattr(reading.studio, name), offered)
        merged = with_former_name(merged, known or studio)
        if reading.outcome is VisitOutcome.NEEDS_BROWSER:
            return merged
        # A site that names its artists proves that this is a studio.
        review = "" if reading.outcome is VisitOutcome.ARTISTS_FOUND else merged.review
        return replace(merged, outcome=reading.outcome, review=review)

    try:
        return int(memory.update_studio(studio.studio_id, change)), 0
    except ItemTooLarge as error:
        lake.quarantine("studio", studio.studio_id, asdict(reading.studio), str(error))
        return 0, 1


def _is_at(address: str, studio: Studio) -> bool:
    """Whether an address on the website can be the studio's, and says more than the one that is held."""
    if rank(studio.facts.get("address")) >= rank(Provenance(source="site")):
        return True
    countries = COUNTRY_NAMES.get(studio.country, ())
    return agrees(address, studio.address, studio.city, countries) and not is_part_of(address, studio.address)


def _valid(reading: SiteReading, studio: Studio, lake: RawLake) -> tuple[list[FoundArtist], int]:
    people: list[FoundArtist] = []
    faulty = 0
    for found in reading.artists:
        tidy, reason = accepted(found)
        if reason:
            faulty += 1
            lake.quarantine("site", studio.studio_id, asdict(found), reason)
        if tidy is not None:
            people.append(tidy)
    return artist_identity.distinct(people, studio), faulty


def _look_up(visit: _StoredVisit, reading: SiteReading, people: Sequence[FoundArtist]) -> None:
    """Reads what storing the people needs: entries by alias and id, and their identifiers on the denylist."""
    studio, memory = visit.studio, visit.directory
    memory.recall(
        {
            *(alias for person in people for alias in artist_identity.aliases_of(studio, person)),
            *artist_identity.handle_aliases(reading.artists),
        },
        {
            *(stay.artist_id for stay in memory.residencies(studio.studio_id)),
            *(artist_id for person in people for artist_id in artist_identity.likely_ids(studio, person)),
        },
    )
    wanted = {entry for person in people for entry in _identifiers(studio, person)}
    for person in people:
        for alias in artist_identity.aliases_of(studio, person):
            holder = memory.find_alias(*alias)
            known = memory.artist(holder) if holder else None
            wanted |= _identifiers(studio, known, known.artist_id) if known else frozenset()
    visit.denylist.look_up(wanted)


def _identifiers(studio: Studio, person: Artist | FoundArtist, artist_id: str = "") -> frozenset[str]:
    names = (person.name, *person.aliases)
    return exact(studio, handles=(person.instagram,), names=names, artist_id=artist_id)


def _store_people(visit: _StoredVisit, people: Sequence[FoundArtist], lake: RawLake) -> _StoredPeople:
    """Stores the people of a website, and withdraws those who asked to be removed while they were stored."""
    stored: list[_StoredPerson] = []
    set_aside: list[str] = []
    suppressed = 0
    handles = {person.instagram for person in people if person.instagram}
    for person in people:
        others = handles - {person.instagram}
        try:
            one = _store_artist(visit, person, others)
        except ItemTooLarge as error:
            lake.quarantine("site", visit.studio.studio_id, asdict(person), str(error))
            set_aside.append(artist_identity.resolve(visit.directory, visit.studio, person, others))
            continue
        if one is None:
            suppressed += 1
        else:
            stored.append(one)
    withdrawn = _withdraw_listed(visit, [one for one in stored if one.written])
    kept = [one for one in stored if one.artist.artist_id not in withdrawn]
    return _StoredPeople(kept, set_aside, suppressed + len(stored) - len(kept))


def _store_artist(visit: _StoredVisit, found: FoundArtist, others: set[str]) -> _StoredPerson | None:
    """Stores an artist; returns it with the number of items written, or None if it must not be listed.

    Raises:
        WriteConflict: the artist's identity kept changing while it was stored.
    """
    studio, memory, denylist = visit.studio, visit.directory, visit.denylist
    found = artist_identity.with_own_handle(memory, found)
    handles, names = (found.instagram,), (found.name, *found.aliases)
    found_as = standing(denylist, studio, handles=handles, names=names)
    if found_as is Standing.LISTED:
        return None
    if found_as is Standing.BORROWED:
        if not _is_somebody_else(visit, found, names):
            visit.held_people.hold(held(found, studio, denylist, visit.now))
            return None
        found, found_as = replace(found, instagram=""), Standing.FREE
    for _ in range(_RESOLVE_ATTEMPTS):
        artist_id = artist_identity.resolve(memory, studio, found, others)
        known = memory.artist(artist_id)
        if known is not None and is_listed(denylist, known, studio, artist_id):
            return None
        # A known artist with their own handle is a different person than the one who was removed.
        if found_as is Standing.LIKELY and not (known and known.instagram):
            visit.held_people.hold(held(found, studio, denylist, visit.now))
            if known is not None:
                withdraw(memory, known)
            return None
        if (artist_identity.holder_of(memory, found) or artist_id) != artist_id:
            memory.forget()
            continue
        try:
            stored, written = _write_artist(visit, artist_id, found, existed=known is not None)
        except WriteConflict:
            memory.forget()
            continue
        if stored is not None:
            return _StoredPerson(found, stored, written)
    raise WriteConflict("an artist's identity did not settle")


def _withdraw_listed(visit: _StoredVisit, written: Sequence[_StoredPerson]) -> set[str]:
    """Withdraws those of the people who were just written who asked to be removed meanwhile.

    A removal that was approved while they were stored either has its entries on the denylist by now, or will
    find what was written. One request asks about all of them. Returns the ids of those withdrawn.
    """
    withdrawn: set[str] = set()
    visit.denylist.look_up(
        entry for one in written for entry in _identifiers(visit.studio, one.found, one.artist.artist_id)
    )
    for one in written:
        names, handles, artist_id = (
            (one.found.name, *one.found.aliases),
            (one.found.instagram,),
            one.artist.artist_id,
        )
        now_as = standing(visit.denylist, visit.studio, handles=handles, names=names, artist_id=artist_id)
        if now_as is Standing.LISTED:
            withdraw(visit.directory, one.artist)
            withdrawn.add(artist_id)
    return withdrawn


def _is_somebody_else(visit: _StoredVisit, found: FoundArtist, names: Iterable[str]) -> bool:
    """Whether a person who is found with a removed person's handle is a colleague of theirs.

    Certain of a person whom the directory knows by the name at this studio: their entry outlived the removal.
    Otherwise an operator decides.
    """
    without_handle = replace(found, instagram="")
    if (
        visit.directory.artist(artist_identity.resolve(visit.directory, visit.studio, without_handle))
        is not None
    ):
        return True
    return is_released(visit.denylist, visit.studio, handle=found.instagram, names=names)


def _write_artist(
    visit: _StoredVisit, artist_id: str, found: FoundArtist, *, existed: bool
) -> tuple[Artist | None, int]:
    studio, memory = visit.studio, visit.directory

    def change(known: Artist | None) -> Artist | None:
        if known is None and existed:
            return None
        after = settled(after_site(known, artist_id, found, studio, visit.now), memory, studio)
        return with_threshold(after, visit.least_confidence)

    return memory.store_artist(artist_id, change, artist_identity.aliases_of(studio, found), studio.studio_id)


def _shown_ids(reading: SiteReading, directory: ArtistDirectory) -> set[str]:
    """Returns ids of known artists whose handle is on the website, even if their reading was not accepted."""
    known = (directory.find_alias(*alias) for alias in artist_identity.handle_aliases(reading.artists))
    return {artist_id for artist_id in known if artist_id}
