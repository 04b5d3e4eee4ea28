"""Child processes with a log, a health wait and an orderly end."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from inkscout_deploy.errors import PlatformError

_LOG_TAIL_CHARACTERS = 600


@dataclass
class Child:
    """One process in a session of its own, so that a Ctrl-C in the terminal reaches only its parent."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path
    output: Path | None = None

    @property
    def running(self) -> bool:
        """Whether the process has not ended."""
        return self.process.poll() is None

    def stop(self, grace_seconds: float) -> int | None:
        """Asks the process to end, kills its group after the grace, and returns its exit code."""
        if self.running:
            with suppress(ProcessLookupError):
                self.process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(grace_seconds)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        return self.process.poll()

    def wait_for(self, ready: Callable[[], bool], seconds: float) -> None:
        """Waits until ``ready`` says so.

        Raises:
            PlatformError: the process ended, or was not ready in time; with the end of its log.
        """
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.running:
                raise PlatformError(f"{self.name} ended while starting: {self.log_tail()}")
            if time.monotonic() > deadline:
                raise PlatformError(f"{self.name} was not ready after {seconds:.0f} s: {self.log_tail()}")
            time.sleep(0.05)

    def log_tail(self) -> str:
        """The last lines the process wrote, on one line."""
        try:
            text = self.log.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return f"no log at {self.log}"
        lines = [line.strip() for line in text[-_LOG_TAIL_CHARACTERS:].splitlines() if line.strip()]
        return " | ".join(lines[-4:]) or f"it wrote nothing to {self.log}"


def spawn(
    name: str,
    command: Sequence[str],
    environment: Mapping[str, str],
    log: Path,
    *,
    folder: Path | None = None,
    output: Path | None = None,
) -> Child:
    """Starts a process; its standard output goes to ``output`` or, with the errors, to ``log``.

    Raises:
        PlatformError: the program cannot be started.
    """
    try:
        with log.open("ab") as errors, (output or log).open("wb" if output else "ab") as out:
            process = subprocess.Popen(
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=errors,
                env=dict(environment),
                cwd=folder,
                start_new_session=True,
            )
    except OSError as error:
        raise PlatformError(f"{name} cannot be started: {error}") from error
    return Child(name, process, log, output)


class ChildServer:
    """A server of the platform that is a child process of its own."""

    grace_seconds = 5.0
    """How long it may take to end by itself."""

    def __init__(self) -> None:
        self._child: Child | None = None

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self._child is not None and self._child.running

    def stop(self) -> None:
        """Ends the process, if it was started."""
        if self._child:
            self._child.stop(self.grace_seconds)

    def _serve(self, child: Child, ready: Callable[[], bool], seconds: float) -> None:
        """Takes a started process as its own and waits until it serves.

        Raises:
            PlatformError: it ended or was not ready in time.
        """
        self._child = child
        child.wait_for(ready, seconds)
