"""Removes the person from the data bucket, and makes the exports anew."""

from typing import Any

from inkscout.bootstrap import removal
from inkscout.contracts.base import parse
from inkscout.contracts.remove_artist import RemovalStep, RemovalStepResult


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and dumps its result; errors go up as they are."""
    request = parse(RemovalStep, event)
    count = removal.purge_files()(request.request_id)
    return RemovalStepResult(request_id=request.request_id, count=count).model_dump(mode="json")
