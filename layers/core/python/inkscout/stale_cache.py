"""A small cache of one process that keeps what it had when the source fails."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from inkscout.errors import TransientError
from inkscout.ports import Clock

ValueT = TypeVar("ValueT")


class StaleCache(Generic[ValueT]):
    """Values younger than ``ttl_seconds``, or older ones while their source fails.

    Args:
        clock: Gives the time.
        ttl_seconds: Age after which a value is loaded again.
        retry_seconds: While the source fails, how long the old value is given without asking again.
        capacity: Values kept; the ones unused longest go first.
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
        """The value where it is young enough."""
        held = self._values.get(key)
        if held is None or held[0] <= self._clock.now().timestamp():
            return None
        self._values.move_to_end(key)
        return held[1]

    def stale(self, key: Hashable) -> ValueT | None:
        """The value however old it is."""
        held = self._values.get(key)
        return held[1] if held else None

    def is_stale(self, key: Hashable) -> bool:
        """Whether the value was last given because its source failed."""
        return key in self._failing

    def put(self, key: Hashable, value: ValueT) -> ValueT:
        """Keeps a value that was just loaded."""
        self._failing.discard(key)
        return self._keep(key, value, self._ttl)

    def get(self, key: Hashable, load: Callable[[], ValueT]) -> ValueT:
        """The fresh value, else a loaded one, else the old one while the source fails.

        Raises:
            TransientError: the source failed and nothing is held.
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
