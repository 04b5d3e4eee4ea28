"""Removes old indexes, but the one before, which is kept for a roll-back."""

from typing import Any

from inkscout import bootstrap_directory
from inkscout.contracts.base import parse
from inkscout.contracts.rebuild_index import IndexBuild


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and dumps its result; errors go up as they are."""
    return bootstrap_directory.drop_old_indexes()(parse(IndexBuild, event)).model_dump(mode="json")
