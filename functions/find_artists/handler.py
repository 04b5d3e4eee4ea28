"""Reads the websites of one batch and stores the artists found there."""

import asyncio
from typing import Any

from inkscout.bootstrap import pipeline
from inkscout.contracts.base import parse
from inkscout.contracts.find_artists import FindArtistsRequest


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and returns its result as JSON; errors propagate."""
    request = parse(FindArtistsRequest, event)
    return asyncio.run(pipeline.find_artists()(request)).model_dump(mode="json")
