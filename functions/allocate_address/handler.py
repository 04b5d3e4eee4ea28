"""Allocates the new Elastic IP address of an egress rotation."""

from typing import Any

from inkscout.bootstrap import rotation
from inkscout.contracts.base import parse
from inkscout.contracts.rotate_egress_ip import RotationRequest


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and returns its result as JSON; errors propagate."""
    return rotation.allocate_address()(parse(RotationRequest, event)).model_dump(mode="json")
