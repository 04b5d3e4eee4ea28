"""Tests the search server on a scratch index, then creates the new, empty index."""

from typing import Any

from inkscout.bootstrap import index
from inkscout.contracts.base import parse
from inkscout.contracts.rebuild_index import PrepareIndexRequest


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and returns its result as JSON; errors propagate."""
    return index.prepare_index()(parse(PrepareIndexRequest, event)).model_dump(mode="json")
