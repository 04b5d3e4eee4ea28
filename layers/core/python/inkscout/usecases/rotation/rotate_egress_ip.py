"""RotateEgressIp: adds a new secondary address to a NAT gateway and removes the oldest one.

Every step can be repeated: an address is tagged with its rotation when it is allocated, so that a step whose
response was lost finds the address instead of allocating another. The primary address is never changed, since
a NAT gateway's primary address cannot be disassociated (Amazon VPC user guide, "Edit secondary IP address
associations").
"""

from dataclasses import dataclass

from inkscout.contracts.rotate_egress_ip import AddressRequest, NewAddress, RetiredAddress, RotationRequest
from inkscout.domain.egress_address import GatewayAddress, abandoned, retirable
from inkscout.errors import AddressFailed, AddressPending
from inkscout.ports import Clock, EgressAddresses

DRAIN_SECONDS = 350
"""Seconds for which open connections keep an address that is being disassociated; EC2's own default."""

_GONE = frozenset({"unassigning", "disassociating"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RotateEgressIpPorts:
    """Ports of the steps of RotateEgressIp."""

    addresses: EgressAddresses
    clock: Clock


def allocate_address(request: RotationRequest, *, deps: RotateEgressIpPorts) -> NewAddress:
    """Returns the rotation's new address, allocated once.

    Releases addresses that earlier rotations left behind.
    """
    found = deps.addresses.owned()
    for left in abandoned(found, deps.clock.now()):
        deps.addresses.release(left.allocation_id)
    for owned in found:
        if owned.rotation_id == request.rotation_id:
            return NewAddress(allocation_id=owned.allocation_id, public_ip=owned.public_ip)
    owned = deps.addresses.allocate(request.rotation_id)
    return NewAddress(allocation_id=owned.allocation_id, public_ip=owned.public_ip)


def associate_address(request: AddressRequest, *, deps: RotateEgressIpPorts) -> None:
    """Associates the new address as a secondary one, unless the gateway lists it already."""
    if _find(request, deps.addresses) is None:
        deps.addresses.associate(request.nat_gateway_id, request.allocation_id)


def verify_address(request: AddressRequest, *, deps: RotateEgressIpPorts) -> None:
    """Returns when the new address is in use.

    Raises:
        AddressPending: it is still being associated, or not listed yet; call again.
        AddressFailed: EC2 failed to associate it.
    """
    address = _find(request, deps.addresses)
    if address is None:
        raise AddressPending(f"{request.nat_gateway_id} does not list {request.allocation_id} yet")
    if address.status == "failed":
        raise AddressFailed(f"{request.nat_gateway_id} did not take {request.allocation_id}")
    if address.status != "succeeded":
        raise AddressPending(f"{request.allocation_id} is {address.status}")


def retire_address(request: AddressRequest, *, deps: RotateEgressIpPorts) -> RetiredAddress:
    """Starts to drain the older secondary addresses; returns the oldest, or an empty result if there is none.

    Usually there is one, but more after an interrupted rotation. The next rotation releases those beyond the
    oldest.
    """
    times = {owned.allocation_id: owned.allocated_at for owned in deps.addresses.owned()}
    older = retirable(deps.addresses.of_gateway(request.nat_gateway_id), times, keep=request.allocation_id)
    for address in older:
        if address.status not in _GONE:
            deps.addresses.disassociate(request.nat_gateway_id, address.association_id, DRAIN_SECONDS)
    if not older:
        return RetiredAddress()
    return RetiredAddress(allocation_id=older[0].allocation_id, public_ip=older[0].public_ip)


def release_address(request: AddressRequest, *, deps: RotateEgressIpPorts) -> None:
    """Releases an address after the gateway has drained it; does nothing if it is released already.

    Raises:
        AddressPending: the gateway is still draining it; call again.
    """
    if _find(request, deps.addresses) is not None:
        raise AddressPending(f"{request.allocation_id} is still draining")
    deps.addresses.release(request.allocation_id)


def undo_rotation(request: RotationRequest, *, deps: RotateEgressIpPorts) -> None:
    """Removes the address that a failed rotation added, so that none is left behind.

    Raises:
        AddressPending: the gateway is still draining it; call again.
    """
    for owned in deps.addresses.owned():
        if owned.rotation_id != request.rotation_id:
            continue
        mine = AddressRequest(
            rotation_id=request.rotation_id,
            nat_gateway_id=request.nat_gateway_id,
            allocation_id=owned.allocation_id,
        )
        address = _find(mine, deps.addresses)
        if address is not None and address.association_id and address.status not in _GONE | {"failed"}:
            deps.addresses.disassociate(request.nat_gateway_id, address.association_id, DRAIN_SECONDS)
        release_address(mine, deps=deps)


def _find(request: AddressRequest, addresses: EgressAddresses) -> GatewayAddress | None:
    return next(
        (
            address
            for address in addresses.of_gateway(request.nat_gateway_id)
            if address.allocation_id == request.allocation_id
        ),
        None,
    )
