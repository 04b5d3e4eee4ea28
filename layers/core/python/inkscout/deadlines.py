"""Bounds of time that hold while the process runs: time in which it was stopped or asleep does not count."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

Value = TypeVar("Value")


async def within(work: Awaitable[Value], seconds: float, clock: Callable[[], float]) -> Value:
    """Returns what the work returns, as long as it needs no more than so many seconds of a clock.

    The event loop's own timers count the time of a pause too, and all fire at once after it; here the clock
    is asked whether the time is really over.

    Raises:
        TimeoutError: the time is over; the work was cancelled.
    """
    deadline = clock() + seconds
    task = asyncio.ensure_future(work)
    try:
        while not task.done() and (left := deadline - clock()) > 0:
            await asyncio.wait({task}, timeout=left)
        if not task.done():
            raise TimeoutError(f"no result in {seconds:g} s")
        return task.result()
    finally:
        if not task.done():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
