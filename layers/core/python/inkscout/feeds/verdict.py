"""Outcome of a run from what its answers hold, before any record is applied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from inkscout.domain.feed_run import RunOutcome
from inkscout.feeds import expressions, schedules
from inkscout.feeds.coerce import coerce
from inkscout.feeds.definition import Definition, FieldRule
from inkscout.feeds.read import AnswerReading


@dataclass(frozen=True, slots=True)
class FeedVerdict:
    """Outcome of a run and the reason as a sentence."""

    outcome: RunOutcome
    detail: str = ""


def judge(
    definition: Definition,
    readings: Sequence[AnswerReading],
    bodies: Sequence[Any],
    *,
    now: datetime,
    last_found: int,
    missing_requests: Sequence[str] = (),
    accept_short: bool = False,
) -> FeedVerdict:
    """Returns the outcome of a run whose answers are all JSON with lists of records.

    Args:
        definition: The feed.
        readings: What each answer holds.
        bodies: The answers' documents.
        now: Time of the run.
        last_found: Number of records of the last complete run.
        missing_requests: Reasons for requests or pages that are missing.
        accept_short: Whether an operator says that few records are right.
    """
    found = sum(reading.found for reading in readings)
    aside = sum(len(reading.set_aside) for reading in readings)
    if found and aside / found > definition.records.tolerance:
        first = next(one for reading in readings for one in reading.set_aside)
        example = f"{first.field}: {first.reason}" if first.field else first.reason
        said = f"{aside} of {found} records do not fit the definition, the first for {example}"
        return FeedVerdict(RunOutcome.SHAPE_CHANGED, said)
    if missing_requests:
        return FeedVerdict(RunOutcome.PARTIAL, "; ".join(missing_requests)[:500])
    if not accept_short:
        short = _shortness(definition, found, last_found)
        if short:
            return FeedVerdict(RunOutcome.SHORT, short)
    age = _staleness(definition, bodies, now)
    return FeedVerdict(RunOutcome.STALE, age) if age else FeedVerdict(RunOutcome.READ)


def emptied(definition: Definition, readings: Sequence[AnswerReading], filled: Sequence[str]) -> str:
    """Returns a sentence about fields that had values in the last complete run and have none; empty if none.

    A source that renames a member makes an optional field empty, which no record is set aside for.
    """
    if not any(reading.rows for reading in readings):
        return ""
    now = frozenset[str]().union(*(reading.filled for reading in readings))
    names = [name for name in filled if name in definition.fields and name not in now]
    return f"no record has a value for {', '.join(names)}, as records of the run before had" if names else ""


def _shortness(definition: Definition, found: int, last_found: int) -> str:
    records = definition.records
    if not found and not records.may_be_empty:
        return "the answer has no records"
    if found < records.at_least:
        return f"{found} records, where at least {records.at_least} are expected"
    if records.complete and found * 2 < last_found:
        return f"{found} records, fewer than half of the {last_found} of the last complete run"
    return ""


def _staleness(definition: Definition, bodies: Sequence[Any], now: datetime) -> str:
    rule = definition.freshness
    if rule is None:
        return ""
    time = FieldRule.model_validate({"from": rule.at, "type": "time", "zone": rule.zone})
    oldest = now - timedelta(seconds=schedules.seconds(rule.older_than))
    for body in bodies:
        written = coerce(time, expressions.value_of(rule.at, body))
        if not isinstance(written, str):
            return f"the answer has no time at {rule.at}"
        if datetime.fromisoformat(written) < oldest:
            return f"the answer was written at {written}"
    return ""
