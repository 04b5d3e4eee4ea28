"""Child processes with a log file, a wait until they are ready, and a graceful stop."""

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
    """A child process in a session of its own, so that Ctrl-C in the terminal reaches only its parent.

    Attributes:
        name: Name for messages, such as "The search server".
        process: The process.
        log: File of its standard error, and of its output unless ``output`` is set.
        output: File of its standard output.
    """

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path
    output: Path | None = None

    @property
    def running(self) -> bool:
        """Whether the process is running."""
        return self.process.poll() is None

    def stop(self, grace_seconds: float) -> int | None:
        """Sends SIGTERM, waits for ``grace_seconds``, kills its process group and returns the exit code.

        None if the process survived.
        """
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
        """Waits until ``ready`` returns True, for at most ``seconds``.

        Raises:
            PlatformError: the process ended, or was not ready in time; the message has the end of its log.
        """
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.running:
                raise PlatformError(f"{self.name} ended while starting: {self.log_tail()}")
            if time.monotonic() > deadline:
                raise PlatformError(f"{self.name} was not ready after {seconds:.0f} s: {self.log_tail()}")
            time.sleep(0.05)

    def log_tail(self) -> str:
        """Returns the last lines of the log, joined into one line."""
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
    """Starts a child process.

    Args:
        name: Name for messages.
        command: Program and arguments.
        environment: The child's whole environment.
        log: File that standard error is appended to.
        folder: Working directory; None for this process's.
        output: File for standard output; None appends it to ``log``.

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
    """Base of the platform's servers that run as child processes."""

    grace_seconds = 5.0
    """Seconds that the server may take to end after SIGTERM."""

    def __init__(self) -> None:
        self._child: Child | None = None

    @property
    def running(self) -> bool:
        """Whether the server was started and its process is running."""
        return self._child is not None and self._child.running

    def stop(self) -> None:
        """Ends the process; does nothing if it was not started."""
        if self._child:
            self._child.stop(self.grace_seconds)

    def _serve(self, child: Child, ready: Callable[[], bool], seconds: float) -> None:
        """Adopts a started process as this server's and waits until it is ready, for at most ``seconds``.

        Raises:
            PlatformError: the process ended or was not ready in time.
        """
        self._child = child
        child.wait_for(ready, seconds)
