"""A stopwatch that stands still while this process does: stopped by a signal, or on a machine that sleeps."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

TICK_SECONDS = 1.0
PAUSE_SECONDS = 5.0
"""A tick that is so late was held up by a pause of the process and by no other task."""


def since_boot() -> float:
    """Seconds since the machine started, those of its sleep included where the system counts them."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


class WorkingClock:
    """The ``Stopwatch`` port; ticks while it is used as an async context manager.

    A process that is stopped (SIGSTOP) misses ticks of the monotonic clock, which goes on; a machine that
    sleeps stops that clock too, and shows in the time since boot.
    """

    def __init__(
        self,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        boottime: Callable[[], float] = since_boot,
        tick_seconds: float = TICK_SECONDS,
        pause_seconds: float = PAUSE_SECONDS,
    ) -> None:
        self._monotonic, self._boottime = monotonic, boottime
        self._tick, self._pause = tick_seconds, pause_seconds
        self._last = monotonic()
        self._asleep = boottime() - self._last
        self._lost = 0.0
        self._pauses = 0
        self._ticking: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Begins to tick."""
        self._last = self._monotonic()
        self._ticking = asyncio.create_task(self._tick_on())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends the ticking."""
        if self._ticking is not None:
            self._ticking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._ticking
            self._ticking = None

    def __call__(self) -> float:
        """Seconds in which this process was running."""
        self.observe()
        return self._last - self._lost

    @property
    def pauses(self) -> int:
        """Pauses so far; one that has just ended counts before any timer knows of it."""
        self.observe()
        return self._pauses

    def observe(self) -> None:
        """Looks at the clocks; called by every tick, and by whoever asks for the time."""
        now = self._monotonic()
        asleep = self._boottime() - now
        gap, slept = now - self._last, asleep - self._asleep
        if self._ticking is not None and gap > self._pause:
            self._lost += gap - self._tick
            self._pauses += 1
        elif slept > self._pause:
            self._pauses += 1
        self._last, self._asleep = now, asleep

    async def _tick_on(self) -> None:
        while True:
            await asyncio.sleep(self._tick)
            self.observe()
