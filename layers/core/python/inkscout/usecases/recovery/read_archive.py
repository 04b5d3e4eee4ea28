"""Reads an archive: its manifest, whether its files are whole, and the items in them."""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from inkscout.domain.archive import (
    MANIFEST,
    SEALED_KEY,
    TABLES,
    ItemDigest,
    Manifest,
    RawItem,
    bucket_file,
    item_of,
    parse_manifest,
    table_file,
)
from inkscout.errors import ArchiveUnusable
from inkscout.ports.recovery import ArchiveFiles

_CHUNK = 1024 * 1024
_LONGEST_MANIFEST = 1024 * 1024
_LONGEST_LINE = 64 * 1024 * 1024
_DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile)


class Archive:
    """Implements ``ports.recovery.RestoreSource`` for an archive.

    Attributes:
        manifest: The archive's manifest.
    """

    def __init__(self, files: ArchiveFiles) -> None:
        """Reads the manifest.

        Raises:
            ArchiveUnusable: there is no archive, or its manifest cannot be used.
        """
        self._files = files
        with files.open(MANIFEST) as file:
            content = file.read(_LONGEST_MANIFEST + 1)
        if len(content) > _LONGEST_MANIFEST:
            raise ArchiveUnusable(f"its {MANIFEST} is no manifest")
        self.manifest: Manifest = parse_manifest(content)
        self._id = hashlib.sha256(content).hexdigest()[:32]

    @property
    def address(self) -> str:
        """Address of the archive."""
        return self._files.address

    @property
    def source_id(self) -> str:
        """Digest of the manifest."""
        return self._id

    @property
    def as_of(self) -> str:
        """Time of the data, ISO 8601 in UTC."""
        return self.manifest.as_of

    @property
    def tables(self) -> Sequence[str]:
        """Names of the tables in the archive."""
        return [name for name in TABLES if table_file(name) in self.manifest.files]

    def check(self) -> None:
        """Compares every file with its size and hash in the manifest.

        Raises:
            ArchiveUnusable: a file is missing or differs.
        """
        for name, expected in self.manifest.files.items():
            found, size = hashlib.sha256(), 0
            with self._files.open(name) as file:
                while chunk := file.read(_CHUNK):
                    found.update(chunk)
                    size += len(chunk)
            if size != expected.bytes:
                raise ArchiveUnusable(f"its file {name} has {size} bytes, and should have {expected.bytes}")
            if found.hexdigest() != expected.sha256:
                raise ArchiveUnusable(f"its file {name} is not as it was written")

    def items(self, table: str) -> Iterator[RawItem]:
        """Yields the items of a table, in the order of its file.

        Raises:
            ArchiveUnusable: the file is damaged, or has other items than the manifest says.
        """
        for line in self._lines(table_file(table)):
            yield item_of(line)

    def objects(self, part: str) -> Iterator[Mapping[str, Any]]:
        """Yields the objects of a part of the buckets; none if the archive does not have it."""
        if bucket_file(part) not in self.manifest.files:
            return
        for line in self._lines(bucket_file(part)):
            try:
                document = json.loads(line)
                yield {**document, "key": str(document["key"]), "body": str(document["body"])}
            except (ValueError, KeyError, TypeError) as error:
                raise ArchiveUnusable(f"a line of {bucket_file(part)} is damaged") from error

    def sealed_key(self) -> bytes | None:
        """Returns the content of the file of the denylist's key; None if the archive does not have it."""
        if SEALED_KEY not in self.manifest.files:
            return None
        with self._files.open(SEALED_KEY) as file:
            return file.read(_LONGEST_MANIFEST)

    def _lines(self, name: str) -> Iterator[bytes]:
        found, expected = ItemDigest(), self.manifest.files[name]
        try:
            with self._files.open(name) as stored, gzip.open(stored, "rb") as file:
                while line := file.readline(_LONGEST_LINE):
                    if not line.endswith(b"\n"):
                        raise ArchiveUnusable(f"its file {name} is cut off")
                    found.add(line[:-1])
                    yield line[:-1]
        except _DAMAGED as error:
            raise ArchiveUnusable(f"its file {name} is damaged") from error
        if (found.items, found.value) != (expected.items, expected.digest):
            raise ArchiveUnusable(f"its file {name} has other items than its {MANIFEST} says")
