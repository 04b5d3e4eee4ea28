"""Starts draining the older secondary addresses of the NAT gateway."""

from typing import Any

from inkscout.bootstrap import rotation
from inkscout.contracts.base import parse
from inkscout.contracts.rotate_egress_ip import AddressRequest


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and returns its result as JSON; errors propagate."""
    return rotation.retire_address()(parse(AddressRequest, event)).model_dump(mode="json")
