"""Stores the reading of a website or a profile; storing the same reading again writes nothing."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from inkscout.contracts.stored.found_artist import accepted, accepted_profile
from inkscout.domain import naming
from inkscout.domain.addresses import agrees, is_part_of
from inkscout.domain.artist import Artist
from inkscout.domain.artist_merge import after_profile, after_site, with_threshold
from inkscout.domain.cleared import cleared_profile, cleared_reading
from inkscout.domain.facts import rank, with_fact, with_former_name, without_expired
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.reading import FoundArtist, ProfileReading, SiteReading
from inkscout.domain.studio import Provenance, Studio
from inkscout.errors import ItemTooLarge, WriteConflict
from inkscout.ports import Denylist, Directory, HeldPeople, RawLake, StateStore
from inkscout.usecases.directory import artist_identity
from inkscout.usecases.directory.absences import leave, note_absent
from inkscout.usecases.directory.home_studio import refresh_artists, settled
from inkscout.usecases.directory.own_profile import own_profile
from inkscout.usecases.directory.returning import Standing, held, is_released, redactor_of, standing
from inkscout.usecases.directory.withdraw import withdraw
from inkscout.vocabulary.countries import COUNTRY_NAMES
from inkscout.vocabulary.handles import is_nobodys

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
    directory: Directory
    denylist: Denylist
    held_people: HeldPeople
    now: datetime
    least_confidence: float


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
    written, oversize = _store_studio(studio, reading, directory, lake, now)
    home = directory.studio(studio.studio_id) or studio
    visit = _StoredVisit(home, directory, denylist, held_people, now, least_confidence)
    people, faulty = _valid(reading, home, lake)
    faulty += oversize
    artists: dict[str, Artist] = {}
    suppressed = 0
    handles = {person.instagram for person in people if person.instagram}
    shown: set[str] = set()
    for person in people:
        others = handles - {person.instagram}
        try:
            stored = _store_artist(visit, person, others)
        except ItemTooLarge as error:
            faulty += 1
            lake.quarantine("site", home.studio_id, asdict(person), str(error))
            shown.add(artist_identity.resolve(directory, home, person, others))
            continue
        if stored is None:
            suppressed += 1
            continue
        artists[stored[0].artist_id] = stored[0]
        written += stored[1]
    if reading.outcome.is_good_visit:
        present = {*artists, *shown, *_shown_ids(reading, directory)}
        gone = note_absent(
            home.studio_id,
            present,
            directory.residencies(home.studio_id),
            visit_id or now.date().isoformat(),
            state_store,
        )
        written += sum(leave(directory, home.studio_id, artist_id, now) for artist_id in gone)
    written += refresh_artists(directory, home.studio_id)
    fresh = [directory.artist(artist_id) for artist_id in artists]
    considered = 1 + 2 * len(artists)
    return StoredReading(
        artists=tuple(artist for artist in fresh if artist is not None),
        written=written,
        unchanged=max(0, considered - written),
        suppressed=suppressed,
        quarantined=faulty,
    )


def store_profile(
    artist: Artist,
    reading: ProfileReading,
    *,
    directory: Directory,
    denylist: Denylist,
    lake: RawLake,
    now: datetime,
) -> StoredReading:
    """Stores what an artist's own profile says; nothing if the artist asked not to be listed.

    Raises:
        WriteConflict, StoreThrottled: a retry may succeed.
    """
    home = Studio(studio_id=artist.studio_id, name=artist.studio_name)
    said = replace(artist, aliases=(*artist.aliases, reading.name))
    if _is_listed(denylist, said, home, artist.artist_id) or denylist.contains(handle=reading.instagram):
        return StoredReading(suppressed=1)
    reading = own_profile(reading, artist, directory)
    reading = cleared_profile(reading, artist, redactor_of(denylist))
    tidy, reason = accepted_profile(reading, artist.name)
    if reason:
        lake.quarantine("profile", artist.artist_id, asdict(reading), reason)

    def change(known: Artist | None) -> Artist | None:
        return settled(after_profile(known, tidy, now), directory) if known else None

    try:
        written = directory.update_artist(artist.artist_id, change)
    except ItemTooLarge as error:
        written, reason = False, str(error)
        lake.quarantine("profile", artist.artist_id, asdict(tidy), reason)
    stored = directory.artist(artist.artist_id)
    if stored is not None and naming.handle_key(stored.instagram) and not is_nobodys(stored.instagram):
        directory.put_alias(artist_identity.HANDLE, naming.handle_key(stored.instagram), stored.artist_id)
    return StoredReading(
        artists=(stored,) if stored else (),
        written=int(written),
        unchanged=int(not written),
        quarantined=int(bool(reason)),
    )


def _store_studio(
    studio: Studio, reading: SiteReading, directory: Directory, lake: RawLake, now: datetime
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
        return int(directory.update_studio(studio.studio_id, change)), 0
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


def _store_artist(visit: _StoredVisit, found: FoundArtist, others: set[str]) -> tuple[Artist, int] | None:
    """Stores an artist; returns it with the number of items written, or None if it must not be listed.

    Raises:
        WriteConflict: the artist's identity kept changing while it was stored.
    """
    studio, directory, denylist = visit.studio, visit.directory, visit.denylist
    found = artist_identity.with_own_handle(directory, found)
    handles, names = (found.instagram,), (found.name, *found.aliases)
    found_as = standing(denylist, studio, handles=handles, names=names)
    if found_as is Standing.LISTED:
        return None
    if found_as is Standing.BORROWED:
        if not _is_somebody_else(visit, found, names):
            visit.held_people.hold(held(found, studio, denylist, visit.now))
            return None
        found, handles, found_as = replace(found, instagram=""), ("",), Standing.FREE
    for _ in range(_RESOLVE_ATTEMPTS):
        artist_id = artist_identity.resolve(directory, studio, found, others)
        known = directory.artist(artist_id)
        if known is not None and _is_listed(denylist, known, studio, artist_id):
            return None
        # A known artist with their own handle is a different person than the one who was removed.
        if found_as is Standing.LIKELY and not (known and known.instagram):
            visit.held_people.hold(held(found, studio, denylist, visit.now))
            if known is not None:
                withdraw(directory, known)
            return None
        if artist_identity.claim(directory, studio, found, artist_id) != artist_id:
            continue
        written = _write_artist(visit, artist_id, found, existed=known is not None)
        stored = directory.artist(artist_id)
        if stored is None or stored.artist_id != artist_id:
            continue
        # Checked again after the write: a removal approved in between either has its denylist entry by now,
        # or will find what was written here.
        if written:
            now_as = standing(denylist, studio, handles=handles, names=names, artist_id=artist_id)
            if now_as is Standing.LISTED:
                withdraw(directory, stored)
                return None
        return stored, written
    raise WriteConflict("an artist's identity did not settle")


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


def _write_artist(visit: _StoredVisit, artist_id: str, found: FoundArtist, *, existed: bool) -> int:
    studio, directory = visit.studio, visit.directory

    def change(known: Artist | None) -> Artist | None:
        if known is None and existed:
            return None
        after = settled(after_site(known, artist_id, found, studio, visit.now), directory, studio)
        return with_threshold(after, visit.least_confidence)

    written = int(directory.update_artist(artist_id, change))
    stored = directory.artist(artist_id)
    for stay in stored.residencies if stored and stored.artist_id == artist_id else ():
        if stay.studio_id == studio.studio_id:
            written += directory.put_residency(stay)
    return written


def _shown_ids(reading: SiteReading, directory: Directory) -> set[str]:
    """Returns ids of known artists whose handle is on the website, even if their reading was not accepted."""
    handles = (naming.handle_key(found.instagram) for found in reading.artists)
    known = (directory.find_alias(artist_identity.HANDLE, handle) for handle in handles if handle)
    return {artist_id for artist_id in known if artist_id}


def _is_listed(denylist: Denylist, artist: Artist, studio: Studio, artist_id: str) -> bool:
    names, handles = (artist.name, *artist.aliases), (artist.instagram,)
    found_as = standing(denylist, studio, handles=handles, names=names, artist_id=artist_id)
    return found_as in (Standing.LISTED, Standing.BORROWED)
