"""Lambda handler of the operator's desk."""

from typing import Any

from functions.desk.application import respond


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Returns the page for an API Gateway HTTP API event (payload format 2.0)."""
    del context
    return respond(event)
