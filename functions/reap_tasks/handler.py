"""Stops the scraping workers whose run no longer waits for them."""

from typing import Any

from inkscout.bootstrap import scraper


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Calls the use case and returns its result as JSON; the schedule's event is ignored."""
    return scraper.reap_tasks()().model_dump(mode="json")
