"""Correction of MiniStack: forks workers of Python functions from a process that has imported packages.

A worker that starts imports boto3, pydantic and Powertools, which takes longer than most functions run. The
fork has them already. What a function brings itself, in its layers and its code, is imported after the fork.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from inkscout_local.forking.server import LARGEST_REQUEST

_SERVER = Path(__file__).parent / "server.py"
_SCRIPT = "_worker.py"


class ForkedWorker:
    """A forked worker, with as much of ``subprocess.Popen`` as MiniStack uses.

    The fork is no child of this process, so that only its end is seen and not its exit code.

    Attributes:
        returncode: None while it runs, 0 after it was seen to have ended.
    """

    def __init__(self, pid: int, streams: tuple[int, int, int], life: int) -> None:
        """Takes over the descriptors.

        Args:
            pid: Process id.
            streams: Our ends of its standard input, output and error.
            life: Our end of a pipe that is open for writing as long as the process lives.
        """
        self.pid = pid
        self.returncode: int | None = None
        self.stdin: IO[str] = os.fdopen(streams[0], "w", buffering=1)
        self.stdout: IO[str] = os.fdopen(streams[1])
        self.stderr: IO[str] = os.fdopen(streams[2])
        self._life: IO[bytes] = os.fdopen(life, "rb", buffering=0)

    def poll(self) -> int | None:
        """Returns None while the process runs, and 0 afterwards."""
        return self._ended_within(0)

    def wait(self, timeout: float | None = None) -> int:
        """Waits for the end, for at most ``timeout`` seconds.

        Raises:
            subprocess.TimeoutExpired: it still runs.
        """
        ended = self._ended_within(timeout)
        if ended is None:
            raise subprocess.TimeoutExpired(_SCRIPT, timeout or 0)
        return ended

    def terminate(self) -> None:
        """Sends SIGTERM, unless it has ended."""
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        """Sends SIGKILL, unless it has ended."""
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def _ended_within(self, seconds: float | None) -> int | None:
        if self.returncode is None and select.select([self._life], [], [], seconds)[0]:
            self.returncode = 0
        return self.returncode


class Forks:
    """MiniStack's ``subprocess``, with another ``Popen`` for the workers of Python functions."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._server: subprocess.Popen[bytes] | None = None
        self._requests: socket.socket | None = None

    def start(self) -> None:
        """Starts the process to fork from, which imports packages while nobody waits for a worker yet."""
        with self._lock:
            self._running_server()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the module has
        return getattr(subprocess, name)

    def Popen(self, command: Sequence[str], **options: Any) -> Any:  # noqa: ANN401, N802 - the module's name
        """Forks a worker of a Python function; starts any other program as ``subprocess`` does.

        The process to fork from is started for the first worker, and again when it has ended. A worker
        whose environment does not fit into a request is not forked.
        """
        if list(command[:1]) == [sys.executable] and Path(command[-1]).name == _SCRIPT:
            asked = {
                "script": command[-1],
                "folder": str(options["cwd"]),
                "environment": dict(options["env"]),
            }
            request = json.dumps(asked).encode()
            for _ in range(2 if len(request) <= LARGEST_REQUEST else 0):
                with suppress(OSError):
                    return self._forked(request)
                self._forget_the_server()
        return subprocess.Popen(command, **options)

    def _forked(self, request: bytes) -> ForkedWorker:
        pipes = [os.pipe() for _ in range(4)]
        (their_input, our_input), *others = pipes
        ours, theirs = (
            [our_input, *(pipe[0] for pipe in others)],
            [their_input, *(pipe[1] for pipe in others)],
        )
        try:
            with self._lock:
                requests = self._running_server()
                socket.send_fds(requests, [request], theirs)
                pid = int(requests.recv(32) or b"0")
            if not pid:
                raise ConnectionError("the process to fork from has ended")
        except OSError:
            for one in ours:
                os.close(one)
            raise
        finally:
            for one in theirs:
                os.close(one)
        return ForkedWorker(pid, (ours[0], ours[1], ours[2]), ours[3])

    def _running_server(self) -> socket.socket:
        if self._requests is None:
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                self._server = subprocess.Popen(
                    [sys.executable, "-P", str(_SERVER), str(theirs.fileno())],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                )
            self._requests = ours
        return self._requests

    def _forget_the_server(self) -> None:
        with self._lock:
            if self._requests is not None:
                self._requests.close()
            if self._server is not None:
                self._server.kill()
                self._server.wait()
            self._requests = self._server = None


def install(lambda_runtime: Any, *, early: bool = False) -> None:  # noqa: ANN401 - a module of MiniStack
    """Makes MiniStack fork workers of Python functions, where forks are safe.

    On macOS they are not: a fork of a process that used a system library may crash. ``early`` starts the
    process to fork from at once.

    Raises:
        RuntimeError: MiniStack starts processes in another way, so it is not the supported release.
    """
    if getattr(lambda_runtime, "subprocess", None) is not subprocess:
        raise RuntimeError("This release of MiniStack starts workers in another way; install the pinned one.")
    if sys.platform == "linux":
        lambda_runtime.subprocess = forks = Forks()
        if early:
            forks.start()
