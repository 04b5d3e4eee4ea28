"""An EC2 client that keeps addresses and one NAT gateway, and refuses what AWS refuses."""

import itertools
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError


class FakeEc2:
    """The calls of a rotation.

    Refusals are those of the EC2 API reference: the primary address cannot be disassociated
    (``InvalidParameter``), a drain lasts 1 to 4000 seconds (``InvalidParameterValue``), an address that is
    associated cannot be released (``InvalidIPAddress.InUse``) nor associated again
    (``Resource.AlreadyAssociated``), one that was released is unknown (``InvalidAllocationID.NotFound``), an
    account has so many addresses (``AddressLimitExceeded``), and a public gateway holds two by default and
    eight at most, those that drain included (``NatGatewayAddressLimitExceeded``).
    """

    def __init__(self, gateway: str = "nat-0123456789abcdef0", limit: int = 8, quota: int = 20) -> None:
        self._numbers = itertools.count(1)
        self.gateway_id = gateway
        self.limit, self.quota = limit, quota
        self.addresses: dict[str, dict[str, Any]] = {}
        self.attached: list[dict[str, Any]] = []
        self.before: Callable[[str], None] = lambda method: None
        self.after: Callable[[str], None] = lambda method: None
        primary = self.allocate_address(Domain="vpc", TagSpecifications=[])["AllocationId"]
        self.attached.append(self._attachment(primary, is_primary=True, status="succeeded"))

    def describe_addresses(self, Filters: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803 - AWS's names
        found = []
        for address in self.addresses.values():
            tags = {tag["Key"]: tag["Value"] for tag in address["Tags"]}
            keys = [f["Values"] for f in Filters if f["Name"] == "tag-key"]
            values = [(f["Name"][4:], f["Values"]) for f in Filters if f["Name"].startswith("tag:")]
            if all(set(names) & set(tags) for names in keys) and all(tags.get(k) in v for k, v in values):
                attached = [a for a in self.attached if a["AllocationId"] == address["AllocationId"]]
                found.append(
                    {**address, **({"AssociationId": attached[0]["AssociationId"]} if attached else {})}
                )
        return {"Addresses": found}

    def allocate_address(self, Domain: str, TagSpecifications: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        self.before("allocate_address")
        if len(self.addresses) >= self.quota:
            raise refusal("AddressLimitExceeded")
        number = next(self._numbers)
        address = {
            "AllocationId": f"eipalloc-{number:017x}",
            "PublicIp": f"198.51.100.{number}",
            "Domain": Domain,
            "Tags": [tag for specification in TagSpecifications for tag in specification["Tags"]],
        }
        self.addresses[address["AllocationId"]] = address
        self.after("allocate_address")
        return address

    def describe_nat_gateways(self, NatGatewayIds: list[str]) -> dict[str, Any]:  # noqa: N803
        gateways = [{"NatGatewayAddresses": [dict(a) for a in self.attached]}]
        return {"NatGateways": gateways if NatGatewayIds == [self.gateway_id] else []}

    def associate_nat_gateway_address(self, NatGatewayId: str, AllocationIds: list[str]) -> None:  # noqa: N803
        self.before("associate_nat_gateway_address")
        for allocation_id in AllocationIds:
            if allocation_id not in self.addresses:
                raise refusal("InvalidAllocationID.NotFound")
            if any(a["AllocationId"] == allocation_id for a in self.attached):
                raise refusal("Resource.AlreadyAssociated")
            if len(self.attached) >= self.limit:
                raise refusal("NatGatewayAddressLimitExceeded")
            self.attached.append(self._attachment(allocation_id, is_primary=False, status="associating"))
        self.after("associate_nat_gateway_address")

    def disassociate_nat_gateway_address(
        self,
        NatGatewayId: str,  # noqa: N803
        AssociationIds: list[str],  # noqa: N803
        MaxDrainDurationSeconds: int,  # noqa: N803
    ) -> None:
        self.before("disassociate_nat_gateway_address")
        if not 1 <= MaxDrainDurationSeconds <= 4000:
            raise refusal("InvalidParameterValue")
        for address in self.attached:
            if address["AssociationId"] in AssociationIds:
                if address["IsPrimary"]:
                    raise refusal("InvalidParameter")
                address["Status"] = "disassociating"
        self.after("disassociate_nat_gateway_address")

    def release_address(self, AllocationId: str) -> None:  # noqa: N803
        self.before("release_address")
        if AllocationId not in self.addresses:
            raise refusal("InvalidAllocationID.NotFound")
        if any(a["AllocationId"] == AllocationId for a in self.attached):
            raise refusal("InvalidIPAddress.InUse")
        del self.addresses[AllocationId]
        self.after("release_address")

    def settle(self) -> None:
        """Time passes: what was being associated serves, what was draining is gone."""
        self.attached = [a for a in self.attached if a["Status"] != "disassociating"]
        for address in self.attached:
            if address["Status"] == "associating":
                address["Status"] = "succeeded"

    def _attachment(self, allocation_id: str, *, is_primary: bool, status: str) -> dict[str, Any]:
        return {
            "AllocationId": allocation_id,
            "AssociationId": f"eipassoc-{next(self._numbers):017x}",
            "PublicIp": self.addresses[allocation_id]["PublicIp"],
            "IsPrimary": is_primary,
            "Status": status,
        }


def refusal(code: str) -> ClientError:
    """An error as botocore raises it."""
    return ClientError({"Error": {"Code": code, "Message": code}}, "Ec2")
