"""Writes of the Directory table: a profile with its style entries, conditional on what was read."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from inkscout.adapters.aws.dynamodb.table import Item, Table
from inkscout.contracts.stored import directory_items as items
from inkscout.domain.artist import Artist
from inkscout.domain.snapshot import EntryKind, fingerprint, record_digest
from inkscout.domain.studio import Studio, StudioChange

Entry = Artist | Studio

ABSENT = "attribute_not_exists(PK)"

ATTEMPTS = 12
"""Number of attempts of an optimistic write before ``WriteConflict`` is raised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsRead:
    """A profile as it was read, on which a write of it is conditional.

    Attributes:
        entry: The entry; None if there is none, or none any more.
        version: Version of the item, 0 if there is none.
        digest: Digest of the item, empty if it has none, as a tombstone and a redirect.
    """

    entry: Entry | None = None
    version: int = 0
    digest: str = ""

    @classmethod
    def of_item(cls, item: Item | None) -> Self:
        """Takes an item of the table; None if there is none."""
        if item is None:
            return cls()
        return cls(entry=live(item), version=int(item["version"]), digest=str(item.get("digest", "")))

    @classmethod
    def of_entry(cls, entry: Entry | None) -> Self:
        """Takes an entry that was read; None if there was none."""
        if entry is None:
            return cls()
        return cls(entry=entry, version=entry.version, digest=record_digest(entry))

    def condition(self) -> tuple[str, Item]:
        """Returns the condition, with its values, that the item is still as it was read."""
        if not self.version:
            return ABSENT, {}
        values: Item = {":version": self.version}
        if self.digest:
            return "version = :version AND digest = :digest", {**values, ":digest": self.digest}
        return "version = :version AND attribute_not_exists(digest)", values


def live(item: Item | None) -> Entry | None:
    """Returns the entry of a profile item; None for a tombstone, a redirect, or no item."""
    snapshot = items.snapshot_of(item) if item else None
    return snapshot.entry if snapshot else None


def profile_writes(
    table: Table, kind: EntryKind, read: AsRead, wanted: Entry, now: datetime
) -> tuple[Entry, list[Item]]:
    """Returns an entry with its version, and the writes that store it; no writes if nothing has changed."""
    entry, current = items.canonical(wanted), read.entry
    seen = fingerprint(entry)
    if current is not None and read.digest == record_digest(entry):
        return current, []
    unseen = current is not None and current.fingerprint == seen
    entry = replace(
        entry,
        fingerprint=seen,
        version=read.version + (not unseen),
        updated_at=current.updated_at if current and unseen else now.isoformat(timespec="seconds"),
    )
    item = items.profile_item(kind, entry, items.INTERNAL if unseen else items.VISIBLE)
    return entry, [table.put_action(item, *read.condition()), *style_writes(table, current, entry)]


def style_writes(table: Table, before: Entry | None, after: Entry | None) -> list[Item]:
    """Returns the writes that replace the style entries of an artist; none for a studio."""
    old = {item["SK"]: item for item in items.style_items(before)} if isinstance(before, Artist) else {}
    new = {item["SK"]: item for item in items.style_items(after)} if isinstance(after, Artist) else {}
    puts = [table.put_action(item) for sk, item in new.items() if old.get(sk) != item]
    gone = (item for sk, item in old.items() if sk not in new)
    return [*puts, *(table.delete_action({"PK": i["PK"], "SK": i["SK"]}) for i in gone)]


def change_writes(table: Table, change: StudioChange, now: datetime) -> Iterator[Item]:
    """Yields the writes of a changed studio and of each alias, conditional on no concurrent write."""
    read = AsRead.of_entry(change.before)
    yield from profile_writes(table, EntryKind.STUDIO, read, change.after, now)[1]
    for kind, value in change.aliases:
        yield table.put_action(items.alias_item(kind, value, change.after.studio_id), ABSENT)


def pause(sleep: Callable[[float], None], attempt: int) -> None:
    """Waits before another attempt: full jitter, up to 10 ms, doubling up to a second."""
    sleep(random.uniform(0, min(1.0, 0.01 * 2**attempt)))  # noqa: S311 - jitter, no secret
