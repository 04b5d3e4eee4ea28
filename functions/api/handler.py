"""Lambda handler of the HTTP API."""

from typing import Any

from functions.api.application import respond


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Returns the response to an API Gateway HTTP API event (payload format 2.0)."""
    return respond(event, context)
