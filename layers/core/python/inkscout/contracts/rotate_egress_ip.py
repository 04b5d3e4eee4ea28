"""The rotation of a NAT gateway's public address, step by step."""

from pydantic import Field

from inkscout.contracts.base import Contract


class RotationRequest(Contract):
    """One rotation; ``rotation_id`` is the execution's name, by which a repeated step finds its address."""

    rotation_id: str = Field(min_length=1, max_length=80)
    nat_gateway_id: str = Field(pattern=r"^nat-[0-9a-f]{8,17}$")


class AddressRequest(Contract):
    """A step of a rotation that works on the new address."""

    rotation_id: str = Field(min_length=1, max_length=80)
    nat_gateway_id: str = Field(pattern=r"^nat-[0-9a-f]{8,17}$")
    allocation_id: str = Field(pattern=r"^eipalloc-[0-9a-f]{8,17}$")


class NewAddress(Contract):
    """The address that a rotation brings in."""

    allocation_id: str
    public_ip: str


class RetiredAddress(Contract):
    """The address that a rotation takes out; empty where the gateway had no secondary one to spare."""

    allocation_id: str = ""
    public_ip: str = ""
