"""Matches place records to known studios, using a single batched read of the directory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from inkscout.discovery.identity import Traits, own_host, same_studio, traits_of
from inkscout.domain.naming import studio_id_for
from inkscout.domain.place import Place
from inkscout.domain.studio import Studio, StudioChange
from inkscout.ports import Directory
from inkscout.usecases.discovery.nearby_studios import NearbyStudios

Alias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A record that is to be entered; ``review`` says why a person must look at it, or is empty."""

    place: Place
    review: str

    @property
    def record(self) -> str:
        """The record's name across sources."""
        return f"{self.place.source}:{self.place.source_id}"

    @property
    def names(self) -> Sequence[Alias]:
        """The ids its source knows it by."""
        place = self.place
        ids = [place.source_id, *([place.new_id] if place.new_id else [])]
        return [("place", f"{place.source}:{source_id}") for source_id in ids]

    @property
    def aliases(self) -> Sequence[Alias]:
        """Website and phone, by which the studio may be known already."""
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
    """Studio of a record: ``claims`` are aliases that nobody holds, ``moves`` those its old id holds."""

    studio_id: str
    claims: Sequence[Alias]
    moves: Sequence[Alias] = ()


@dataclass(slots=True)
class PendingStudio:
    """Pending change of a studio, and the records that cause it."""

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
        """The change as the directory takes it."""
        return StudioChange(self.before, self.after, tuple(self.claims))


class Identities:
    """Identities of a batch: the directory's state when the batch began, and the decisions made since."""

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
        """The studio of a record: by its id, its website or phone, its name and position, else its own."""
        place, own_id = entry.place, studio_id_for(entry.place.source, entry.place.source_id)
        traits = traits_of(place)
        held = next((self._holders[name] for name in entry.names if name in self._holders), "")
        studio_id = self._current(held) or self._by_alias(entry, traits, own_id) or self._neighbour(traits)
        studio_id = studio_id or own_id
        claims = [alias for alias in (*entry.aliases, *entry.names) if alias not in self._holders]
        # Claimed by a call that ended before it knew that the record is another studio's.
        moves = [alias for alias in entry.aliases if self._holders.get(alias) == own_id != studio_id]
        return StudioIdentity(studio_id, claims, moves)

    def decide(self, entry: Entry, identity: StudioIdentity, after: Studio) -> None:
        """Takes note of what a record makes of its studio."""
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
        """A studio as the batch has made it, else as the directory has it, following redirects."""
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


def _studio_traits(studio: Studio, asking: str) -> Traits:
    listed = any(source.startswith(f"{asking}:") for source in studio.sources)
    return Traits(
        asking if listed else "", studio.name, studio.location, own_host(studio.website), studio.phone
    )
