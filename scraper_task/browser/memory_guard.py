"""Watches the memory of the worker and its child processes against the container's limit."""

import asyncio
import os

from scraper_task.browser import processes

_SHARE = 0.92
_EVERY_SECONDS = 10.0


class MemoryGuard:
    """Measures the worker's memory every ten seconds and compares it with the limit.

    Attributes:
        current: Bytes at the last measurement.
        peak: Highest measurement in bytes.
    """

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self.current = 0
        self.peak = 0

    @property
    def is_over(self) -> bool:
        """Whether the last measurement was above 92 % of the limit."""
        return self.current > self._limit * _SHARE

    async def watch(self) -> None:
        """Measures every ten seconds until cancelled."""
        while True:
            self.current = await asyncio.to_thread(group_bytes)
            self.peak = max(self.peak, self.current)
            await asyncio.sleep(_EVERY_SECONDS)


def group_bytes() -> int:
    """Returns the proportional set size of this process and its descendants, in bytes."""
    own = os.getpid()
    return processes.pss_bytes([own, *(process.pid for process in processes.descendants(own))])
