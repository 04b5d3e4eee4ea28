"""Removes people from the Operations table: jobs, ledger entries and stored state that name them."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from inkscout.adapters.aws.dynamodb.held_people import PARTITION
from inkscout.adapters.aws.dynamodb.table import ConditionFailed, Item, Table

Names = Callable[[str], bool]
"""Returns whether a text names the person."""

_KEPT = frozenset({"REMOVALS", "LEASE"})
_KEYS = ("PK", "SK")
_ATTEMPTS = 5


class DynamoDbOperationsPurge:
    """Implements ``ports.removal.OperationsPurge`` on the Operations table."""

    def __init__(self, client: Any, table: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``dynamodb`` client and the table's name."""
        self._table = Table(client, table)

    def purge(self, names: Callable[[str, str], bool]) -> int:
        """Removes texts that name the person from every item; returns the number of items that changed.

        ``names`` takes a text and the item's key. Removal requests and plans are left to the last step of a
        removal.
        """
        changed = 0
        for item in self._table.scan():
            own = str(item["PK"]) in _KEPT or str(item["PK"]).startswith("MEM#removal")
            if not own and self._purge(item, partial(_names, names, str(item["SK"]))):
                changed += 1
        return changed

    def _purge(self, item: Item, names: Names) -> bool:
        key = {"PK": item["PK"], "SK": item["SK"]}
        for _ in range(_ATTEMPTS):
            kept = _cleared(item, names)
            if kept == item:
                return False
            try:
                if _is_about(item, kept):
                    self._table.delete(key)
                else:
                    self._table.put(kept, *_unchanged(item))
            except ConditionFailed:
                fresh = self._table.get(key)
                if fresh is None:
                    return True
                item = fresh
            else:
                return True
        return False


def _names(names: Callable[[str, str], bool], key: str, text: str) -> bool:
    return names(text, key)


def _cleared(item: Item, names: Names) -> Item:
    """Returns the item without texts that name the person; a key attribute that names them is missing."""
    keys = {name: item[name] for name in _KEYS if not names(_said(str(item[name])))}
    return {**keys, **_without({name: item[name] for name in item if name not in _KEYS}, names)}


def _said(key: str) -> str:
    """Returns the part of a key that comes from data: the text after the first ``#``."""
    return key.partition("#")[2] if "#" in key else key.removeprefix("META")


def _is_about(item: Item, kept: Item) -> bool:
    """Whether an item concerns only the person: its key names them, it holds them, or reads their profile."""
    if "PK" not in kept or "SK" not in kept or item["PK"] == PARTITION:
        return True
    return str(item["SK"]).startswith("JOB#")


def _unchanged(item: Item) -> tuple[str, Item]:
    """Returns the condition, with its values, that a versioned item is still as it was read."""
    if "version" in item:
        return "version = :version", {":version": item["version"]}
    return "attribute_exists(PK)", {}


def _without(value: Any, names: Names) -> Any:  # noqa: ANN401 - any stored value
    """Returns the value without texts that name the person.

    A field becomes an empty string, since readers expect it; an item of a list is removed.
    """
    if isinstance(value, str):
        return "" if names(value) else value
    if isinstance(value, Mapping):
        return {key: _without(inner, names) for key, inner in value.items() if not names(key)}
    if isinstance(value, list):
        return [_without(one, names) for one in value if not (isinstance(one, str) and names(one))]
    return value
