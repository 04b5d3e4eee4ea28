"""Queues the jobs of a run and plans its workers."""

from typing import Any

from inkscout.bootstrap import pipeline
from inkscout.contracts.base import parse
from inkscout.contracts.queue_scraping import QueueScrapingRequest


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and dumps its result; errors go up as they are."""
    return pipeline.queue_scraping()(parse(QueueScrapingRequest, event)).model_dump(mode="json")
