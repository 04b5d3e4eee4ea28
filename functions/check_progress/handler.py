"""Decides whether another round of scraping workers is needed."""

from typing import Any

from inkscout.bootstrap import pipeline
from inkscout.contracts.base import parse
from inkscout.contracts.check_progress import CheckProgressRequest


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and returns its result as JSON; errors propagate."""
    return pipeline.check_progress()(parse(CheckProgressRequest, event)).model_dump(mode="json")
