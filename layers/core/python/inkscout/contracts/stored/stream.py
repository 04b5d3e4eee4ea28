"""A change of the Directory table as its stream reports it, and what a failed one leaves behind."""

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

    ``record_id`` is the stream's sequence number; ``snapshot`` the state it led to; ``before`` the studio as
    it was, where a studio changed.
    """

    record_id: str
    snapshot: Snapshot
    before: Studio | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A change of a profile whose image does not satisfy the contract, and what is wrong with it."""

    record_id: str
    kind: EntryKind
    entry_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeBatch:
    """The changes of one delivery of the stream, in order, and those that cannot be read."""

    changes: Sequence[EntryChange]
    unreadable: Sequence[Unreadable] = ()


def change_of(
    record_id: str,
    new: Mapping[str, Any] | None,
    old: Mapping[str, Any] | None,
    changed_at: datetime | None = None,
) -> EntryChange | None:
    """The change that two images show; None when it is none that a searcher could see.

    An item that was removed outside the application counts as a deletion of the next version; one that
    expired had left the index before.

    Raises:
        InvalidInput: an image is a profile that does not satisfy its contract.
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
    return EntryChange(record_id=record_id, snapshot=snapshot, before=studio, changed_at=changed_at)


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
    """The kind and id of a profile's key; None for another item."""
    kind, _, entry_id = str(item.get("PK", "")).partition("#")
    if item.get("SK") != PROFILE or kind not in EntryKind.__members__:
        return None
    return EntryKind[kind], entry_id


def failure_body(kind: EntryKind, entry_id: str, reason: str) -> str:
    """The message that keeps a key whose document was refused."""
    return json.dumps({"kind": kind.value, "entry_id": entry_id, "reason": reason})


def failure_key(document: Mapping[str, Any]) -> tuple[EntryKind, str]:
    """The key in such a message.

    Raises:
        InvalidInput: it holds none.
    """
    try:
        return EntryKind(document["kind"]), str(document["entry_id"])
    except (KeyError, ValueError) as error:
        raise InvalidInput("the message holds no key of the directory") from error


def created_at(epoch_seconds: float | None) -> datetime | None:
    """A stream record's ApproximateCreationDateTime."""
    return None if epoch_seconds is None else datetime.fromtimestamp(float(epoch_seconds), UTC)


def _studio(image: Mapping[str, Any] | None) -> Studio | None:
    """A former image may be of a shape that is no longer accepted; then it is as if there were none."""
    try:
        snapshot = snapshot_of(image) if image else None
    except InvalidInput:
        return None
    return snapshot.entry if snapshot and isinstance(snapshot.entry, Studio) else None
