"""Changes of the Directory table from its stream, and the messages for changes that could not be indexed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from inkscout.contracts.stored.directory_items import PROFILE, snapshot_of
from inkscout.domain.snapshot import EntryKind, Snapshot
from inkscout.domain.studio import Studio
from inkscout.errors import InvalidInput


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryChange:
    """One change of a profile.

    Attributes:
        record_id: Sequence number in the stream.
        snapshot: State after the change.
        before: Studio before the change, if a studio changed and its old image is readable.
        changed_at: Time of the change; None if unknown.
        is_removal: Whether a visible profile's item was deleted, which the application itself never does.
    """

    record_id: str
    snapshot: Snapshot
    before: Studio | None = None
    changed_at: datetime | None = None
    is_removal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A change of a profile whose image violates the contract, with the reason."""

    record_id: str
    kind: EntryKind
    entry_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeBatch:
    """Changes of one delivery of the stream, in order, and those that could not be read."""

    changes: Sequence[EntryChange]
    unreadable: Sequence[Unreadable] = ()


def change_of(
    record_id: str,
    new: Mapping[str, Any] | None,
    old: Mapping[str, Any] | None,
    changed_at: datetime | None = None,
) -> EntryChange | None:
    """Returns the change between two images of an item; None if searchers cannot see it.

    A profile that was deleted outside the application counts as a deletion with the next version. An expired
    tombstone is no change, since its entry left the index earlier.

    Raises:
        InvalidInput: an image is a profile that violates its contract.
    """
    if new:
        snapshot = snapshot_of(new)
    else:
        before = snapshot_of(old or {})
        removed = before is not None and before.entry is not None
        snapshot = (
            Snapshot(kind=before.kind, entry_id=before.entry_id, version=before.version + 1)
            if before is not None and removed
            else None
        )
    if snapshot is None:
        return None
    studio = _studio(old) if snapshot.kind is EntryKind.STUDIO else None
    return EntryChange(
        record_id=record_id,
        snapshot=snapshot,
        before=studio,
        changed_at=changed_at,
        is_removal=not new,
    )


def read_record(
    record_id: str | None,
    key: Mapping[str, Any] | None,
    new: Mapping[str, Any] | None,
    old: Mapping[str, Any] | None,
    epoch_seconds: float | None,
) -> EntryChange | Unreadable | None:
    """Parses a stream record; returns None if the change is invisible to searchers."""
    try:
        return change_of(record_id or "", new, old, created_at(epoch_seconds))
    except InvalidInput as error:
        found = key_of(key or {})
        if found is None:
            return None
        return Unreadable(record_id=record_id or "", kind=found[0], entry_id=found[1], reason=str(error))


def key_of(item: Mapping[str, Any]) -> tuple[EntryKind, str] | None:
    """Returns kind and id of a profile's key; None for any other item."""
    kind, _, entry_id = str(item.get("PK", "")).partition("#")
    if item.get("SK") != PROFILE or kind not in EntryKind.__members__:
        return None
    return EntryKind[kind], entry_id


def failure_body(kind: EntryKind, entry_id: str, reason: str) -> str:
    """Returns the message body for an entry whose document the index rejected."""
    return json.dumps({"kind": kind.value, "entry_id": entry_id, "reason": reason})


def failure_key(document: Mapping[str, Any]) -> tuple[EntryKind, str]:
    """Returns kind and id of the entry in such a message.

    Raises:
        InvalidInput: the message has no valid key.
    """
    try:
        return EntryKind(document["kind"]), str(document["entry_id"])
    except (KeyError, ValueError) as error:
        raise InvalidInput("the message holds no key of the directory") from error


def created_at(epoch_seconds: float | None) -> datetime | None:
    """Returns a stream record's ApproximateCreationDateTime (epoch seconds) as a datetime; None if absent."""
    return None if epoch_seconds is None else datetime.fromtimestamp(float(epoch_seconds), UTC)


def _studio(image: Mapping[str, Any] | None) -> Studio | None:
    """Returns the studio of an old image; None if the image is absent or violates the current contract."""
    try:
        snapshot = snapshot_of(image) if image else None
    except InvalidInput:
        return None
    return snapshot.entry if snapshot and isinstance(snapshot.entry, Studio) else None
