"""Associates the new address with the NAT gateway."""

from typing import Any

from inkscout.bootstrap import rotation
from inkscout.contracts.base import parse
from inkscout.contracts.rotate_egress_ip import AddressRequest


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and dumps its result; errors go up as they are."""
    rotation.associate_address()(parse(AddressRequest, event))
    return {"done": True}
