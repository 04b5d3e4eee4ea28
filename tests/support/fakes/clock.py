"""A clock that stands where a test puts it."""

import time
from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


class FakeClock:
    """``ports.Clock`` that moves only by ``advance``."""

    def __init__(self, now: datetime = START) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time

    def advance(self, **amount: float) -> None:
        self.time += timedelta(**amount)


class FakeStopwatch:
    """``ports.Stopwatch`` on the test's own seconds; ``pause`` stops the process in pretence."""

    def __init__(self) -> None:
        self.pauses = 0

    def __call__(self) -> float:
        return time.monotonic()

    def pause(self) -> None:
        self.pauses += 1


class Seconds:
    """A clock in seconds, as ``time.monotonic``, that goes on when it is told."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        """The time."""
        return self.now
