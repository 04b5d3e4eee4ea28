"""Ends every process of a platform, found by a mark in their environment that all descendants inherit.

A process group is not enough: Playwright starts Chromium in a session of its own, and a worker killed at the
wrong moment leaves it behind. The mark finds it wherever it went.
"""

import os
import signal
import time
from collections.abc import Iterable

import psutil

MARK = "INKSCOUT_PLATFORM_ID"
"""Environment variable that every process of a platform carries."""


def members(platform_id: str) -> list[psutil.Process]:
    """The living processes that carry the mark, without the caller."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get(MARK) == platform_id:
                found.append(process)
        except (psutil.Error, OSError):
            continue  # it ended meanwhile, or it belongs to somebody else
    return [process for process in found if _is_alive(process)]


def reap(platform_id: str, *, grace_seconds: float = 10.0) -> int:
    """Asks every process of the platform to end, waits, then kills what is left; returns how many it met.

    Runs until none is found, since a process may start another one while it is being ended.
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
