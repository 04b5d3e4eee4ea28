"""A circuit breaker of one process: after repeated failures, a dependency is not called for a while."""

from collections.abc import Callable
from threading import Lock


class CircuitBreaker:
    """Circuit breaker that opens after consecutive failures and then lets one probe at a time pass.

    Args:
        failures_to_open: Number of consecutive failures that open it.
        open_seconds: Time after which a probe is allowed.
        monotonic: Clock in seconds that never goes back.
    """

    def __init__(self, failures_to_open: int, open_seconds: float, monotonic: Callable[[], float]) -> None:
        self._failures_to_open = failures_to_open
        self._open_seconds = open_seconds
        self._monotonic = monotonic
        self._lock = Lock()
        self._failures = 0
        self._retry_at = 0.0

    @property
    def is_open(self) -> bool:
        """Whether calls are refused at the moment."""
        with self._lock:
            return self._failures >= self._failures_to_open and self._monotonic() < self._retry_at

    def allows(self) -> bool:
        """Whether a call may be made now; if it is a probe, others are refused for ``open_seconds``."""
        with self._lock:
            if self._failures < self._failures_to_open:
                return True
            now = self._monotonic()
            if now < self._retry_at:
                return False
            self._retry_at = now + self._open_seconds
            return True

    def succeeded(self) -> None:
        """Records a successful call, which closes the breaker."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """Records a failed call."""
        with self._lock:
            self._failures += 1
            self._retry_at = self._monotonic() + self._open_seconds
