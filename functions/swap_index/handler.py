"""Points searches to the new index, in one step."""

from typing import Any

from inkscout.bootstrap import index
from inkscout.contracts.base import parse
from inkscout.contracts.rebuild_index import IndexBuild


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and returns its result as JSON; errors propagate."""
    return index.swap_index()(parse(IndexBuild, event)).model_dump(mode="json")
