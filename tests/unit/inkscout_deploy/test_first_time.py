"""Tests the one-time steps of a deployment, per account and per stage."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from inkscout.contracts.rebuild_index import PrepareIndexRequest
from inkscout.domain.snapshot import EntryKind
from inkscout_deploy import first_time
from inkscout_deploy.errors import DeployFailed


class Iam:
    def __init__(self, refusal: dict[str, str] | None = None) -> None:
        self.refusal, self.roles = refusal, set[str]()

    def create_service_linked_role(self, AWSServiceName: str) -> None:  # noqa: N803 - boto3's name
        refusal = self.refusal
        if AWSServiceName in self.roles:
            message = "Service role name AWSServiceRoleForECS has been taken in this account, try another"
            refusal = {"Code": "InvalidInput", "Message": message}
        if refusal:
            raise ClientError({"Error": refusal}, "CreateServiceLinkedRole")  # type: ignore[arg-type]
        self.roles.add(AWSServiceName)


def test_an_account_gets_each_service_role_once() -> None:
    iam = Iam()
    assert first_time.make_service_roles(iam) == list(first_time.SERVICE_ROLES)
    assert first_time.make_service_roles(iam) == []


def test_an_operator_who_may_not_make_roles_is_told() -> None:
    with pytest.raises(DeployFailed, match="not authorised"):
        first_time.make_service_roles(Iam({"Code": "AccessDenied", "Message": "not authorised"}))


@pytest.fixture
def machines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Step Functions in memory; its executions run until they are stopped."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        yield boto3.client("stepfunctions", region_name="eu-west-1")


@pytest.fixture
def rebuild(machines: Any) -> str:
    definition = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}})
    role = "arn:aws:iam::123456789012:role/any"
    answer = machines.create_state_machine(name="rebuild", definition=definition, roleArn=role)
    return str(answer["stateMachineArn"])


def running(machines: Any, rebuild: str) -> dict[str, str]:
    found = machines.list_executions(stateMachineArn=rebuild, statusFilter="RUNNING")["executions"]
    return {one["name"]: one["executionArn"] for one in found}


def fill(machines: Any, rebuild: str) -> list[str]:
    ssm = boto3.client("ssm", region_name="eu-west-1")
    return first_time.fill_first_indexes(machines, ssm, rebuild, "dev")


class Forgetful:
    """Step Functions ninety days later: no execution is known any more."""

    def __init__(self, machines: Any) -> None:
        self._machines = machines

    def __getattr__(self, name: str) -> Any:
        return getattr(self._machines, name)

    def list_executions(self, **_: Any) -> dict[str, Any]:
        return {"executions": []}

    def describe_execution(self, **_: Any) -> dict[str, Any]:
        raise ClientError({"Error": {"Code": "ExecutionDoesNotExist", "Message": ""}}, "DescribeExecution")


def test_a_new_stage_gets_an_index_of_each_kind_from_the_machine_that_rebuilds_them(
    machines: Any, rebuild: str
) -> None:
    started = fill(machines, rebuild)
    assert started == sorted(running(machines, rebuild))
    inputs = [
        machines.describe_execution(executionArn=arn)["input"] for arn in running(machines, rebuild).values()
    ]
    kinds = [PrepareIndexRequest.model_validate(json.loads(one)).kind for one in inputs]
    assert sorted(kinds) == sorted(EntryKind)


def test_a_second_deployment_starts_no_second_build(machines: Any, rebuild: str) -> None:
    fill(machines, rebuild)
    assert fill(machines, rebuild) == []


def test_a_deployment_that_broke_between_two_indexes_is_resumed(machines: Any, rebuild: str) -> None:
    whole = fill(machines, rebuild)
    machines.stop_execution(executionArn=running(machines, rebuild)[whole[1]])
    [again] = fill(machines, rebuild)
    assert again.startswith("first-studio")
    assert again != whole[1]


def test_an_index_that_an_operator_rebuilt_is_left_alone(machines: Any, rebuild: str) -> None:
    machines.start_execution(stateMachineArn=rebuild, name="by-hand", input="{}")
    assert fill(machines, rebuild) == []


def test_indexes_are_not_built_anew_after_ninety_quiet_days(machines: Any, rebuild: str) -> None:
    assert len(fill(machines, rebuild)) == 2
    assert fill(Forgetful(machines), rebuild) == []


def test_a_stage_that_was_taken_down_by_hand_and_made_again_gets_its_indexes(
    machines: Any, rebuild: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(machines, rebuild)
    later = Forgetful(machines)
    found = machines.describe_state_machine(stateMachineArn=rebuild)
    made = {**found, "creationDate": found["creationDate"] + timedelta(days=1)}
    monkeypatch.setattr(later, "describe_state_machine", lambda **_: made, raising=False)
    assert len(fill(later, rebuild)) == 2
