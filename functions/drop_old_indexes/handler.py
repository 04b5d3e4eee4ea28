"""Deletes old search indexes, except the one that was just replaced, which is kept for a rollback."""

from typing import Any

from inkscout.bootstrap import index
from inkscout.contracts.base import parse
from inkscout.contracts.rebuild_index import IndexBuild


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and returns its result as JSON; errors propagate."""
    return index.drop_old_indexes()(parse(IndexBuild, event)).model_dump(mode="json")
