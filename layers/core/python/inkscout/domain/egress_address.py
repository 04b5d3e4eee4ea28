"""The public addresses of a NAT gateway, and which of them a rotation may retire."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


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


def oldest_secondary(
    addresses: Iterable[GatewayAddress], allocated_at: Mapping[str, str], keep: str
) -> GatewayAddress | None:
    """The secondary address that has served longest, never the primary and never ``keep``.

    ``allocated_at`` maps allocation ids to ISO times; an address without one came from elsewhere and is left
    alone, because whoever allocated it may rely on it.
    """
    candidates = [
        address
        for address in addresses
        if not address.is_primary and address.allocation_id != keep and address.allocation_id in allocated_at
    ]
    return min(candidates, key=lambda address: allocated_at[address.allocation_id], default=None)
