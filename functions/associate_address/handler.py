"""Associates the new Elastic IP address with the NAT gateway."""

from typing import Any

from inkscout.bootstrap import rotation
from inkscout.contracts.base import parse
from inkscout.contracts.rotate_egress_ip import AddressRequest


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event and calls the use case, which returns nothing; errors propagate."""
    rotation.associate_address()(parse(AddressRequest, event))
    return {"done": True}
