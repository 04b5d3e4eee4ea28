"""State that visits of one batch need, read in a few requests for all of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from inkscout.ports import JsonMap, StateStore
from inkscout.ports.operations import Change


class RememberedStates:
    """Implements ``ports.StateStore`` over another one; what was recalled is not read again to be kept.

    A value that is to change is read anew, so that nobody's change is lost. Nobody but the visit of a studio
    changes the values that are recalled for it.
    """

    def __init__(self, state_store: StateStore) -> None:
        """Takes the store."""
        self._state_store = state_store
        self._known: dict[tuple[str, str], dict[str, Any] | None] = {}

    def recall(self, scopes: Sequence[str], keys: Sequence[str]) -> None:
        """Reads the values of scopes by their keys, each scope in as few requests as possible."""
        for scope in scopes if keys else ():
            found = self._state_store.get_many(scope, keys)
            self._known |= {(scope, key): found.get(key) for key in keys}

    def get(self, scope: str, key: str) -> dict[str, Any] | None:
        """Returns a value with its version; None if absent or expired."""
        if (scope, key) in self._known:
            known = self._known[scope, key]
            return None if known is None else dict(known)
        return self._state_store.get(scope, key)

    def get_many(self, scope: str, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Returns values by key; omits absent and expired ones."""
        return self._state_store.get_many(scope, keys)

    def first(self, scope: str, limit: int) -> dict[str, dict[str, Any]]:
        """Returns the values of the first ``limit`` keys of a scope, by key; omits expired ones."""
        return self._state_store.first(scope, limit)

    def put(self, scope: str, key: str, document: JsonMap, ttl_seconds: int | None = None) -> None:
        """Replaces a value. It never expires if ``ttl_seconds`` is None."""
        self._known.pop((scope, key), None)
        self._state_store.put(scope, key, document, ttl_seconds)

    def put_many(self, scope: str, documents: Mapping[str, JsonMap], ttl_seconds: int | None = None) -> None:
        """Replaces values by their keys. They never expire if ``ttl_seconds`` is None."""
        for key in documents:
            self._known.pop((scope, key), None)
        self._state_store.put_many(scope, documents, ttl_seconds)

    def put_if(
        self,
        scope: str,
        key: str,
        document: JsonMap,
        expected_version: int | None,
        ttl_seconds: int | None = None,
    ) -> int | None:
        """Replaces a value if its ``version`` is the expected one; returns the new one, None if it is not."""
        self._known.pop((scope, key), None)
        return self._state_store.put_if(scope, key, document, expected_version, ttl_seconds)

    def add(
        self, scope: str, key: str, amounts: Mapping[str, float], ttl_seconds: int | None = None
    ) -> dict[str, float]:
        """Adds to numeric fields atomically; returns their new values."""
        self._known.pop((scope, key), None)
        return self._state_store.add(scope, key, amounts, ttl_seconds)

    def update(self, scope: str, key: str, change: Change, ttl_seconds: int | None = None) -> bool:
        """Stores the result of ``change``; asks for nothing if it leaves the value as recalled.

        Raises:
            WriteConflict: other writers changed the value first, on every attempt.
        """
        if (scope, key) in self._known:
            known = _without_version(self._known[scope, key])
            wanted = change(known)
            if wanted is None or wanted == known:
                return False
            del self._known[scope, key]
        return self._state_store.update(scope, key, change, ttl_seconds)


def _without_version(value: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if value is None else {name: part for name, part in value.items() if name != "version"}
