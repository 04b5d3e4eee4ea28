"""A circuit breaker around a source of places, shared by all functions through the Operations table."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from inkscout.domain.geo import Box
from inkscout.domain.place import Place, SearchPage
from inkscout.errors import ProviderPaused, ProviderThrottled, ProviderUnavailable
from inkscout.ports import Clock, PlaceSource, StateStore

FAILURES_TO_OPEN = 5
OPEN_SECONDS = 300
_TTL_SECONDS = 86_400
_ATTEMPTS = 5
_FAILURES = (ProviderThrottled, ProviderUnavailable)


class SharedBreaker:
    """Closed until a provider failed several times in a row; then open, letting one probe through at a time.

    The state stands in memory, scope ``breaker``, so that all functions stop as one. A conditional write
    decides which of them sends the probe.
    """

    def __init__(self, state_store: StateStore, clock: Clock, provider: str) -> None:
        self._state_store = state_store
        self._clock = clock
        self._provider = provider

    def check(self) -> None:
        """Returns when a call may be made, as one of many or as the probe.

        Raises:
            ProviderPaused: the provider is left alone for now.
        """
        state = self._state_store.get("breaker", self._provider)
        if state is None or int(state["failures"]) < FAILURES_TO_OPEN:
            return
        now = self._clock.now()
        if now >= datetime.fromisoformat(str(state["retry_at"])) and self._write(
            state, int(state["failures"])
        ):
            return
        raise ProviderPaused(f"{self._provider} failed {int(state['failures'])} times in a row")

    def succeeded(self) -> None:
        """A call was answered: the breaker closes."""
        for _ in range(_ATTEMPTS):
            state = self._state_store.get("breaker", self._provider)
            if state is None or not int(state["failures"]) or self._write(state, 0):
                return

    def failed(self) -> None:
        """A call was not answered."""
        for _ in range(_ATTEMPTS):
            state = self._state_store.get("breaker", self._provider)
            if self._write(state, int(state["failures"]) + 1 if state else 1):
                return

    def _write(self, state: dict[str, Any] | None, failures: int) -> bool:
        retry_at = self._clock.now() + timedelta(seconds=OPEN_SECONDS)
        document = {"failures": failures, "retry_at": retry_at.isoformat()}
        version = None if state is None else int(state["version"])
        return self._state_store.put_if("breaker", self._provider, document, version, _TTL_SECONDS)


class GuardedPlaces:
    """A source behind a breaker; everything else is the source's own."""

    def __init__(self, source: PlaceSource, breaker: SharedBreaker) -> None:
        self._source = source
        self._breaker = breaker
        self.name = source.name
        self.cap = source.cap
        self.by_words = source.by_words
        self.max_radius_m = source.max_radius_m
        self.keep_days = source.keep_days

    def search(self, query: str, box: Box, language: str) -> Iterator[SearchPage]:
        """The source's pages.

        Raises:
            ProviderPaused: the breaker is open. Else as the source.
        """
        self._breaker.check()
        try:
            yield from self._source.search(query, box, language)
        except _FAILURES:
            self._breaker.failed()
            raise
        self._breaker.succeeded()

    def describe(self, places: Sequence[Place], query: str, box: Box, language: str) -> Iterator[Place]:
        """The source's records; raises as ``search`` does."""
        self._breaker.check()
        try:
            yield from self._source.describe(places, query, box, language)
        except _FAILURES:
            self._breaker.failed()
            raise

    def complete(self, place: Place) -> Place | None:
        """The source's record; raises as ``search`` does."""
        try:
            return self._source.complete(place)
        except _FAILURES:
            self._breaker.failed()
            raise
