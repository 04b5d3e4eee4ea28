"""Processes that have the product imported when they begin: forks of a server that imported it once.

Importing takes a command longer than most commands run. A fork is a process of its own in all that tests look
at: its id, its signals, its exit code, its environment, its output and its children. Start-up from nothing
is tested where the command itself is started: by the first run of the demo, and by the installed wheel.
"""

import gc
import importlib
import multiprocessing
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TextIO

from tests.support.patience import PATIENCE_SECONDS

_COMMANDS = (
    *("run", "up", "down", "runs", "search", "studios", "show", "coverage", "removals", "status", "logs"),
    *("export", "dlq", "feeds", "index", "replay"),
)
_PRELOADED = [
    *(f"inkscout_cli.commands.{name}" for name in _COMMANDS),
    "inkscout_local.platform.platform",
    "tests.support.preloaded",
    __name__,
]


class Forked:
    """A fork that calls a function; the part of ``subprocess.Popen`` that tests use."""

    def __init__(
        self,
        call: str,
        arguments: Sequence[Any],
        folder: Path,
        environment: Mapping[str, str],
        *,
        stderr_is_piped: bool = True,
    ) -> None:
        """Starts it.

        Args:
            call: Module and name of the function, as ``module:name``.
            arguments: The function's arguments.
            folder: The folder it works in.
            environment: All of its environment variables.
            stderr_is_piped: Whether ``stderr`` is read here; else it goes where that of the tests goes.
        """
        forks = multiprocessing.get_context("forkserver")
        forks.set_forkserver_preload(_PRELOADED)
        out, out_end = forks.Pipe(duplex=False)
        err, err_end = forks.Pipe(duplex=False)
        ends = {1: out_end} | ({2: err_end} if stderr_is_piped else {})
        self._process = forks.Process(target=_begin, args=(call, arguments, folder, dict(environment), ends))
        self._process.start()
        for end in (out_end, err_end):
            end.close()
        self.stdout: TextIO | None = _opened(out)
        self.stderr: TextIO | None = _opened(err)

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float = PATIENCE_SECONDS) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self._process.exitcode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def communicate(self, timeout: float = PATIENCE_SECONDS) -> tuple[str, str]:
        """Reads what is left of both streams and waits for the end."""
        read: dict[str, str] = {}

        def drain(name: str, stream: TextIO) -> None:
            read[name] = stream.read()

        streams = {name: stream for name in ("stdout", "stderr") if (stream := getattr(self, name))}
        threads = [threading.Thread(target=drain, args=one, daemon=True) for one in streams.items()]
        for thread in threads:
            thread.start()
        self.wait(timeout)
        for thread in threads:
            thread.join(timeout)
        for stream in streams.values():
            stream.close()
        return read.get("stdout", ""), read.get("stderr", "")


def _opened(end: Connection) -> TextIO:
    stream = os.fdopen(os.dup(end.fileno()), "r", encoding="utf-8")
    end.close()
    return stream


def _begin(
    call: str,
    arguments: Sequence[Any],
    folder: Path,
    environment: Mapping[str, str],
    ends: Mapping[int, Connection],
) -> None:
    """Calls the function, with its output in pipes; multiprocessing makes the exit code of what it raises."""
    gc.freeze()  # what was imported before the fork is never garbage
    gc.set_threshold(20_000, 20, 20)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, end in ends.items():
        os.dup2(end.fileno(), number)
        end.close()
    module, _, name = call.partition(":")
    work: Callable[..., None] = getattr(importlib.import_module(module), name)
    work(*arguments)
