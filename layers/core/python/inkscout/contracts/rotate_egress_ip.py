"""RotateEgressIp: inputs and results of the steps that replace a NAT gateway's public address."""

from pydantic import Field

from inkscout.contracts.base import Contract


class RotationRequest(Contract):
    """One rotation. ``rotation_id`` is the execution's name; a repeated step finds its address by it."""

    rotation_id: str = Field(min_length=1, max_length=80)
    nat_gateway_id: str = Field(pattern=r"^nat-[0-9a-f]{8,17}$")


class AddressRequest(Contract):
    """A rotation and the new address that a step works on."""

    rotation_id: str = Field(min_length=1, max_length=80)
    nat_gateway_id: str = Field(pattern=r"^nat-[0-9a-f]{8,17}$")
    allocation_id: str = Field(pattern=r"^eipalloc-[0-9a-f]{8,17}$")


class NewAddress(Contract):
    """Elastic IP address that a rotation allocated."""

    allocation_id: str
    public_ip: str


class RetiredAddress(Contract):
    """Address that a rotation removed from the gateway; empty if there was no secondary address to remove."""

    allocation_id: str = ""
    public_ip: str = ""
