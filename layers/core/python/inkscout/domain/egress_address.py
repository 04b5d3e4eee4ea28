"""The public addresses of a NAT gateway, and which of them a rotation may retire."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST = timedelta(hours=3)
"""No rotation takes longer: its state machine gives up after two hours."""


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
    """An Elastic IP that a rotation allocated; ``allocated_at`` is ISO 8601 in UTC."""

    allocation_id: str
    public_ip: str
    rotation_id: str
    allocated_at: str
    associated: bool


def retirable(
    addresses: Iterable[GatewayAddress], allocated_at: Mapping[str, str], keep: str
) -> list[GatewayAddress]:
    """The secondary addresses that a rotation may take out, longest in service first; never ``keep``.

    ``allocated_at`` maps allocation ids to ISO times; an address without one came from elsewhere and is left
    alone, because whoever allocated it may rely on it. There is more than one where an earlier rotation broke
    off.
    """
    candidates = [
        address
        for address in addresses
        if not address.is_primary and address.allocation_id != keep and address.allocation_id in allocated_at
    ]
    return sorted(candidates, key=lambda address: allocated_at[address.allocation_id])


def abandoned(owned: Iterable[OwnedAddress], now: datetime) -> list[OwnedAddress]:
    """Addresses that serve nowhere and whose rotation must have ended without giving them back."""
    return [
        address
        for address in owned
        if not address.associated
        and address.allocated_at
        and now - datetime.fromisoformat(address.allocated_at) > LONGEST
    ]
