"""Proves the search server and makes the new, empty index."""

from typing import Any

from inkscout.bootstrap import index
from inkscout.contracts.base import parse
from inkscout.contracts.rebuild_index import PrepareIndexRequest


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and dumps its result; errors go up as they are."""
    return index.prepare_index()(parse(PrepareIndexRequest, event)).model_dump(mode="json")
