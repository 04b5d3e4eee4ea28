"""Schedules jobs: a bounded number at once, and no host that fills all slots."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator


class Slots:
    """Slots for jobs, of which one host takes at most ``per_host``, so that a slow host leaves room."""

    def __init__(self, total: int, per_host: int | None = None) -> None:
        self.total = total
        self._per_host = per_host or max(1, (total + 1) // 2)
        self._hosts: Counter[str] = Counter()
        self._taken = 0
        self._changed = asyncio.Condition()

    @contextlib.asynccontextmanager
    async def take(self, host: str) -> AsyncIterator[None]:
        """Waits for a slot, holds it, gives it back."""
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
        """Slots that nobody holds."""
        return self.total - self._taken

    def _has_room(self, host: str) -> bool:
        return self._taken < self.total and self._hosts[host] < self._per_host

    def _give_back(self, host: str) -> None:
        self._taken -= 1
        self._hosts[host] -= 1
        if self._hosts[host] <= 0:
            del self._hosts[host]
