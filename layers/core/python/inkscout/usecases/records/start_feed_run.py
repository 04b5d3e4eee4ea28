"""StartFeedRun: runs a feed now, at an operator's request."""

from inkscout.contracts.api.records import FeedRunStarted
from inkscout.errors import NotFound, RunAlreadyActive
from inkscout.ports import Clock, StateStore
from inkscout.ports.feeds import FeedDefinitions, FeedRunStarts
from inkscout.usecases.feeds.lease import holder, run_id_at


class StartFeedRun:
    """Serves ``POST /v1/feeds/{name}/run``."""

    def __init__(
        self, definitions: FeedDefinitions, state_store: StateStore, starts: FeedRunStarts, clock: Clock
    ) -> None:
        self._definitions = definitions
        self._state_store = state_store
        self._starts = starts
        self._clock = clock

    def __call__(self, name: str, *, force: bool = False) -> FeedRunStarted:
        """Starts a run and returns its id without waiting for the source.

        Args:
            name: Name of any feed, public or not.
            force: Whether to ask while the feed is paused, for everything, and to accept few records.

        Raises:
            NotFound: there is no such feed.
            RunAlreadyActive: another run of the feed is under way.
        """
        if self._definitions.text(name) is None:
            raise NotFound("There is no such feed.")
        active = holder(self._state_store, name)
        if active:
            raise RunAlreadyActive(f"Run {active} of the feed is under way; try again when it has ended.")
        run_id = run_id_at(self._clock.now())
        self._starts.start(name, run_id, force=force)
        return FeedRunStarted(feed=name, run=run_id)
