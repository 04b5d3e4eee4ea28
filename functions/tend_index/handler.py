"""Compares a search index with the Directory table, repairs it or rolls it back, as the desk asks."""

from typing import Any

from inkscout.bootstrap import index
from inkscout.contracts.base import parse
from inkscout.contracts.tend_index import TendIndexRequest


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and returns its result as JSON; errors propagate."""
    return index.tend_index()(parse(TendIndexRequest, event)).model_dump(mode="json")
