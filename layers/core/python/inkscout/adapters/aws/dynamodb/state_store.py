"""Small state that outlives a run, in the Operations table; an expired value counts as absent at once."""

import random
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any

from inkscout.adapters.aws.dynamodb.table import ConditionFailed, Item, Table, plain
from inkscout.errors import StoreThrottled, WriteConflict
from inkscout.ports import Clock, JsonMap
from inkscout.ports.operations import Change

_PREFIX = "v_"
_ABSENT = "(attribute_not_exists(PK) OR expires_at <= :now)"
_LIVE = "(attribute_not_exists(expires_at) OR expires_at > :now)"
_KEPT_RECEIPTS = 200
_ATTEMPTS = 10


class DynamoDbStateStore:
    """Implements ``ports.StateStore`` on one table; each write gives the value a new ``version``."""

    def __init__(
        self,
        client: Any,  # noqa: ANN401 - boto3 makes its clients at run time
        table: str,
        clock: Clock,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Uses a boto3 ``dynamodb`` client and the table's name."""
        self._table, self._clock, self._sleep = Table(client, table, sleep), clock, sleep

    def get(self, scope: str, key: str) -> dict[str, Any] | None:
        """Returns a value with its ``version``; None if absent or expired."""
        item = self._table.get(_key(scope, key))
        if item is None or item.get("expires_at", self._now() + 1) <= self._now():
            return None
        return {**_values(item), "version": int(item["version"])}

    def get_many(self, scope: str, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Returns values by key, 100 per request; omits absent and expired ones."""
        found = self._table.get_many([_key(scope, key) for key in keys])
        live = (item for item in found if item.get("expires_at", self._now() + 1) > self._now())
        return {str(item["SK"]): {**_values(item), "version": int(item["version"])} for item in live}

    def first(self, scope: str, limit: int) -> dict[str, dict[str, Any]]:
        """Returns the values of the first ``limit`` keys of a scope, by key; omits expired ones."""
        found = islice(self._table.query(_key(scope, "")["PK"], limit=limit), limit)
        live = (item for item in found if item.get("expires_at", self._now() + 1) > self._now())
        return {str(item["SK"]): {**_values(item), "version": int(item["version"])} for item in live}

    def put(self, scope: str, key: str, document: JsonMap, ttl_seconds: int | None = None) -> None:
        """Replaces a value. It never expires if ``ttl_seconds`` is None."""
        self._table.put(self._item(scope, key, document, time.time_ns(), ttl_seconds))

    def put_many(self, scope: str, documents: Mapping[str, JsonMap], ttl_seconds: int | None = None) -> None:
        """Replaces values by their keys, 25 per request. They never expire if ``ttl_seconds`` is None."""
        version = time.time_ns()
        self._table.put_many(
            [self._item(scope, key, document, version, ttl_seconds) for key, document in documents.items()]
        )

    def put_if(
        self,
        scope: str,
        key: str,
        document: JsonMap,
        expected_version: int | None,
        ttl_seconds: int | None = None,
    ) -> int | None:
        """Replaces a value if its ``version`` is the expected one; returns the new one, None if it is not.

        ``expected_version`` None means that the value must be absent or expired.
        """
        values: Item = {":now": self._now()}
        condition, version = _ABSENT, time.time_ns()
        if expected_version is not None:
            condition, version = f"version = :version AND {_LIVE}", expected_version + 1
            values[":version"] = expected_version
        receipt = uuid.uuid4().hex
        item = {**self._item(scope, key, document, version, ttl_seconds), "receipt": receipt}
        try:
            self._table.put(item, condition, values)
        except ConditionFailed:
            # The response may have been lost, so that the repeated call found its own item.
            stored = self._table.get(_key(scope, key))
            is_own = stored is not None and stored.get("receipt") == receipt
            return version if is_own else None
        return version

    def update(self, scope: str, key: str, change: Change, ttl_seconds: int | None = None) -> bool:
        """Stores the result of ``change`` for the stored value; retries after a concurrent write.

        Raises:
            WriteConflict: other writers changed the value first, on every attempt.
        """
        for attempt in range(_ATTEMPTS):
            stored = self.get(scope, key)
            version = stored.pop("version") if stored is not None else None
            wanted = change(stored)
            if wanted is None or wanted == stored:
                return False
            if self.put_if(scope, key, wanted, version, ttl_seconds):
                return True
            self._pause(attempt)
        raise WriteConflict(f"other writers kept changing {scope} {key}")

    def add(
        self, scope: str, key: str, amounts: Mapping[str, float], ttl_seconds: int | None = None
    ) -> dict[str, float]:
        """Adds to numeric fields atomically; returns their new values. The first addition sets the expiry.

        A call repeated after a lost response adds once, since the item keeps the receipts of the latest
        additions.

        Raises:
            WriteConflict: other writers changed the counter first, on every attempt.
            StoreThrottled: the table kept limiting the rate of requests.
        """
        receipt = f"{time.time_ns():x}-{uuid.uuid4().hex[:8]}"
        for attempt in range(_ATTEMPTS):
            try:
                item = self._add(scope, key, amounts, ttl_seconds, receipt)
            except StoreThrottled:
                if attempt + 1 == _ATTEMPTS:
                    raise
                # The request may have succeeded; with the same receipt it cannot count twice.
                self._sleep(random.uniform(0, 0.05 * 2**attempt))  # noqa: S311 - jitter, no secret
            except ConditionFailed:
                stored = self._table.get(_key(scope, key)) or {}
                if receipt in stored.get("receipts", set()):
                    return _floats(stored, amounts)
                self._drop_expired(scope, key)
                self._pause(attempt)
            else:
                self._forget_receipts(scope, key, item)
                return _floats(item, amounts)
        raise WriteConflict("other writers kept changing a counter")

    def _add(
        self, scope: str, key: str, amounts: Mapping[str, float], ttl_seconds: int | None, receipt: str
    ) -> Item:
        names = {f"#a{number}": _PREFIX + name for number, name in enumerate(amounts)}
        values: Item = {f":a{number}": amount for number, amount in enumerate(amounts.values())}
        values |= {":one": 1, ":now": self._now(), ":receipt": receipt, ":receipts": {receipt}}
        adds = ", ".join(f"#a{number} :a{number}" for number in range(len(amounts)))
        expression = f"ADD {adds}, version :one, receipts :receipts"
        if ttl_seconds is not None:
            values[":expires"] = self._now() + ttl_seconds
            expression += " SET expires_at = if_not_exists(expires_at, :expires)"
        condition = f"{_LIVE} AND NOT contains(receipts, :receipt)"
        return self._table.update(_key(scope, key), expression, values, names, condition)

    def _drop_expired(self, scope: str, key: str) -> None:
        try:
            self._table.delete(_key(scope, key), "expires_at <= :now", {":now": self._now()})
        except ConditionFailed:
            return

    def _forget_receipts(self, scope: str, key: str, item: Item) -> None:
        receipts = sorted(item.get("receipts", set()))
        if len(receipts) > _KEPT_RECEIPTS:
            old = set(receipts[: _KEPT_RECEIPTS // 2])
            self._table.update(_key(scope, key), "DELETE receipts :old", {":old": old})

    def _item(self, scope: str, key: str, document: JsonMap, version: int, ttl: int | None) -> Item:
        values = {_PREFIX + name: value for name, value in document.items() if name != "version"}
        expiry = {} if ttl is None else {"expires_at": self._now() + ttl}
        return {**_key(scope, key), **values, "version": version, **expiry}

    def _pause(self, attempt: int) -> None:
        self._sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311 - jitter, no secret

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


def _key(scope: str, key: str) -> Item:
    return {"PK": f"MEM#{scope}", "SK": key}


def _values(item: Item) -> dict[str, Any]:
    return {
        name.removeprefix(_PREFIX): plain(value) for name, value in item.items() if name.startswith(_PREFIX)
    }


def _floats(item: Item, amounts: Mapping[str, float]) -> dict[str, float]:
    return {name: float(item[_PREFIX + name]) for name in amounts}
