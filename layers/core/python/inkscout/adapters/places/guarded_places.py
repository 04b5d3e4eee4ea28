"""A circuit breaker around a place source, shared by all functions through the Operations table."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from inkscout.domain.geo import Box
from inkscout.domain.place import Place, SearchPage
from inkscout.errors import ProviderPaused, ProviderThrottled, ProviderUnavailable, WriteConflict
from inkscout.ports import Clock, PlaceSource, StateStore

FAILURES_TO_OPEN = 5
OPEN_SECONDS = 300
_TTL_SECONDS = 86_400
_FAILURES = (ProviderThrottled, ProviderUnavailable)


class SharedBreaker:
    """Circuit breaker that opens after several consecutive failures, then lets one probe at a time pass.

    Its state is in the state store, scope ``breaker``, so that all functions share it. A conditional write
    decides which of them sends the probe.
    """

    def __init__(self, state_store: StateStore, clock: Clock, provider: str) -> None:
        self._state_store = state_store
        self._clock = clock
        self._provider = provider

    def check(self) -> None:
        """Returns if a call may be made, either because the breaker is closed or as the probe.

        Raises:
            ProviderPaused: the breaker is open.
        """
        try:
            self._state_store.update("breaker", self._provider, self._probed, _TTL_SECONDS)
        except WriteConflict as error:
            raise ProviderPaused(f"other calls kept changing the breaker of {self._provider}") from error

    def succeeded(self) -> None:
        """Records a successful call, which closes the breaker."""
        self._count(lambda failures: 0)

    def failed(self) -> None:
        """Records a failed call."""
        self._count(lambda failures: failures + 1)

    def _probed(self, state: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """Returns the state after this call took the probe; None if the breaker is closed.

        Raises:
            ProviderPaused: it is too early for a probe.
        """
        failures = int(state["failures"]) if state else 0
        if state is None or failures < FAILURES_TO_OPEN:
            return None
        if self._clock.now() < datetime.fromisoformat(str(state["retry_at"])):
            raise ProviderPaused(f"{self._provider} failed {failures} times in a row")
        return self._state(failures)

    def _count(self, after: Callable[[int], int]) -> None:
        def change(state: Mapping[str, Any] | None) -> dict[str, Any] | None:
            failures = int(state["failures"]) if state else 0
            return None if after(failures) == failures else self._state(after(failures))

        # After repeated conflicts the call is not counted; an error of one call does not matter.
        with suppress(WriteConflict):
            self._state_store.update("breaker", self._provider, change, _TTL_SECONDS)

    def _state(self, failures: int) -> dict[str, Any]:
        retry_at = self._clock.now() + timedelta(seconds=OPEN_SECONDS)
        return {"failures": failures, "retry_at": retry_at.isoformat()}


class GuardedPlaces:
    """Place source behind a circuit breaker; its attributes are those of the wrapped source."""

    def __init__(self, source: PlaceSource, breaker: SharedBreaker) -> None:
        self._source = source
        self._breaker = breaker
        self.name = source.name
        self.cap = source.cap
        self.by_words = source.by_words
        self.ids_only = source.ids_only
        self.max_radius_m = source.max_radius_m
        self.keep_days = source.keep_days

    def search(self, query: str, box: Box, language: str) -> Iterator[SearchPage]:
        """Yields the pages of the wrapped source.

        Raises:
            ProviderPaused: the breaker is open. Other exceptions are those of the source.
        """
        self._breaker.check()
        try:
            yield from self._source.search(query, box, language)
        except _FAILURES:
            self._breaker.failed()
            raise
        self._breaker.succeeded()

    def describe(
        self, places: Sequence[Place], query: str, box: Box, language: str, results: int
    ) -> Iterator[Place]:
        """Yields the records of the wrapped source.

        Raises:
            ProviderPaused: the breaker is open. Other exceptions are those of the source.
        """
        self._breaker.check()
        try:
            yield from self._source.describe(places, query, box, language, results)
        except _FAILURES:
            self._breaker.failed()
            raise

    def price(self, results: int, wanted: int) -> float:
        """Returns the price of the wrapped source."""
        return self._source.price(results, wanted)

    def complete(self, place: Place) -> Place | None:
        """Returns the record of the wrapped source, whose exceptions it raises."""
        try:
            return self._source.complete(place)
        except _FAILURES:
            self._breaker.failed()
            raise
