"""Reads the Directory table page by page for operators, entries that searchers do not see included."""

from typing import Any

from inkscout.adapters.aws.dynamodb.table import Item, Table
from inkscout.contracts.stored import directory_items as items
from inkscout.domain.snapshot import EntryKind
from inkscout.ports.directory import EntryPage

_READ = 500
"""Number of items that one request reads, well below the megabyte at which DynamoDB ends one."""

_REQUESTS = 4
_HIDDEN = (
    "#type = :kind AND (#active = :no OR withheld = :yes"
    " OR attribute_exists(deleted) OR attribute_exists(merged_into))"
)


class DynamoDbEntryScan:
    """Implements ``ports.directory.EntryScan`` on the Directory table."""

    def __init__(self, client: Any, table: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``dynamodb`` client and the table's name."""
        self._table = Table(client, table)

    def hidden(self, kind: EntryKind, *, limit: int, after: str = "") -> EntryPage:
        """Returns entries that searchers do not see, from a bounded part of the table."""
        request = {
            "FilterExpression": _HIDDEN,
            "ExpressionAttributeNames": {"#type": "type", "#active": "active"},
            "ExpressionAttributeValues": self._table.packed(
                {":kind": kind.value, ":no": False, ":yes": True}
            ),
            "Limit": _READ,
        }
        found: list[Item] = []
        start = _key(after) if after else None
        for _ in range(_REQUESTS):
            read, start = self._table.read_page("scan", request, start)
            found += read
            if start is None or len(found) >= limit:
                break
        if len(found) > limit:
            found = found[:limit]
            start = found[-1]
        snapshots = (items.snapshot_of(item) for item in found)
        return EntryPage(
            entries=tuple(snapshot for snapshot in snapshots if snapshot is not None),
            next_key=f"{start['PK']} {start['SK']}" if start else "",
        )


def _key(text: str) -> Item:
    partition, _, sort = text.partition(" ")
    return {"PK": partition, "SK": sort}
