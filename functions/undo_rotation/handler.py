"""Removes the Elastic IP address that a failed rotation brought in."""

from typing import Any

from inkscout.bootstrap import rotation
from inkscout.contracts.base import parse
from inkscout.contracts.rotate_egress_ip import RotationRequest


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event and calls the use case, which returns nothing; errors propagate."""
    rotation.undo_rotation()(parse(RotationRequest, event))
    return {"done": True}
