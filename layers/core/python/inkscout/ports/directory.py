"""Ports of the directory, of its denylist and of its search index."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from inkscout.domain.artist import Artist, Residency
from inkscout.domain.snapshot import EntryKind, Snapshot
from inkscout.domain.studio import Studio, StudioChange
from inkscout.ports.json_map import JsonMap


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArtist:
    """An artist as it is stored (None: nothing was to be stored), and the number of items written.

    A profile with its style entries counts as one item, a residency as another.
    """

    artist: Artist | None
    written: int = 0


class ArtistDirectory(Protocol):
    """Part of ``Directory`` that telling people apart and storing them needs. Every write is idempotent."""

    def studio(self, studio_id: str) -> Studio | None:
        """Returns a studio, following redirects of merged ids; None if there is none."""
        ...

    def artist(self, artist_id: str) -> Artist | None:
        """Returns an artist, following redirects of merged ids; None if there is none."""
        ...

    def residencies(self, studio_id: str) -> Sequence[Residency]:
        """Returns the residencies at a studio, active or not.

        An artist's residencies at all studios are in ``Artist.residencies``.
        """
        ...

    def find_alias(self, kind: str, value: str) -> str | None:
        """Returns the id an alias stands for; kinds: ``place, site, phone, handle, artist_name``."""
        ...

    def aliases_of(self, subject_id: str) -> Sequence[tuple[str, str]]:
        """Returns kind and value of each alias that stands for an id."""
        ...

    def update_artist(self, artist_id: str, change: Callable[[Artist | None], Artist | None]) -> bool:
        """Stores the result of ``change`` for the stored artist; retries after a concurrent write.

        ``change`` gets None if the artist does not exist, and must be pure. If it returns None or an equal
        artist, nothing is written. The artist's style entries are updated too. Returns whether something was
        written.

        Raises:
            WriteConflict: other writers changed the artist first, on every attempt.
        """
        ...

    def put_residency(self, residency: Residency) -> bool:
        """Stores a residency if it differs from the stored one; returns whether it wrote."""
        ...

    def delete_residency(self, studio_id: str, artist_id: str) -> None:
        """Deletes a residency, for example when its artist was merged or removed."""
        ...

    def move_alias(self, kind: str, value: str, subject_id: str) -> None:
        """Points an alias at another id, whichever id it stood for before."""
        ...

    def delete_alias(self, kind: str, value: str) -> None:
        """Deletes an alias."""
        ...

    def redirect(self, kind: EntryKind, old_id: str, new_id: str) -> None:
        """Replaces a merged entry by a redirect to ``new_id`` and deletes its style entries.

        The redirect has the next version, so that the entry leaves the search index.
        """
        ...

    def delete(self, kind: EntryKind, entry_id: str) -> bool:
        """Replaces an entry by a tombstone with the next version.

        Returns False if the entry does not exist.
        """
        ...


class Directory(ArtistDirectory, Protocol):
    """Store of the studios and artists that searchers see. Every write is idempotent."""

    def artists_by_id(self, artist_ids: Iterable[str]) -> dict[str, Artist]:
        """Returns artists by the requested ids, following redirects; omits ids that do not exist."""
        ...

    def studios_by_id(self, studio_ids: Iterable[str]) -> dict[str, Studio]:
        """Returns studios by the requested ids, following redirects; omits ids that do not exist."""
        ...

    def studios(self) -> Iterator[Studio]:
        """Yields every studio."""
        ...

    def artists(self) -> Iterator[Artist]:
        """Yields every artist, active or not."""
        ...

    def expiring(self, before: datetime) -> Sequence[tuple[EntryKind, str]]:
        """Returns the kinds and ids of entries with a fact that expires before a time, earliest first."""
        ...

    def artists_of_style(
        self, style: str, *, country: str = "", city: str = "", limit: int = 100
    ) -> Sequence[Artist]:
        """Returns active artists of a style, optionally of one country or city.

        ``country`` is an ISO 3166-1 alpha-2 code. Serves searches while the search index is unavailable.
        """
        ...

    def find_aliases(self, aliases: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Returns the ids that aliases (kind, value) stand for; omits aliases that do not exist."""
        ...

    def put_studio(self, studio: Studio) -> bool:
        """Stores a studio if its fingerprint changed; returns whether it wrote.

        ``studio.version`` must be the stored version (0: not stored yet), so that no concurrent write is
        lost.

        Raises:
            WriteConflict: another writer changed it since it was read; ``update_studio`` retries.
        """
        ...

    def put_artist(self, artist: Artist) -> bool:
        """Stores an artist with its style entries if its fingerprint changed; returns whether it wrote.

        ``artist.version`` must be the stored version (0: not stored yet), so that no concurrent write is
        lost.

        Raises:
            WriteConflict: another writer changed it since it was read; ``update_artist`` retries.
        """
        ...

    def change_studios(self, changes: Sequence[StudioChange]) -> None:
        """Stores changed studios with the aliases they claim in one transaction of at most 100 items.

        Raises:
            WriteConflict: a studio changed since it was read, or another id holds one of the aliases.
        """
        ...

    def update_studio(self, studio_id: str, change: Callable[[Studio | None], Studio | None]) -> bool:
        """Stores the result of ``change`` for the stored studio; retries after a concurrent write.

        ``change`` gets None if the studio does not exist, and must be pure. If it returns None or an equal
        studio, nothing is written. Returns whether something was written.

        Raises:
            WriteConflict: other writers changed the studio first, on every attempt.
        """
        ...

    def put_alias(self, kind: str, value: str, subject_id: str) -> str:
        """Creates an alias unless it exists; returns the id it stands for, which may be another's."""
        ...

    def snapshot(self, kind: EntryKind, entry_id: str) -> Snapshot | None:
        """Returns the current state of an entry, tombstones and redirects included; None if never stored."""
        ...

    def snapshots(self, kind: EntryKind, segment: int = 0, segments: int = 1) -> Iterator[Snapshot]:
        """Yields every entry of a kind, tombstones included, in one segment of a parallel scan."""
        ...

    def outlines(self, kind: EntryKind, segment: int = 0, segments: int = 1) -> Iterator[Snapshot]:
        """Yields every entry of a kind in one segment of a parallel scan, reduced to a few fields.

        The fields are those that tell whether, and since when, searchers see the entry.
        """
        ...

    def touch(self, kind: EntryKind, entry_id: str, above: int) -> bool:
        """Raises an entry's version above ``above``, so that the index accepts it again.

        Changes nothing else.
        """
        ...

    def at_studio(self, studio_id: str) -> tuple[Studio | None, Sequence[Residency]]:
        """Returns a studio, following redirects, with its residencies, in one request."""
        ...

    def recall(
        self, aliases: Iterable[tuple[str, str]], artist_ids: Iterable[str]
    ) -> tuple[dict[tuple[str, str], str], dict[str, Artist]]:
        """Returns the ids that aliases stand for, and artists by their ids, as few requests as possible."""
        ...

    def store_artist(
        self,
        artist_id: str,
        change: Callable[[Artist | None], Artist | None],
        *,
        known: Artist | None,
        claims: Sequence[tuple[str, str]],
        stay: Residency | None,
        studio_id: str,
    ) -> StoredArtist:
        """Stores an artist found at a studio, in one transaction: profile, residency there, and aliases.

        Writes only what differs. Another writer's change of the profile is read, and ``change`` applied to
        it.

        Args:
            artist_id: The artist's id.
            change: Returns the artist to store for the stored one (None: there is none), or None to store
                nothing. Must be pure.
            known: The artist as last read.
            claims: Aliases (kind, value) that stood for nobody when they were last read.
            stay: The residency at the studio as last read.
            studio_id: The studio whose residency is stored.

        Raises:
            WriteConflict: another id holds one of the aliases, or others changed the artist on every attempt.
            ItemTooLarge: the profile exceeds the table's limit; nothing was stored.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """Page of entries; ``next_key`` is where the next page begins, empty at the end."""

    entries: Sequence[Snapshot]
    next_key: str = ""


class HiddenEntries(Protocol):
    """Entries that searchers do not see, deleted and merged ones included, for operators."""

    def page(self, kind: EntryKind, *, limit: int, after: str = "") -> EntryPage:
        """Returns at most ``limit`` of them, those that changed last first.

        ``after`` is the ``next_key`` of the page before.
        """
        ...


class Denylist(Protocol):
    """Hashed identifiers of people who asked not to be listed."""

    def contains(self, *, handle: str = "", name: str = "", studio_id: str = "", artist_id: str = "") -> bool:
        """Whether any of the identifiers belongs to a person who asked to be removed."""
        ...

    def matching(self, entries: Iterable[str]) -> frozenset[str]:
        """Returns those of the identifiers that are on the denylist; ``domain.removal`` makes identifiers."""
        ...

    def add(self, entries: Iterable[str]) -> int:
        """Adds identifiers without expiry; returns how many. ``domain.removal`` makes identifiers."""
        ...

    def hashed(self, identifier: str) -> str:
        """Returns the keyed hash under which an identifier is stored."""
        ...

    def hashes(self) -> frozenset[str]:
        """Returns every stored hash; the result may be cached for a minute. Texts are redacted with it."""
        ...


class IndexReader(Protocol):
    """Read side of the search index, by the aliases of the artist and studio indexes."""

    def search(self, searches: Sequence[tuple[str, JsonMap]]) -> Sequence[dict[str, Any]]:
        """Runs searches (alias, body) in one request; returns the responses in the same order.

        Raises:
            IndexUnavailable: the index did not respond, or not in time, or its circuit breaker is open.
        """
        ...

    def ready(self) -> bool:
        """Whether the index responds now; sends a request even if the circuit breaker is open."""
        ...
