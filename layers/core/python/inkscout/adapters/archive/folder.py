"""Archives as folders. One that is being written has a hidden name until it is complete and on the disk."""

import gzip
import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from inkscout.domain.archive import MANIFEST, ArchivedFile, ItemDigest, Manifest
from inkscout.errors import ArchiveUnusable

_LEVEL = 6
_SPOOL_LEVEL = 1
_ABANDONED_SECONDS = 86_400
_UNFINISHED = ".unfinished"


class _Hashed:
    """A binary file that hashes and counts what is written to it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._hash = file, hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        self._file.flush()

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


class _LineFile:
    """Implements ``ports.recovery.ArchiveFile`` over a compressed file."""

    def __init__(self, file: gzip.GzipFile) -> None:
        self._file = file
        self.digest = ItemDigest()

    def add(self, line: bytes) -> None:
        """Appends a line, without its end."""
        self._file.write(line + b"\n")
        self.digest.add(line)


class FolderWriter:
    """Implements ``ports.recovery.ArchiveWriter``: a folder that is renamed once all is on the disk."""

    def __init__(self, parent: Path, name: str) -> None:
        """Begins the archive ``name`` in a folder, which is created.

        Raises:
            ArchiveUnusable: an archive of this name exists.
            OSError: the folder cannot be written.
        """
        self._final = parent / name
        if self._final.exists():
            raise ArchiveUnusable(f"{self._final} exists already")
        parent.mkdir(parents=True, exist_ok=True)
        _drop_abandoned(parent)
        self.folder = parent / f".{name}{_UNFINISHED}"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self._spools = self.folder / "spools"
        self._files: dict[str, ArchivedFile] = {}

    @contextmanager
    def spool(self, name: str) -> Iterator[_LineFile]:
        """Opens a file that is not part of the archive, to be read back by ``spooled``."""
        self._spools.mkdir(exist_ok=True)
        with gzip.open(self._spools / name, "wb", compresslevel=_SPOOL_LEVEL) as file:
            yield _LineFile(file)

    def spooled(self, name: str) -> Iterator[bytes]:
        """Yields the lines of a file that ``spool`` wrote."""
        with gzip.open(self._spools / name, "rb") as file:
            for line in file:
                yield line.rstrip(b"\n")

    @contextmanager
    def file(self, name: str) -> Iterator[_LineFile]:
        """Opens a file of the archive."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as raw:
            hashed = _Hashed(raw)
            # Without a time and a name, equal contents are equal files.
            packed = gzip.GzipFile("", "wb", _LEVEL, hashed, mtime=0)
            with packed:
                lines = _LineFile(packed)
                yield lines
            raw.flush()
            os.fsync(raw.fileno())
        self._files[name] = ArchivedFile(lines.digest.items, hashed.size, hashed.sha256, lines.digest.value)

    def put(self, name: str, content: bytes) -> None:
        """Writes a small file of the archive as it is."""
        _write(self.folder / name, content)
        self._files[name] = ArchivedFile(0, len(content), hashlib.sha256(content).hexdigest())

    def complete(self, manifest: Manifest) -> Manifest:
        """Writes the manifest, and waits until everything is on the disk; returns the manifest."""
        shutil.rmtree(self._spools, ignore_errors=True)
        whole = replace(manifest, files=dict(self._files))
        _write(self.folder / MANIFEST, whole.document())
        for folder in {self.folder, *((self.folder / name).parent for name in self._files)}:
            _sync(folder)
        return whole

    def finish(self, manifest: Manifest) -> str:
        """Completes the archive with its manifest and gives it its name; returns its path."""
        self.complete(manifest)
        self.folder.rename(self._final)
        _sync(self._final.parent)
        return str(self._final)

    def abandon(self) -> None:
        """Deletes what was written; does nothing after ``finish``."""
        shutil.rmtree(self.folder, ignore_errors=True)


class FolderFiles:
    """Implements ``ports.recovery.ArchiveFiles`` for a folder."""

    def __init__(self, folder: Path) -> None:
        """Takes the folder; a manifest in it may be named instead."""
        self._folder = folder.parent if folder.name == MANIFEST else folder

    @property
    def address(self) -> str:
        """Path of the folder."""
        return str(self._folder)

    def open(self, name: str) -> BinaryIO:
        """Opens a file.

        Raises:
            ArchiveUnusable: there is no such file, or it cannot be read.
        """
        try:
            # A link in an archive from elsewhere could lead to any file of this machine.
            return os.fdopen(os.open(self._folder / name, os.O_RDONLY | os.O_NOFOLLOW), "rb")
        except FileNotFoundError as error:
            known = self._folder.is_dir()
            said = f"its file {name} is missing" if known else "there is no such folder"
            raise ArchiveUnusable(said) from error
        except OSError as error:
            raise ArchiveUnusable(f"its file {name} cannot be read: {error.strerror}") from error


class FolderPlace:
    """Implements ``ports.recovery.ArchivePlace`` for a folder."""

    def __init__(self, parent: Path) -> None:
        """Takes the folder; it need not exist."""
        self._parent = parent

    def names(self) -> list[str]:
        """Returns the names of the complete archives, sorted."""
        found = self._parent.glob(f"[!.]*/{MANIFEST}")
        return sorted(path.parent.name for path in found)

    def delete(self, name: str) -> None:
        """Deletes an archive, its manifest first, so that an interruption leaves nothing that looks whole."""
        (self._parent / name / MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(self._parent / name)


def _drop_abandoned(parent: Path) -> None:
    """Deletes what backups left that were killed more than a day ago."""
    for path in parent.glob(f".*{_UNFINISHED}"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _ABANDONED_SECONDS:
                shutil.rmtree(path, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
