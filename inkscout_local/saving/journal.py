"""The journal: every write to a table between two saved sets, as the item's state afterwards.

A line is ``{"account", "region", "table", "pk", "sk", "item"}``; ``item`` is null for a removal. Replaying a
line twice, or one whose effect a saved set already holds, changes nothing. A line is written before its write
is answered, which a killed process survives; lines of tables that must survive a power cut too wait for the
disk.
"""

import json
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

Encode = Callable[[Any], Any]


class Journal:
    """Appends to the newest journal file; safe to call from several threads."""

    def __init__(self, folder: Path, encode: Encode | None = None) -> None:
        """``encode`` is for values that JSON does not know."""
        self._folder = folder
        self._encode = encode
        self._descriptor = -1
        self._size = 0
        self._unsynced = False
        self._lock = threading.RLock()
        self.lines = 0

    def begin(self, number: int) -> None:
        """Appends to the file of a saved set from now on.

        Raises:
            OSError: the file cannot be made; the one before is used on.
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
        """The lock to hold around a write and its line, so that lines have the order of the writes."""
        return self._lock

    def append(self, change: Mapping[str, Any], *, durably: bool) -> None:
        """Adds a line.

        Raises:
            OSError: the disk did not take it; the file ends with the line before.
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
        """Waits until the disk has every line.

        Raises:
            OSError: the disk refused.
        """
        with self._lock:
            if self._unsynced and self._descriptor >= 0:
                os.fsync(self._descriptor)
                self._unsynced = False

    def since(self, number: int) -> Iterator[dict[str, Any]]:
        """Changes written since a saved set, oldest first; a line cut short by a crash is left out."""
        for found in self._numbers():
            if found >= number:
                for line in _whole_lines(self._path(found)):
                    yield json.loads(line)

    def newest(self) -> int:
        """Returns the number of the newest file; 0 if there is none."""
        return max(self._numbers(), default=0)

    def drop_before(self, number: int) -> None:
        """Removes the files that no kept set needs."""
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
    """Lines up to the first that is not whole; nothing after it was answered."""
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
