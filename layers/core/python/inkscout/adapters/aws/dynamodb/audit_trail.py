"""Audit trail of the desk in one partition of the Operations table, in the order of time."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from inkscout.adapters.aws.dynamodb.table import ConditionFailed, Item, Table
from inkscout.domain.audit_entry import AuditEntry, AuditOutcome

KEEP_SECONDS = 400 * 86_400
"""Retention time of an entry."""

_TRAIL, _IDS = "AUDIT", "AUDIT#IDS"
_FIELDS = frozenset(field.name for field in fields(AuditEntry))


class DynamoDbAuditTrail:
    """Implements ``ports.AuditTrail``; an entry is found by its time, and by a second item with its id."""

    def __init__(self, client: Any, table: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``dynamodb`` client and the table's name."""
        self._table = Table(client, table)

    def begin(self, entry: AuditEntry) -> bool:
        """Stores a new entry; returns False if there is one with its id."""
        found = {"PK": _IDS, "SK": entry.entry_id, "at": entry.at, "expires_at": _kept_until(entry)}
        try:
            self._table.put(found, "attribute_not_exists(PK)")
        except ConditionFailed:
            return False
        self.end(entry)
        return True

    def end(self, entry: AuditEntry) -> None:
        """Replaces an entry by one with its outcome."""
        document = asdict(entry) | {"outcome": entry.outcome.value}
        self._table.put({**_key(entry.at, entry.entry_id), **document, "expires_at": _kept_until(entry)})

    def entry(self, entry_id: str) -> AuditEntry | None:
        """Returns an entry by its id; None if there is none."""
        found = self._table.get({"PK": _IDS, "SK": entry_id})
        item = self._table.get(_key(str(found["at"]), entry_id)) if found else None
        return _of(item) if item else None

    def entries(self, limit: int, before: str = "") -> Sequence[AuditEntry]:
        """Returns at most ``limit`` entries, newest first, that are older than the position ``before``."""
        listed: list[AuditEntry] = []
        for item in self._table.query(_TRAIL, below=before, newest_first=True, limit=limit):
            listed.append(_of(item))
            if len(listed) >= limit:
                break
        return listed


def _key(at: str, entry_id: str) -> Item:
    return {"PK": _TRAIL, "SK": f"{at}#{entry_id}"}


def _of(item: Item) -> AuditEntry:
    values = {name: value for name, value in item.items() if name in _FIELDS}
    return AuditEntry(**{**values, "outcome": AuditOutcome(values["outcome"])})


def _kept_until(entry: AuditEntry) -> int:
    return int(datetime.fromisoformat(entry.at).timestamp()) + KEEP_SECONDS
