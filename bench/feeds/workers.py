"""Processes of the functions about feeds on the local platform, and their memory."""

import re
from collections import defaultdict
from pathlib import Path

from inkscout_local.platform.connection import Connection
from scraper_task.browser import processes

FETCHING = ("fetch-feed", "curate-feed")
"""Functions that a kill of the benchmark ends."""

_FUNCTION = re.compile(r"-(fetch-feed|curate-feed|api)-")


def workers(connection: Connection) -> dict[str, list[int]]:
    """Returns the processes of each function, by the folder of their code."""
    found: dict[str, list[int]] = defaultdict(list)
    for one in processes.descendants(int(connection.record["pid"])):
        function = _FUNCTION.search(_folder(one.pid))
        if function is not None:
            found[function[1]].append(one.pid)
    return found


def fetching(connection: Connection) -> list[int]:
    """Returns the processes that fetch and curate."""
    found = workers(connection)
    return [pid for function in FETCHING for pid in found[function]]


def resident_mb(connection: Connection) -> dict[str, float]:
    """Returns the resident size of the largest process of each function."""
    found = workers(connection)
    return {name: max(processes.rss_bytes(pid) for pid in pids) / 2**20 for name, pids in found.items()}


def peak_mb(pid: int) -> float:
    """Returns the highest resident size of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _folder(pid: int) -> str:
    try:
        return str(Path(f"/proc/{pid}/cwd").readlink())
    except OSError:
        return ""
