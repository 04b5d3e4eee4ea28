"""Elastic IP addresses of a NAT gateway, on EC2."""

from collections.abc import Sequence
from typing import Any

from botocore.exceptions import ClientError

from inkscout.domain.egress_address import GatewayAddress, OwnedAddress
from inkscout.errors import AddressFailed, AddressPending
from inkscout.ports import Clock

ROTATION_TAG = "InkscoutRotation"
TIME_TAG = "InkscoutAllocatedAt"

_WAIT = frozenset({"NatGatewayBusy", "IncorrectState", "RequestLimitExceeded", "InvalidIPAddress.InUse"})
"""EC2's error codes that mean "try again later"."""


class Ec2EgressAddresses:
    """Implements ``ports.EgressAddresses`` on EC2.

    The addresses it allocates are tagged with stage, rotation and time.
    """

    def __init__(self, client: Any, stage: str, clock: Clock) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        self._client, self._stage, self._clock = client, stage, clock

    def owned(self) -> Sequence[OwnedAddress]:
        """Returns the addresses that rotations of this stage allocated and that are not released yet."""
        filters = [
            {"Name": "tag-key", "Values": [ROTATION_TAG]},
            {"Name": "tag:Environment", "Values": [self._stage]},
        ]
        found = self._client.describe_addresses(Filters=filters)["Addresses"]
        return [_owned(address) for address in found]

    def allocate(self, rotation_id: str) -> OwnedAddress:
        """Allocates an address and tags it in the same request, so that none is lost in between.

        Raises:
            AddressPending: EC2 limits the rate of requests; call again.
            AddressFailed: EC2 refused the request.
        """
        now = self._clock.now().isoformat(timespec="seconds")
        tags = {
            "Project": "inkscout",
            "Environment": self._stage,
            "Service": "network",
            ROTATION_TAG: rotation_id,
            TIME_TAG: now,
        }
        specification = {
            "ResourceType": "elastic-ip",
            "Tags": [{"Key": key, "Value": value} for key, value in tags.items()],
        }
        answer = self._call("allocate_address", Domain="vpc", TagSpecifications=[specification])
        return OwnedAddress(
            allocation_id=answer["AllocationId"],
            public_ip=answer["PublicIp"],
            rotation_id=rotation_id,
            allocated_at=now,
            associated=False,
        )

    def of_gateway(self, nat_gateway_id: str) -> Sequence[GatewayAddress]:
        """Returns the gateway's addresses in EC2's order, the primary first.

        Raises:
            AddressFailed: there is no such gateway.
        """
        answer = self._client.describe_nat_gateways(NatGatewayIds=[nat_gateway_id])
        gateways = answer["NatGateways"]
        if not gateways:
            raise AddressFailed(f"{nat_gateway_id} does not exist")
        return [_of_gateway(address) for address in gateways[0].get("NatGatewayAddresses", [])]

    def associate(self, nat_gateway_id: str, allocation_id: str) -> None:
        """Adds a secondary address to the gateway.

        Raises:
            AddressPending: EC2 has not finished; call again.
            AddressFailed: EC2 refused the address.
        """
        self._call(
            "associate_nat_gateway_address", NatGatewayId=nat_gateway_id, AllocationIds=[allocation_id]
        )

    def disassociate(self, nat_gateway_id: str, association_id: str, drain_seconds: int) -> None:
        """Removes a secondary address; open connections may continue for ``drain_seconds``.

        Raises:
            AddressPending: EC2 has not finished; call again.
            AddressFailed: EC2 refused the change.
        """
        self._call(
            "disassociate_nat_gateway_address",
            NatGatewayId=nat_gateway_id,
            AssociationIds=[association_id],
            MaxDrainDurationSeconds=drain_seconds,
        )

    def release(self, allocation_id: str) -> None:
        """Releases an address; does nothing if EC2 no longer knows it.

        Raises:
            AddressPending: EC2 has not finished; call again.
            AddressFailed: EC2 refused the request.
        """
        try:
            self._call("release_address", AllocationId=allocation_id)
        except AddressFailed as error:
            if "InvalidAllocationID.NotFound" not in str(error):
                raise

    def _call(self, method: str, **arguments: Any) -> Any:  # noqa: ANN401 - passed through to boto3 and back
        try:
            return getattr(self._client, method)(**arguments)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            kind = AddressPending if code in _WAIT else AddressFailed
            raise kind(f"{method}: {code}: {error.response['Error'].get('Message', '')}") from error


def _owned(address: dict[str, Any]) -> OwnedAddress:
    tags = {tag["Key"]: tag["Value"] for tag in address.get("Tags", [])}
    return OwnedAddress(
        allocation_id=address["AllocationId"],
        public_ip=address.get("PublicIp", ""),
        rotation_id=tags.get(ROTATION_TAG, ""),
        allocated_at=tags.get(TIME_TAG, ""),
        associated="AssociationId" in address,
    )


def _of_gateway(address: dict[str, Any]) -> GatewayAddress:
    return GatewayAddress(
        allocation_id=address.get("AllocationId", ""),
        association_id=address.get("AssociationId", ""),
        public_ip=address.get("PublicIp", ""),
        is_primary=bool(address.get("IsPrimary", False)),
        status=address.get("Status", "succeeded"),
    )
