"""Watches the worker's whole process group against the container's limit."""

import asyncio
import os

from scraper_task.browser import processes

_SHARE = 0.92
_EVERY_SECONDS = 10.0


class MemoryGuard:
    """Says when the group comes near its limit; measured every few seconds, so that asking costs nothing."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self.current = 0
        self.peak = 0

    @property
    def is_over(self) -> bool:
        """Whether the last measurement was near the limit."""
        return self.current > self._limit * _SHARE

    async def watch(self) -> None:
        """Measures until cancelled."""
        while True:
            self.current = await asyncio.to_thread(group_bytes)
            self.peak = max(self.peak, self.current)
            await asyncio.sleep(_EVERY_SECONDS)


def group_bytes() -> int:
    """Proportional set size of this process and everything below it, in bytes."""
    own = os.getpid()
    return processes.pss_bytes([own, *(process.pid for process in processes.descendants(own))])
