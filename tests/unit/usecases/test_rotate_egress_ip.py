"""The rotation of a NAT gateway's address, against an EC2 that refuses what AWS refuses."""

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from hypothesis import given
from hypothesis import strategies as st

from inkscout.adapters.ec2_addresses import Ec2EgressAddresses
from inkscout.contracts.rotate_egress_ip import AddressRequest, RotationRequest
from inkscout.errors import AddressFailed, AddressPending
from inkscout.usecases import rotate_egress_ip as rotation
from tests.fakes.clock import FakeClock
from tests.fakes.ec2 import FakeEc2, refusal

GATEWAY = "nat-0123456789abcdef0"


class Machine:
    """The steps in the order of the state machine, each repeated as its Retry would."""

    def __init__(self, ec2: FakeEc2) -> None:
        self.ec2, self.clock = ec2, FakeClock()
        self.addresses = Ec2EgressAddresses(ec2, "test", self.clock)

    def rotate(self, rotation_id: str) -> bool:
        self.clock.advance(days=7)
        whole = RotationRequest(rotation_id=rotation_id, nat_gateway_id=GATEWAY)
        try:
            new = self._until(lambda: rotation.allocate_address(whole, addresses=self.addresses))
            part = AddressRequest(**whole.model_dump(), allocation_id=new.allocation_id)
            self._until(lambda: rotation.associate_address(part, addresses=self.addresses))
            self._until(lambda: rotation.verify_address(part, addresses=self.addresses))
        except (AddressFailed, ClientError, EndpointConnectionError):
            self.ec2.before = self.ec2.after = lambda method: None
            self._until(lambda: rotation.undo_rotation(whole, addresses=self.addresses))
            return False
        old = self._until(lambda: rotation.retire_address(part, addresses=self.addresses))
        if old.allocation_id:
            gone = AddressRequest(**whole.model_dump(), allocation_id=old.allocation_id)
            self._until(lambda: rotation.release_address(gone, addresses=self.addresses))
        return True

    def _until(self, step):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - any step
        for _ in range(5):
            try:
                return step()
            except AddressPending:
                self.ec2.settle()
        raise AssertionError("the step never came to an end")

    def held(self) -> int:
        return len(self.ec2.addresses)


def test_the_first_rotation_adds_an_address_and_later_ones_replace_it() -> None:
    machine = Machine(FakeEc2())
    assert machine.rotate("one")
    assert machine.held() == 2
    second = machine.ec2.attached[-1]["PublicIp"]
    assert machine.rotate("two")
    assert machine.held() == 2
    assert second not in {a["PublicIp"] for a in machine.ec2.attached}


def test_the_primary_address_is_never_touched() -> None:
    machine = Machine(FakeEc2())
    primary = machine.ec2.attached[0]["PublicIp"]
    for number in range(4):
        assert machine.rotate(f"week-{number}")
        assert machine.ec2.attached[0]["PublicIp"] == primary
        assert machine.ec2.attached[0]["IsPrimary"]


def test_ec2_refuses_to_disassociate_the_primary_address() -> None:
    ec2 = FakeEc2()
    addresses = Ec2EgressAddresses(ec2, "test", FakeClock())
    with pytest.raises(AddressFailed, match="InvalidParameter"):
        addresses.disassociate(GATEWAY, ec2.attached[0]["AssociationId"], 1)


def test_a_gateway_that_is_full_gets_no_address_and_loses_none() -> None:
    machine = Machine(FakeEc2(limit=1))
    assert not machine.rotate("one")
    assert machine.held() == 1


def test_an_address_that_someone_else_attached_is_left_alone() -> None:
    machine = Machine(FakeEc2())
    foreign = machine.ec2.allocate_address(Domain="vpc", TagSpecifications=[])["AllocationId"]
    machine.ec2.associate_nat_gateway_address(GATEWAY, [foreign])
    machine.ec2.settle()
    for number in range(3):
        assert machine.rotate(f"week-{number}")
    assert foreign in {a["AllocationId"] for a in machine.ec2.attached}


def test_an_allocation_whose_answer_was_lost_is_found_again() -> None:
    ec2 = FakeEc2()
    addresses = Ec2EgressAddresses(ec2, "test", FakeClock())
    request = RotationRequest(rotation_id="one", nat_gateway_id=GATEWAY)
    first = rotation.allocate_address(request, addresses=addresses)
    assert rotation.allocate_address(request, addresses=addresses) == first
    assert len(ec2.addresses) == 2


@given(
    failing=st.sampled_from(["allocate_address", "associate_nat_gateway_address"]),
    lost_answer=st.booleans(),
    code=st.sampled_from(["InternalError", "UnauthorizedOperation", "AddressLimitExceeded"]),
)
def test_a_rotation_that_fails_anywhere_leaves_no_address_behind(
    failing: str,
    lost_answer: bool,
    code: str,
) -> None:
    machine = Machine(FakeEc2())
    assert machine.rotate("good")
    held, attached = machine.held(), {a["AllocationId"] for a in machine.ec2.attached}

    def fail(method: str) -> None:
        if method == failing:
            raise refusal(code)

    if lost_answer:
        machine.ec2.after = fail
    else:
        machine.ec2.before = fail
    assert not machine.rotate("bad")
    assert machine.held() == held
    assert {a["AllocationId"] for a in machine.ec2.attached} == attached


def test_an_unknown_gateway_is_named() -> None:
    addresses = Ec2EgressAddresses(FakeEc2(), "test", FakeClock())
    with pytest.raises(AddressFailed, match="nat-00000000000000000"):
        addresses.of_gateway("nat-00000000000000000")
