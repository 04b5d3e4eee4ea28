"""Ends every process of a platform, found by an environment variable that all descendants inherit.

A process group is not enough: Playwright starts Chromium in a session of its own, where it may survive a
worker that is killed.
"""

import os
import signal
import time
from collections.abc import Iterable

import psutil

MARK = "INKSCOUT_PLATFORM_ID"
"""Environment variable with the platform's id, set for every process of a platform."""


def members(platform_id: str) -> list[psutil.Process]:
    """Returns the running processes of a platform, without this process and without zombies."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get(MARK) == platform_id:
                found.append(process)
        except (psutil.Error, OSError):
            continue  # it ended meanwhile, or it belongs to another user
    return [process for process in found if _is_alive(process)]


def reap(platform_id: str, *, grace_seconds: float = 10.0) -> int:
    """Sends SIGTERM to every process of the platform, and SIGKILL to those left after ``grace_seconds``.

    Repeats until none is found, since a process may start another one meanwhile. Returns the number of
    processes found.
    """
    met: set[int] = set()
    deadline = time.monotonic() + grace_seconds
    asked: set[int] = set()
    while processes := members(platform_id):
        met.update(process.pid for process in processes)
        late = time.monotonic() >= deadline
        fresh = [process for process in processes if late or process.pid not in asked]
        _signal(fresh, signal.SIGKILL if late else signal.SIGTERM)
        asked.update(process.pid for process in processes)
        psutil.wait_procs(processes, timeout=0.2)
    return len(met)


def _signal(processes: Iterable[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        try:
            process.send_signal(number)
        except (psutil.Error, OSError):
            continue


def _is_alive(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False
