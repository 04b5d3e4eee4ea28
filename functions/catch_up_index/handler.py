"""Repairs the new search index where it differs from one segment of the Directory table."""

from typing import Any

from inkscout.bootstrap import index
from inkscout.contracts.base import parse
from inkscout.contracts.rebuild_index import IndexPart


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and returns its result as JSON; errors propagate."""
    return index.catch_up_index()(parse(IndexPart, event)).model_dump(mode="json")
