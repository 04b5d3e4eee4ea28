"""Signal that the work under way is slow, from whatever finds that out to whatever schedules the work.

A scheduler sets ``on_slow`` in the context of a task; the work calls ``is_slow`` as soon as it knows that it
takes longer than ordinary work, so that the scheduler need not wait until it has.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LARGE_PAGE = 512 * 1024
"""Bytes or characters of HTML from which a page counts as slow before it is read; few pages have more."""
_ON_SLOW: ContextVar[Callable[[], None] | None] = ContextVar("called when the work is slow", default=None)


@contextmanager
def on_slow(notify: Callable[[], None]) -> Iterator[None]:
    """Has ``notify`` called when the work that is started inside the block says that it is slow."""
    token = _ON_SLOW.set(notify)
    try:
        yield
    finally:
        _ON_SLOW.reset(token)


def is_slow() -> None:
    """Tells the scheduler of the current task, if it has one, that its work is slow."""
    notify = _ON_SLOW.get()
    if notify is not None:
        notify()
