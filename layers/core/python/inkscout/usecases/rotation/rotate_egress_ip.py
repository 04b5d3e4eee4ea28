"""Rotating a NAT gateway's address: bring a new secondary in, take the oldest secondary out.

Every step can be repeated: an address is tagged with its rotation when it is allocated, so that a step whose
answer was lost finds the address instead of allocating another. The primary address is never touched, since a
NAT gateway's primary address cannot be disassociated (Amazon VPC user guide, "Edit secondary IP address
associations").
"""

from dataclasses import dataclass

from inkscout.contracts.rotate_egress_ip import AddressRequest, NewAddress, RetiredAddress, RotationRequest
from inkscout.domain.egress_address import GatewayAddress, abandoned, retirable
from inkscout.errors import AddressFailed, AddressPending
from inkscout.ports import Clock, EgressAddresses

DRAIN_SECONDS = 350
"""Time that open connections keep an address that is being disassociated; EC2's own default."""

_GONE = frozenset({"unassigning", "disassociating"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RotateEgressIpPorts:
    """Ports of the steps of a rotation."""

    addresses: EgressAddresses
    clock: Clock


def allocate_address(request: RotationRequest, *, deps: RotateEgressIpPorts) -> NewAddress:
    """The rotation's own new address, allocated once; gives back what an earlier rotation left behind."""
    found = deps.addresses.owned()
    for left in abandoned(found, deps.clock.now()):
        deps.addresses.release(left.allocation_id)
    for owned in found:
        if owned.rotation_id == request.rotation_id:
            return NewAddress(allocation_id=owned.allocation_id, public_ip=owned.public_ip)
    owned = deps.addresses.allocate(request.rotation_id)
    return NewAddress(allocation_id=owned.allocation_id, public_ip=owned.public_ip)


def associate_address(request: AddressRequest, *, deps: RotateEgressIpPorts) -> None:
    """Associates the new address as a secondary one, unless a lost answer had already done so."""
    if _find(request, deps.addresses) is None:
        deps.addresses.associate(request.nat_gateway_id, request.allocation_id)


def verify_address(request: AddressRequest, *, deps: RotateEgressIpPorts) -> None:
    """Returns once the new address serves.

    Raises:
        AddressPending: it is still being associated, or not listed yet; ask again.
        AddressFailed: EC2 gave it up.
    """
    address = _find(request, deps.addresses)
    if address is None:
        raise AddressPending(f"{request.nat_gateway_id} does not list {request.allocation_id} yet")
    if address.status == "failed":
        raise AddressFailed(f"{request.nat_gateway_id} did not take {request.allocation_id}")
    if address.status != "succeeded":
        raise AddressPending(f"{request.allocation_id} is {address.status}")


def retire_address(request: AddressRequest, *, deps: RotateEgressIpPorts) -> RetiredAddress:
    """Starts to drain the older secondary addresses; says the oldest, or none where there is none to spare.

    There is one, but where an earlier rotation broke off; whatever is drained beyond the oldest is given back
    by the next rotation.
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
    """Gives an address back once the gateway has let go of it; an address that is gone already is no fault.

    Raises:
        AddressPending: the gateway is still draining it; ask again.
    """
    if _find(request, deps.addresses) is not None:
        raise AddressPending(f"{request.allocation_id} is still draining")
    deps.addresses.release(request.allocation_id)


def undo_rotation(request: RotationRequest, *, deps: RotateEgressIpPorts) -> None:
    """Takes back whatever the rotation brought in, so that a failed one leaves no address behind.

    Raises:
        AddressPending: the gateway is still letting go of it; ask again.
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
