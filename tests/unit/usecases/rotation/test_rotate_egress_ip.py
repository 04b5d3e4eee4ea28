"""The rotation of a NAT gateway's address, against an EC2 that refuses what AWS refuses."""

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from hypothesis import given
from hypothesis import strategies as st

from inkscout.adapters.aws.ec2_addresses import Ec2EgressAddresses
from inkscout.contracts.rotate_egress_ip import AddressRequest, RotationRequest
from inkscout.errors import AddressFailed, AddressPending
from inkscout.usecases.rotation import rotate_egress_ip as rotation
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.ec2 import FakeEc2, refusal

GATEWAY = "nat-0123456789abcdef0"


class Machine:
    """The steps in the order of the state machine, each repeated as its Retry would."""

    def __init__(self, ec2: FakeEc2) -> None:
        self.ec2, self.clock = ec2, FakeClock()
        self.addresses = Ec2EgressAddresses(ec2, "test", self.clock)
        self.ports = rotation.RotateEgressIpPorts(addresses=self.addresses, clock=self.clock)

    def rotate(self, rotation_id: str) -> bool:
        self.clock.advance(days=7)
        whole = RotationRequest(rotation_id=rotation_id, nat_gateway_id=GATEWAY)
        try:
            new = self._until(lambda: rotation.allocate_address(whole, deps=self.ports))
            part = AddressRequest(**whole.model_dump(), allocation_id=new.allocation_id)
            self._until(lambda: rotation.associate_address(part, deps=self.ports))
            self._until(lambda: rotation.verify_address(part, deps=self.ports))
            old = self._until(lambda: rotation.retire_address(part, deps=self.ports))
        except (AddressFailed, ClientError, EndpointConnectionError):
            self.ec2.before = self.ec2.after = lambda method: None
            self._until(lambda: rotation.undo_rotation(whole, deps=self.ports))
            self.ec2.settle()
            return False
        if old.allocation_id:
            gone = AddressRequest(**whole.model_dump(), allocation_id=old.allocation_id)
            try:
                self._until(lambda: rotation.release_address(gone, deps=self.ports))
            except AddressFailed:
                return False
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
    clock = FakeClock()
    addresses = Ec2EgressAddresses(ec2, "test", clock)
    ports = rotation.RotateEgressIpPorts(addresses=addresses, clock=clock)
    request = RotationRequest(rotation_id="one", nat_gateway_id=GATEWAY)
    first = rotation.allocate_address(request, deps=ports)
    assert rotation.allocate_address(request, deps=ports) == first
    assert len(ec2.addresses) == 2


@given(
    failing=st.sampled_from(
        ["allocate_address", "associate_nat_gateway_address", "disassociate_nat_gateway_address"]
    ),
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
    now = {a["AllocationId"] for a in machine.ec2.attached}
    if failing == "disassociate_nat_gateway_address" and lost_answer:
        # The old address began to drain before the answer was lost: it is out, and the next rotation
        # gives it back.
        assert now < attached
        machine.ec2.after = lambda method: None
        assert machine.rotate("next")
        assert machine.held() == held
    else:
        assert now == attached
        assert machine.held() == held


def test_an_unknown_gateway_is_named() -> None:
    addresses = Ec2EgressAddresses(FakeEc2(), "test", FakeClock())
    with pytest.raises(AddressFailed, match="nat-00000000000000000"):
        addresses.of_gateway("nat-00000000000000000")


def test_an_account_without_room_for_an_address_changes_nothing() -> None:
    machine = Machine(FakeEc2(quota=1))
    assert not machine.rotate("one")
    assert machine.held() == 1


def test_a_gateway_of_two_addresses_takes_one_rotation_and_refuses_the_next_whole() -> None:
    """The quota that every account begins with."""
    machine = Machine(FakeEc2(limit=2))
    assert machine.rotate("one")
    attached = {a["AllocationId"] for a in machine.ec2.attached}
    assert not machine.rotate("two")
    assert {a["AllocationId"] for a in machine.ec2.attached} == attached
    assert machine.held() == 2


@pytest.mark.parametrize("stopped_after", ["allocate", "associate", "verify", "retire"])
def test_addresses_of_a_stopped_rotation_are_released_by_the_next_two(stopped_after: str) -> None:
    machine = Machine(FakeEc2())
    assert machine.rotate("good")
    held = machine.held()
    whole = RotationRequest(rotation_id="stopped", nat_gateway_id=GATEWAY)
    machine.clock.advance(days=7)
    new = rotation.allocate_address(whole, deps=machine.ports)
    part = AddressRequest(**whole.model_dump(), allocation_id=new.allocation_id)
    steps = ["allocate", "associate", "verify", "retire"]
    work = {
        "associate": rotation.associate_address,
        "verify": rotation.verify_address,
        "retire": rotation.retire_address,
    }
    for name in steps[1 : steps.index(stopped_after) + 1]:
        work[name](part, deps=machine.ports)
        machine.ec2.settle()
    assert machine.held() == held + 1
    assert machine.rotate("next")
    assert machine.rotate("after that")
    assert machine.held() == held
    assert len(machine.ec2.attached) == held


def test_an_address_that_another_rotation_has_just_allocated_is_left_alone() -> None:
    machine = Machine(FakeEc2())
    other = RotationRequest(rotation_id="other", nat_gateway_id=GATEWAY)
    mine = rotation.allocate_address(other, deps=machine.ports)
    machine.clock.advance(hours=2)
    whole = RotationRequest(rotation_id="one", nat_gateway_id=GATEWAY)
    rotation.allocate_address(whole, deps=machine.ports)
    assert mine.allocation_id in machine.ec2.addresses


def test_an_address_that_cannot_be_given_back_is_by_the_next_rotation() -> None:
    machine = Machine(FakeEc2())
    assert machine.rotate("good")

    def fail(method: str) -> None:
        if method == "release_address":
            raise refusal("InternalError")

    machine.ec2.before = fail
    assert not machine.rotate("bad")
    assert machine.held() == 3
    machine.ec2.before = lambda method: None
    assert machine.rotate("next")
    assert machine.held() == 2


def test_ec2_refuses_what_it_refuses() -> None:
    ec2 = FakeEc2()
    addresses = Ec2EgressAddresses(ec2, "test", FakeClock())
    new = addresses.allocate("one").allocation_id
    addresses.associate(GATEWAY, new)
    with pytest.raises(AddressFailed, match="AlreadyAssociated"):
        addresses.associate(GATEWAY, new)
    with pytest.raises(AddressPending, match="InUse"):
        addresses.release(new)
    with pytest.raises(AddressFailed, match="InvalidParameterValue"):
        addresses.disassociate(GATEWAY, ec2.attached[1]["AssociationId"], 4001)
    addresses.release("eipalloc-00000000000000000")
