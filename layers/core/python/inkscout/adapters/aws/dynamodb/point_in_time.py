"""A table as it was at a time: point-in-time recovery makes it as a table beside the one in use."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from inkscout.adapters.aws.dynamodb.whole_table import DynamoDbWholeTable
from inkscout.domain.archive import RawItem
from inkscout.errors import ArchiveUnusable

_POLL_SECONDS = 5.0
_REFUSED = {
    "InvalidRestoreTimeException": "point-in-time recovery does not reach to that time",
    "PointInTimeRecoveryUnavailableException": "its point-in-time recovery is not switched on",
    "TableNotFoundException": "there is no such table",
    "ResourceNotFoundException": "there is no such table",
}


class CopiedTable:
    """Implements ``ports.recovery.RestoreSource`` for a table that was restored by other means."""

    def __init__(self, client: Any, name: str, table: str, keys: tuple[str, ...]) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``dynamodb`` client; ``name`` is the short name of what ``table`` is a copy of."""
        self._client, self._name, self._table = client, name, table
        self._whole = DynamoDbWholeTable(client, table, keys)

    @property
    def source_id(self) -> str:
        """Name of the table."""
        return self._table

    @property
    def as_of(self) -> str:
        """Time at which the table was made; its data may be older."""
        return str(self._described()["CreationDateTime"].astimezone(UTC).isoformat(timespec="seconds"))

    @property
    def tables(self) -> Sequence[str]:
        """The short name, alone."""
        return [self._name]

    def check(self) -> None:
        """Checks that there is such a table.

        Raises:
            ArchiveUnusable: there is none.
        """
        self._described()

    def items(self, table: str) -> Iterator[RawItem]:
        """Yields the items of the table."""
        del table
        return self._whole.scan()

    def objects(self, part: str) -> Sequence[Mapping[str, Any]]:
        """Returns nothing: it is a table alone."""
        del part
        return ()

    def _described(self) -> dict[str, Any]:
        try:
            return dict(self._client.describe_table(TableName=self._table)["Table"])
        except self._client.exceptions.ResourceNotFoundException as error:
            raise ArchiveUnusable(_REFUSED["TableNotFoundException"]) from error


class PointInTimeTable:
    """Implements ``ports.recovery.RestoreSource`` for one table.

    Attributes:
        restored: Name of the table that is made.
    """

    def __init__(
        self,
        client: Any,  # noqa: ANN401 - boto3 makes its clients at run time
        name: str,
        table: str,
        *,
        keys: tuple[str, ...],
        at: datetime,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Uses a boto3 ``dynamodb`` client; ``name`` is the table's short name, ``table`` its name in AWS."""
        self._client, self._name, self._table, self._sleep = client, name, table, sleep
        self._at = at.astimezone(UTC)
        self.restored = f"{table}-at-{self._at:%Y%m%dT%H%M%SZ}"
        self._whole = DynamoDbWholeTable(client, self.restored, keys)

    @property
    def source_id(self) -> str:
        """Name of the table that is made."""
        return self.restored

    @property
    def as_of(self) -> str:
        """Time of the data, ISO 8601 in UTC."""
        return self._at.isoformat(timespec="seconds")

    @property
    def tables(self) -> Sequence[str]:
        """The table's short name, alone."""
        return [self._name]

    def make(self) -> None:
        """Makes the table, unless an earlier call has, and waits until it can be read.

        Raises:
            ArchiveUnusable: AWS has no data of that time.
        """
        if self._status() is None:
            try:
                self._client.restore_table_to_point_in_time(
                    SourceTableName=self._table, TargetTableName=self.restored, RestoreDateTime=self._at
                )
            except ClientError as error:
                code = error.response["Error"]["Code"]
                if code not in _REFUSED:
                    raise
                raise ArchiveUnusable(f"{self._table}: {_REFUSED[code]}") from error
        while self._status() != "ACTIVE":
            self._sleep(_POLL_SECONDS)

    def delete(self) -> None:
        """Deletes the table that was made."""
        self._client.delete_table(TableName=self.restored)

    def items(self, table: str) -> Iterator[RawItem]:
        """Yields the items of the table."""
        del table
        return self._whole.scan()

    def objects(self, part: str) -> Sequence[Mapping[str, Any]]:
        """Returns nothing: it is a table alone."""
        del part
        return ()

    def _status(self) -> str | None:
        try:
            return str(self._client.describe_table(TableName=self.restored)["Table"]["TableStatus"])
        except self._client.exceptions.ResourceNotFoundException:
            return None
