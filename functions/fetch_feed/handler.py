"""Asks the source of one feed, archives its answers and queues them for curating."""

import asyncio
from typing import Any

from inkscout.bootstrap import feeds
from inkscout.contracts.base import parse
from inkscout.contracts.fetch_feed import FetchFeedRequest
from inkscout.usecases.feeds.feed_metrics import emit_fetched


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case, emits metrics and returns the result; errors propagate."""
    result = asyncio.run(feeds.fetch_feed()(parse(FetchFeedRequest, event)))
    emit_fetched(result)
    return result.model_dump(mode="json")
