"""Quotas that a new account has too little of, each told in one sentence before anything is made."""

from dataclasses import replace
from typing import Any

from botocore.exceptions import ClientError

from inkscout_deploy import quotas
from inkscout_deploy.quotas import Needs
from inkscout_deploy.stages import read_stage
from tests.support.project import INFRA

NEEDS = Needs(batches=20, warm=0, gateways=1, rotates=False, colour="blue", vcpus=10.0)


class NoSuchResource(Exception):
    """Service Quotas' answer where an account has no value of its own."""


class Account:
    """The calls that are made of an account; a quota that it does not name has AWS's default."""

    def __init__(
        self, concurrency: int = 1000, addresses: list[dict[str, Any]] | None = None, **own: float
    ) -> None:
        self.concurrency, self.addresses, self.own = concurrency, addresses or [], own
        self.vpcs, self.denied = 1, False
        self.defaults = {"L-0263D0A3": 5, "L-5F53652F": 2, "L-F678F1CE": 5, "L-36FBB829": 6, "L-3032A538": 6}
        self.exceptions = type("Exceptions", (), {"NoSuchResourceException": NoSuchResource})

    def __call__(self, service: str) -> "Account":
        return self

    def get_account_settings(self) -> dict[str, Any]:
        return {
            "AccountLimit": {
                "ConcurrentExecutions": self.concurrency,
                "UnreservedConcurrentExecutions": self.concurrency,
            }
        }

    def describe_addresses(self) -> dict[str, Any]:
        return {"Addresses": self.addresses}

    def describe_vpcs(self) -> dict[str, Any]:
        return {"Vpcs": [{}] * self.vpcs}

    def get_service_quota(self, ServiceCode: str, QuotaCode: str) -> dict[str, Any]:  # noqa: N803 - boto3's names
        if self.denied:
            refusal: Any = {"Error": {"Code": "AccessDenied", "Message": "not authorised"}}
            raise ClientError(refusal, "GetServiceQuota")
        if QuotaCode.replace("-", "_") not in self.own:
            raise NoSuchResource
        return {"Quota": {"Value": self.own[QuotaCode.replace("-", "_")]}}

    def get_aws_default_service_quota(self, ServiceCode: str, QuotaCode: str) -> dict[str, Any]:  # noqa: N803 - as above
        return {"Quota": {"Value": self.defaults[QuotaCode]}}


ENOUGH = {"L_36FBB829": 100.0, "L_3032A538": 100.0}


def look(account: Account, needs: Needs = NEEDS, *, stands: bool = False) -> list[quotas.Shortage]:
    return quotas.shortages(account, needs, "dev", network_stands=stands)


def address(**tags: str) -> dict[str, Any]:
    return {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}


def test_an_account_of_some_age_lacks_nothing() -> None:
    assert look(Account(**ENOUGH)) == []


def test_ten_concurrent_functions_throttle_a_run_and_are_told_with_what_to_ask_for() -> None:
    [short] = look(Account(concurrency=10, **ENOUGH))
    assert not short.stops
    assert "Concurrent executions (lambda, L-B99A9384) from 10 to 30" in str(short)
    assert str(short).count(". ") == 0


def test_instances_kept_warm_stop_a_deployment_whose_account_has_none_to_spare() -> None:
    stopping = [one for one in look(Account(100, **ENOUGH), replace(NEEDS, warm=2)) if one.stops]
    assert len(stopping) == 1
    assert "to 102 or more" in str(stopping[0])
    assert look(Account(102, **ENOUGH), replace(NEEDS, warm=2)) == []


def test_addresses_of_others_count_and_those_of_the_stage_do_not() -> None:
    others = [address() for _ in range(4)]
    own = [address(Project="inkscout", Environment="dev")] * 2
    assert look(Account(addresses=[*others, *own], **ENOUGH)) == []
    [short] = look(Account(addresses=[*others, *own], **ENOUGH), replace(NEEDS, gateways=2))
    assert short.stops
    assert "EC2-VPC Elastic IPs (ec2, L-0263D0A3) from 5 to 6" in str(short)
    [later] = look(Account(addresses=others, **ENOUGH), replace(NEEDS, gateways=2), stands=True)
    assert not later.stops


def test_a_change_of_colour_needs_both_sets_at_once() -> None:
    own = {"Project": "inkscout", "Environment": "dev"}
    two = [address(Name=f"inkscout-dev-nat-{zone}", **own) for zone in "ab"]
    account = Account(addresses=[*(address() for _ in range(2)), *two], **ENOUGH)
    needs = replace(NEEDS, gateways=2)
    assert look(account, needs, stands=True) == []
    [short] = look(account, replace(needs, colour="green"), stands=True)
    assert "from 5 to 6" in str(short)
    assert short.stops, "CloudFormation would be refused the second address"
    rotated = Account(addresses=[address(InkscoutRotation="r-1", **own)], **ENOUGH)
    assert look(rotated, replace(needs, colour="green"), stands=True) == []


def test_a_rotation_asks_for_three_addresses_a_gateway() -> None:
    [short] = look(Account(**ENOUGH), replace(NEEDS, rotates=True))
    assert "Elastic IP address quota per NAT gateway (vpc, L-5F53652F) from 2 to 3" in str(short)
    assert not short.stops


def test_a_region_without_room_for_a_network_stops_a_first_deployment_alone() -> None:
    full = Account(**ENOUGH)
    full.vpcs = 5
    assert [one.stops for one in look(full)] == [True]
    assert look(full, stands=True) == []


def test_six_processors_of_fargate_are_fewer_than_a_run_starts() -> None:
    sentences = [str(one) for one in look(Account())]
    assert len(sentences) == 2
    assert "Fargate Spot vCPU resource count (fargate, L-36FBB829) from 6 to 10" in sentences[0]
    assert "Fargate On-Demand vCPU resource count (fargate, L-3032A538) from 6 to 10" in sentences[1]


def test_a_quota_that_may_not_be_read_stops_nothing_and_hides_no_other() -> None:
    account = Account(concurrency=10)
    account.denied = True
    found = look(account)
    assert ["Concurrent" in str(one) for one in found] == [True, False, False]
    assert all("could not be looked at" in str(one) and not one.stops for one in found[1:])


def test_needs_are_those_of_the_stage_and_of_the_pipeline() -> None:
    assert Needs.of(INFRA, read_stage(INFRA, "dev", {}).parameters) == NEEDS
    prod = Needs.of(INFRA, read_stage(INFRA, "prod", {"RotationScheduleState": "ENABLED"}).parameters)
    assert prod == Needs(batches=20, warm=2, gateways=2, rotates=True, colour="blue", vcpus=10.0)


def test_workers_that_are_started_elsewhere_need_no_quota_of_fargate() -> None:
    stage = read_stage(INFRA, "dev", {"FleetMode": "external"})
    assert Needs.of(INFRA, stage.parameters) == replace(NEEDS, vcpus=0.0)
    stage = read_stage(INFRA, "dev", {"FleetMaxWorkers": "4"})
    assert Needs.of(INFRA, stage.parameters) == replace(NEEDS, vcpus=4.0)
