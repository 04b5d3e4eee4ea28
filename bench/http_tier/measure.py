"""Measurement of a benchmark client's process; standard library only, as it runs in several environments."""

import json
import resource
import sys
import time
from pathlib import Path


def read_addresses() -> list[str]:
    """Returns the URLs to fetch, from the file that the first command-line argument names."""
    return Path(sys.argv[1]).read_text().split()


def proxy_url() -> str:
    """Returns the URL of the proxy to use, the second command-line argument."""
    return sys.argv[2]


class Meter:
    """Measures this process from its creation: CPU with children, wall time, and peak memory."""

    def __init__(self) -> None:
        self._wall = time.perf_counter()
        self._cpu = _cpu()

    def report(self, pages: int, links: int, **more: float) -> None:
        """Prints the figures as one line of JSON: times in seconds, memory in MiB."""
        wall = time.perf_counter() - self._wall
        cpu = _cpu() - self._cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        figures = {"pages": pages, "links": links, "wall": wall, "cpu": cpu, "peak_mb": peak, **more}
        sys.stdout.write(json.dumps(figures) + "\n")


def _cpu() -> float:
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
