"""Pages of the entries that searchers do not see, from an index that holds nothing else."""

from itertools import islice
from typing import Any

from inkscout.adapters.aws.dynamodb.table import Item, Table
from inkscout.contracts.stored import directory_items as items
from inkscout.domain.snapshot import EntryKind
from inkscout.ports.directory import EntryPage


class DynamoDbHiddenEntries:
    """Implements ``ports.directory.HiddenEntries`` on the Directory table; a page costs two requests."""

    def __init__(self, client: Any, table: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``dynamodb`` client and the table's name."""
        self._table = Table(client, table)

    def page(self, kind: EntryKind, *, limit: int, after: str = "") -> EntryPage:
        """Returns entries that searchers do not see, those that changed last first."""
        found = list(
            islice(
                self._table.query_by(
                    ("hidden", kind.value, "hidden_at"),
                    index=items.HIDDEN_INDEX,
                    newest_first=True,
                    limit=limit + 1,
                    start=_start(kind, after),
                ),
                limit + 1,
            )
        )
        shown = found[:limit]
        stored = {item["PK"]: item for item in self._table.get_many([_key(item) for item in shown])}
        # The index follows the table by a moment, in which an entry may have become visible.
        hidden = (stored[item["PK"]] for item in shown if "hidden" in stored.get(item["PK"], {}))
        snapshots = (items.snapshot_of(item) for item in hidden)
        return EntryPage(
            entries=tuple(snapshot for snapshot in snapshots if snapshot is not None),
            next_key=_position(shown[-1]) if len(found) > limit else "",
        )


def _key(item: Item) -> Item:
    return {"PK": item["PK"], "SK": item["SK"]}


def _position(item: Item) -> str:
    return f"{item['hidden_at']} {str(item['PK']).partition('#')[2]}"


def _start(kind: EntryKind, after: str) -> Item | None:
    at, _, entry_id = after.partition(" ")
    if not at or not entry_id:
        return None
    return {**items.profile_key(kind, entry_id), **items.hidden_keys(kind, at)}
