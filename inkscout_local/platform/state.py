"""The state folder of a platform: its paths, its lock, and the record of the running platform."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inkscout_deploy.errors import PlatformError, StateInUse
from inkscout_deploy.project import COMMAND

_TASK_LOGS_KEPT = 50
_LOG_BYTES = 5 * 1024 * 1024
# Another command holds the lock for a moment while it looks whether a platform runs.
_LOCK_ATTEMPTS = 10
_LOCK_PAUSE_SECONDS = 0.02


@dataclass(frozen=True)
class StateFolder:
    """The folder with everything that a platform keeps, such as ``.inkscout/demo``."""

    root: Path

    @property
    def name(self) -> str:
        """Name of the platform, which is the folder's name."""
        return self.root.name

    @property
    def logs(self) -> Path:
        """Folder of log files, one for each process."""
        return self.root / "logs"

    @property
    def emulator(self) -> Path:
        """Folder of the AWS emulator's saved state."""
        return self.root / "emulator"

    @property
    def objects(self) -> Path:
        """Folder of the objects in the emulator's S3 buckets."""
        return self.root / "objects"

    def create(self) -> None:
        """Creates the folder and its subfolders, and checks that files can be written.

        Raises:
            PlatformError: the folder cannot be written.
        """
        probe = self.root / ".writable"
        try:
            for folder in (self.root, self.logs, self.emulator, self.objects):
                folder.mkdir(parents=True, exist_ok=True)
            probe.write_text("", encoding="utf-8")
            probe.unlink()
        except OSError as error:
            raise PlatformError(
                f"The state folder {self.root} cannot be written ({error.strerror}). "
                "Choose another with --state or INKSCOUT_HOME."
            ) from error

    def tidy_logs(self) -> None:
        """Deletes the logs of all but the newest 50 tasks; renames logs above 5 MiB to ``.log.old``."""
        tasks = sorted(self.logs.glob("task-*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in tasks[_TASK_LOGS_KEPT:]:
            path.unlink(missing_ok=True)
        for path in self.logs.glob("*.log"):
            if path.stat().st_size > _LOG_BYTES:
                path.replace(path.with_suffix(".log.old"))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Locks the folder for this process; the kernel releases the lock even if the process is killed.

        Raises:
            StateInUse: another process has the lock.
            PlatformError: the lock file cannot be opened.
        """
        path = self.root / "lock"
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise PlatformError(f"{path} cannot be opened ({error.strerror}); move it away.") from error
        try:
            if not _taken(descriptor):
                raise StateInUse(self._in_use_sentence())
            yield
        finally:
            os.close(descriptor)

    def is_locked(self) -> bool:
        """Whether a platform is running on this folder; the folder need not be writable.

        Raises:
            PlatformError: the lock file cannot be opened.
        """
        path = self.root / "lock"
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            raise PlatformError(f"{path} cannot be opened ({error.strerror}); move it away.") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
        else:
            return False
        finally:
            os.close(descriptor)

    def record(self) -> dict[str, Any]:
        """Returns the record that the latest platform on this folder wrote; empty if there is none.

        It has ``platform_id``, ``pid``, ``endpoint``, ``outputs`` and more.
        """
        return self._read("platform.json")

    def write_record(self, document: dict[str, Any]) -> None:
        """Replaces the record atomically."""
        self._write("platform.json", document)

    def ports(self) -> dict[str, int]:
        """Returns last time's ports by name; using them again keeps the URLs in the stacks unchanged."""
        stored = self._read("ports.json").items()
        return {name: port for name, port in stored if isinstance(port, int) and 0 < port < 65536}

    def write_ports(self, ports: dict[str, int]) -> None:
        """Stores the ports in use, by name."""
        self._write("ports.json", dict(ports))

    def _in_use_sentence(self) -> str:
        pid = self.record().get("pid")
        holder = f"process {pid}" if pid else "another process"
        return (
            f"A platform already runs on {self.root} ({holder}). "
            f"Use it, stop it with `{COMMAND} down`, or choose another folder with --state."
        )

    def _read(self, name: str) -> dict[str, Any]:
        try:
            document = json.loads((self.root / name).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return document if isinstance(document, dict) else {}

    def _write(self, name: str, document: dict[str, Any]) -> None:
        temporary = self.root / f"{name}.new"
        temporary.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
        temporary.replace(self.root / name)


def _taken(descriptor: int) -> bool:
    """Locks an open file exclusively; returns False if a platform has the lock."""
    for attempt in range(_LOCK_ATTEMPTS):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if attempt < _LOCK_ATTEMPTS - 1:
                time.sleep(_LOCK_PAUSE_SECONDS)
        else:
            return True
    return False
