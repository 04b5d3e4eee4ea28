"""Repairs what differs between one segment of the table and the new index."""

from typing import Any

from inkscout.bootstrap import index
from inkscout.contracts.base import parse
from inkscout.contracts.rebuild_index import IndexPart


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and dumps its result; errors go up as they are."""
    return index.catch_up_index()(parse(IndexPart, event)).model_dump(mode="json")
