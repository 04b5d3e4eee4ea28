"""Tests the one-time steps of a deployment, per account and per stage."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

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


def test_a_new_stage_gets_an_index_of_each_kind_from_the_machine_that_rebuilds_them() -> None:
    started: list[dict[str, Any]] = []

    class StepFunctions:
        def start_execution(self, **request: Any) -> None:
            started.append(request)

    assert first_time.fill_first_indexes(StepFunctions(), "arn:rebuild") == ["first-artist", "first-studio"]
    wanted = [PrepareIndexRequest.model_validate(json.loads(one["input"])).kind for one in started]
    assert set(wanted) == set(EntryKind)
    assert {one["stateMachineArn"] for one in started} == {"arn:rebuild"}
