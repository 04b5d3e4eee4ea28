"""Records that a run failed, and the reason."""

from typing import Any

from inkscout.bootstrap import pipeline
from inkscout.contracts.base import parse
from inkscout.contracts.finish_run import RecordFailureRequest


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and returns its result as JSON; errors propagate."""
    return pipeline.record_failure()(parse(RecordFailureRequest, event)).model_dump(mode="json")
