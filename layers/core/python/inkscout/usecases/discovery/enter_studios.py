"""Enters place records as studios of the directory, a batch at a time: identity, aliases, profiles.

A batch reads what the directory knows of its records in a few requests, decides in memory which studio each
record belongs to, and stores the changes in one transaction. If another writer changed one of the studios,
the transaction fails as a whole, and the records are entered one by one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from inkscout.discovery.identity import Traits, own_host, same_studio, traits_of
from inkscout.discovery.studios import absorb
from inkscout.domain.cleared import Clearing, cleared_studio
from inkscout.domain.naming import studio_id_for
from inkscout.domain.place import Place, Region
from inkscout.domain.redaction import Redactor
from inkscout.domain.studio import Studio, StudioChange
from inkscout.errors import WriteConflict
from inkscout.ports import Clock, Directory
from inkscout.usecases.discovery.nearby_studios import NearbyStudios

BATCH = 20
"""Number of records in a batch.

Each is a studio and up to four aliases; a transaction has at most 100 actions.
"""
_ATTEMPTS = 3
Alias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A place record to be entered; ``review`` says why a person must look at it, or is empty."""

    place: Place
    review: str

    @property
    def record(self) -> str:
        """Key of the record across sources: ``source:id``."""
        return f"{self.place.source}:{self.place.source_id}"

    @property
    def names(self) -> Sequence[Alias]:
        """Aliases for the ids by which its source knows the place."""
        place = self.place
        ids = [place.source_id, *([place.new_id] if place.new_id else [])]
        return [("place", f"{place.source}:{source_id}") for source_id in ids]

    @property
    def aliases(self) -> Sequence[Alias]:
        """Aliases for website and phone, by which the studio may be known already."""
        traits = traits_of(self.place)
        return [alias for alias in (("site", traits.host), ("phone", traits.phone)) if alias[1]]


@dataclass(frozen=True, slots=True)
class Entered:
    """Studio that a record was stored under; ``created`` if the studio is new."""

    studio_id: str
    created: bool
    review: str


@dataclass(frozen=True, slots=True)
class StudioIdentity:
    """Studio of a record. ``claims`` are aliases that nobody holds, ``moves`` those that its own id holds."""

    studio_id: str
    claims: Sequence[Alias]
    moves: Sequence[Alias] = ()


@dataclass(slots=True)
class PendingStudio:
    """Change of a studio that is to be stored, and the records that cause it."""

    before: Studio | None
    after: Studio
    entries: list[Entry] = field(default_factory=list)
    claims: list[Alias] = field(default_factory=list)
    moves: list[Alias] = field(default_factory=list)

    @property
    def matters(self) -> bool:
        """Whether there is anything to store."""
        return self.after != self.before or bool(self.claims)

    @property
    def stored(self) -> StudioChange:
        """Change in the form that ``Directory.change_studios`` takes."""
        return StudioChange(self.before, self.after, tuple(self.claims))


class Identities:
    """Identities of the records in a batch, from the directory's state and the decisions made since."""

    def __init__(self, directory: Directory, nearby: NearbyStudios, entries: Sequence[Entry]) -> None:
        self._directory = directory
        self._nearby = nearby
        self.changes: dict[str, PendingStudio] = {}
        wanted = [alias for entry in entries for alias in (*entry.names, *entry.aliases)]
        self._holders = dict(directory.find_aliases(wanted))
        own_ids = [studio_id_for(entry.place.source, entry.place.source_id) for entry in entries]
        self._studios: dict[str, Studio | None] = dict.fromkeys([*self._holders.values(), *own_ids])
        self._studios |= directory.studios_by_id(list(self._studios))
        nearby.load([entry.place.location for entry in entries if entry.place.location])

    def identify(self, entry: Entry) -> StudioIdentity:
        """Returns the studio of a record: by id, website, phone, or name and position, else a new one."""
        place, own_id = entry.place, studio_id_for(entry.place.source, entry.place.source_id)
        traits = traits_of(place)
        held = next((self._holders[name] for name in entry.names if name in self._holders), "")
        studio_id = self._current(held) or self._by_alias(entry, traits, own_id) or self._neighbour(traits)
        studio_id = studio_id or own_id
        claims = [alias for alias in (*entry.aliases, *entry.names) if alias not in self._holders]
        # Claimed by an interrupted call, before it knew that the record belongs to another studio.
        moves = [alias for alias in entry.aliases if self._holders.get(alias) == own_id != studio_id]
        return StudioIdentity(studio_id, claims, moves)

    def decide(self, entry: Entry, identity: StudioIdentity, after: Studio) -> None:
        """Records the studio that results from a record, so that later records of the batch see it."""
        change = self.changes.get(identity.studio_id)
        if change is None:
            change = PendingStudio(self.studio(identity.studio_id), after)
            self.changes[identity.studio_id] = change
        change.after = after
        change.entries.append(entry)
        change.claims += identity.claims
        change.moves += identity.moves
        self._holders |= dict.fromkeys([*identity.claims, *identity.moves], identity.studio_id)

    def studio(self, studio_id: str) -> Studio | None:
        """Returns a studio as changed by the batch, else as the directory has it, following redirects."""
        if studio_id in self.changes:
            return self.changes[studio_id].after
        if studio_id not in self._studios:
            self._studios[studio_id] = self._directory.studio(studio_id)
        return self._studios[studio_id]

    def _by_alias(self, entry: Entry, traits: Traits, own_id: str) -> str:
        for alias in entry.aliases:
            holder = self._holders.get(alias, own_id)
            found = None if holder == own_id else self.studio(holder)
            if found and same_studio(traits, _studio_traits(found, entry.place.source)):
                return found.studio_id
        return ""

    def _neighbour(self, traits: Traits) -> str:
        for studio_id, known in self._candidates(traits):
            if same_studio(traits, known):
                return self._current(studio_id)
        return ""

    def _candidates(self, traits: Traits) -> Iterator[tuple[str, Traits]]:
        if traits.location is None:
            return
        for known in self._nearby.around(traits.location):
            for other in known.traits(traits.source):
                yield known.studio_id, other
        for studio_id, change in self.changes.items():
            for entry in change.entries:
                yield studio_id, traits_of(entry.place)

    def _current(self, studio_id: str) -> str:
        studio = self.studio(studio_id) if studio_id else None
        return studio.studio_id if studio else studio_id


class StudioEntries:
    """Enters place records for one region."""

    def __init__(
        self,
        directory: Directory,
        nearby: NearbyStudios,
        clock: Clock,
        region: Region,
        redactor: Redactor,
    ) -> None:
        self._directory = directory
        self._nearby = nearby
        self._clock = clock
        self._region = region
        self._redactor = redactor

    def enter(self, entries: Sequence[Entry], keep_days: int) -> dict[str, Entered]:
        """Enters records in order; returns the studio of each by the record's key.

        Raises:
            WriteConflict: other writers changed one of the studios first, on every attempt.
        """
        entered: dict[str, Entered] = {}
        for start in range(0, len(entries), BATCH):
            part = entries[start : start + BATCH]
            outcome = self._enter(part, keep_days)
            for entry in part:
                studio_id = outcome[entry.record].studio_id
                self._nearby.add(studio_id, traits_of(self._cleared_place(entry.place, studio_id)))
            self._nearby.flush()
            entered |= outcome
        return entered

    def _enter(self, entries: Sequence[Entry], keep_days: int) -> dict[str, Entered]:
        try:
            return self._try(entries, keep_days)
        except WriteConflict:
            return {entry.record: self._enter_alone(entry, keep_days) for entry in entries}

    def _enter_alone(self, entry: Entry, keep_days: int) -> Entered:
        for _ in range(_ATTEMPTS):
            try:
                return self._try([entry], keep_days)[entry.record]
            except WriteConflict:
                continue
        return self._overwrite(entry, keep_days)

    def _try(self, entries: Sequence[Entry], keep_days: int) -> dict[str, Entered]:
        """Enters all records in one transaction.

        Raises:
            WriteConflict: another writer changed one of the studios; nothing was stored.
        """
        identities = Identities(self._directory, self._nearby, entries)
        for entry in entries:
            identity = self._without_names(identities.identify(entry))
            before = identities.studio(identity.studio_id)
            identities.decide(entry, identity, self._absorbed(before, identity.studio_id, entry, keep_days))
        changes = list(identities.changes.values())
        self._directory.change_studios([change.stored for change in changes if change.matters])
        for change in changes:
            for kind, value in change.moves:
                self._directory.move_alias(kind, value, change.after.studio_id)
        return {record: entered for change in changes for record, entered in _outcome(change)}

    def _overwrite(self, entry: Entry, keep_days: int) -> Entered:
        """Enters a record without a transaction, for states that the transaction refuses.

        Such a state is, for example, an alias that a deleted studio left behind.
        """
        identities = Identities(self._directory, self._nearby, [entry])
        identity = self._without_names(identities.identify(entry))
        seen: list[tuple[Studio | None, Studio]] = []

        def change(studio: Studio | None) -> Studio:
            seen.append((studio, self._absorbed(studio, identity.studio_id, entry, keep_days)))
            return seen[-1][1]

        self._directory.update_studio(identity.studio_id, change)
        for kind, value in identity.claims:
            self._directory.put_alias(kind, value, identity.studio_id)
        before, after = seen[-1]
        return Entered(identity.studio_id, before is None, after.review)

    def _absorbed(self, studio: Studio | None, studio_id: str, entry: Entry, keep_days: int) -> Studio:
        absorbed = absorb(
            studio,
            studio_id,
            self._cleared_place(entry.place, studio_id),
            self._region,
            now=self._clock.now(),
            keep_days=keep_days,
            review=entry.review,
        )
        return cleared_studio(absorbed, self._redactor)

    def _cleared_place(self, place: Place, studio_id: str) -> Place:
        """Returns the record without names of people who worked at its studio and asked to be removed."""
        if not self._redactor.concerns(studio_id):
            return place
        clearing = Clearing(self._redactor, (studio_id,))
        return replace(place, name=clearing.text(place.name), website=clearing.address(place.website))

    def _without_names(self, identity: StudioIdentity) -> StudioIdentity:
        """Returns the identity without claims, such as a host, that name a person who asked to be removed."""
        if not self._redactor.concerns(identity.studio_id):
            return identity
        clearing = Clearing(self._redactor, (identity.studio_id,))
        return replace(identity, claims=[alias for alias in identity.claims if clearing.address(alias[1])])


def _outcome(change: PendingStudio) -> list[tuple[str, Entered]]:
    """Returns the studio of each record; the first record of a new studio counts as its creator."""
    return [
        (
            entry.record,
            Entered(change.after.studio_id, change.before is None and not number, change.after.review),
        )
        for number, entry in enumerate(change.entries)
    ]


def _studio_traits(studio: Studio, asking: str) -> Traits:
    listed = any(source.startswith(f"{asking}:") for source in studio.sources)
    return Traits(
        asking if listed else "", studio.name, studio.location, own_host(studio.website), studio.phone
    )
