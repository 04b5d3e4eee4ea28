"""Records the outcome of a website's scan."""

from typing import Any

from inkscout.bootstrap import pipeline
from inkscout.contracts.base import parse
from inkscout.contracts.scan_studio import FinishScanRequest


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and returns its result as JSON; errors propagate."""
    return pipeline.finish_scan()(parse(FinishScanRequest, event)).model_dump(mode="json")
