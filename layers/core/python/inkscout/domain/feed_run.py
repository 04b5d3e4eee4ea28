"""A run of a feed: what was asked, what came back, and what became of the records in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class RunState(StrEnum):
    """Progress of a run.

    ``FETCHED``: every answer is archived, and its parts are being applied. ``ENDED``: nothing is left to do.
    """

    FETCHED = "fetched"
    ENDED = "ended"


class RunOutcome(StrEnum):
    """Outcome of a run, known when every answer is archived and before its records are applied.

    ``PARTIAL``: some requests or pages are missing. ``SHORT``: far fewer records than in the last complete
    run. ``STALE``: the answer says that it is old. ``THROTTLED``: the rate limit did not allow the run to
    finish. ``NOT_ALLOWED``: robots.txt or the egress rule forbids the request. ``PAUSED``: nothing was asked.
    """

    READ = "read"
    UNCHANGED = "unchanged"
    PARTIAL = "partial"
    SHORT = "short"
    STALE = "stale"
    REFUSED = "refused"
    THROTTLED = "throttled"
    UNAVAILABLE = "unavailable"
    NOT_JSON = "not_json"
    TOO_LARGE = "too_large"
    SHAPE_CHANGED = "shape_changed"
    NOT_ALLOWED = "not_allowed"
    PAUSED = "paused"

    @property
    def is_failure(self) -> bool:
        """Whether the source gave nothing that could be used."""
        return self in {
            RunOutcome.REFUSED,
            RunOutcome.THROTTLED,
            RunOutcome.UNAVAILABLE,
            RunOutcome.NOT_JSON,
            RunOutcome.TOO_LARGE,
            RunOutcome.NOT_ALLOWED,
            RunOutcome.SHAPE_CHANGED,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReport:
    """Outcome of one request of a run, with its pages; ``detail`` says why it ended early."""

    number: int
    url: str
    outcome: RunOutcome
    pages: int = 0
    bytes: int = 0
    milliseconds: int = 0
    http_status: int = 0
    detail: str = ""

    @property
    def missing(self) -> str:
        """Reason for which pages of the request are missing; its address without the query, for people."""
        return f"{self.url.partition('?')[0]}: {self.detail}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPart:
    """One archived page of a run, which is one message of the queue.

    Attributes:
        number: Number in the run, from 0.
        page: Number in its request, from 1.
        key: Key of the archived answer, an older one if the answer is the same.
        hash: Digest of the answer.
        records: Number of elements in it.
        captured_at: Time of the answer.
        etag: Validator for the next conditional request, as ``last_modified``.
    """

    number: int
    request: int
    page: int
    key: str
    hash: str
    records: int
    captured_at: datetime
    url: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCounts:
    """Records of a run by what became of them; ``found`` is the sum of the five after it.

    A record that came back counts as changed too, one that another definition reads otherwise as the same.
    A late change, which is in the history only, counts as changed.
    """

    found: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    quarantined: int = 0
    duplicates: int = 0
    gone: int = 0
    back: int = 0
    redefined: int = 0
    late: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether every record that was found is accounted for."""
        return self.found == self.new + self.changed + self.same + self.quarantined + self.duplicates


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRun:
    """One run. ``run_id`` is the scheduled time, such as ``2026-03-01T10:00:00Z``.

    Attributes:
        parts: Archived pages.
        applied: Numbers of the parts that are applied.
        definition: Digest of the definition that the run used.
        generation: Number of replays of the run.
        drift: What differs from the definition: unread fields, unknown words, missing fields; by name.
    """

    source: str
    run_id: str
    state: RunState
    outcome: RunOutcome
    started_at: datetime
    ended_at: datetime | None = None
    detail: str = ""
    requests: tuple[RequestReport, ...] = ()
    parts: tuple[RunPart, ...] = ()
    applied: frozenset[int] = frozenset()
    definition: str = ""
    generation: int = 0
    counts: RecordCounts = field(default_factory=RecordCounts)
    drift: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_applied(self) -> bool:
        """Whether all parts are applied."""
        return len(self.applied) == len(self.parts)

    @property
    def bytes(self) -> int:
        """Number of decoded bytes that the source sent."""
        return sum(request.bytes for request in self.requests)

    @property
    def pages(self) -> int:
        """Number of pages that the source sent."""
        return sum(request.pages for request in self.requests)

    @property
    def milliseconds(self) -> int:
        """Time of the requests, without waits."""
        return sum(request.milliseconds for request in self.requests)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """State of a feed between its runs.

    Attributes:
        applied_at: Newest time of an answer of which a part was applied; None if there is none.
        pages: Pages of the last ended run; empty makes the next run ask for everything.
        rejected: Pages of the last run whose answers were set aside, so that the same are not stored again.
        found: Number of records of the last complete run.
        cursor: Value that the next run begins after, for feeds that read only what is new.
        missing: Whether records are missing that are not gone yet, so that the next answer has to be read.
        failures: Number of failed runs in a row.
        last_failure: Outcome of the last failed run; None after a good one.
        not_before: Time until which scheduled runs ask nothing; None if there is none.
        paused: Reason for which runs ask nothing until an operator resumes the feed; empty if they do.
        definition: Digest of the definition of the last ended run.
        filled: Fields that some record of the last complete run had a value for, sorted.
    """

    source: str
    applied_at: datetime | None = None
    pages: tuple[RunPart, ...] = ()
    rejected: tuple[RunPart, ...] = ()
    found: int = 0
    cursor: str = ""
    missing: bool = False
    failures: int = 0
    last_failure: RunOutcome | None = None
    not_before: datetime | None = None
    paused: str = ""
    definition: str = ""
    filled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinedRecord:
    """One record, or one whole answer, that was set aside.

    Attributes:
        key: Key of the stored entry.
        reason: Sentence for people.
        field: Name of the field at fault; empty if it is the record or the answer.
        raw_pointer: JSON pointer of the element in the archived answer; empty for the whole answer.
    """

    source: str
    run_id: str
    key: str
    reason: str
    field: str
    raw_key: str
    raw_pointer: str
    record: object = None
