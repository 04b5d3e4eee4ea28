"""Timeouts by a clock of the caller, such as one that leaves out time in which the process was paused."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

Value = TypeVar("Value")


async def within(work: Awaitable[Value], seconds: float, clock: Callable[[], float]) -> Value:
    """Returns the result of ``work``, which may take at most ``seconds`` by ``clock``.

    The event loop's own timers include the time of a pause, and all fire at once after it; this function
    therefore checks ``clock`` before it times out.

    Raises:
        TimeoutError: ``seconds`` have passed; ``work`` was cancelled.
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
