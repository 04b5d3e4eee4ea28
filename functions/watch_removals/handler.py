"""Counts the removals that were approved and are not carried out, for the alarm that calls a person."""

from typing import Any

from inkscout import observability
from inkscout.bootstrap import removal


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Calls the use case, emits its count and dumps its result; the event says nothing that matters."""
    result = removal.watch_removals()()
    observability.emit({"RemovalsOverdue": result.overdue})
    return result.model_dump(mode="json")
