"""Waiting for events in tests.

A test waits for what it wants to see, never for a time to pass, and asserts no duration. The bound of a wait
only ends a hang with a sentence: no machine that does its work is slow enough to reach it.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

PATIENCE_SECONDS = 100.0
"""Bound of every wait; below pytest-timeout's 120 s, so that the wait says what it waited for."""

_SHORTEST, _LONGEST = 0.05, 0.4
"""Pauses between two looks in seconds, from the first to those of a long wait."""

T = TypeVar("T")


def until(look: Callable[[], T | None], seconds: float = PATIENCE_SECONDS) -> T:
    """Returns the first truthy answer.

    Raises:
        AssertionError: there was none; with the last answer.
    """
    deadline = time.monotonic() + seconds
    pause = _SHORTEST
    while not (answer := look()):
        assert time.monotonic() < deadline, f"still {answer!r} after {seconds:.0f} s"
        time.sleep(pause)
        pause = min(pause * 1.3, _LONGEST)  # a look may cost a process as much as what it waits for
    return answer


async def until_async(look: Callable[[], Awaitable[T] | T], seconds: float = PATIENCE_SECONDS) -> T:
    """Returns the first truthy answer of a plain or an asynchronous look.

    Raises:
        AssertionError: there was none; with the last answer.
    """
    deadline = time.monotonic() + seconds
    while True:
        seen = look()
        answer: T = await seen if isinstance(seen, Awaitable) else seen
        if answer:
            return answer
        assert time.monotonic() < deadline, f"still {answer!r} after {seconds:.0f} s"
        await asyncio.sleep(0.02)


async def within(work: Awaitable[T]) -> T:
    """Returns the result of work that must end at all.

    Raises:
        TimeoutError: it hangs.
    """
    return await asyncio.wait_for(work, PATIENCE_SECONDS)
