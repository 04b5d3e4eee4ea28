"""A record of a feed: its current state, and the versions it went through."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

FINGERPRINT_CHARS = 12
"""Number of hexadecimal digits of a fingerprint in the id of a version."""


class RecordChange(StrEnum):
    """Reason for a version of a record.

    ``REDEFINED``: the source said the same, but another definition of the feed reads it otherwise.
    """

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"
    BACK = "back"
    REDEFINED = "redefined"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRecord:
    """The current state of one record.

    Attributes:
        record_id: ``{source}-{key}``, for example ``jsonplaceholder-1``.
        source: Name of the feed.
        kind: Word of the definition for its records, for example ``posts``.
        captured_at: Time of the answer that first held this content.
        fingerprint: ``sha256:`` and the digest of ``data`` without volatile fields.
        version: Number of the version; 1 for the first.
        data: Normalised fields.
        raw_key: Key of the stored answer that holds the record.
        raw_pointer: JSON pointer of the record's element in that answer (RFC 6901).
        element: Digest of that element as the source sent it.
        definition: Digest of the definition that read it.
        run: Id of the run that wrote this state.
        processed_at: Time at which this state was written.
        gone_at: Time of the answer that was the last one to miss the record; None while it is listed.
    """

    record_id: str
    source: str
    kind: str
    captured_at: datetime
    fingerprint: str
    version: int
    data: Mapping[str, Any]
    raw_key: str
    raw_pointer: str
    element: str
    definition: str
    run: str
    processed_at: datetime
    gone_at: datetime | None = None

    @property
    def version_id(self) -> str:
        """Id of the version that this state is, for example ``jsonplaceholder-1-abc123def456``."""
        return version_id(self.record_id, self.fingerprint)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordVersion:
    """One version in a record's history.

    Attributes:
        at: Time of the answer that began the version.
        change: Reason for the version.
        fields: Names of the fields that differ from the version before, sorted.
        late: Whether the answer was applied after a newer one; such a version is in the history only.
        expires_at: Time at which the version is deleted; None if it is kept.
    """

    record_id: str
    source: str
    kind: str
    at: datetime
    change: RecordChange
    fields: tuple[str, ...]
    data: Mapping[str, Any]
    fingerprint: str
    raw_key: str
    raw_pointer: str
    run: str
    late: bool = False
    expires_at: datetime | None = None

    @property
    def version_id(self) -> str:
        """Id under which the version is served."""
        return version_id(self.record_id, self.fingerprint)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTotal:
    """Number of records of a source that are listed, and that are gone."""

    source: str
    live: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounts:
    """Changes of a source's records by the UTC day of the answers, ``YYYY-MM-DD``, that held them."""

    source: str
    day: str
    counts: Mapping[str, int] = field(default_factory=dict)
    """Keys: ``new changed gone back redefined quarantined``; absent means 0."""


def version_id(record_id: str, fingerprint: str) -> str:
    """Returns the id of a version: the record's id and the beginning of the fingerprint's digest."""
    return f"{record_id}-{short(fingerprint)}"


def short(fingerprint: str) -> str:
    """Returns the first digits of a fingerprint's digest."""
    return fingerprint.removeprefix("sha256:")[:FINGERPRINT_CHARS]


def as_text(moment: datetime) -> str:
    """Returns a time as stored and served: ``2026-03-01T10:00:04.123Z``, which sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def as_time(text: str) -> datetime:
    """Returns the time of a stored text.

    Raises:
        ValueError: it is not a time of ISO 8601 with a zone.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("the time has no zone")
    return moment.astimezone(UTC)


def whole_milliseconds(moment: datetime) -> datetime:
    """Returns the time cut to milliseconds, as it is stored."""
    return moment.astimezone(UTC).replace(microsecond=moment.microsecond // 1000 * 1000)
