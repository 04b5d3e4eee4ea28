"""Adds a website to the directory so that it can be read at once."""

from typing import Any

from inkscout.bootstrap import pipeline
from inkscout.contracts.base import parse
from inkscout.contracts.scan_studio import StartScanRequest


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and returns its result as JSON; errors propagate."""
    return pipeline.start_scan()(parse(StartScanRequest, event)).model_dump(mode="json")
