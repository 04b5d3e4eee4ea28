"""Performs one step of rotating the search domain's password; called by Secrets Manager."""

from typing import Any

from inkscout.bootstrap import rotation
from inkscout.contracts.base import parse
from inkscout.contracts.rotate_search_secret import SecretRotationRequest


def lambda_handler(event: dict[str, Any], context: object) -> None:
    """Parses the event and calls the use case; an error makes Secrets Manager retry the step."""
    known = {field.alias for field in SecretRotationRequest.model_fields.values()}
    request = {name: value for name, value in event.items() if name in known}
    rotation.rotate_search_secret()(parse(SecretRotationRequest, request))
