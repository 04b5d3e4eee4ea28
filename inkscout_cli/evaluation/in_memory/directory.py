"""A directory in memory; the contract test of the table holds for it too."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from inkscout.contracts.stored.directory_items import canonical
from inkscout.domain.artist import Artist, Residency
from inkscout.domain.facts import next_expiry
from inkscout.domain.naming import key
from inkscout.domain.snapshot import EntryKind, Snapshot, fingerprint, record_digest
from inkscout.domain.studio import Studio, StudioChange
from inkscout.errors import WriteConflict
from inkscout.ports import Clock, StoredArtist

Entry = Artist | Studio


class MemoryDirectory:
    """Implements ``ports.Directory``; ``writes`` counts the items that a table would have been sent."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.entries: dict[tuple[EntryKind, str], Snapshot] = {}
        self.redirects: dict[tuple[EntryKind, str], str] = {}
        self.stays: dict[tuple[str, str], Residency] = {}
        self.aliases: dict[tuple[str, str], str] = {}
        self.writes = 0

    def studio(self, studio_id: str) -> Studio | None:
        found = self._entry(EntryKind.STUDIO, studio_id)
        return found if isinstance(found, Studio) else None

    def artist(self, artist_id: str) -> Artist | None:
        found = self._entry(EntryKind.ARTIST, artist_id)
        return found if isinstance(found, Artist) else None

    def studios_by_id(self, studio_ids: Iterable[str]) -> dict[str, Studio]:
        return {name: found for name in studio_ids if (found := self.studio(name)) is not None}

    def artists_by_id(self, artist_ids: Iterable[str]) -> dict[str, Artist]:
        return {name: found for name in artist_ids if (found := self.artist(name)) is not None}

    def studios(self) -> Iterator[Studio]:
        return iter([s.entry for s in self.snapshots(EntryKind.STUDIO) if isinstance(s.entry, Studio)])

    def artists(self) -> Iterator[Artist]:
        return iter([s.entry for s in self.snapshots(EntryKind.ARTIST) if isinstance(s.entry, Artist)])

    def expiring(self, before: datetime) -> Sequence[tuple[EntryKind, str]]:
        until = before.isoformat(timespec="seconds")
        found = [
            (next_expiry(snapshot.entry), key)
            for key, snapshot in self.entries.items()
            if snapshot.entry is not None and "" < next_expiry(snapshot.entry) < until
        ]
        return [key for _, key in sorted(found)]

    def artists_of_style(
        self, style: str, *, country: str = "", city: str = "", limit: int = 100
    ) -> Sequence[Artist]:
        found = [
            artist
            for artist in self.artists()
            if artist.is_shown
            and style in artist.styles
            and (not country or artist.country == country)
            and (not country or not city or key(artist.city) == key(city))
        ]
        return sorted(found, key=lambda a: (a.country, key(a.city), a.artist_id))[:limit]

    def residencies(self, studio_id: str) -> Sequence[Residency]:
        return [stay for (studio, _), stay in sorted(self.stays.items()) if studio == studio_id]

    def at_studio(self, studio_id: str) -> tuple[Studio | None, Sequence[Residency]]:
        return self.studio(studio_id), self.residencies(studio_id)

    def recall(
        self, aliases: Iterable[tuple[str, str]], artist_ids: Iterable[str]
    ) -> tuple[dict[tuple[str, str], str], dict[str, Artist]]:
        return self.find_aliases(aliases), self.artists_by_id(artist_ids)

    def find_alias(self, kind: str, value: str) -> str | None:
        return self.aliases.get((kind, value))

    def find_aliases(self, aliases: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
        return {alias: self.aliases[alias] for alias in aliases if alias in self.aliases}

    def aliases_of(self, subject_id: str) -> Sequence[tuple[str, str]]:
        return sorted(alias for alias, holder in self.aliases.items() if holder == subject_id)

    def put_studio(self, studio: Studio) -> bool:
        return self._put(EntryKind.STUDIO, studio.studio_id, studio)

    def put_artist(self, artist: Artist) -> bool:
        return self._put(EntryKind.ARTIST, artist.artist_id, artist)

    def change_studios(self, changes: Sequence[StudioChange]) -> None:
        for change in changes:
            stored = self.snapshot(EntryKind.STUDIO, change.after.studio_id)
            taken = any(alias in self.aliases for alias in change.aliases)
            if taken or (stored is not None if change.before is None else not _is(stored, change.before)):
                raise WriteConflict("another writer changed a studio or took an alias first")
        for change in changes:
            self._write(EntryKind.STUDIO, change.after.studio_id, change.after)
            for kind, value in change.aliases:
                self.put_alias(kind, value, change.after.studio_id)

    def update_studio(self, studio_id: str, change: Callable[[Studio | None], Studio | None]) -> bool:
        return self._update(EntryKind.STUDIO, studio_id, change)

    def update_artist(self, artist_id: str, change: Callable[[Artist | None], Artist | None]) -> bool:
        return self._update(EntryKind.ARTIST, artist_id, change)

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
        if any(self.aliases.get(alias, artist_id) != artist_id for alias in claims):
            raise WriteConflict("another writer took an alias first")
        stored = self.entries.get((EntryKind.ARTIST, artist_id))
        wanted = change(stored.entry if stored and isinstance(stored.entry, Artist) else None)
        if wanted is None:
            return StoredArtist(artist=None)
        written = int(self._write(EntryKind.ARTIST, artist_id, wanted))
        for kind, value in claims:
            self.put_alias(kind, value, artist_id)
        artist = self.artist(artist_id)
        for there in artist.residencies if artist else ():
            if there.studio_id == studio_id:
                written += self.put_residency(there)
        return StoredArtist(artist=artist, written=written)

    def put_residency(self, residency: Residency) -> bool:
        place = (residency.studio_id, residency.artist_id)
        if self.stays.get(place) == residency:
            return False
        self.stays[place] = residency
        self.writes += 1
        return True

    def delete_residency(self, studio_id: str, artist_id: str) -> None:
        self.stays.pop((studio_id, artist_id), None)

    def put_alias(self, kind: str, value: str, subject_id: str) -> str:
        self.writes += (kind, value) not in self.aliases
        return self.aliases.setdefault((kind, value), subject_id)

    def move_alias(self, kind: str, value: str, subject_id: str) -> None:
        self.aliases[kind, value] = subject_id

    def delete_alias(self, kind: str, value: str) -> None:
        self.aliases.pop((kind, value), None)

    def redirect(self, kind: EntryKind, old_id: str, new_id: str) -> None:
        if self.delete(kind, old_id):
            self.redirects[kind, old_id] = new_id

    def delete(self, kind: EntryKind, entry_id: str) -> bool:
        before = self.entries.get((kind, entry_id))
        if before is None or before.entry is None:
            return False
        self.entries[kind, entry_id] = replace(before, version=before.version + 1, entry=None)
        return True

    def snapshot(self, kind: EntryKind, entry_id: str) -> Snapshot | None:
        return self.entries.get((kind, entry_id))

    def snapshots(self, kind: EntryKind, segment: int = 0, segments: int = 1) -> Iterator[Snapshot]:
        of_kind = [snapshot for (found, _), snapshot in self.entries.items() if found is kind]
        return iter(of_kind[segment::segments])

    def outlines(self, kind: EntryKind, segment: int = 0, segments: int = 1) -> Iterator[Snapshot]:
        for snapshot in self.snapshots(kind, segment, segments):
            entry: Entry | None = snapshot.entry
            if isinstance(entry, Artist):
                entry = Artist(
                    artist_id=entry.artist_id,
                    name=entry.name,
                    active=entry.active,
                    withheld=entry.withheld,
                    studio_id=entry.studio_id,
                    version=entry.version,
                    updated_at=entry.updated_at,
                )
            elif entry is not None:
                entry = Studio(
                    studio_id=entry.studio_id,
                    name=entry.name,
                    business_status=entry.business_status,
                    version=entry.version,
                    updated_at=entry.updated_at,
                )
            yield replace(snapshot, entry=entry)

    def touch(self, kind: EntryKind, entry_id: str, above: int) -> bool:
        before = self.entries.get((kind, entry_id))
        if before is None or before.version > above:
            return False
        entry = replace(before.entry, version=above + 1) if before.entry else None
        self.entries[kind, entry_id] = replace(before, version=above + 1, entry=entry)
        return True

    def _entry(self, kind: EntryKind, entry_id: str) -> Entry | None:
        while (kind, entry_id) in self.redirects:
            entry_id = self.redirects[kind, entry_id]
        snapshot = self.entries.get((kind, entry_id))
        return snapshot.entry if snapshot else None

    def _put(self, kind: EntryKind, entry_id: str, entry: Entry) -> bool:
        stored = self.entries.get((kind, entry_id))
        current = stored.entry if stored else None
        same = current is not None and current.fingerprint == fingerprint(canonical(entry))
        if not same and entry.version != (current.version if current else 0):
            raise WriteConflict(f"the {kind} was changed since it was read")
        return self._write(kind, entry_id, entry)

    def _update(self, kind: EntryKind, entry_id: str, change: Callable[[Any], Any]) -> bool:
        stored = self.entries.get((kind, entry_id))
        wanted = change(stored.entry if stored else None)
        return False if wanted is None else self._write(kind, entry_id, wanted)

    def _write(self, kind: EntryKind, entry_id: str, wanted: Entry) -> bool:
        entry = canonical(wanted)
        stored = self.entries.get((kind, entry_id))
        current = stored.entry if stored else None
        if current is not None and record_digest(current) == record_digest(entry):
            return False
        seen = fingerprint(entry)
        unseen = current is not None and current.fingerprint == seen
        entry = replace(
            entry,
            fingerprint=seen,
            version=(stored.version if stored else 0) + (not unseen),
            updated_at=current.updated_at
            if current and unseen
            else self.clock.now().isoformat(timespec="seconds"),
        )
        self.redirects.pop((kind, entry_id), None)
        self.entries[kind, entry_id] = Snapshot(
            kind=kind, entry_id=entry_id, version=entry.version, entry=entry
        )
        self.writes += 1
        return True


def _is(stored: Snapshot | None, read: Studio) -> bool:
    entry = stored.entry if stored else None
    return (
        entry is not None
        and entry.version == read.version
        and record_digest(entry) == record_digest(canonical(read))
    )
