"""Access to one DynamoDB table: typed values, paging, batches, and AWS errors as ``inkscout.errors``."""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, cast

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.exceptions import BotoCoreError, ClientError

from inkscout.errors import ItemTooLarge, StoreThrottled

Item = dict[str, Any]

BATCH_GET = 100
"""Maximum number of keys in a BatchGetItem (DynamoDB's quota)."""

BATCH_WRITE = 25
"""Maximum number of requests in a BatchWriteItem (DynamoDB's quota)."""

_BATCH_ATTEMPTS = 8
_KEY_CONDITIONS = {
    "<": "#sk < :b0",
    "<=": "#sk <= :b0",
    ">=": "#sk >= :b0",
    "begins_with": "begins_with(#sk, :b0)",
    "between": "#sk BETWEEN :b0 AND :b1",
}
_TRANSIENT = frozenset(
    {
        "InternalServerError",
        "InternalFailure",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ServiceUnavailable",
        "Throttling",
        "ThrottlingException",
        "TransactionInProgressException",
    }
)


class ConditionFailed(Exception):
    """The condition of a write did not hold, or another transaction was changing the item."""


class Table:
    """A table; ``query`` is for one with the keys ``PK`` and ``SK``, ``query_by`` for any.

    Every request may raise ``StoreThrottled``.
    """

    def __init__(self, client: Any, name: str, sleep: Callable[[float], None] = time.sleep) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``dynamodb`` client and the table's name; ``sleep`` waits between attempts."""
        self._client, self.name, self._sleep = client, name, sleep
        self._pack, self._unpack = TypeSerializer().serialize, TypeDeserializer().deserialize

    def get(self, key: Item) -> Item | None:
        """Returns an item by a consistent read; None if absent."""
        with translated():
            answer = self._client.get_item(TableName=self.name, Key=self.packed(key), ConsistentRead=True)
        return self.unpacked(answer["Item"]) if answer.get("Item") else None

    def get_many(self, keys: Sequence[Item]) -> list[Item]:
        """Returns the items of any number of keys, in no order; omits keys without an item."""
        found: list[Item] = []
        unique = list({tuple(sorted(key.items())): key for key in keys}.values())
        for start in range(0, len(unique), BATCH_GET):
            pending: Item = {
                "Keys": [self.packed(k) for k in unique[start : start + BATCH_GET]],
                "ConsistentRead": True,
            }
            for attempt in range(_BATCH_ATTEMPTS):
                with translated():
                    answer = self._client.batch_get_item(RequestItems={self.name: pending})
                found += [self.unpacked(item) for item in answer["Responses"].get(self.name, [])]
                pending = answer.get("UnprocessedKeys", {}).get(self.name, {})
                if not pending:
                    break
                self._wait(attempt)
            else:
                raise StoreThrottled("keys were left unprocessed too often")
        return found

    def put(
        self,
        item: Item,
        condition: str = "",
        values: Item | None = None,
        names: Mapping[str, str] | None = None,
    ) -> None:
        """Writes an item.

        Raises:
            ConditionFailed: the condition does not hold.
            ItemTooLarge: the item exceeds DynamoDB's limit.
        """
        request = {"TableName": self.name, "Item": self.packed(item)}
        with translated():
            self._client.put_item(**request, **self.condition(condition, values, names))

    def replace(self, item: Item) -> Item | None:
        """Writes an item; returns the item that it replaced, or None."""
        with translated():
            answer = self._client.put_item(
                TableName=self.name, Item=self.packed(item), ReturnValues="ALL_OLD"
            )
        return self.unpacked(answer["Attributes"]) if answer.get("Attributes") else None

    def put_many(self, items: Sequence[Item]) -> None:
        """Writes items unconditionally, in no order; no key may occur twice."""
        for start in range(0, len(items), BATCH_WRITE):
            pending = [{"PutRequest": {"Item": self.packed(i)}} for i in items[start : start + BATCH_WRITE]]
            for attempt in range(_BATCH_ATTEMPTS):
                with translated():
                    answer = self._client.batch_write_item(RequestItems={self.name: pending})
                pending = answer.get("UnprocessedItems", {}).get(self.name, [])
                if not pending:
                    break
                self._wait(attempt)
            else:
                raise StoreThrottled("items were left unprocessed too often")

    def update(
        self,
        key: Item,
        expression: str,
        values: Item,
        names: Mapping[str, str] | None = None,
        condition: str = "",
    ) -> Item:
        """Updates an item; returns all its attributes after the update.

        Raises:
            ConditionFailed: the condition does not hold.
        """
        request = {"TableName": self.name, "Key": self.packed(key), "UpdateExpression": expression}
        with translated():
            answer = self._client.update_item(
                **request, **self.condition(condition, values, names), ReturnValues="ALL_NEW"
            )
        return self.unpacked(answer.get("Attributes", {}))

    def delete(self, key: Item, condition: str = "", values: Item | None = None) -> None:
        """Deletes an item; does nothing if it does not exist.

        Raises:
            ConditionFailed: the condition does not hold.
        """
        request = {"TableName": self.name, "Key": self.packed(key)}
        with translated():
            self._client.delete_item(**request, **self.condition(condition, values, None))

    def transact(self, actions: Sequence[Item]) -> None:
        """Applies up to 100 actions, made by ``put_action`` and ``delete_action``, all or none.

        Raises:
            ConditionFailed: a condition does not hold, or another transaction is changing one of the items.
            ItemTooLarge: an item exceeds DynamoDB's limit.
        """
        if not actions:
            return
        with translated():
            self._client.transact_write_items(TransactItems=list(actions))

    def apply(self, actions: Sequence[Item]) -> None:
        """Applies actions as ``transact`` does, but a put alone without a transaction, at half the price."""
        if len(actions) != 1 or "Put" not in actions[0]:
            return self.transact(actions)
        with translated():
            self._client.put_item(**actions[0]["Put"])
        return None

    def update_action(
        self,
        key: Item,
        expression: str,
        values: Item,
        names: Mapping[str, str] | None = None,
        condition: str = "",
    ) -> Item:
        """Returns an update as an action for ``transact``."""
        request = {"TableName": self.name, "Key": self.packed(key), "UpdateExpression": expression}
        return {"Update": {**request, **self.condition(condition, values, names)}}

    def check_action(self, key: Item, condition: str, values: Item) -> Item:
        """Returns a condition on an item that ``transact`` does not change."""
        request = {"TableName": self.name, "Key": self.packed(key)}
        return {"ConditionCheck": {**request, **self.condition(condition, values, None)}}

    def put_action(self, item: Item, condition: str = "", values: Item | None = None) -> Item:
        """Returns a put as an action for ``transact``."""
        request = {"TableName": self.name, "Item": self.packed(item)}
        return {"Put": {**request, **self.condition(condition, values, None)}}

    def delete_action(self, key: Item) -> Item:
        """Returns a delete as an action for ``transact``."""
        return {"Delete": {"TableName": self.name, "Key": self.packed(key)}}

    def query(
        self,
        pk: str,
        prefix: str = "",
        *,
        index: str = "",
        below: str = "",
        newest_first: bool = False,
        limit: int | None = None,
    ) -> Iterator[Item]:
        """Yields items of a partition whose sort key starts with ``prefix``, or is less than ``below``.

        With ``index``, the keys are those of the index. ``limit`` is the size of a page, not of the result.
        """
        names = ("GSI1PK", "GSI1SK") if index else ("PK", "SK")
        bound = prefix or below
        values = {":pk": pk} | ({":sk": bound} if bound else {})
        chosen = "begins_with(#sk, :sk)" if prefix else "#sk < :sk"
        request: Item = {
            "KeyConditionExpression": "#pk = :pk" + (f" AND {chosen}" if bound else ""),
            "ExpressionAttributeNames": {"#pk": names[0]} | ({"#sk": names[1]} if bound else {}),
            "ExpressionAttributeValues": self.packed(values),
            "ScanIndexForward": not newest_first,
            **({"IndexName": index} if index else {"ConsistentRead": True}),
            **({"Limit": limit} if limit else {}),
        }
        yield from self._pages(self._client.query, request)

    def query_by(
        self,
        keys: tuple[str, str, str],
        bound: Sequence[str] | None = None,
        *,
        index: str = "",
        newest_first: bool = False,
        limit: int | None = None,
        start: Item | None = None,
    ) -> Iterator[Item]:
        """Yields items of a partition of a table or an index with any key names.

        Args:
            keys: Name of the partition key, its value, name of the sort key.
            bound: ``<``, ``<=``, ``>=`` or ``begins_with`` and a value, or ``between`` and two.
            index: Name of the index; empty for the table, which is read consistently.
            newest_first: Whether to read in descending order.
            limit: Size of a page, not of the result.
            start: Keys of the item after which to begin.
        """
        partition, value, sort = keys
        names, values = {"#pk": partition}, {":pk": value}
        condition = "#pk = :pk"
        if bound:
            operator, *operands = bound
            names["#sk"] = sort
            values |= {f":b{number}": operand for number, operand in enumerate(operands)}
            condition += " AND " + _KEY_CONDITIONS[operator]
        request: Item = {
            "KeyConditionExpression": condition,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": self.packed(values),
            "ScanIndexForward": not newest_first,
            **({"IndexName": index} if index else {"ConsistentRead": True}),
            **({"Limit": limit} if limit else {}),
        }
        yield from self._pages(self._client.query, request, start)

    def read_page(self, operation: str, request: Item, after: Item | None) -> tuple[list[Item], Item | None]:
        """Sends one ``query`` or ``scan`` that begins after a key.

        Returns its items, and the key after which the next page begins; None at the end.
        """
        start: Item = {"ExclusiveStartKey": self.packed(after)} if after else {}
        with translated():
            answer = getattr(self._client, operation)(TableName=self.name, **request, **start)
        last = answer.get("LastEvaluatedKey")
        return [self.unpacked(item) for item in answer.get("Items", [])], self.unpacked(
            last
        ) if last else None

    def scan(
        self, types: Iterable[str] = (), segment: int = 0, segments: int = 1, only: Sequence[str] = ()
    ) -> Iterator[Item]:
        """Yields the items of one segment of a parallel scan, if ``types`` is given only those types.

        ``only`` names the attributes to read; all by default.
        """
        wanted = {f":t{number}": name for number, name in enumerate(types)}
        request: Item = {"ConsistentRead": True}
        if segments > 1:
            request |= {"Segment": segment, "TotalSegments": segments}
        names = {f"#o{number}": name for number, name in enumerate(only)}
        if names:
            request["ProjectionExpression"] = ", ".join(names)
        if wanted:
            names["#type"] = "type"
            request |= {
                "FilterExpression": f"#type IN ({', '.join(wanted)})",
                "ExpressionAttributeValues": self.packed(wanted),
            }
        if names:
            request["ExpressionAttributeNames"] = names
        yield from self._pages(self._client.scan, request)

    def condition(self, condition: str, values: Item | None, names: Mapping[str, str] | None) -> Item:
        """Returns the request parameters for a condition with its values and attribute names."""
        return {
            **({"ConditionExpression": condition} if condition else {}),
            **({"ExpressionAttributeValues": self.packed(values)} if values else {}),
            **({"ExpressionAttributeNames": dict(names)} if names else {}),
        }

    def packed(self, item: Mapping[str, Any]) -> Item:
        """Converts Python values to DynamoDB's typed ones."""
        return {name: self._pack(_with_decimals(value)) for name, value in item.items()}

    def unpacked(self, item: Mapping[str, Any]) -> Item:
        """Converts DynamoDB's typed values to Python values."""
        return {name: self._unpack(value) for name, value in item.items()}

    def _pages(self, call: Callable[..., Any], request: Item, after: Item | None = None) -> Iterator[Item]:
        start: Item = {"ExclusiveStartKey": self.packed(after)} if after else {}
        while True:
            with translated():
                answer = call(TableName=self.name, **request, **start)
            for item in answer.get("Items", []):
                yield self.unpacked(item)
            if not answer.get("LastEvaluatedKey"):
                return
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def _wait(self, attempt: int) -> None:
        """Waits before another attempt: full jitter, up to 50 ms, doubling up to 2 s."""
        self._sleep(random.uniform(0, min(2.0, 0.05 * 2**attempt)))  # noqa: S311 - jitter, no secret


def plain(value: Any) -> Any:  # noqa: ANN401 - any stored value
    """Returns a stored value with ``int`` and ``float`` in place of ``Decimal``."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value


def _with_decimals(value: Any) -> Any:  # noqa: ANN401 - any value to store
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, Mapping):
        return {str(name): _with_decimals(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_with_decimals(inner) for inner in value]
    return value


@contextmanager
def translated() -> Iterator[None]:
    """Converts AWS errors: a failed condition, an item that is too large, a table that is throttled.

    Other errors are raised unchanged.
    """
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in {"ConditionalCheckFailedException", "TransactionConflictException"}:
            raise ConditionFailed(code) from error
        if code == "TransactionCanceledException":
            raise _verdict(error) from error
        if code == "ValidationException" and _is_size(str(error)):
            raise ItemTooLarge("larger than an item of the table may be") from error
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        if code in _TRANSIENT or status >= 500:
            raise StoreThrottled(f"the table answered {code}") from error
        raise
    except BotoCoreError as error:
        raise StoreThrottled(f"the table did not answer: {type(error).__name__}") from error


def _verdict(error: ClientError) -> Exception:
    """Returns the exception for a cancelled transaction, by the reasons of its cancellation."""
    reasons = error.response.get("CancellationReasons", [])
    codes = {reason.get("Code", "None") for reason in reasons}
    if any(_is_size(str(reason.get("Message", ""))) for reason in reasons):
        return ItemTooLarge("larger than an item of the table may be")
    if codes & {"ConditionalCheckFailed", "TransactionConflict"} or not codes:
        return ConditionFailed("a transaction was cancelled")
    if codes & {"ThrottlingError", "ProvisionedThroughputExceeded"}:
        return StoreThrottled("a transaction was throttled")
    return cast("Exception", error)


def _is_size(message: str) -> bool:
    """Whether an error message says that an item is too large; DynamoDB has no error code for it."""
    return "item size" in message.lower()
