"""One DynamoDB table: typed values in and out, paging, limits, and AWS errors as the project's own."""

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
"""Most keys of a BatchGetItem (DynamoDB's quota)."""

BATCH_WRITE = 25
"""Most requests of a BatchWriteItem (DynamoDB's quota)."""

_BATCH_ATTEMPTS = 8
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
    """A condition of a write did not hold, or another transaction had the item."""


class Table:
    """A table with the keys ``PK`` and ``SK``, or ``PK`` alone."""

    def __init__(self, client: Any, name: str, sleep: Callable[[float], None] = time.sleep) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``dynamodb`` client."""
        self._client, self.name, self._sleep = client, name, sleep
        self._pack, self._unpack = TypeSerializer().serialize, TypeDeserializer().deserialize

    def get(self, key: Item) -> Item | None:
        """An item by a consistent read; None when absent."""
        with _translated():
            answer = self._client.get_item(TableName=self.name, Key=self.packed(key), ConsistentRead=True)
        return self.unpacked(answer["Item"]) if answer.get("Item") else None

    def get_many(self, keys: Sequence[Item]) -> list[Item]:
        """The items of up to any number of keys that exist, in no order."""
        found: list[Item] = []
        unique = list({tuple(sorted(key.items())): key for key in keys}.values())
        for start in range(0, len(unique), BATCH_GET):
            pending: Item = {
                "Keys": [self.packed(k) for k in unique[start : start + BATCH_GET]],
                "ConsistentRead": True,
            }
            for attempt in range(_BATCH_ATTEMPTS):
                with _translated():
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
        """
        request = {"TableName": self.name, "Item": self.packed(item)}
        with _translated():
            self._client.put_item(**request, **self.condition(condition, values, names))

    def put_many(self, items: Sequence[Item]) -> None:
        """Writes items whatever stood there, in no order; no key may occur twice."""
        for start in range(0, len(items), BATCH_WRITE):
            pending = [{"PutRequest": {"Item": self.packed(i)}} for i in items[start : start + BATCH_WRITE]]
            for attempt in range(_BATCH_ATTEMPTS):
                with _translated():
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
        """Updates an item; returns all of it as it is afterwards.

        Raises:
            ConditionFailed: the condition does not hold.
        """
        request = {"TableName": self.name, "Key": self.packed(key), "UpdateExpression": expression}
        with _translated():
            answer = self._client.update_item(
                **request, **self.condition(condition, values, names), ReturnValues="ALL_NEW"
            )
        return self.unpacked(answer.get("Attributes", {}))

    def delete(self, key: Item, condition: str = "", values: Item | None = None) -> None:
        """Removes an item; an absent one is fine.

        Raises:
            ConditionFailed: the condition does not hold.
        """
        request = {"TableName": self.name, "Key": self.packed(key)}
        with _translated():
            self._client.delete_item(**request, **self.condition(condition, values, None))

    def transact(self, actions: Sequence[Item]) -> None:
        """Applies up to 100 actions, made by ``put_action`` and its like, all or none.

        Raises:
            ConditionFailed: a condition does not hold, or another transaction has one of the items.
        """
        if not actions:
            return
        with _translated():
            self._client.transact_write_items(TransactItems=list(actions))

    def put_action(self, item: Item, condition: str = "", values: Item | None = None) -> Item:
        """A put as a transaction's action."""
        request = {"TableName": self.name, "Item": self.packed(item)}
        return {"Put": {**request, **self.condition(condition, values, None)}}

    def delete_action(self, key: Item) -> Item:
        """A delete as a transaction's action."""
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
        """Items of a partition (of an index) whose sort key starts with ``prefix``, or is ``below``."""
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

    def scan(
        self, types: Iterable[str] = (), segment: int = 0, segments: int = 1, only: Sequence[str] = ()
    ) -> Iterator[Item]:
        """Every item, or those whose ``type`` is one of ``types``, of one segment of a parallel scan.

        ``only`` names the attributes that are wanted.
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
        """The parts of a request that a condition and its values need."""
        return {
            **({"ConditionExpression": condition} if condition else {}),
            **({"ExpressionAttributeValues": self.packed(values)} if values else {}),
            **({"ExpressionAttributeNames": dict(names)} if names else {}),
        }

    def packed(self, item: Mapping[str, Any]) -> Item:
        """Python values as DynamoDB's typed ones."""
        return {name: self._pack(_with_decimals(value)) for name, value in item.items()}

    def unpacked(self, item: Mapping[str, Any]) -> Item:
        """DynamoDB's typed values as Python's."""
        return {name: self._unpack(value) for name, value in item.items()}

    def _pages(self, call: Callable[..., Any], request: Item) -> Iterator[Item]:
        start: Item = {}
        while True:
            with _translated():
                answer = call(TableName=self.name, **request, **start)
            for item in answer.get("Items", []):
                yield self.unpacked(item)
            if not answer.get("LastEvaluatedKey"):
                return
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def _wait(self, attempt: int) -> None:
        """Full jitter, 50 ms doubling up to 2 s."""
        self._sleep(random.uniform(0, min(2.0, 0.05 * 2**attempt)))  # noqa: S311 - jitter, no secret


def plain(value: Any) -> Any:  # noqa: ANN401 - any stored value
    """A stored value with Python's own numbers."""
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
def _translated() -> Iterator[None]:
    """AWS errors as the project's own: a failed condition, a store that asks for patience, or a defect."""
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
    """Classifies a cancelled transaction: some reasons are transient, one needs a fresh read."""
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
    """Whether a refusal is about an item's size; DynamoDB has no code of its own for it."""
    return "item size" in message.lower()
