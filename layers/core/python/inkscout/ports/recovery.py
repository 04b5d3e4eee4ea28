"""Ports of backups and restores: whole tables and buckets, archives, and the denylist's key."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Protocol

from inkscout.domain.archive import Manifest, RawItem


class WholeTable(Protocol):
    """A table, read and written as items in DynamoDB's typed form."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Names of the key attributes, the partition key first."""
        ...

    def scan(self, segment: int = 0, segments: int = 1, *, only: Sequence[str] = ()) -> Iterator[RawItem]:
        """Yields the items of one segment of a parallel scan; ``only`` names the attributes to read."""
        ...

    def changed_since(self, time: str, times: Sequence[str]) -> Iterator[RawItem]:
        """Yields keys of items of which one of the attributes ``times`` is not before ``time`` (ISO 8601)."""
        ...

    def partition(self, value: str) -> Iterator[RawItem]:
        """Yields the items of a partition."""
        ...

    def indexed(self, index: str, attribute: str, value: str) -> Iterator[RawItem]:
        """Yields the items of a partition of an index, whose partition key is ``attribute``."""
        ...

    def get_many(self, keys: Sequence[RawItem], *, only: Sequence[str] = ()) -> Sequence[RawItem]:
        """Returns the items of some keys, in no order; omits keys without an item.

        ``only`` names the attributes to read.
        """
        ...

    def put_many(self, items: Sequence[RawItem]) -> None:
        """Writes items unconditionally; no key may occur twice."""
        ...

    def put_new(self, item: RawItem) -> bool:
        """Writes an item unless its key is taken; returns whether it wrote."""
        ...

    def put_unless_changed(self, item: RawItem, seen: RawItem | None) -> bool:
        """Writes an item if the one with its key still has the version of ``seen``; returns whether it wrote.

        None means that there must be none.
        """
        ...

    def delete_many(self, keys: Sequence[RawItem]) -> None:
        """Deletes items by their keys."""
        ...


class StoredObjects(Protocol):
    """Objects of a bucket."""

    def under(self, prefix: str) -> Iterator[str]:
        """Yields the keys that begin with ``prefix``, in order."""
        ...

    def read(self, key: str) -> Mapping[str, Any] | None:
        """Returns an object as ``key``, ``body`` (base64), ``content_type`` and more; None if it is gone."""
        ...

    def write_new(self, document: Mapping[str, Any]) -> bool:
        """Writes an object that ``read`` returned unless its key is taken; returns whether it wrote."""
        ...


class ArchiveFile(Protocol):
    """A file of an archive that is being written, line by line."""

    def add(self, line: bytes) -> None:
        """Appends a line, without its end."""
        ...


class ArchiveWriter(Protocol):
    """An archive that is being written; it can be found only once it is complete."""

    def spool(self, name: str) -> AbstractContextManager[ArchiveFile]:
        """Opens a file that is not part of the archive, to be read back by ``spooled``."""
        ...

    def spooled(self, name: str) -> Iterator[bytes]:
        """Yields the lines of a file that ``spool`` wrote."""
        ...

    def file(self, name: str) -> AbstractContextManager[ArchiveFile]:
        """Opens a file of the archive."""
        ...

    def put(self, name: str, content: bytes) -> None:
        """Writes a small file of the archive as it is."""
        ...

    def finish(self, manifest: Manifest) -> str:
        """Completes the archive with its manifest, whose ``files`` are filled in; returns its address."""
        ...

    def abandon(self) -> None:
        """Deletes what was written; does nothing after ``finish``."""
        ...


class ArchiveFiles(Protocol):
    """The files of an archive, to be read."""

    @property
    def address(self) -> str:
        """Address of the archive: a folder or an ``s3://`` URL."""
        ...

    def open(self, name: str) -> BinaryIO:
        """Opens a file.

        Raises:
            ArchiveUnusable: there is no such file, or it cannot be read.
        """
        ...


class ArchivePlace(Protocol):
    """A folder, or a prefix of a bucket, that has archives."""

    def names(self) -> Sequence[str]:
        """Returns the names of the complete archives, sorted."""
        ...

    def delete(self, name: str) -> None:
        """Deletes an archive."""
        ...


class DenylistKey(Protocol):
    """The key that the denylist's identifiers are hashed under."""

    def read(self) -> bytes:
        """Returns the key.

        Raises:
            SecretUnavailable: it is missing, empty or not readable.
        """
        ...

    def replace(self, key: bytes) -> None:
        """Replaces the key; every entry of the denylist must be hashed under the new one."""
        ...


@dataclass(frozen=True, slots=True)
class RestoreJob:
    """A restore that AWS Backup has done.

    Attributes:
        source: Name of the table that the copy is of.
        created: Name of the table that was made.
        is_test: Whether this stage's restore testing started it.
    """

    source: str
    created: str
    is_test: bool


class RestoreTests(Protocol):
    """Copies in the backup vault, and AWS Backup's tests of restoring them."""

    def job(self, job_id: str) -> RestoreJob:
        """Returns a restore."""
        ...

    def conclude(self, job_id: str, *, is_good: bool, message: str) -> None:
        """Tells whether what a test restored is good."""
        ...

    def newest_copy(self, table: str) -> datetime | None:
        """Returns the time of the newest complete copy of a table; None if there is none."""
        ...

    def newest_success(self, table: str) -> datetime | None:
        """Returns the time at which the newest test of a table ended that was found good."""
        ...

    def begun(self) -> datetime:
        """Returns the time since which restores are tested."""
        ...


class RestoreSource(Protocol):
    """Tables to restore from: an archive, or a table that AWS restored to a point in time."""

    @property
    def source_id(self) -> str:
        """Id under which the progress of a restore is kept."""
        ...

    @property
    def as_of(self) -> str:
        """Time of the data, ISO 8601 in UTC."""
        ...

    @property
    def tables(self) -> Sequence[str]:
        """Names of the tables, as in ``domain.archive.TABLES``."""
        ...

    def items(self, table: str) -> Iterable[RawItem]:
        """Yields the items of a table, the same in the same order each time."""
        ...

    def objects(self, part: str) -> Iterable[Mapping[str, Any]]:
        """Yields the objects of a part of the buckets; none if the source does not have it."""
        ...
