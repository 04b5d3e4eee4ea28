"""Erases records of feeds from the Records table, and reads those that no index lists."""

from collections.abc import Iterator
from typing import Any

from inkscout.adapters.aws.dynamodb.table import Item, Table, plain
from inkscout.contracts.stored import feed_items as items
from inkscout.domain.record import FeedRecord, RecordVersion

_BATCH = 100


class DynamoDbRecordErasure:
    """Implements ``ports.feeds.RecordErasure`` on one table; scans it, which an operator does seldom."""

    def __init__(self, client: Any, table: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``dynamodb`` client and the table's name."""
        self._table = Table(client, table)

    def entries(self, source: str) -> Iterator[FeedRecord | RecordVersion]:
        """Yields every record of a feed, gone ones too, and every version, in no order."""
        for item in self._table.scan():
            if item.get("feed") != source:
                continue
            if item["sk"] == items.CURRENT:
                yield items.record_of(plain(item))
            elif str(item["sk"]).startswith(items.VERSIONS):
                yield items.version_of(plain(item))

    def erase_record(self, record: FeedRecord) -> None:
        """Deletes a record with its history, and takes it out of the feed's total.

        Raises:
            ConditionFailed: another writer is changing the record.
        """
        key = items.record_key(record.record_id)
        stored = self._table.get(key)
        if stored is not None:
            counter = "gone" if "gone_at" in stored else "live"
            less = self._table.update_action(
                items.total_key(record.source), "ADD #counter :less", {":less": -1}, {"#counter": counter}
            )
            self._table.transact([self._table.delete_action(key), less])
        self._delete(list(self._table.query_by(("id", record.record_id, "sk"))))

    def erase_feed(self, source: str) -> int:
        """Deletes every item of a feed, its runs and counters included; returns their number."""
        found = [
            item
            for item in self._table.scan(only=("id", "sk", "feed"))
            if item.get("feed") == source or (item["id"] == items.TOTALS and item["sk"] == source)
        ]
        self._delete(found)
        return len(found)

    def _delete(self, found: list[Item]) -> None:
        actions = [self._table.delete_action({"id": item["id"], "sk": item["sk"]}) for item in found]
        for start in range(0, len(actions), _BATCH):
            self._table.transact(actions[start : start + _BATCH])
