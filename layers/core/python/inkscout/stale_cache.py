"""A small in-process cache that keeps serving old values while their source fails."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from inkscout.errors import TransientError
from inkscout.ports import Clock

ValueT = TypeVar("ValueT")


class StaleCache(Generic[ValueT]):
    """Cache of values younger than ``ttl_seconds``, or older ones while their source fails.

    Args:
        clock: Gives the current time.
        ttl_seconds: Age after which a value is loaded again.
        retry_seconds: Time for which an old value is served before the failing source is tried again.
        capacity: Maximum number of values; the least recently used are evicted.
    """

    def __init__(
        self, clock: Clock, *, ttl_seconds: float, retry_seconds: float = 5.0, capacity: int = 256
    ) -> None:
        self._clock = clock
        self._ttl = ttl_seconds
        self._retry = retry_seconds
        self._capacity = capacity
        self._values: OrderedDict[Hashable, tuple[float, ValueT]] = OrderedDict()
        self._failing: set[Hashable] = set()

    def fresh(self, key: Hashable) -> ValueT | None:
        """Returns the value if it has not expired, else None."""
        held = self._values.get(key)
        if held is None or held[0] <= self._clock.now().timestamp():
            return None
        self._values.move_to_end(key)
        return held[1]

    def stale(self, key: Hashable) -> ValueT | None:
        """Returns the value, expired or not; None if there is none."""
        held = self._values.get(key)
        return held[1] if held else None

    def is_stale(self, key: Hashable) -> bool:
        """Whether the value was last served because its source failed."""
        return key in self._failing

    def put(self, key: Hashable, value: ValueT) -> ValueT:
        """Stores and returns a value that was just loaded."""
        self._failing.discard(key)
        return self._keep(key, value, self._ttl)

    def get(self, key: Hashable, load: Callable[[], ValueT]) -> ValueT:
        """Returns a value that has not expired, or loads it; while the source fails, returns the old value.

        Raises:
            TransientError: the source failed and there is no old value.
        """
        fresh = self.fresh(key)
        if fresh is not None:
            return fresh
        try:
            return self.put(key, load())
        except TransientError:
            held = self.stale(key)
            if held is None:
                raise
            self._failing.add(key)
            return self._keep(key, held, self._retry)

    def _keep(self, key: Hashable, value: ValueT, seconds: float) -> ValueT:
        self._values[key] = (self._clock.now().timestamp() + seconds, value)
        self._values.move_to_end(key)
        while len(self._values) > self._capacity:
            self._failing.discard(self._values.popitem(last=False)[0])
        return value
