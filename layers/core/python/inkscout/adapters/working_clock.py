"""A stopwatch that leaves out time in which the process was stopped or the machine was suspended."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

TICK_SECONDS = 1.0
PAUSE_SECONDS = 5.0
"""Delay of a tick from which it counts as a pause of the process; busy tasks delay it less."""


def since_boot() -> float:
    """Returns the seconds since the machine started, including suspension if the system counts it."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


class WorkingClock:
    """Implements ``ports.Stopwatch``; it ticks while it is used as an async context manager.

    A process that is stopped (SIGSTOP) misses ticks, although the monotonic clock continues. A suspended
    machine stops the monotonic clock too, which a comparison with the time since boot shows.
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
        """Starts the ticks."""
        self._last = self._monotonic()
        self._ticking = asyncio.create_task(self._tick_on())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stops the ticks."""
        if self._ticking is not None:
            self._ticking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._ticking
            self._ticking = None

    def __call__(self) -> float:
        """Returns the seconds, from an arbitrary start, in which this process was running."""
        self.observe()
        return self._last - self._lost

    @property
    def pauses(self) -> int:
        """Number of pauses so far, including one that has just ended."""
        self.observe()
        return self._pauses

    def observe(self) -> None:
        """Reads the clocks and detects pauses; called by every tick and whenever the time is read."""
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
