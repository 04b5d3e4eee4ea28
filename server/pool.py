"""Threads with a waiting line of bounded length: work that would wait too long is refused at once."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Overloaded(Exception):
    """All threads are at work and the waiting line is full."""


class BoundedPool:
    """Threads behind a line, for one event loop."""

    def __init__(self, threads: int, line: int, name: str, count: Callable[[int], object]) -> None:
        """Takes the number of threads, the length of the line, and the threads' name.

        ``count`` is told 1 when a call is taken and -1 when it is over.
        """
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._most, self._taken, self._count = threads + line, 0, count

    def submit(self, call: Callable[..., T], *arguments: object) -> "asyncio.Future[T]":
        """Returns the future result of a call in a thread; one that is cancelled while it waits is not made.

        Raises:
            Overloaded: the line is full.
        """
        if self._taken >= self._most:
            raise Overloaded
        loop = asyncio.get_running_loop()
        self._taken += 1
        self._count(1)
        work = self._executor.submit(call, *arguments)
        work.add_done_callback(lambda _: loop.call_soon_threadsafe(self._leave))
        return asyncio.wrap_future(work, loop=loop)

    def _leave(self) -> None:
        self._taken -= 1
        self._count(-1)
