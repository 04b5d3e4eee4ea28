"""Effect of one captured record on its current state and its history."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from inkscout.domain.record import FeedRecord, RecordChange, RecordVersion
from inkscout.feeds.definition import Definition
from inkscout.feeds.read import FeedRow, changed_fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """Circumstances of a record's capture.

    ``is_late``: a newer answer of a source that always sends everything was applied before.
    """

    run: str
    at: datetime
    raw_key: str
    processed_at: datetime
    is_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """New current state, new version, and the names of the run's counters that they move."""

    current: FeedRecord | None
    version: RecordVersion | None
    counts: tuple[str, ...]


VersionAt = Callable[[str, datetime], RecordVersion | None]
"""Returns the version of a record that was in force at a time."""


def effect_of(
    definition: Definition, row: FeedRow, captured: Captured, before: FeedRecord | None, version_at: VersionAt
) -> Effect | None:
    """Returns what a captured record changes; None if the record is the same.

    An answer that is older than what is known changes the history only.
    """
    if before is None:
        return _write(definition, row, captured, None, RecordChange.NEW)
    if before.gone_at is None and before.fingerprint == row.fingerprint:
        return None
    if _is_outvoted(definition, row, captured, before):
        return None
    known_since = before.gone_at or before.captured_at
    if captured.is_late or captured.at < known_since:
        return _late(definition, row, captured, before, version_at)
    if before.gone_at is not None:
        return _write(definition, row, captured, before, RecordChange.BACK)
    same_element = before.element == row.element and before.definition != definition.digest
    change = RecordChange.REDEFINED if same_element else RecordChange.CHANGED
    return _write(definition, row, captured, before, change)


def _is_outvoted(definition: Definition, row: FeedRow, captured: Captured, before: FeedRecord) -> bool:
    """Whether another page of the same run said otherwise, and its content stays.

    Sources whose pages move while they are read show a record twice. Nothing says which is right, but the
    same one stays in whatever order the pages are applied.
    """
    is_same_run = (before.run, before.captured_at) == (captured.run, captured.at)
    is_same_rule = before.definition == definition.digest and before.gone_at is None
    return is_same_run and is_same_rule and before.fingerprint > row.fingerprint


def gone(definition: Definition, before: FeedRecord, captured: Captured) -> Effect:
    """Returns the effect of a record's last allowed absence."""
    current = FeedRecord(
        record_id=before.record_id,
        source=before.source,
        kind=before.kind,
        captured_at=before.captured_at,
        fingerprint=before.fingerprint,
        version=before.version + 1,
        data=before.data,
        raw_key=before.raw_key,
        raw_pointer=before.raw_pointer,
        element=before.element,
        definition=before.definition,
        run=captured.run,
        processed_at=captured.processed_at,
        gone_at=captured.at,
    )
    version = RecordVersion(
        record_id=before.record_id,
        source=before.source,
        kind=before.kind,
        at=captured.at,
        change=RecordChange.GONE,
        fields=(),
        data=before.data,
        fingerprint=before.fingerprint,
        raw_key=captured.raw_key,
        raw_pointer="",
        run=captured.run,
        expires_at=_expiry(definition, captured.at),
    )
    return Effect(current=current, version=_kept(definition, version), counts=("gone",))


def _write(
    definition: Definition, row: FeedRow, captured: Captured, before: FeedRecord | None, change: RecordChange
) -> Effect:
    current = FeedRecord(
        record_id=row.record_id,
        source=definition.name,
        kind=definition.records.type,
        captured_at=captured.at,
        fingerprint=row.fingerprint,
        version=before.version + 1 if before is not None else 1,
        data=row.data,
        raw_key=captured.raw_key,
        raw_pointer=row.pointer,
        element=row.element,
        definition=definition.digest,
        run=captured.run,
        processed_at=captured.processed_at,
    )
    fields = changed_fields(definition, before.data, row.data) if before is not None else ()
    version = _version(definition, row, captured, change, fields)
    counts = {RecordChange.BACK: ("changed", "back")}.get(change, (change.value,))
    return Effect(current=current, version=_kept(definition, version), counts=counts)


def _late(
    definition: Definition, row: FeedRow, captured: Captured, before: FeedRecord, version_at: VersionAt
) -> Effect | None:
    if not definition.records.history_days:
        return None
    known = version_at(before.record_id, captured.at)
    if known is not None and known.fingerprint == row.fingerprint and known.change is not RecordChange.GONE:
        return None
    fields = changed_fields(definition, known.data, row.data) if known is not None else ()
    version = _version(definition, row, captured, RecordChange.CHANGED, fields, late=True)
    return Effect(current=None, version=version, counts=("changed", "late"))


def _version(
    definition: Definition,
    row: FeedRow,
    captured: Captured,
    change: RecordChange,
    fields: tuple[str, ...],
    *,
    late: bool = False,
) -> RecordVersion:
    return RecordVersion(
        record_id=row.record_id,
        source=definition.name,
        kind=definition.records.type,
        at=captured.at,
        change=change,
        fields=fields,
        data=row.data,
        fingerprint=row.fingerprint,
        raw_key=captured.raw_key,
        raw_pointer=row.pointer,
        run=captured.run,
        late=late,
        expires_at=_expiry(definition, captured.at),
    )


def _kept(definition: Definition, version: RecordVersion) -> RecordVersion | None:
    return version if definition.records.history_days else None


def _expiry(definition: Definition, at: datetime) -> datetime:
    return at + timedelta(days=definition.records.history_days)
