"""Roles that no local run uses: the rotations' calls, and the boundary around every role."""

from collections import defaultdict
from typing import Any

import pytest

from inkscout.adapters.aws.ec2_addresses import Ec2EgressAddresses
from inkscout.contracts.rotate_egress_ip import AddressRequest, RotationRequest
from inkscout.errors import AddressPending
from inkscout.usecases.rotation import rotate_egress_ip as rotation
from tests.infra.test_rules import statements
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.ec2 import FakeEc2
from tests.support.project import resources, template, templates

GATEWAY = "nat-0123456789abcdef0"


class Recorded:
    """An EC2 client that remembers what it was asked for, as IAM names it."""

    def __init__(self, ec2: FakeEc2) -> None:
        self.ec2, self.asked = ec2, set[str]()

    def __getattr__(self, name: str) -> Any:
        self.asked.add("ec2:" + "".join(part.capitalize() for part in name.split("_")))
        return getattr(self.ec2, name)


@pytest.fixture(scope="module")
def asked() -> dict[str, set[str]]:
    """The actions of each function over two rotations and one that is undone."""
    ec2, found = FakeEc2(), defaultdict[str, set[str]](set)
    clock = FakeClock()

    def ports(client: Recorded) -> rotation.RotateEgressIpPorts:
        addresses = Ec2EgressAddresses(client, "test", clock)
        return rotation.RotateEgressIpPorts(addresses=addresses, clock=clock)

    def step(name: str, work: Any, request: Any) -> Any:
        client = Recorded(ec2)
        clock.advance(days=1)
        answer = work(request, deps=ports(client))
        found[name] |= client.asked
        ec2.settle()
        return answer

    for name in ("one", "two"):
        whole = RotationRequest(rotation_id=name, nat_gateway_id=GATEWAY)
        new = step("AllocateAddress", rotation.allocate_address, whole)
        part = AddressRequest(**whole.model_dump(), allocation_id=new.allocation_id)
        step("AssociateAddress", rotation.associate_address, part)
        step("VerifyAddress", rotation.verify_address, part)
        old = step("RetireAddress", rotation.retire_address, part)
        if old.allocation_id:
            gone = AddressRequest(**whole.model_dump(), allocation_id=old.allocation_id)
            step("ReleaseAddress", rotation.release_address, gone)
    whole = RotationRequest(rotation_id="undone", nat_gateway_id=GATEWAY)
    new = step("AllocateAddress", rotation.allocate_address, whole)
    part = AddressRequest(**whole.model_dump(), allocation_id=new.allocation_id)
    step("AssociateAddress", rotation.associate_address, part)
    client = Recorded(ec2)
    with pytest.raises(AddressPending):
        rotation.undo_rotation(whole, deps=ports(client))
    found["UndoRotation"] |= client.asked
    ec2.settle()
    step("UndoRotation", rotation.undo_rotation, whole)
    # What a rotation that was stopped left behind is given back by the next.
    for name in ("stopped", "after it"):
        whole = RotationRequest(rotation_id=name, nat_gateway_id=GATEWAY)
        step("AllocateAddress", rotation.allocate_address, whole)
    # An address is tagged in the call that allocates it, for which AWS asks for this as well.
    found["AllocateAddress"].add("ec2:CreateTags")
    return found


FUNCTIONS = sorted(template("rotation")["Resources"].keys() & resources("AWS::Serverless::Function").keys())


@pytest.mark.parametrize("logical_id", FUNCTIONS)
def test_a_step_of_the_rotation_may_do_what_it_does_and_nothing_else(
    logical_id: str, asked: dict[str, set[str]]
) -> None:
    policies = resources("AWS::Serverless::Function")[logical_id]["Properties"]["Policies"]
    allowed = {action for statement in statements(policies) for action in statement["Action"]}
    assert allowed == asked[logical_id.removesuffix("Function")]


def test_no_role_needs_more_than_the_boundary_lets_it_have() -> None:
    boundary = resources("AWS::IAM::ManagedPolicy")["PermissionsBoundary"]
    document = boundary["Properties"]["PolicyDocument"]
    within = {action for statement in statements(document) for action in _list(statement["Action"])}
    for name, template_ in templates().items():
        for logical_id, resource in template_["Resources"].items():
            if logical_id == "PermissionsBoundary":
                continue
            if resource["Type"] in {
                "AWS::IAM::Role",
                "AWS::Serverless::Function",
                "AWS::IAM::ManagedPolicy",
            }:
                properties = resource["Properties"]
                for statement in statements(properties.get("Policies", properties.get("PolicyDocument", []))):
                    beyond = set(_list(statement["Action"])) - within
                    assert not beyond, f"{name}: {logical_id} is cut off from {sorted(beyond)}"


def _list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
