"""Removes people from the Operations table: jobs, ledger entries and remembered state that name them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from inkscout.adapters.aws.dynamodb.table import ConditionFailed, Item, Table

_KEPT = frozenset({"REMOVALS", "LEASE"})
_KEYS = ("PK", "SK")
_ATTEMPTS = 5
_GONE = object()


class DynamoDbOperationsPurge:
    """``ports.removal.OperationsPurge`` on the Operations table."""

    def __init__(self, client: Any, table: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``dynamodb`` client and the table's name."""
        self._table = Table(client, table)

    def purge(self, terms: Sequence[str]) -> int:
        """Takes whatever contains one of the terms as a word of its own out of every item.

        Requests themselves, and what a removal remembers until it is done, are left to the removal's end.
        """
        wanted = _pattern(terms)
        changed = 0
        for item in self._table.scan():
            own = str(item["PK"]) in _KEPT or str(item["PK"]).startswith("MEM#removal")
            if wanted is not None and not own and self._purge(item, wanted):
                changed += 1
        return changed

    def _purge(self, item: Item, terms: re.Pattern[str]) -> bool:
        key = {"PK": item["PK"], "SK": item["SK"]}
        for _ in range(_ATTEMPTS):
            kept = _cleared(item, terms)
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


def _cleared(item: Item, terms: re.Pattern[str]) -> Item:
    """The item without the person."""
    keys = {name: item[name] for name in _KEYS if not _names(_said(str(item[name])), terms)}
    return {**keys, **_without({name: item[name] for name in item if name not in _KEYS}, terms)}


def _said(key: str) -> str:
    """Returns the part of a key that carries data.

    The word before its first ``#``, or ``META`` alone, is the table's own.
    """
    return key.partition("#")[2] if "#" in key else key.removeprefix("META")


def _is_about(item: Item, kept: Item) -> bool:
    """Whether an item is the person's own: its key names them, or it is the job of reading their profile."""
    return "PK" not in kept or "SK" not in kept or str(item["SK"]).startswith("JOB#")


def _unchanged(item: Item) -> tuple[str, Item]:
    """The condition that a versioned item is still as it was read."""
    if "version" in item:
        return "version = :version", {":version": item["version"]}
    return "attribute_exists(PK)", {}


def _without(value: Any, terms: re.Pattern[str]) -> Any:  # noqa: ANN401 - any stored value
    if isinstance(value, str):
        return _GONE if _names(value, terms) else value
    if isinstance(value, Mapping):
        pairs = ((key, _without(inner, terms)) for key, inner in value.items() if not _names(key, terms))
        return {key: inner for key, inner in pairs if inner is not _GONE}
    if isinstance(value, list):
        return [kept for inner in value if (kept := _without(inner, terms)) is not _GONE]
    return value


def _names(text: str, terms: re.Pattern[str]) -> bool:
    return terms.search(text.casefold()) is not None


def _pattern(terms: Sequence[str]) -> re.Pattern[str] | None:
    """Any of the terms, not as a part of a longer word: "Tom" does not stand in "custom"."""
    words = [re.escape(term.casefold()) for term in terms if term.strip()]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(words)})(?![^\W_])") if words else None
