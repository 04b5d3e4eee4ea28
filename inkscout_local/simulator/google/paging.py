"""Page tokens like Google's: opaque, valid only after a delay, and expiring."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Generic, TypeVar

T = TypeVar("T")

PAGE_SIZE = 20
"""Results on one page, as in both of Google's Places APIs."""


@dataclass(frozen=True, slots=True)
class _Cursor(Generic[T]):
    rest: Sequence[T]
    request: str
    issued: float


@dataclass(frozen=True, slots=True)
class PageOf(Generic[T]):
    """A page of results, and the token of the next page; empty on the last page."""

    items: Sequence[T]
    token: str


class Pager(Generic[T]):
    """Splits result lists into pages and keeps the remaining results by page token.

    Args:
        delay: Seconds after its issue during which a token is not valid yet.
        ttl: Seconds after its issue when a token expires.
        clock: Returns monotonic seconds.
    """

    def __init__(self, delay: float, ttl: float, clock: Callable[[], float] = monotonic) -> None:
        self._delay = delay
        self._ttl = ttl
        self._clock = clock
        self._cursors: dict[str, _Cursor[T]] = {}

    def first(self, items: Sequence[T], request: str, size: int = PAGE_SIZE) -> PageOf[T]:
        """Returns the first page of a result list; the next page needs the token and the same ``request``."""
        return self._cut(items, request, size)

    def next(self, token: str, request: str, size: int = PAGE_SIZE) -> PageOf[T] | None:
        """Returns the page of a token; None if it is unknown, of another request, or not valid now."""
        cursor = self._cursors.get(token)
        if cursor is None or cursor.request != request:
            return None
        age = self._clock() - cursor.issued
        if age < self._delay or age > self._ttl:
            return None
        return self._cut(cursor.rest, request, size)

    def _cut(self, items: Sequence[T], request: str, size: int) -> PageOf[T]:
        page, rest = items[:size], items[size:]
        if not rest:
            return PageOf(page, "")
        self._forget_expired()
        token = secrets.token_urlsafe(96)
        self._cursors[token] = _Cursor(rest, request, self._clock())
        return PageOf(page, token)

    def _forget_expired(self) -> None:
        limit = self._clock() - self._ttl
        for token in [token for token, cursor in self._cursors.items() if cursor.issued < limit]:
            del self._cursors[token]
