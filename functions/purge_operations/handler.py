"""Removes the person from the Operations table."""

from typing import Any

from inkscout.bootstrap import removal
from inkscout.contracts.base import parse
from inkscout.contracts.remove_artist import RemovalStep


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and returns its result as JSON; errors propagate."""
    return removal.purge_operations()(parse(RemovalStep, event)).model_dump(mode="json")
