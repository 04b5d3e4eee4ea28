"""Stores an artist found at a studio in one transaction: profile, style entries, residency and aliases."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from inkscout.adapters.aws.dynamodb.directory_writes import ABSENT, ATTEMPTS, AsRead, pause, profile_writes
from inkscout.adapters.aws.dynamodb.table import ConditionFailed, Item, Table
from inkscout.contracts.stored import directory_items as items
from inkscout.domain.artist import Artist, Residency
from inkscout.domain.snapshot import EntryKind, record_digest
from inkscout.errors import WriteConflict
from inkscout.ports import Clock, StoredArtist


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAtStudio:
    """Arguments of ``ports.Directory.store_artist``."""

    artist_id: str
    known: Artist | None
    claims: Sequence[tuple[str, str]]
    stay: Residency | None
    studio_id: str


class ArtistWriter:
    """Writes on the Directory table, conditional on what was read before."""

    def __init__(self, table: Table, clock: Clock, sleep: Callable[[float], None]) -> None:
        self._table, self._clock, self._sleep = table, clock, sleep

    def store(self, found: FoundAtStudio, change: Callable[[Artist | None], Artist | None]) -> StoredArtist:
        """Stores the result of ``change``; reads the profile only after another writer changed it.

        Raises:
            WriteConflict: another id holds one of the aliases, or others changed the artist on every attempt.
            ItemTooLarge: the profile exceeds the table's limit; nothing was stored.
        """
        read, claims = AsRead.of_entry(found.known), list(found.claims)
        for attempt in range(ATTEMPTS):
            wanted = change(cast("Artist | None", read.entry))
            if wanted is None:
                return StoredArtist(artist=None)
            stored, writes = self._writes(found, read, wanted)
            writes += [self._claim(found.artist_id, alias) for alias in claims]
            try:
                self._table.apply(writes)
            except ConditionFailed as failed:
                read = AsRead.of_item(self._table.get(items.profile_key(EntryKind.ARTIST, found.artist_id)))
                claims = self._unheld(found.artist_id, claims, failed)
                is_stored = stored.artist is not None and read.digest == record_digest(stored.artist)
                if is_stored and not claims:
                    # The write succeeded although its response was lost and the call was repeated.
                    return StoredArtist(artist=cast("Artist", read.entry), written=stored.written)
                pause(self._sleep, attempt)
            else:
                return stored
        raise WriteConflict("other writers kept changing the artist")

    def _writes(self, found: FoundAtStudio, read: AsRead, wanted: Artist) -> tuple[StoredArtist, list[Item]]:
        """Returns the artist as it will be stored, and the writes of profile and residency that differ."""
        entry, writes = profile_writes(self._table, EntryKind.ARTIST, read, wanted, self._clock.now())
        artist = cast("Artist", entry)
        stays = [s for s in artist.residencies if s.studio_id == found.studio_id and s != found.stay]
        stored = StoredArtist(artist=artist, written=bool(writes) + len(stays))
        return stored, [*writes, *(self._table.put_action(items.residency_item(stay)) for stay in stays)]

    def _claim(self, artist_id: str, alias: tuple[str, str]) -> Item:
        return self._table.put_action(items.alias_item(*alias, artist_id), ABSENT)

    def _unheld(
        self, artist_id: str, claims: Sequence[tuple[str, str]], failed: ConditionFailed
    ) -> list[tuple[str, str]]:
        """Returns the aliases that nobody holds yet.

        Raises:
            WriteConflict: another id holds one of them.
        """
        keys = {items.alias_key(*alias)["PK"]: alias for alias in claims}
        held = {
            keys[item["PK"]]: str(item["subject_id"])
            for item in self._table.get_many([items.alias_key(*alias) for alias in claims])
        }
        if set(held.values()) - {artist_id}:
            raise WriteConflict("another writer took an alias first") from failed
        return [alias for alias in claims if alias not in held]
