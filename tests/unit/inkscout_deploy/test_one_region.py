"""A stage belongs to one region: the second is refused before it breaks or takes over the first."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from inkscout_deploy.errors import BadInput
from inkscout_deploy.one_region import refuse_second_region
from inkscout_deploy.stages import Stage, read_stage
from tests.support.project import INFRA

HERE, THERE, ACCOUNT = "eu-west-1", "us-east-2", "123456789012"
BOUNDARY = {
    "Resources": {
        "Boundary": {
            "Type": "AWS::IAM::ManagedPolicy",
            "Properties": {
                "ManagedPolicyName": "inkscout-dev-boundary",
                "PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}],
                },
            },
        }
    }
}
EDGE = {
    "Parameters": {"ApiUrl": {"Type": "String"}},
    "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
}


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        yield


def client(service: str, region: str) -> Any:
    return boto3.client(service, region_name=region or HERE)


def stack(name: str, region: str, body: dict[str, Any], **parameters: str) -> None:
    client("cloudformation", region).create_stack(
        StackName=name,
        TemplateBody=json.dumps(body),
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )


def look(stage: Stage | None = None) -> None:
    refuse_second_region(client, stage or read_stage(INFRA, "dev", {}, ["edge"]), INFRA, ACCOUNT, HERE)


def test_a_first_deployment_and_every_later_one_in_its_region_go_on() -> None:
    look()
    stack("inkscout-dev-security", HERE, BOUNDARY)
    look()


def test_a_stage_that_stands_in_another_region_is_refused_and_the_region_named() -> None:
    stack("inkscout-dev-security", THERE, BOUNDARY)
    with pytest.raises(BadInput, match=r"stands in us-east-2.*inkscout-dev-boundary"):
        look()
    look(read_stage(INFRA, "dev", {"ExistingPermissionsBoundaryArn": "arn:aws:iam::1:policy/of-the-house"}))


def test_a_boundary_that_no_stack_holds_is_named() -> None:
    document = json.dumps(BOUNDARY["Resources"]["Boundary"]["Properties"]["PolicyDocument"])
    client("iam", "").create_policy(PolicyName="inkscout-dev-boundary", PolicyDocument=document)
    with pytest.raises(BadInput, match="belongs to no stack inkscout-dev-security"):
        look()


def test_an_edge_is_not_taken_from_the_region_that_it_serves() -> None:
    stack("inkscout-dev-edge", "us-east-1", EDGE, ApiUrl="https://a.execute-api.eu-central-1.amazonaws.com")
    with pytest.raises(BadInput, match="serves the API of eu-central-1"):
        look()
    look(read_stage(INFRA, "dev", {}))


def test_an_edge_of_this_region_is_kept() -> None:
    stack("inkscout-dev-edge", "us-east-1", EDGE, ApiUrl="https://a.execute-api.eu-west-1.amazonaws.com")
    look()
