"""Reads of the Records table: records by id and by source, versions, runs, counters and states."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from inkscout.adapters.aws.dynamodb.table import Item, Table, plain
from inkscout.contracts.stored import feed_items as items
from inkscout.domain.feed_run import FeedRun, FeedState
from inkscout.domain.record import DayCounts, FeedRecord, RecordVersion, SourceTotal, as_text
from inkscout.ports.feeds import RecordPosition

_AFTER_EVERY_TIME = "~"


class DynamoDbRecordReader:
    """Implements ``ports.feeds.RecordReader`` on one table."""

    def __init__(self, client: Any, table: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``dynamodb`` client and the table's name."""
        self._table = Table(client, table)

    def record(self, record_id: str) -> FeedRecord | None:
        """Returns a record, gone or not; None if there never was one."""
        item = self._table.get(items.record_key(record_id)) if record_id else None
        return items.record_of(plain(item)) if item else None

    def records(self, record_ids: Sequence[str]) -> dict[str, FeedRecord]:
        """Returns records by their ids, 100 per request; omits unknown ones."""
        found = self._table.get_many([items.record_key(record_id) for record_id in record_ids])
        return {str(item["id"]): items.record_of(plain(item)) for item in found}

    def newest(
        self,
        source: str,
        *,
        limit: int,
        after: RecordPosition | None = None,
        until: datetime | None = None,
        since: datetime | None = None,
    ) -> Sequence[FeedRecord]:
        """Returns listed records of a source, newest first; eventually consistent, as an index is."""
        start = None
        if after is not None:
            start = {
                **items.record_key(after.record_id),
                "source": source,
                "captured_at": as_text(after.captured_at),
            }
        bound = ("<=", as_text(until)) if until else (">=", as_text(since)) if since else None
        found = self._query_source(source, bound=bound, limit=limit, start=start)
        return [items.record_of(plain(item)) for item in islice(found, limit)]

    def oldest(self, source: str) -> FeedRecord | None:
        """Returns the listed record whose content is the oldest; eventually consistent, as an index is."""
        found = self._query_source(source, limit=1, newest_first=False)
        return next((items.record_of(plain(item)) for item in found), None)

    def live_ids(self, source: str) -> Iterator[str]:
        """Yields the ids of a source's listed records."""
        for item in self._query_source(source):
            yield str(item["id"])

    def version(self, record_id: str, digest: str) -> RecordVersion | None:
        """Returns the newest version whose key ends in the beginning of a digest; None if there is none."""
        for item in self._query(record_id, ("begins_with", items.VERSIONS)):
            if str(item["sk"]).endswith(f"#{digest}"):
                return items.version_of(plain(item))
        return None

    def versions(
        self, record_id: str, *, limit: int, after: RecordVersion | None = None
    ) -> Sequence[RecordVersion]:
        """Returns versions of a record, newest first."""
        start = items.version_key(record_id, after.at, after.fingerprint) if after is not None else None
        found = self._query(record_id, ("begins_with", items.VERSIONS), limit=limit, start=start)
        return [items.version_of(plain(item)) for item in islice(found, limit)]

    def version_at(self, record_id: str, at: datetime) -> RecordVersion | None:
        """Returns the version in force at a time; None if the history does not reach back to it."""
        bounds = (items.VERSIONS, f"{items.VERSIONS}{as_text(at)}#{_AFTER_EVERY_TIME}")
        for item in self._query(record_id, ("between", *bounds), limit=1):
            return items.version_of(plain(item))
        return None

    def run(self, source: str, run_id: str) -> FeedRun | None:
        """Returns a run; None if there is none."""
        item = self._table.get(items.run_key(source, run_id))
        return items.run_of(plain(item)) if item else None

    def runs(self, source: str, *, limit: int, before: str = "") -> Sequence[FeedRun]:
        """Returns runs of a source, newest first."""
        bound = ("<", before) if before else None
        found = self._query(items.run_partition(source), bound, limit=limit)
        return [items.run_of(plain(item)) for item in islice(found, limit)]

    def days(self, source: str, first: date, last: date) -> Sequence[DayCounts]:
        """Returns the counts of the days that have any, in order."""
        bound = ("between", first.isoformat(), last.isoformat())
        found = self._query(items.day_partition(source), bound, newest_first=False)
        return [items.day_of(item) for item in found]

    def totals(self) -> Sequence[SourceTotal]:
        """Returns the number of records of every source that has or had any, sorted by source."""
        return [items.total_of(item) for item in self._query(items.TOTALS, None, newest_first=False)]

    def state(self, source: str) -> FeedState:
        """Returns the state of a feed; an empty one before its first run."""
        item = self._table.get(items.state_key(source))
        return items.state_of(source, plain(item) if item else None)

    def _query(
        self,
        partition: str,
        bound: tuple[str, ...] | None,
        *,
        limit: int | None = None,
        start: Item | None = None,
        newest_first: bool = True,
    ) -> Iterator[Item]:
        keys = ("id", partition, "sk")
        return self._table.query_by(keys, bound, newest_first=newest_first, limit=limit, start=start)

    def _query_source(
        self,
        source: str,
        *,
        bound: tuple[str, ...] | None = None,
        limit: int | None = None,
        start: Item | None = None,
        newest_first: bool = True,
    ) -> Iterator[Item]:
        keys = ("source", source, "captured_at")
        return self._table.query_by(
            keys, bound, index=items.SOURCE_INDEX, newest_first=newest_first, limit=limit, start=start
        )
