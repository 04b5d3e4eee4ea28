"""The directory, its denylist and its index."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol

from inkscout.domain.artist import Artist, Residency
from inkscout.domain.snapshot import EntryKind, Snapshot
from inkscout.domain.studio import Studio, StudioChange
from inkscout.ports.json_map import JsonMap


class Directory(Protocol):
    """The studios and artists that searchers see. Every write can be repeated without a second effect."""

    def studio(self, studio_id: str) -> Studio | None:
        """One studio, following redirects of merged ids."""
        ...

    def artist(self, artist_id: str) -> Artist | None:
        """One artist, following redirects of merged ids."""
        ...

    def artists_by_id(self, artist_ids: Iterable[str]) -> dict[str, Artist]:
        """Artists by the ids that were asked for, following redirects; ids of nobody are left out."""
        ...

    def studios_by_id(self, studio_ids: Iterable[str]) -> dict[str, Studio]:
        """Studios by the ids that were asked for, following redirects; absent ones are left out."""
        ...

    def studios(self) -> Iterator[Studio]:
        """Every studio."""
        ...

    def artists(self) -> Iterator[Artist]:
        """Every artist, active or not."""
        ...

    def expiring(self, before: datetime) -> Sequence[tuple[EntryKind, str]]:
        """Entries with a fact that expires before a time, the earliest first; found by an index."""
        ...

    def artists_of_style(
        self, style: str, *, country: str = "", city: str = "", limit: int = 100
    ) -> Sequence[Artist]:
        """Active artists of a style, in a country or a city of it: the search without an index."""
        ...

    def residencies(self, studio_id: str) -> Sequence[Residency]:
        """Residencies of a studio, active or not; an artist's own stand in the artist."""
        ...

    def find_alias(self, kind: str, value: str) -> str | None:
        """The id an alias stands for; kinds: ``place, site, phone, handle, artist_name``."""
        ...

    def find_aliases(self, aliases: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """The ids that aliases (kind and value) stand for; those that nobody holds are left out."""
        ...

    def aliases_of(self, subject_id: str) -> Sequence[tuple[str, str]]:
        """Kind and value of every alias of an id."""
        ...

    def put_studio(self, studio: Studio) -> bool:
        """Stores a studio when its fingerprint changed; True when something was written.

        ``studio.version`` must be the stored one (0: not stored yet), so that no other write is lost.

        Raises:
            WriteConflict: another writer changed it since it was read; ``update_studio`` retries.
        """
        ...

    def put_artist(self, artist: Artist) -> bool:
        """Stores an artist and its style entries when its fingerprint changed; True when written.

        ``artist.version`` must be the stored one (0: not stored yet), so that no other write is lost.

        Raises:
            WriteConflict: another writer changed it since it was read; ``update_artist`` retries.
        """
        ...

    def change_studios(self, changes: Sequence[StudioChange]) -> None:
        """Stores changed studios with the aliases they claim, all or none; at most 100 items together.

        Raises:
            WriteConflict: a studio is not as it was read, or somebody holds one of the aliases.
        """
        ...

    def update_studio(self, studio_id: str, change: Callable[[Studio | None], Studio | None]) -> bool:
        """Stores what ``change`` makes of the stored studio (None: absent); again when a writer came between.

        ``change`` must be pure; None or an equal studio writes nothing. True when something was written.

        Raises:
            WriteConflict: other writers kept changing it first.
        """
        ...

    def update_artist(self, artist_id: str, change: Callable[[Artist | None], Artist | None]) -> bool:
        """The same for an artist and its style entries."""
        ...

    def put_residency(self, residency: Residency) -> bool:
        """Stores a residency when it differs; True when written."""
        ...

    def delete_residency(self, studio_id: str, artist_id: str) -> None:
        """Removes a residency, as when its artist was merged or removed."""
        ...

    def put_alias(self, kind: str, value: str, subject_id: str) -> str:
        """Claims an alias; returns the id that holds it, which is another's when it came first."""
        ...

    def move_alias(self, kind: str, value: str, subject_id: str) -> None:
        """Points an alias at another id, whoever held it."""
        ...

    def delete_alias(self, kind: str, value: str) -> None:
        """Removes an alias."""
        ...

    def redirect(self, kind: EntryKind, old_id: str, new_id: str) -> None:
        """Replaces a merged entry by a redirect; its style entries go, its version is a deletion's."""
        ...

    def delete(self, kind: EntryKind, entry_id: str) -> bool:
        """Replaces an entry by a tombstone of the next version; False when there is nothing to delete."""
        ...

    def snapshot(self, kind: EntryKind, entry_id: str) -> Snapshot | None:
        """The entry as it is now, tombstones and redirects included; None when never stored."""
        ...

    def snapshots(self, kind: EntryKind, segment: int = 0, segments: int = 1) -> Iterator[Snapshot]:
        """Every entry of a kind, tombstones included, of one segment of a parallel scan."""
        ...

    def outlines(self, kind: EntryKind, segment: int = 0, segments: int = 1) -> Iterator[Snapshot]:
        """The same with entries that hold only what tells whether, and since when, they are seen."""
        ...

    def touch(self, kind: EntryKind, entry_id: str, above: int) -> bool:
        """Raises an entry's version above ``above`` and changes nothing else, so that an index takes it."""
        ...


class Denylist(Protocol):
    """People who asked not to be listed, as hashed identifiers only."""

    def contains(self, *, handle: str = "", name: str = "", studio_id: str = "", artist_id: str = "") -> bool:
        """Whether any of the identifiers belongs to a person who asked to be removed."""
        ...

    def matching(self, entries: Iterable[str]) -> frozenset[str]:
        """Those of the identifiers, made by ``domain.removal.identifiers``, that are on the denylist."""
        ...

    def add(self, entries: Iterable[str]) -> int:
        """Adds identifiers made by ``domain.removal.identifiers`` for good; returns how many."""
        ...

    def hashed(self, identifier: str) -> str:
        """The keyed hash an identifier is stored under."""
        ...

    def hashes(self) -> frozenset[str]:
        """Every stored hash, at most a minute old: what texts are held against before they are kept."""
        ...


class IndexReader(Protocol):
    """The read side of the search index; artists and studios behind their aliases."""

    def search(self, searches: Sequence[tuple[str, JsonMap]]) -> Sequence[dict[str, Any]]:
        """Runs searches (alias, body) in one round trip; returns their answers in order.

        Raises:
            IndexUnavailable: the index did not answer, not in time, or its breaker is open.
        """
        ...

    def ready(self) -> bool:
        """Whether the index answers now; asks it even when the breaker is open."""
        ...
