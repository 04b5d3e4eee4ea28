"""Counts approved removals that are overdue, as the metric of an alarm."""

from typing import Any

from inkscout import observability
from inkscout.bootstrap import removal


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Calls the use case, emits its count as a metric and returns its result as JSON; ignores the event."""
    result = removal.watch_removals()()
    observability.emit({"RemovalsOverdue": result.overdue})
    return result.model_dump(mode="json")
