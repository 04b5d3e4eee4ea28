"""The Directory table: conditional writes by version and fingerprint, and reads that follow redirects."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from inkscout.adapters.aws.dynamodb.artist_writer import ArtistWriter, FoundAtStudio
from inkscout.adapters.aws.dynamodb.directory_writes import (
    ABSENT,
    ATTEMPTS,
    AsRead,
    Entry,
    change_writes,
    live,
    pause,
    profile_writes,
    style_writes,
)
from inkscout.adapters.aws.dynamodb.table import ConditionFailed, Item, Table
from inkscout.contracts.stored import directory_items as items
from inkscout.domain.artist import Artist, Residency
from inkscout.domain.naming import key
from inkscout.domain.snapshot import EntryKind, Snapshot, fingerprint, record_digest
from inkscout.domain.studio import Studio, StudioChange
from inkscout.errors import WriteConflict
from inkscout.ports import Clock, StoredArtist

TOMBSTONE_SECONDS = 7 * 86_400
"""Lifetime of a tombstone.

It exceeds the stream's retention of one day, within which failed batches are retried.
"""

_MAX_REDIRECTS = 8


class DynamoDbDirectory:
    """Implements ``ports.Directory`` on one DynamoDB table."""

    def __init__(
        self,
        client: Any,  # noqa: ANN401 - boto3 makes its clients at run time
        table: str,
        clock: Clock,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Uses a boto3 ``dynamodb`` client and the table's name."""
        self._table = Table(client, table, sleep)
        self._clock, self._sleep = clock, sleep

    def studio(self, studio_id: str) -> Studio | None:
        """Returns a studio, following redirects of merged ids; None if there is none."""
        return cast("Studio | None", self._entry(EntryKind.STUDIO, studio_id))

    def artist(self, artist_id: str) -> Artist | None:
        """Returns an artist, following redirects of merged ids; None if there is none."""
        return cast("Artist | None", self._entry(EntryKind.ARTIST, artist_id))

    def studios_by_id(self, studio_ids: Iterable[str]) -> dict[str, Studio]:
        """Returns studios by the requested ids, 100 per request; follows redirects one by one."""
        return cast("dict[str, Studio]", self._by_id(EntryKind.STUDIO, studio_ids))

    def artists_by_id(self, artist_ids: Iterable[str]) -> dict[str, Artist]:
        """Returns artists by the requested ids, 100 per request; follows redirects one by one."""
        return cast("dict[str, Artist]", self._by_id(EntryKind.ARTIST, artist_ids))

    def studios(self) -> Iterator[Studio]:
        """Yields every studio."""
        for snapshot in self.snapshots(EntryKind.STUDIO):
            if isinstance(snapshot.entry, Studio):
                yield snapshot.entry

    def artists(self) -> Iterator[Artist]:
        """Yields every artist, active or not."""
        for snapshot in self.snapshots(EntryKind.ARTIST):
            if isinstance(snapshot.entry, Artist):
                yield snapshot.entry

    def expiring(self, before: datetime) -> Sequence[tuple[EntryKind, str]]:
        """Returns kinds and ids of entries with a fact that expires before a time, earliest first."""
        until = before.isoformat(timespec="seconds")
        found = self._table.query(items.EXPIRING, index=items.STYLE_INDEX, below=until)
        entries = (str(item["GSI1SK"]).split("#", 2) for item in found)
        return [(EntryKind(kind), entry_id) for _, kind, entry_id in entries]

    def artists_of_style(
        self, style: str, *, country: str = "", city: str = "", limit: int = 100
    ) -> Sequence[Artist]:
        """Returns active artists of a style, optionally of one country or city."""
        place = (f"{country}#" + (f"{key(city)}#" if city else "")) if country else ""
        found: list[Item] = []
        for entry in self._table.query(f"STYLE#{style}", place, index=items.STYLE_INDEX):
            found.append(items.profile_key(EntryKind.ARTIST, entry["artist_id"]))
            if len(found) >= limit:
                break
        profiles = {item["PK"]: item for item in self._table.get_many(found)}
        read = (items.snapshot_of(profiles[k["PK"]]) for k in found if k["PK"] in profiles)
        artists = (s.entry for s in read if s is not None and isinstance(s.entry, Artist))
        return [artist for artist in artists if artist.is_shown and style in artist.styles]

    def residencies(self, studio_id: str) -> Sequence[Residency]:
        """Returns the residencies at a studio, active or not."""
        return [items.decode(Residency, item) for item in self._table.query(f"STUDIO#{studio_id}", "ARTIST#")]

    def at_studio(self, studio_id: str) -> tuple[Studio | None, Sequence[Residency]]:
        """Returns a studio with its residencies, of one query; follows redirects one by one."""
        found = list(self._table.query(items.partition(EntryKind.STUDIO, studio_id)))
        stays = [items.decode(Residency, i) for i in found if i.get("type") == items.RESIDENCY]
        profile = next((item for item in found if item["SK"] == items.PROFILE), None)
        if profile is not None and "merged_into" in profile:
            return self.studio(studio_id), stays
        return cast("Studio | None", live(profile)), stays

    def recall(
        self, aliases: Iterable[tuple[str, str]], artist_ids: Iterable[str]
    ) -> tuple[dict[tuple[str, str], str], dict[str, Artist]]:
        """Returns holders of aliases, and artists by id, 100 items per request; follows redirects."""
        by_key = {items.alias_key(*alias)["PK"]: alias for alias in aliases}
        by_profile = {items.profile_key(EntryKind.ARTIST, name)["PK"]: name for name in artist_ids}
        keys = [items.alias_key(*alias) for alias in by_key.values()]
        keys += [items.profile_key(EntryKind.ARTIST, name) for name in by_profile.values()]
        held: dict[tuple[str, str], str] = {}
        artists: dict[str, Artist] = {}
        for item in self._table.get_many(keys):
            if item["PK"] in by_key:
                held[by_key[item["PK"]]] = str(item["subject_id"])
                continue
            name = by_profile[item["PK"]]
            entry = self.artist(name) if "merged_into" in item else live(item)
            if isinstance(entry, Artist):
                artists[name] = entry
        return held, artists

    def find_alias(self, kind: str, value: str) -> str | None:
        """Returns the id an alias stands for; None if there is no such alias."""
        item = self._table.get(items.alias_key(kind, value)) if value else None
        return str(item["subject_id"]) if item else None

    def find_aliases(self, aliases: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Returns the ids that aliases stand for, 100 per request."""
        wanted = {items.alias_key(*alias)["PK"]: alias for alias in aliases}
        found = self._table.get_many([items.alias_key(*alias) for alias in wanted.values()])
        return {wanted[item["PK"]]: str(item["subject_id"]) for item in found}

    def aliases_of(self, subject_id: str) -> Sequence[tuple[str, str]]:
        """Returns kind and value of each alias that stands for an id."""
        found = self._table.query(f"SUBJECT#{subject_id}", index=items.STYLE_INDEX)
        keys = (str(item["PK"]).split("#", 2) for item in found)
        return [(kind, value) for _, kind, value in keys]

    def put_studio(self, studio: Studio) -> bool:
        """Stores a studio if its fingerprint changed; returns whether it wrote.

        Raises:
            WriteConflict: another writer changed it since it was read.
        """
        return self._put(EntryKind.STUDIO, studio.studio_id, studio)

    def put_artist(self, artist: Artist) -> bool:
        """Stores an artist with its style entries if its fingerprint changed; returns whether it wrote.

        Raises:
            WriteConflict: another writer changed it since it was read.
        """
        return self._put(EntryKind.ARTIST, artist.artist_id, artist)

    def change_studios(self, changes: Sequence[StudioChange]) -> None:
        """Stores changed studios with the aliases they claim in one transaction.

        Raises:
            WriteConflict: another writer changed a studio or created one of the aliases first.
        """
        try:
            now = self._clock.now()
            self._table.apply(
                [action for change in changes for action in change_writes(self._table, change, now)]
            )
        except ConditionFailed as error:
            raise WriteConflict("another writer changed a studio or took an alias first") from error

    def update_studio(self, studio_id: str, change: Callable[[Studio | None], Studio | None]) -> bool:
        """Stores the result of ``change`` for the stored studio; retries after a concurrent write."""
        return self._update(EntryKind.STUDIO, studio_id, cast("Callable[[Any], Any]", change))

    def update_artist(self, artist_id: str, change: Callable[[Artist | None], Artist | None]) -> bool:
        """Stores the result of ``change`` for the stored artist; retries after a concurrent write."""
        return self._update(EntryKind.ARTIST, artist_id, cast("Callable[[Any], Any]", change))

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
        """Stores an artist found at a studio in one transaction, without reading it first.

        Raises:
            WriteConflict: another id holds one of the aliases, or others changed the artist on every attempt.
            ItemTooLarge: the profile exceeds the table's limit; nothing was stored.
        """
        found = FoundAtStudio(artist_id=artist_id, known=known, claims=claims, stay=stay, studio_id=studio_id)
        return ArtistWriter(self._table, self._clock, self._sleep).store(found, change)

    def put_residency(self, residency: Residency) -> bool:
        """Stores a residency if it differs from the stored one; returns whether it wrote."""
        item = items.residency_item(residency)
        if self._table.get(items.residency_key(residency.studio_id, residency.artist_id)) == item:
            return False
        self._table.put(item)
        return True

    def delete_residency(self, studio_id: str, artist_id: str) -> None:
        """Deletes a residency, for example when its artist was merged or removed."""
        self._table.delete(items.residency_key(studio_id, artist_id))

    def put_alias(self, kind: str, value: str, subject_id: str) -> str:
        """Creates an alias unless it exists; returns the id it stands for, which may be another's."""
        held = self.find_alias(kind, value)
        if held is not None:
            return held
        try:
            self._table.put(items.alias_item(kind, value, subject_id), ABSENT)
        except ConditionFailed:
            return self.find_alias(kind, value) or subject_id
        return subject_id

    def move_alias(self, kind: str, value: str, subject_id: str) -> None:
        """Points an alias at another id, whichever id it stood for before."""
        if self.find_alias(kind, value) != subject_id:
            self._table.put(items.alias_item(kind, value, subject_id))

    def delete_alias(self, kind: str, value: str) -> None:
        """Deletes an alias."""
        self._table.delete(items.alias_key(kind, value))

    def redirect(self, kind: EntryKind, old_id: str, new_id: str) -> None:
        """Replaces a merged entry by a redirect to ``new_id`` and deletes its style entries.

        The redirect has the next version, so that the entry leaves the search index.
        """
        at = self._clock.now().isoformat(timespec="seconds")
        self._end(kind, old_id, lambda version: items.redirect_item(kind, old_id, version, new_id, at))

    def delete(self, kind: EntryKind, entry_id: str) -> bool:
        """Replaces an entry by a tombstone with the next version.

        Returns False if the entry does not exist.
        """
        now = self._clock.now()
        until, at = int(now.timestamp()) + TOMBSTONE_SECONDS, now.isoformat(timespec="seconds")
        return self._end(
            kind, entry_id, lambda version: items.tombstone_item(kind, entry_id, version, until, at)
        )

    def snapshot(self, kind: EntryKind, entry_id: str) -> Snapshot | None:
        """Returns the current state of an entry, tombstones and redirects included; None if never stored."""
        item = self._table.get(items.profile_key(kind, entry_id))
        return items.snapshot_of(item) if item else None

    def snapshots(self, kind: EntryKind, segment: int = 0, segments: int = 1) -> Iterator[Snapshot]:
        """Yields every entry of a kind, tombstones included, in one segment of a parallel scan."""
        return _snapshots(self._table.scan((kind.value,), segment, segments))

    def outlines(self, kind: EntryKind, segment: int = 0, segments: int = 1) -> Iterator[Snapshot]:
        """Yields every entry of a kind in one segment of a parallel scan, reduced to ``items.OUTLINE``."""
        return _snapshots(self._table.scan((kind.value,), segment, segments, items.OUTLINE))

    def touch(self, kind: EntryKind, entry_id: str, above: int) -> bool:
        """Raises an entry's version above ``above``; returns False if it is above already."""
        values = {":above": above, ":next": above + 1, ":change": items.VISIBLE}
        try:
            self._table.update(
                items.profile_key(kind, entry_id),
                "SET version = :next, #change = :change",
                values,
                {"#change": "change"},
                "attribute_exists(PK) AND version <= :above",
            )
        except ConditionFailed:
            return False
        return True

    def _by_id(self, kind: EntryKind, entry_ids: Iterable[str]) -> dict[str, Entry]:
        wanted = {items.profile_key(kind, entry_id)["PK"]: entry_id for entry_id in entry_ids}
        found: dict[str, Entry] = {}
        for item in self._table.get_many([items.profile_key(kind, name) for name in wanted.values()]):
            entry_id = wanted[item["PK"]]
            entry = self._entry(kind, entry_id) if "merged_into" in item else live(item)
            if entry is not None:
                found[entry_id] = entry
        return found

    def _entry(self, kind: EntryKind, entry_id: str) -> Entry | None:
        for _ in range(_MAX_REDIRECTS):
            item = self._table.get(items.profile_key(kind, entry_id))
            if item is None or "merged_into" not in item:
                snapshot = items.snapshot_of(item) if item else None
                return snapshot.entry if snapshot else None
            entry_id = item["merged_into"]
        return None

    def _put(self, kind: EntryKind, entry_id: str, entry: Entry) -> bool:
        stored = self._table.get(items.profile_key(kind, entry_id))
        current = live(stored)
        if current is not None and fingerprint(current) == fingerprint(items.canonical(entry)):
            entry = replace(entry, version=current.version)
        if entry.version != (current.version if current else 0):
            raise WriteConflict(f"the {kind} was changed since it was read")
        try:
            return self._write(kind, stored, entry)
        except ConditionFailed as error:
            if self._is_stored(kind, entry_id, entry):
                return True
            raise WriteConflict(f"another writer changed the {kind} first") from error

    def _update(self, kind: EntryKind, entry_id: str, change: Callable[[Entry | None], Entry | None]) -> bool:
        for attempt in range(ATTEMPTS):
            stored = self._table.get(items.profile_key(kind, entry_id))
            wanted = change(live(stored))
            if wanted is None:
                return False
            try:
                return self._write(kind, stored, wanted)
            except ConditionFailed:
                if self._is_stored(kind, entry_id, wanted):
                    return True
                pause(self._sleep, attempt)
        raise WriteConflict(f"other writers kept changing the {kind}")

    def _write(self, kind: EntryKind, stored: Item | None, wanted: Entry) -> bool:
        """Writes over exactly the item that was read; returns False if nothing has changed."""
        writes = profile_writes(self._table, kind, AsRead.of_item(stored), wanted, self._clock.now())[1]
        self._table.apply(writes)
        return bool(writes)

    def _end(self, kind: EntryKind, entry_id: str, last: Callable[[int], Item]) -> bool:
        """Replaces a profile by a tombstone or redirect; returns False if there is no live profile."""
        for attempt in range(ATTEMPTS):
            stored = self._table.get(items.profile_key(kind, entry_id))
            current = live(stored)
            if stored is None or current is None:
                return False
            item = last(int(stored["version"]) + 1)
            put = self._table.put_action(item, *AsRead.of_item(stored).condition())
            try:
                self._table.transact([put, *style_writes(self._table, current, None)])
            except ConditionFailed:
                pause(self._sleep, attempt)
            else:
                return True
        raise WriteConflict(f"other writers kept changing the {kind}")

    def _is_stored(self, kind: EntryKind, entry_id: str, wanted: Entry) -> bool:
        """Whether the write succeeded although its response was lost and the call was repeated."""
        stored = self._table.get(items.profile_key(kind, entry_id))
        return stored is not None and stored.get("digest") == record_digest(items.canonical(wanted))


def _snapshots(found: Iterable[Item]) -> Iterator[Snapshot]:
    for item in found:
        snapshot = items.snapshot_of(item)
        if snapshot is not None:
            yield snapshot
