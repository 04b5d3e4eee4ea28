"""Queues a run's scraping jobs and decides how many workers to start."""

from typing import Any

from inkscout.bootstrap import pipeline
from inkscout.contracts.base import parse
from inkscout.contracts.queue_scraping import QueueScrapingRequest


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and returns its result as JSON; errors propagate."""
    return pipeline.queue_scraping()(parse(QueueScrapingRequest, event)).model_dump(mode="json")
