"""Failures of a feed in a row: when to ask again, and when an operator has to look."""

from dataclasses import replace
from datetime import datetime, timedelta

from inkscout.domain.feed_run import FeedState, RunOutcome
from inkscout.feeds import schedules
from inkscout.feeds.definition import Definition

BACKOFF_AFTER = 5
"""Number of failures in a row after which scheduled runs are skipped for longer each time."""

PAUSE_AFTER = 3
"""Number of refusals (401, 403) in a row after which the feed is paused."""

MAX_BACKOFF = timedelta(hours=24)
_PERIOD = 3_600
_REFUSED = frozenset({401, 403})
_HOST_FAILED = frozenset(
    {RunOutcome.REFUSED, RunOutcome.THROTTLED, RunOutcome.UNAVAILABLE, RunOutcome.NOT_ALLOWED}
)


def why_not_now(definition: Definition, state: FeedState, now: datetime, *, by_hand: bool = False) -> str:
    """Returns why a run asks nothing now; empty if it may.

    ``by_hand``: an operator starts the run, who may do so in quiet hours and after failures.
    """
    if state.paused:
        return state.paused
    if by_hand:
        return ""
    if state.not_before is not None and now < state.not_before:
        return f"after {state.failures} failures in a row, not before {state.not_before.isoformat()}"
    quiet = definition.quiet
    if quiet is not None and schedules.is_quiet(now, zone=quiet.zone, hours=quiet.hours, months=quiet.months):
        return "these are the feed's quiet hours"
    return ""


def after_failure(
    definition: Definition, state: FeedState, outcome: RunOutcome, *, http_status: int, now: datetime
) -> FeedState:
    """Returns the state after a failed run.

    Runs are skipped for twice as long with each failure from the fifth on, unless the source answers and only
    its answers are at fault: those are worth archiving.
    """
    failures = state.failures + 1
    not_before = None
    if outcome in _HOST_FAILED and failures >= BACKOFF_AFTER:
        period = schedules.period(definition.schedule) or _PERIOD
        wait = timedelta(seconds=period) * 2 ** min(failures - BACKOFF_AFTER + 1, 12)
        not_before = now + min(wait, MAX_BACKOFF)
    paused = state.paused
    if outcome is RunOutcome.REFUSED and http_status in _REFUSED and failures >= PAUSE_AFTER:
        paused = f"paused after {failures} answers in a row with status {http_status}"
    return replace(state, failures=failures, last_failure=outcome, not_before=not_before, paused=paused)


def resumed(state: FeedState) -> FeedState:
    """Returns the state after an operator has seen to the reason of a pause or a wait."""
    return replace(state, failures=0, not_before=None, paused="")


def after_success(state: FeedState) -> FeedState:
    """Returns the state after a good run."""
    return replace(state, failures=0, last_failure=None, not_before=None, paused="", rejected=())
