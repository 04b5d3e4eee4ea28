"""Removal requests in one partition of the Operations table, since there are few."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from inkscout.adapters.aws.dynamodb.table import Item, Table
from inkscout.domain.removal_request import RemovalRequest, RemovalStatus

_PARTITION = "REMOVALS"
_FIELDS = frozenset(field.name for field in fields(RemovalRequest))


class DynamoDbRemovals:
    """Implements ``ports.Removals`` on the Operations table."""

    def __init__(self, client: Any, table: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``dynamodb`` client and the table's name."""
        self._table = Table(client, table)

    def put(self, request: RemovalRequest) -> None:
        """Stores a request, or its next state."""
        document = asdict(request) | {"status": request.status.value}
        self._table.put({"PK": _PARTITION, "SK": request.request_id, **document})

    def get(self, request_id: str) -> RemovalRequest | None:
        """Returns a request by its id; None if there is none."""
        item = self._table.get({"PK": _PARTITION, "SK": request_id})
        return _of(item) if item else None

    def requests(self, status: RemovalStatus | None = None) -> Sequence[RemovalRequest]:
        """Returns the requests of a status, or all if None, oldest first."""
        found = [_of(item) for item in self._table.query(_PARTITION)]
        wanted = [request for request in found if status is None or request.status is status]
        return sorted(wanted, key=lambda request: (request.created_at, request.request_id))


def _of(item: Item) -> RemovalRequest:
    values = {name: value for name, value in item.items() if name in _FIELDS}
    return RemovalRequest(**{**values, "status": RemovalStatus(values["status"])})
