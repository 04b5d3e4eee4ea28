"""Journal of writes to DynamoDB tables between two saved sets, each as the item's state afterwards.

A line is ``{"account", "region", "table", "pk", "sk", "item"}``; ``item`` is null for a deletion. The writes
of a transaction are one line, ``{"together": […]}``, since a line is on the disk as a whole or not at all.
Replaying is idempotent, also for a line whose effect a saved set already contains. A line is written before
the write is acknowledged, so it survives the end of the process; lines that must also survive a power failure
are synced to the disk first.
"""

import json
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

Encode = Callable[[Any], Any]

TOGETHER = "together"
"""Name in a line under which the writes of one transaction are listed."""


class Journal:
    """Appends lines to the newest journal file; thread-safe."""

    def __init__(self, folder: Path, encode: Encode | None = None) -> None:
        """Takes the folder of the journal files, and an encoder for values that JSON does not support."""
        self._folder = folder
        self._encode = encode
        self._descriptor = -1
        self._size = 0
        self._unsynced = False
        self._lock = threading.RLock()
        self.lines = 0

    def begin(self, number: int) -> None:
        """Appends to the journal file of the saved set with this number from now on.

        Raises:
            OSError: the file cannot be created; the previous one stays in use.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._path(number)
        whole = sum(len(line) + 1 for line in _whole_lines(path))
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with self._lock:
            os.ftruncate(descriptor, whole)
            os.lseek(descriptor, whole, os.SEEK_SET)
            if self._descriptor >= 0:
                os.close(self._descriptor)
            self._descriptor, self._size, self.lines = descriptor, whole, 0

    def locked(self) -> threading.RLock:
        """Returns the lock to hold during a write and its ``append``, to keep lines in the writes' order."""
        return self._lock

    def append(self, change: Mapping[str, Any], *, durably: bool) -> None:
        """Appends a line; with ``durably``, waits until it is on the disk.

        Raises:
            OSError: the line could not be written; the file ends with the previous line.
        """
        line = (json.dumps(change, default=self._encode, separators=(",", ":")) + "\n").encode()
        with self._lock:
            try:
                written = 0
                while written < len(line):
                    written += os.write(self._descriptor, line[written:])
                if durably:
                    os.fsync(self._descriptor)
            except OSError:
                os.ftruncate(self._descriptor, self._size)
                os.lseek(self._descriptor, self._size, os.SEEK_SET)
                raise
            self._size += len(line)
            self._unsynced = not durably
            self.lines += 1

    def sync(self) -> None:
        """Waits until every line is on the disk.

        Raises:
            OSError: the file cannot be synced.
        """
        with self._lock:
            if self._unsynced and self._descriptor >= 0:
                os.fsync(self._descriptor)
                self._unsynced = False

    def since(self, number: int) -> Iterator[dict[str, Any]]:
        """Yields the writes after the saved set ``number``, oldest first; skips incomplete lines."""
        for found in self._numbers():
            if found >= number:
                for line in _whole_lines(self._path(found)):
                    written = json.loads(line)
                    yield from written.get(TOGETHER, [written])

    def newest(self) -> int:
        """Returns the number of the newest journal file; 0 if there is none."""
        return max(self._numbers(), default=0)

    def drop_before(self, number: int) -> None:
        """Deletes the journal files with lower numbers than ``number``."""
        for found in self._numbers():
            if found < number:
                self._path(found).unlink(missing_ok=True)

    def _numbers(self) -> list[int]:
        if not self._folder.is_dir():
            return []
        return sorted(int(path.stem) for path in self._folder.glob("*.jsonl") if path.stem.isdecimal())

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:06}.jsonl"


def _whole_lines(path: Path) -> list[bytes]:
    """Returns the lines before the first incomplete one, after which no write was acknowledged."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    lines = []
    for line in content.split(b"\n")[:-1]:
        try:
            json.loads(line)
        except ValueError:
            break
        lines.append(line)
    return lines
