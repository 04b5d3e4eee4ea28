"""Report of a definition's effect on one answer, for the person who writes the definition."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from inkscout.domain.feed_run import RunOutcome
from inkscout.feeds import read, verdict
from inkscout.feeds.definition import Definition
from inkscout.feeds.select import ShapeChanged, error_in

SAMPLE = 10
"""Number of records that a report shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedReport:
    """Effect of a definition on one answer.

    Attributes:
        outcome: Outcome that a run with this answer would have.
        detail: Reason for the outcome.
        found: Number of elements.
        sample: First records, each with its id and its fields.
        empty: Share of records without a value, by field.
        unread: Members of the elements that no field reads, with the number of elements that have them.
        set_aside: Reasons for which elements would be set aside, with their number.
        duplicates: Number of elements that repeat an earlier one.
        drift: Differences from the definition that set nothing aside alone, such as unknown words.
    """

    outcome: RunOutcome
    detail: str
    found: int
    sample: tuple[dict[str, Any], ...] = ()
    empty: dict[str, float]
    unread: dict[str, int]
    set_aside: dict[str, int]
    duplicates: int = 0
    drift: dict[str, int]

    @property
    def is_refused(self) -> bool:
        """Whether a run with this answer would store nothing."""
        return self.outcome.is_failure


def report(definition: Definition, body: Any, *, request: int, now: datetime) -> FeedReport:  # noqa: ANN401 - any JSON
    """Returns what a run would make of one answer to a request of the definition."""
    error = error_in(definition.records, body)
    if error:
        return _refusal(RunOutcome.REFUSED, f"the source reports: {error}")
    try:
        reading = read.read(definition, body, request)
    except ShapeChanged as changed:
        return _refusal(RunOutcome.SHAPE_CHANGED, str(changed))
    judged = verdict.judge(definition, [reading], [body], now=now, last_found=0)
    rows = reading.rows
    reasons = Counter(f"{one.field}: {one.reason}" if one.field else one.reason for one in reading.set_aside)
    empty = {
        name: sum(1 for row in rows if row.data.get(name) is None) / len(rows) if rows else 0.0
        for name in definition.fields
    }
    return FeedReport(
        outcome=judged.outcome,
        detail=judged.detail,
        found=reading.found,
        sample=tuple({"id": row.record_id, **row.data} for row in rows[:SAMPLE]),
        empty=empty,
        unread=read.unread_members(definition, body, request),
        set_aside=dict(reasons.most_common(SAMPLE)),
        duplicates=reading.duplicates,
        drift=dict(reading.drift.most_common(SAMPLE)),
    )


def _refusal(outcome: RunOutcome, detail: str) -> FeedReport:
    return FeedReport(outcome=outcome, detail=detail, found=0, empty={}, unread={}, set_aside={}, drift={})
