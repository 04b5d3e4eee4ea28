"""Taking a stage down, against the emulator: how long it waits, what goes, and what is said to stay."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse

from inkscout.adapters.aws.ec2_addresses import Ec2EgressAddresses
from inkscout_deploy import leftovers
from inkscout_deploy.account import Account, StageDeployment
from inkscout_deploy.errors import DeployFailed
from inkscout_deploy.stages import StackSpec, Stage, read_stage
from tests.support.emulator import CREDENTIALS, emulator
from tests.support.fakes.clock import FakeClock
from tests.support.project import INFRA

OPERATOR = {"Architecture": "x86_64", "DeletionProtection": "false"}
TOPIC = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "tried"}}}}

WRONG = {
    "Type": "AWS::Lambda::Function",
    "Properties": {
        "Runtime": "python3.12",
        "Handler": "index.handler",
        "Role": "arn:aws:iam::000000000000:role/any",
        "Code": {"ZipFile": "x = 1"},
        "Layers": ["arn:aws:lambda:eu-west-1:000000000000:layer:nowhere:1"],
    },
}
"""A resource that cannot be made."""


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with emulator() as address:
        yield address


@pytest.fixture
def client(endpoint: str) -> Callable[[str, str], Any]:
    made: dict[tuple[str, str], Any] = {}

    def client(service: str, region: str) -> Any:
        options = {**CREDENTIALS, **({"region_name": region} if region else {})}
        key = (service, region)
        made[key] = made.get(key) or boto3.client(service, endpoint_url=endpoint, **options)
        return made[key]

    return client


def deployment(
    client: Callable[[str, str], Any], name: str, stacks: list[str], infra: Path = INFRA
) -> StageDeployment:
    stage = Stage(name, {**OPERATOR, "Stage": name}, [StackSpec(stack) for stack in stacks])
    account = Account(client, CREDENTIALS["region_name"])
    return StageDeployment(account, stage, infra, lambda _name, _changes: True, poll_seconds=0.01)


def templates(folder: Path, **bodies: dict[str, Any]) -> Path:
    for name, body in bodies.items():
        (folder / f"{name}.yaml").write_text(json.dumps(body))
    return folder


def test_a_deletion_is_waited_for_as_long_as_any_other_change(
    client: Callable[[str, str], Any], tmp_path: Path
) -> None:
    infra = templates(tmp_path, slow=TOPIC)
    deployed = deployment(client, "slow", ["slow"], infra)
    deployed.deploy()
    polls: list[str] = []
    cloudformation = client("cloudformation", "")

    def busy(**_: Any) -> tuple[AWSResponse, dict[str, Any]] | None:
        """A domain's deletion: still going on after more polls than boto3's waiter makes."""
        polls.append("DescribeStacks")
        if len(polls) > 300:
            return None
        stack = {"StackName": "inkscout-slow-slow", "StackStatus": "DELETE_IN_PROGRESS"}
        return AWSResponse("", 200, {}, None), {"Stacks": [stack]}

    def begin(**_: Any) -> None:
        cloudformation.meta.events.register("before-call.cloudformation.DescribeStacks", busy)

    cloudformation.meta.events.register("after-call.cloudformation.DeleteStack", begin)
    said: list[str] = []
    deployed.destroy(said.append)
    assert "slow: deleted" in said
    assert len(polls) > 300


def test_nothing_made_outside_of_the_stacks_is_left_and_what_templates_keep_is_said(
    client: Callable[[str, str], Any],
) -> None:
    ec2, s3 = client("ec2", ""), client("s3", "")
    clock = FakeClock(datetime(2026, 11, 1, tzinfo=UTC))
    ours = Ec2EgressAddresses(ec2, "gone", clock).allocate("r-1")
    other_stage = Ec2EgressAddresses(ec2, "stays", clock).allocate("r-2")
    foreign = ec2.allocate_address(Domain="vpc")
    both = [{"Key": "Project", "Value": "inkscout"}, {"Key": "Environment", "Value": "gone"}]
    tagged = [{"ResourceType": "elastic-ip", "Tags": both}]
    of_a_gateway = ec2.allocate_address(Domain="vpc", TagSpecifications=tagged)
    deployed = deployment(client, "gone", ["notices", "data", "code"])
    deployed.deploy()
    ecs = client("ecs", "")
    for family in ("inkscout-gone-scraper", "inkscout-gone-scraper-of-another"):
        ecs.register_task_definition(
            family=family, containerDefinitions=[{"name": "scraper", "image": "scraper", "memory": 128}]
        )
    logs = client("logs", "")
    for group in ("aws/ecs/containerinsights/inkscout-gone/performance", "inkscout/gone/sync"):
        logs.create_log_group(logGroupName=f"/{group}")

    for table in ("directory", "operations", "denylist"):
        client("dynamodb", "").update_table(
            TableName=f"inkscout-gone-{table}", DeletionProtectionEnabled=False
        )
    said: list[str] = []
    kept = deployed.destroy(said.append)

    left = {one["AllocationId"] for one in ec2.describe_addresses()["Addresses"]}
    assert not {ours.allocation_id, of_a_gateway["AllocationId"]} & left
    assert {other_stage.allocation_id, foreign["AllocationId"]} <= left
    assert f"address {ours.public_ip}: released" in said
    layers = client("lambda", "").list_layers()["Layers"]
    assert not [one for one in layers if "inkscout-gone" in one["LayerName"]]
    active = ecs.list_task_definitions(status="ACTIVE")["taskDefinitionArns"]
    assert [arn.split("/")[-1] for arn in active] == ["inkscout-gone-scraper-of-another:1"]
    assert logs.describe_log_groups()["logGroups"] == []

    buckets = {one["Name"] for one in s3.list_buckets()["Buckets"]}
    tables = set(client("dynamodb", "").list_tables()["TableNames"])
    secrets = client("secretsmanager", "").list_secrets()["SecretList"]
    stands = buckets | tables | {one["Name"] for one in secrets if not one.get("DeletedDate")}
    assert {one.name for one in kept} == stands
    assert not [name for name in buckets if "artifacts" in name]
    for one in kept:
        assert any(str(one) in line for line in said)
        assert "its template keeps it" not in str(one), "each kind has its reason"


def test_every_kind_that_a_template_keeps_has_a_reason() -> None:
    kinds = {
        resource["Type"]
        for spec in read_stage(INFRA, "dev", {}, ["edge"]).stacks
        for resource in _body(INFRA / f"{spec.name}.yaml")["Resources"].values()
        if isinstance(resource, dict)  # a loop is a list
        and str(resource.get("DeletionPolicy", "")).startswith("Retain")
    }
    assert kinds <= leftovers._REASONS.keys()


def test_a_stack_that_cannot_be_deleted_spares_no_other_and_is_gone_at_the_next_call(
    client: Callable[[str, str], Any], tmp_path: Path
) -> None:
    net = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.9.0.0/16"}}
    outputs = {"Net": {"Value": {"Ref": "Net"}}}
    infra = templates(tmp_path, first=TOPIC, net={"Resources": {"Net": net}, "Outputs": outputs})
    deployed = deployment(client, "stuck", ["first", "net"], infra)
    vpc, ec2 = deployed.deploy().outputs["Net"], client("ec2", "")
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.9.0.0/24")["Subnet"]["SubnetId"]
    said: list[str] = []
    with pytest.raises(DeployFailed, match=r"net\.yaml: the stack cannot be deleted: Net "):
        deployed.destroy(said.append)
    assert said == ["net: not deleted", "first: deleted"]
    ec2.delete_subnet(SubnetId=subnet)
    deployed.destroy(said.append)
    assert said[2] == "net: deleted"


def test_a_first_deployment_that_fails_says_why_though_its_stack_is_gone(
    client: Callable[[str, str], Any], tmp_path: Path
) -> None:
    infra = templates(tmp_path, broken={"Resources": {"Wrong": WRONG}})
    asked: list[str] = []
    client("cloudformation", "").meta.events.register(
        "before-parameter-build.cloudformation.DescribeStackEvents",
        lambda params, **_: asked.append(params["StackName"]),
    )
    with pytest.raises(DeployFailed, match=r"broken\.yaml: Wrong \(AWS::Lambda::Function\)"):
        deployment(client, "broken", ["broken"], infra).deploy()
    assert all(name.startswith("arn:") for name in asked), "AWS finds a stack that is gone by its id alone"


def test_the_reason_of_a_failure_is_that_of_today_not_of_an_earlier_one(
    client: Callable[[str, str], Any], tmp_path: Path
) -> None:
    def at(resource: dict[str, Any]) -> StageDeployment:
        both = {"Resources": {**TOPIC["Resources"], **resource}}
        return deployment(client, "twice", ["twice"], templates(tmp_path, twice=both))

    at({}).deploy()
    for name in ("Earlier", "Today"):
        with pytest.raises(DeployFailed, match=f"{name} "):
            at({name: WRONG}).deploy()


def _body(path: Path) -> dict[str, Any]:
    from inkscout_deploy import templates as reader

    return reader.read(path).body
