"""Measures a client process between two moments; standard library only, to run in several environments."""

import json
import resource
import sys
import time
from pathlib import Path


def read_addresses() -> list[str]:
    """The addresses to fetch, from the file that the first argument names."""
    return Path(sys.argv[1]).read_text().split()


def proxy_url() -> str:
    """The proxy to go through, the second argument."""
    return sys.argv[2]


class Meter:
    """CPU of this process and its children, wall time, and peak memory."""

    def __init__(self) -> None:
        self._wall = time.perf_counter()
        self._cpu = _cpu()

    def report(self, pages: int, links: int, **more: float) -> None:
        """Prints the figures as one line of JSON."""
        wall = time.perf_counter() - self._wall
        cpu = _cpu() - self._cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        figures = {"pages": pages, "links": links, "wall": wall, "cpu": cpu, "peak_mb": peak, **more}
        sys.stdout.write(json.dumps(figures) + "\n")


def _cpu() -> float:
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
