"""State of a feed for people: one word from its definition, its state and its last run."""

from datetime import datetime, timedelta

from inkscout.domain.feed_run import FeedRun, FeedState, RunOutcome
from inkscout.feeds.definition import Definition
from inkscout.feeds.schedules import is_quiet, period

LATE_PERIODS = 3
"""Number of periods without a run after which a feed is late."""

_STATES = {
    RunOutcome.READ: "ok",
    RunOutcome.UNCHANGED: "unchanged",
    RunOutcome.STALE: "stale",
    RunOutcome.PARTIAL: "partial",
    RunOutcome.SHORT: "partial",
}


def health(definition: Definition, state: FeedState, last: FeedRun | None, now: datetime) -> str:
    """Returns the word for a feed's state.

    ``disabled`` and ``paused`` come first, then ``late``, which only a feed at a fixed rate outside its quiet
    time can be, then what the last run says; ``new`` before the first run.
    """
    if not definition.enabled:
        return "disabled"
    if state.paused:
        return "paused"
    if last is None:
        return "new"
    if _is_late(definition, last, now):
        return "late"
    return _STATES.get(last.outcome, "paused" if last.outcome is RunOutcome.PAUSED else "failing")


def next_run(definition: Definition, last: FeedRun | None) -> datetime | None:
    """Returns the time of the next run of a feed at a fixed rate; None if it is unknown."""
    seconds = period(definition.schedule)
    if seconds is None or last is None or not definition.enabled:
        return None
    return last.started_at + timedelta(seconds=seconds)


def _is_late(definition: Definition, last: FeedRun, now: datetime) -> bool:
    seconds = period(definition.schedule)
    if seconds is None or now - last.started_at <= timedelta(seconds=LATE_PERIODS * seconds):
        return False
    quiet = definition.quiet
    return quiet is None or not is_quiet(now, zone=quiet.zone, hours=quiet.hours, months=quiet.months)
