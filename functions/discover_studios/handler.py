"""Searches one area for studios, within the time limit of a Lambda function."""

from typing import Any

from inkscout.bootstrap import pipeline
from inkscout.contracts.base import parse
from inkscout.contracts.discover_studios import DiscoverStudiosRequest


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and returns its result as JSON; errors propagate."""
    return pipeline.discover_studios()(parse(DiscoverStudiosRequest, event)).model_dump(mode="json")
