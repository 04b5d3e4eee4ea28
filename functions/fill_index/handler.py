"""Writes one segment of the Directory table into the new search index."""

from typing import Any

from inkscout.bootstrap import index
from inkscout.contracts.base import parse
from inkscout.contracts.rebuild_index import IndexPart


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and returns its result as JSON; errors propagate."""
    return index.fill_index()(parse(IndexPart, event)).model_dump(mode="json")
