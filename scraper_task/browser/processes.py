"""Process tree of the worker, read from ``/proc``: its members, their memory, and killing them.

On a system without ``/proc`` no process is found, and only Playwright's own clean-up takes place.
"""

import contextlib
import ctypes
import os
import signal
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
_PR_SET_CHILD_SUBREAPER = 36
_LOWEST = 19
"""Niceness of what gives way: beside an ordinary process it gets a seventieth of a CPU's time."""


@dataclass(frozen=True, slots=True)
class Process:
    """A process as ``/proc`` described it.

    Attributes:
        pid: Process id.
        parent: Id of its parent.
        started: Start time in clock ticks since boot, which detects a reused id.
        state: State letter, such as ``Z`` for a zombie.
        command: Name of its program.
    """

    pid: int
    parent: int
    started: int
    state: str = ""
    command: str = ""


def adopt_orphans() -> None:
    """Makes this process the parent of orphaned descendants (Linux's PR_SET_CHILD_SUBREAPER).

    Does nothing on other systems.
    """
    try:
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    except (OSError, AttributeError):
        return


def read_process(pid: int) -> Process | None:
    """Returns the process with this id; None if there is none."""
    try:
        stat = (_PROC / str(pid) / "stat").read_text(errors="replace")
    except OSError:
        return None
    command, _, rest = stat.partition("(")[2].rpartition(")")
    fields = rest.split()
    return Process(pid=pid, parent=int(fields[1]), started=int(fields[19]), state=fields[0], command=command)


def children(pid: int) -> list[int]:
    """Returns the ids of a process's direct children."""
    return [process.pid for process in _all() if process.parent == pid]


class Census:
    """Cached view of the process table for repeated use: each process is read only once.

    It may miss a process whose parent changed, so it is only for monitoring; use the function
    ``descendants``, which reads all processes again, before killing any.
    """

    def __init__(self) -> None:
        self._known: dict[int, Process] = {}

    def descendants(self, pid: int) -> list[Process]:
        """Returns all descendants of ``pid``, parents before their children."""
        alive = set(_pids())
        self._known = {number: process for number, process in self._known.items() if number in alive}
        for number in alive - set(self._known):
            process = read_process(number)
            if process is not None:
                self._known[number] = process
        return _below(pid, self._known.values())


def descendants(pid: int) -> list[Process]:
    """Returns all descendants of ``pid`` without zombies, parents before their children."""
    return _below(pid, _all())


def _below(pid: int, known: Iterable[Process]) -> list[Process]:
    by_parent: dict[int, list[Process]] = {}
    for process in known:
        by_parent.setdefault(process.parent, []).append(process)
    found: list[Process] = []
    waiting = [pid]
    while waiting:
        below = by_parent.get(waiting.pop(), [])
        found.extend(process for process in below if process.state != "Z")
        waiting.extend(process.pid for process in below)
    return found


def rss_bytes(pid: int) -> int:
    """Returns the resident size of a process in bytes; 0 if it has ended. Reads one small file."""
    try:
        return int((_PROC / str(pid) / "statm").read_text().split()[1]) * _PAGE_BYTES
    except (OSError, IndexError, ValueError):
        return 0


def cpu_seconds(pid: int) -> float:
    """Returns the CPU time that a process has used; 0 if it has ended. Reads one small file."""
    try:
        fields = (_PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS_A_SECOND
    except (OSError, IndexError, ValueError):
        return 0.0


def is_renderer(pid: int) -> bool:
    """Whether a process is a renderer of Chromium, by its command line."""
    try:
        return b"--type=renderer" in (_PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return False


def slow_down(process: Process) -> None:
    """Gives all threads of a process the lowest priority; only root could raise it again."""
    if not _same(process):
        return
    with contextlib.suppress(OSError):
        for thread in (_PROC / str(process.pid) / "task").iterdir():
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, int(thread.name), _LOWEST)


def pss_bytes(pids: Iterable[int]) -> int:
    """Returns the total proportional set size of processes in bytes; shared memory counts once."""
    return sum(_pss(pid) for pid in pids)


def alive(processes: Iterable[Process]) -> list[Process]:
    """Returns those of the processes that have not ended; a process that reuses an id is another one."""
    return [process for process in processes if _same(process)]


def kill(processes: Iterable[Process], *, wait_seconds: float = 3.0) -> list[Process]:
    """Sends SIGKILL to exactly these processes; returns those still alive after ``wait_seconds``."""
    left = alive(processes)
    for process in left:
        _signal(process.pid)
    deadline = time.monotonic() + wait_seconds
    while left and time.monotonic() < deadline:
        for process in left:
            _reap(process)
        left = alive(left)
        if left:
            time.sleep(0.02)
    return left


def kill_descendants(pid: int) -> list[Process]:
    """Kills all descendants of ``pid``, repeatedly, as a parent may still fork; returns the survivors."""
    for _ in range(5):
        found = descendants(pid)
        if not found:
            return []
        kill(found)
    return descendants(pid)


def _all() -> list[Process]:
    return [process for pid in _pids() if (process := read_process(pid))]


def _pids() -> list[int]:
    try:
        return [int(name) for name in os.listdir(_PROC) if name.isdigit()]  # noqa: PTH208 - names alone, and often
    except OSError:
        return []


def _same(process: Process) -> bool:
    now = read_process(process.pid)
    return now is not None and now.started == process.started and now.state != "Z"


def _signal(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _reap(process: Process) -> None:
    """Reaps a child or adopted process that has ended; does nothing for other processes."""
    try:
        os.waitpid(process.pid, os.WNOHANG)
    except ChildProcessError:
        return


def _pss(pid: int) -> int:
    try:
        for line in (_PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        return 0
    return 0
