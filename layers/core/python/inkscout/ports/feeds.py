"""Ports of the feeds: definitions, schedules, sources, the archive, the queue and the records."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from inkscout.domain.feed_run import FeedRun, FeedState, QuarantinedRecord, RunOutcome, RunPart
from inkscout.domain.record import DayCounts, FeedRecord, RecordVersion, SourceTotal
from inkscout.ports.json_map import JsonMap


class FeedDefinitions(Protocol):
    """Definitions in force, as TOML texts in the feeds bucket."""

    def names(self) -> Sequence[str]:
        """Returns the names of the feeds in force, sorted."""
        ...

    def tags(self) -> Mapping[str, str]:
        """Returns a tag of each definition in force by name, sorted; it is another for another text."""
        ...

    def text(self, name: str) -> str | None:
        """Returns the definition in force; None if there is no such feed."""
        ...

    def text_of(self, name: str, digest: str) -> str | None:
        """Returns the definition that had a digest, in force or not; None if it was never used."""
        ...

    def put(self, name: str, text: str) -> None:
        """Puts a definition in force."""
        ...

    def keep(self, name: str, digest: str, text: str) -> None:
        """Stores a definition under its digest, for runs that used it; does nothing if it is there."""
        ...

    def remove(self, name: str) -> None:
        """Ends a definition's force; its earlier versions stay."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSchedule:
    """A schedule of EventBridge Scheduler: ``rate(...)`` or ``cron(...)``, with the zone for the latter."""

    name: str
    expression: str
    zone: str = "UTC"
    enabled: bool = True
    window_minutes: int = 0


class FeedSchedules(Protocol):
    """Schedules that start the runs of feeds."""

    def all(self) -> Sequence[FeedSchedule]:
        """Returns every schedule, sorted by name."""
        ...

    def get(self, name: str) -> FeedSchedule | None:
        """Returns a feed's schedule; None if it has none."""
        ...

    def put(self, schedule: FeedSchedule) -> None:
        """Makes or changes a feed's schedule."""
        ...

    def remove(self, name: str) -> None:
        """Deletes a feed's schedule; does nothing if there is none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonRequest:
    """One GET request to a source.

    Attributes:
        url: Address with its query.
        headers: Additional headers, secrets filled in; never logged.
        etag: Validator of the last answer, which makes the request conditional.
        seconds: Limit for the whole exchange.
        max_bytes: Limit of the decoded body.
        robots: Whether robots.txt has to permit the address.
    """

    url: str
    headers: Mapping[str, str]
    etag: str = ""
    last_modified: str = ""
    seconds: float = 20.0
    max_bytes: int = 8_000_000
    robots: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonAnswer:
    """A source's answer, or the reason why there is none.

    ``outcome`` is ``READ`` for a 200 with any body, ``UNCHANGED`` for a 304, else the kind of failure. A
    failed answer that has a body keeps it; that of a 200 which broke off is what arrived of it.
    """

    outcome: RunOutcome
    body: bytes = b""
    http_status: int = 0
    media_type: str = ""
    etag: str = ""
    last_modified: str = ""
    link_next: str = ""
    retry_after: float | None = None
    milliseconds: int = 0
    detail: str = ""


class JsonSource(Protocol):
    """Asks public JSON APIs within the egress rule, robots.txt and the rate limits."""

    async def get(self, request: JsonRequest) -> JsonAnswer:
        """Returns the answer; every failure is an answer whose outcome tells it, never an exception."""
        ...


class FeedLake(Protocol):
    """Archive of answers, quarantine and CSV files in the feeds bucket."""

    @property
    def bucket(self) -> str:
        """Name of the bucket."""
        ...

    def put_raw(self, key: str, body: bytes) -> None:
        """Stores an answer as it came; does nothing if the key is there."""
        ...

    def raw(self, key: str) -> bytes | None:
        """Returns a stored answer; None if absent."""
        ...

    def raw_keys(self, source: str, first_day: date) -> Iterator[str]:
        """Yields the keys of a source's stored answers from a day on, oldest first."""
        ...

    def put_quarantine(self, key: str, document: JsonMap) -> None:
        """Stores what was set aside; storing it again changes nothing."""
        ...

    def quarantine(self, source: str, limit: int) -> Sequence[QuarantinedRecord]:
        """Returns the newest entries of a source's quarantine."""
        ...

    def put_csv(self, export: str, timestamp: str, text: str, *, is_latest: bool) -> str:
        """Stores ``data/{export}_{timestamp}.csv``, the latest in ``data/latest/`` too; returns its key."""
        ...


class FeedQueue(Protocol):
    """Sending end of the queue between fetching and curating."""

    def send(self, messages: Sequence[JsonMap]) -> None:
        """Sends messages; a message that is sent twice changes nothing.

        Raises:
            StoreThrottled: the queue did not take all of them.
        """
        ...


class FeedRunStarts(Protocol):
    """Starts runs of feeds without waiting for them."""

    def start(self, feed: str, scheduled: str, *, force: bool) -> None:
        """Starts a run of a feed; the same scheduled time, in ISO 8601, is the same run.

        Raises:
            InvalidInput: the function that runs feeds is not deployed.
            StoreThrottled: the start was not accepted.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPosition:
    """Place in a source's records, newest first: after the record with this time and id."""

    captured_at: datetime
    record_id: str


class RecordReader(Protocol):
    """Reads records, their history, runs and counters."""

    def record(self, record_id: str) -> FeedRecord | None:
        """Returns a record, gone or not; None if there never was one."""
        ...

    def records(self, record_ids: Sequence[str]) -> dict[str, FeedRecord]:
        """Returns records by their ids, gone ones too; omits unknown ones."""
        ...

    def newest(
        self,
        source: str,
        *,
        limit: int,
        after: RecordPosition | None = None,
        until: datetime | None = None,
        since: datetime | None = None,
    ) -> Sequence[FeedRecord]:
        """Returns listed records of a source, newest first by ``captured_at``.

        Args:
            source: Name of the feed.
            limit: Maximum number of records.
            after: Begins after this record, in the order of the store.
            until: Only records captured at this time or before.
            since: Only records captured at this time or after; not together with ``until``.
        """
        ...

    def oldest(self, source: str) -> FeedRecord | None:
        """Returns the listed record whose content is the oldest; None if the source has no records."""
        ...

    def live_ids(self, source: str) -> Iterator[str]:
        """Yields the ids of a source's listed records; may lack those that were written just now."""
        ...

    def version(self, record_id: str, digest: str) -> RecordVersion | None:
        """Returns the newest version with the beginning of a fingerprint's digest; None if there is none."""
        ...

    def versions(
        self, record_id: str, *, limit: int, after: RecordVersion | None = None
    ) -> Sequence[RecordVersion]:
        """Returns versions of a record, newest first, beginning after ``after``."""
        ...

    def version_at(self, record_id: str, at: datetime) -> RecordVersion | None:
        """Returns the version in force at a time; None if the history does not reach back to it."""
        ...

    def run(self, source: str, run_id: str) -> FeedRun | None:
        """Returns a run; None if there is none."""
        ...

    def runs(self, source: str, *, limit: int, before: str = "") -> Sequence[FeedRun]:
        """Returns runs of a source, newest first; ``before`` is the id that they are older than."""
        ...

    def days(self, source: str, first: date, last: date) -> Sequence[DayCounts]:
        """Returns the counts of the days from ``first`` to ``last`` that have any, in order."""
        ...

    def totals(self) -> Sequence[SourceTotal]:
        """Returns the number of records of every source that has or had any, sorted by source."""
        ...

    def state(self, source: str) -> FeedState:
        """Returns the state of a feed; an empty one before its first run."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWrite:
    """A change of one record.

    Attributes:
        current: New current state; None if only the history changes.
        before: State as it was read, which the write requires; None if there was none.
        version: Version to add to the history; None if no history is kept.
        counts: Name of the run's counter; one of ``new changed back gone redefined late``.
    """

    record_id: str
    current: FeedRecord | None
    before: FeedRecord | None
    version: RecordVersion | None
    counts: Sequence[str]


class RecordErasure(Protocol):
    """Reads and erases everything of a feed in the Records table, also what no index lists."""

    def entries(self, source: str) -> Iterator[FeedRecord | RecordVersion]:
        """Yields every record of a feed, gone ones too, and every version, in no order."""
        ...

    def erase_record(self, record: FeedRecord) -> None:
        """Deletes a record with its history, and takes it out of the feed's total."""
        ...

    def erase_feed(self, source: str) -> int:
        """Deletes every item of a feed, its runs and counters included; returns their number."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFiles:
    """Keys of a feed's objects: answers, entries of the quarantine, CSV files and definitions.

    The key of the definition in force is among them even if there is none, since it may have versions.
    """

    answers: Sequence[str]
    quarantine: Sequence[str]
    exports: Sequence[str]
    definitions: Sequence[str]


class FeedFileErasure(Protocol):
    """Erases and rewrites objects of the feeds bucket with their old versions."""

    def files(self, source: str, exports: Sequence[str]) -> FeedFiles:
        """Returns the keys of a feed's objects; ``exports`` are the names of its CSV files."""
        ...

    def body(self, key: str) -> bytes | None:
        """Returns an object; None if it is not there."""
        ...

    def rewrite(self, key: str, body: bytes) -> None:
        """Replaces an object and deletes what it was before."""
        ...

    def forget_versions(self, keys: Sequence[str]) -> None:
        """Deletes what objects were before, and leaves them as they are."""
        ...

    def erase(self, keys: Sequence[str]) -> int:
        """Deletes objects with all their versions; returns the number of objects."""
        ...


class RecordWriter(Protocol):
    """Writes records with their history and counters, all of a call or nothing."""

    def begin(self, run: FeedRun) -> bool:
        """Stores a run whose answers are archived; returns False if it is stored already.

        A replay is a run of a higher generation, which takes the place of the stored one.
        """
        ...

    def put_run(self, run: FeedRun) -> None:
        """Stores a run that ended without parts."""
        ...

    def apply(
        self, run: FeedRun, part: RunPart, writes: Sequence[RecordWrite], *, in_order: bool = True
    ) -> None:
        """Writes records, versions, the part's counts, the day's counts and the totals in one transaction.

        ``in_order`` requires that no newer answer of the source was applied.

        Raises:
            WriteConflict: a record is not as it was read, the part is done, or a newer answer was applied.
        """
        ...

    def finish_part(
        self, run: FeedRun, part: RunPart, *, found: int, quarantined: int, duplicates: int
    ) -> FeedRun:
        """Marks a part as applied, with its counts, once; returns the run as it is then.

        The records that are the same are those that neither were written nor set aside.
        """
        ...

    def apply_gone(self, run: FeedRun, writes: Sequence[RecordWrite]) -> None:
        """Writes records that are gone, in one transaction.

        Raises:
            WriteConflict: a record is not as it was read, or a newer answer was applied.
        """
        ...

    def end(self, run: FeedRun, state: FeedState | None) -> bool:
        """Ends a run and stores the feed's state, both or neither; returns False if it had ended.

        ``state`` is None if the feed's state does not change.
        """
        ...

    def put_health(self, state: FeedState) -> None:
        """Stores failures, pauses and rejected pages of the feed's state, and nothing else of it."""
        ...
