"""Archives in a bucket, below a prefix. The manifest is uploaded last: without it nothing is an archive."""

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, BinaryIO, cast

from botocore.exceptions import BotoCoreError, ClientError

from inkscout.adapters.archive.folder import FolderWriter
from inkscout.domain.archive import MANIFEST, Manifest
from inkscout.errors import ArchiveUnusable
from inkscout.ports.recovery import ArchiveFile

_SCHEME = "s3://"
_SPOOLED_BYTES = 8 * 1024 * 1024


def is_bucket(address: str) -> bool:
    """Whether an address is one of a bucket."""
    return address.startswith(_SCHEME)


def split(address: str) -> tuple[str, str]:
    """Returns the bucket and the prefix of an ``s3://`` address, the prefix without slashes at its ends.

    Raises:
        ArchiveUnusable: the address has no bucket.
    """
    bucket, _, prefix = address.removeprefix(_SCHEME).partition("/")
    if not bucket:
        raise ArchiveUnusable(f"{address} names no bucket; write s3://bucket/prefix")
    return bucket, prefix.strip("/")


class BucketWriter:
    """Implements ``ports.recovery.ArchiveWriter``: made in a temporary folder, then uploaded."""

    def __init__(self, client: Any, address: str, name: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Begins the archive ``name`` below an ``s3://`` address; uses a boto3 ``s3`` client."""
        self._client = client
        self._bucket, prefix = split(address)
        self._prefix = f"{prefix}/{name}" if prefix else name
        self._temporary = tempfile.TemporaryDirectory(prefix="inkscout-backup-")
        self._folder = FolderWriter(Path(self._temporary.name), name)

    def spool(self, name: str) -> AbstractContextManager[ArchiveFile]:
        """Opens a file that is not part of the archive, to be read back by ``spooled``."""
        return self._folder.spool(name)

    def spooled(self, name: str) -> Iterator[bytes]:
        """Yields the lines of a file that ``spool`` wrote."""
        return self._folder.spooled(name)

    def file(self, name: str) -> AbstractContextManager[ArchiveFile]:
        """Opens a file of the archive."""
        return self._folder.file(name)

    def put(self, name: str, content: bytes) -> None:
        """Writes a small file of the archive as it is."""
        self._folder.put(name, content)

    def finish(self, manifest: Manifest) -> str:
        """Uploads all files, the manifest last; returns the archive's address."""
        whole = self._folder.complete(manifest)
        for name in [*whole.files, MANIFEST]:
            key = f"{self._prefix}/{name}"
            self._client.upload_file(str(self._folder.folder / name), self._bucket, key)
        self._temporary.cleanup()
        return f"{_SCHEME}{self._bucket}/{self._prefix}"

    def abandon(self) -> None:
        """Deletes what was written here; what was uploaded without a manifest is no archive."""
        self._temporary.cleanup()


class BucketFiles:
    """Implements ``ports.recovery.ArchiveFiles`` for a prefix of a bucket."""

    def __init__(self, client: Any, address: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``s3`` client; ``address`` is that of the archive itself."""
        self._client, self._address = client, address.rstrip("/").removesuffix(f"/{MANIFEST}")
        self._bucket, self._prefix = split(self._address)

    @property
    def address(self) -> str:
        """Address of the archive."""
        return self._address

    def open(self, name: str) -> BinaryIO:
        """Opens a file by a copy of it, in a temporary file if it is large.

        Raises:
            ArchiveUnusable: there is no such file, or it cannot be read.
        """
        copied = tempfile.SpooledTemporaryFile(_SPOOLED_BYTES)  # noqa: SIM115 - the caller closes it
        try:
            self._client.download_fileobj(self._bucket, f"{self._prefix}/{name}", copied)
        except ClientError as error:
            copied.close()
            code = error.response.get("Error", {}).get("Code", "")
            said = (
                "is missing" if code in {"404", "NoSuchKey", "NoSuchBucket"} else f"cannot be read ({code})"
            )
            raise ArchiveUnusable(f"its file {name} {said}") from error
        except BotoCoreError as error:
            copied.close()
            raise ArchiveUnusable(f"its file {name} cannot be read ({type(error).__name__})") from error
        copied.seek(0)
        return cast("BinaryIO", copied)


class BucketPlace:
    """Implements ``ports.recovery.ArchivePlace`` for a prefix of a bucket."""

    def __init__(self, client: Any, address: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``s3`` client; ``address`` is the ``s3://`` address that archives are below."""
        self._client = client
        self._bucket, prefix = split(address)
        self._below = f"{prefix}/" if prefix else ""

    def names(self) -> list[str]:
        """Returns the names of the complete archives, sorted."""
        parts = (key.removeprefix(self._below).split("/") for key in self._keys(self._below))
        return sorted(part[0] for part in parts if part[1:] == [MANIFEST])

    def delete(self, name: str) -> None:
        """Deletes an archive, its manifest first, so that an interruption leaves nothing that looks whole."""
        whole = f"{self._below}{name}/"
        for key in [f"{whole}{MANIFEST}", *self._keys(whole)]:
            self._client.delete_object(Bucket=self._bucket, Key=key)

    def _keys(self, prefix: str) -> list[str]:
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
        return [entry["Key"] for page in pages for entry in page.get("Contents", [])]
