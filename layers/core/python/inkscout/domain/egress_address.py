"""Public addresses of a NAT gateway, and the choice of those that a rotation may retire."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST = timedelta(hours=3)
"""Maximum duration of a rotation, whose state machine times out after two hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayAddress:
    """One address of a NAT gateway.

    ``status`` is EC2's: ``assigning, unassigning, associating, disassociating, succeeded, failed``.
    The primary address stays with the gateway for its life; EC2 refuses to disassociate it.
    """

    allocation_id: str
    association_id: str
    public_ip: str
    is_primary: bool
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedAddress:
    """An Elastic IP address that a rotation allocated; ``allocated_at`` is ISO 8601 in UTC."""

    allocation_id: str
    public_ip: str
    rotation_id: str
    allocated_at: str
    associated: bool


def retirable(
    addresses: Iterable[GatewayAddress], allocated_at: Mapping[str, str], keep: str
) -> list[GatewayAddress]:
    """Returns the secondary addresses that a rotation may remove, longest in service first; never ``keep``.

    ``allocated_at`` maps allocation ids to ISO 8601 times. An address that is not in it was allocated by
    somebody else, who may rely on it, and is not returned. There is more than one if an earlier rotation was
    interrupted.
    """
    candidates = [
        address
        for address in addresses
        if not address.is_primary and address.allocation_id != keep and address.allocation_id in allocated_at
    ]
    return sorted(candidates, key=lambda address: allocated_at[address.allocation_id])


def abandoned(owned: Iterable[OwnedAddress], now: datetime) -> list[OwnedAddress]:
    """Returns unassociated addresses whose rotation must have ended without releasing them."""
    return [
        address
        for address in owned
        if not address.associated
        and address.allocated_at
        and now - datetime.fromisoformat(address.allocated_at) > LONGEST
    ]
