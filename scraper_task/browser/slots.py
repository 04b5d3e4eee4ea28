"""Limits concurrent jobs, in total and for each host."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator


class Slots:
    """Semaphore with ``total`` slots, of which one host may use at most ``per_host``.

    By default a host may use half of them, rounded up, so that a slow host does not block the others.
    """

    def __init__(self, total: int, per_host: int | None = None) -> None:
        self.total = total
        self._per_host = per_host or max(1, (total + 1) // 2)
        self._hosts: Counter[str] = Counter()
        self._taken = 0
        self._changed = asyncio.Condition()

    @contextlib.asynccontextmanager
    async def take(self, host: str) -> AsyncIterator[None]:
        """Waits for a slot, and releases it at the end of the block."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._has_room(host))
            self._taken += 1
            self._hosts[host] += 1
        try:
            yield
        finally:
            self._give_back(host)
            async with self._changed:
                self._changed.notify_all()

    @property
    def free(self) -> int:
        """Number of free slots."""
        return self.total - self._taken

    def _has_room(self, host: str) -> bool:
        return self._taken < self.total and self._hosts[host] < self._per_host

    def _give_back(self, host: str) -> None:
        self._taken -= 1
        self._hosts[host] -= 1
        if self._hosts[host] <= 0:
            del self._hosts[host]
