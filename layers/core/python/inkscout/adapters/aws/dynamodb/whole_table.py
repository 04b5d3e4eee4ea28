"""A whole table in DynamoDB's typed form, for backups and restores: nothing is converted on the way."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from inkscout.adapters.aws.dynamodb.table import BATCH_GET, BATCH_WRITE, ConditionFailed, translated
from inkscout.domain.archive import RawItem
from inkscout.errors import StoreThrottled

_ATTEMPTS = 10


class DynamoDbWholeTable:
    """Implements ``ports.recovery.WholeTable``. Every request may raise ``StoreThrottled``."""

    def __init__(
        self,
        client: Any,  # noqa: ANN401 - boto3 makes its clients at run time
        name: str,
        keys: tuple[str, ...],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Uses a boto3 ``dynamodb`` client, the table's name and the names of its key attributes."""
        self._client, self.name, self._keys, self._sleep = client, name, keys, sleep

    @property
    def keys(self) -> tuple[str, ...]:
        """Names of the key attributes, the partition key first."""
        return self._keys

    def scan(self, segment: int = 0, segments: int = 1, *, only: Sequence[str] = ()) -> Iterator[RawItem]:
        """Yields the items of one segment of a parallel scan; ``only`` names the attributes to read."""
        part = {"Segment": segment, "TotalSegments": segments} if segments > 1 else {}
        yield from self._pages("scan", {"ConsistentRead": True, **part, **_projection(only)})

    def changed_since(self, time: str, times: Sequence[str]) -> Iterator[RawItem]:
        """Yields keys of items of which one of the attributes ``times`` is not before ``time`` (ISO 8601)."""
        shown = _projection(self._keys)
        names = {f"#t{number}": name for number, name in enumerate(times)}
        request = {
            "ConsistentRead": True,
            **shown,
            "FilterExpression": " OR ".join(f"{name} >= :since" for name in names),
            "ExpressionAttributeNames": {**shown["ExpressionAttributeNames"], **names},
            "ExpressionAttributeValues": {":since": {"S": time}},
        }
        yield from self._pages("scan", request)

    def partition(self, value: str) -> Iterator[RawItem]:
        """Yields the items of a partition."""
        yield from self._pages("query", {"ConsistentRead": True, **_equal(self._keys[0], value)})

    def indexed(self, index: str, attribute: str, value: str) -> Iterator[RawItem]:
        """Yields the items of a partition of an index, whose partition key is ``attribute``."""
        yield from self._pages("query", {"IndexName": index, **_equal(attribute, value)})

    def get_many(self, keys: Sequence[RawItem], *, only: Sequence[str] = ()) -> Sequence[RawItem]:
        """Returns the items of some keys, in no order; omits keys without an item."""
        shown = _projection(only)
        found: list[RawItem] = []
        for start in range(0, len(keys), BATCH_GET):
            pending = {"Keys": list(keys[start : start + BATCH_GET]), "ConsistentRead": True, **shown}
            for attempt in range(_ATTEMPTS):
                with translated():
                    answer = self._client.batch_get_item(RequestItems={self.name: pending})
                found += answer["Responses"].get(self.name, [])
                pending = answer.get("UnprocessedKeys", {}).get(self.name, {})
                if not pending:
                    break
                self._wait(attempt)
            else:
                raise StoreThrottled("keys were left unprocessed too often")
        return found

    def put_many(self, items: Sequence[RawItem]) -> None:
        """Writes items unconditionally; no key may occur twice."""
        self._write([{"PutRequest": {"Item": item}} for item in items])

    def delete_many(self, keys: Sequence[RawItem]) -> None:
        """Deletes items by their keys."""
        self._write([{"DeleteRequest": {"Key": key}} for key in keys])

    def put_new(self, item: RawItem) -> bool:
        """Writes an item unless its key is taken; returns whether it wrote."""
        return self.put_unless_changed(item, None)

    def put_unless_changed(self, item: RawItem, seen: RawItem | None) -> bool:
        """Writes an item if the one with its key still has the version of ``seen``; returns whether it wrote.

        None means that there must be none.
        """
        condition: RawItem = {
            "ConditionExpression": "attribute_not_exists(#k)",
            "ExpressionAttributeNames": {"#k": self._keys[0]},
        }
        if seen is not None:
            condition = {
                "ConditionExpression": "#k = :version",
                "ExpressionAttributeNames": {"#k": "version"},
                "ExpressionAttributeValues": {":version": seen["version"]},
            }
        try:
            with translated():
                self._client.put_item(TableName=self.name, Item=item, **condition)
        except ConditionFailed:
            return False
        return True

    def _write(self, requests: Sequence[RawItem]) -> None:
        for start in range(0, len(requests), BATCH_WRITE):
            pending = list(requests[start : start + BATCH_WRITE])
            for attempt in range(_ATTEMPTS):
                with translated():
                    answer = self._client.batch_write_item(RequestItems={self.name: pending})
                pending = answer.get("UnprocessedItems", {}).get(self.name, [])
                if not pending:
                    break
                self._wait(attempt)
            else:
                raise StoreThrottled("items were left unprocessed too often")

    def _pages(self, operation: str, request: RawItem) -> Iterator[RawItem]:
        start: RawItem = {}
        while True:
            with translated():
                answer = getattr(self._client, operation)(TableName=self.name, **request, **start)
            yield from answer.get("Items", [])
            if not answer.get("LastEvaluatedKey"):
                return
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def _wait(self, attempt: int) -> None:
        """Waits before another attempt: full jitter, up to 50 ms, doubling up to 5 s."""
        self._sleep(random.uniform(0, min(5.0, 0.05 * 2**attempt)))  # noqa: S311 - jitter, no secret


def _projection(only: Sequence[str]) -> RawItem:
    names = {f"#o{number}": name for number, name in enumerate(only)}
    return {"ProjectionExpression": ", ".join(names), "ExpressionAttributeNames": names} if names else {}


def _equal(attribute: str, value: str) -> RawItem:
    return {
        "KeyConditionExpression": "#pk = :pk",
        "ExpressionAttributeNames": {"#pk": attribute},
        "ExpressionAttributeValues": {":pk": {"S": value}},
    }
