"""The project's own rules for templates: logs, dead letters, timeouts, permissions, networks and tags."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from inkscout_deploy import artifacts, image
from tests.support.project import INFRA, ROOT, resources, template, templates
from tests.support.resource_schemas import resource_schema

FUNCTIONS = sorted(resources("AWS::Serverless::Function"))
TAGS = {"Project", "Environment", "Service"}
# Why a policy's resource may be "*": said beside it, in one of these words.
REASONS = (
    "the action knows no resource",
    "the actions know no resource",
    "a key policy speaks of its own key",
    "a boundary's limits are actions",
    "as in AWS's own policy for the role",
)
# Types whose Tags property CloudFormation's own schema calls a list or a map; SAM's are read from Globals.
SERVERLESS = {"AWS::Serverless::Function", "AWS::Serverless::StateMachine"}


def home(logical_id: str) -> dict[str, Any]:
    """The template that a resource stands in."""
    return next(document for document in templates().values() if logical_id in document["Resources"])


def with_globals(logical_id: str) -> dict[str, Any]:
    """A function's properties, over those that its template gives all functions."""
    document = home(logical_id)
    shared = document.get("Globals", {}).get("Function", {})
    own = document["Resources"][logical_id]["Properties"]
    variables = {
        **shared.get("Environment", {}).get("Variables", {}),
        **own.get("Environment", {}).get("Variables", {}),
    }
    return {**shared, **own, "Environment": {"Variables": variables}}


@pytest.mark.parametrize("logical_id", FUNCTIONS)
def test_a_function_logs_to_a_group_that_its_template_keeps_for_a_bounded_time(logical_id: str) -> None:
    group = with_globals(logical_id)["LoggingConfig"]["LogGroup"]["Ref"]
    declared = home(logical_id)["Resources"][group]
    assert declared["Type"] == "AWS::Logs::LogGroup"
    assert declared["Properties"]["RetentionInDays"]


def test_every_log_group_forgets() -> None:
    for logical_id, group in resources("AWS::Logs::LogGroup").items():
        assert "RetentionInDays" in group["Properties"], logical_id


@pytest.mark.parametrize("logical_id", FUNCTIONS)
def test_a_function_has_a_timeout_a_trace_a_boundary_and_signed_code_by_choice(logical_id: str) -> None:
    properties = with_globals(logical_id)
    timeout = properties["Timeout"]
    if isinstance(timeout, dict):
        parameter = home(logical_id)["Parameters"][timeout["Ref"]]
        assert int(parameter["Default"]) <= 900
    else:
        assert timeout <= 900
    assert properties["Tracing"] == "Active"
    assert "PermissionsBoundary" in properties
    assert "CodeSigningConfigArn" in properties
    assert "KmsKeyArn" in properties


def test_asynchronous_deliveries_have_a_dead_letter_queue() -> None:
    for logical_id, schedule in resources("AWS::Scheduler::Schedule").items():
        target = schedule["Properties"]["Target"]
        assert target["DeadLetterConfig"]["Arn"], logical_id
        assert target["RetryPolicy"], logical_id
    for logical_id, rule in resources("AWS::Events::Rule").items():
        for target in rule["Properties"]["Targets"]:
            assert target["DeadLetterConfig"]["Arn"], logical_id
    queues = resources("AWS::SQS::Queue")
    for logical_id in FUNCTIONS:
        for event in with_globals(logical_id).get("Events", {}).values():
            if event["Type"] == "DynamoDB":
                assert event["Properties"]["DestinationConfig"]["OnFailure"]["Type"] == "SQS"
                assert event["Properties"]["MaximumRetryAttempts"] >= 0
            elif event["Type"] == "SQS":
                queue = queues[event["Properties"]["Queue"]["Fn::GetAtt"].partition(".")[0]]
                assert "RedrivePolicy" in queue["Properties"], logical_id
            else:
                assert "DeadLetterConfig" in event["Properties"], f"{logical_id}: {event['Type']}"


def longest(logical_id: str) -> int:
    """Seconds that a function may take at most, whatever its parameter is set to."""
    timeout = with_globals(logical_id)["Timeout"]
    if isinstance(timeout, dict):
        return int(home(logical_id)["Parameters"][timeout["Ref"]]["MaxValue"])
    return int(timeout)


def test_a_queue_hides_a_message_six_times_as_long_as_its_function_may_take() -> None:
    sources = [
        (logical_id, event["Properties"]["Queue"]["Fn::GetAtt"].partition(".")[0])
        for logical_id in FUNCTIONS
        for event in with_globals(logical_id).get("Events", {}).values()
        if event["Type"] == "SQS"
    ]
    assert sources
    for logical_id, queue in sources:
        hidden = resources("AWS::SQS::Queue")[queue]["Properties"]["VisibilityTimeout"]
        assert hidden >= 6 * longest(logical_id), f"{queue} of {logical_id}"


def test_nothing_that_starts_runs_or_rotations_is_on_until_an_operator_says_so() -> None:
    switches = {"ScheduleState", "RotationScheduleState"}
    for name, document in templates().items():
        for switch in switches & document.get("Parameters", {}).keys():
            assert document["Parameters"][switch]["Default"] == "DISABLED", name
    for path in (INFRA / "stages").glob("*.json"):
        given = json.loads(path.read_text())["parameters"]
        assert {given.get(switch, "DISABLED") for switch in switches} == {"DISABLED"}, path.name
    for logical_id, schedule in resources("AWS::Scheduler::Schedule").items():
        state = schedule["Properties"].get("State", {}).get("Ref")
        # The reaper only ever stops workers that nobody waits for, and the watch only counts.
        assert state in switches or logical_id in {"ReaperSchedule", "WatchRemovalsSchedule"}, logical_id


def test_each_nat_gateway_is_rotated_and_watched() -> None:
    gateways = [name for name in template("network")["Outputs"] if name.endswith("NatGatewayId")]
    assert len(gateways) == len(resources("AWS::EC2::NatGateway"))
    schedules = str(
        [s["Properties"]["Target"]["Input"] for s in resources("AWS::Scheduler::Schedule").values()]
    )
    watched = [
        alarm["Properties"]["Dimensions"]
        for alarm in resources("AWS::CloudWatch::Alarm").values()
        if alarm["Properties"].get("Namespace") == "AWS/NATGateway"
    ]
    for name in gateways:
        assert f"${{{name}}}" in schedules, name
        assert [{"Name": "NatGatewayId", "Value": {"Ref": name}}] in watched, name


def test_a_processor_is_a_parameter_of_whatever_has_one() -> None:
    for logical_id in FUNCTIONS:
        assert with_globals(logical_id)["Architectures"] == [{"Ref": "Architecture"}], logical_id
    for logical_id, layer in resources("AWS::Serverless::LayerVersion").items():
        assert layer["Properties"]["CompatibleArchitectures"] == [{"Ref": "Architecture"}], logical_id
    (task,) = resources("AWS::ECS::TaskDefinition").values()
    assert task["Properties"]["RuntimePlatform"]["CpuArchitecture"] == {
        "Fn::If": ["IsArm", "ARM64", "X86_64"]
    }
    assert template("fleet")["Conditions"]["IsArm"] == {"Fn::Equals": [{"Ref": "Architecture"}, "arm64"]}
    assert {"arm64", "x86_64"} == image.PLATFORMS.keys() == artifacts.PLATFORMS.keys()
    for architecture, platform in {"arm64": "linux/arm64", "x86_64": "linux/amd64"}.items():
        (build,) = image.commands(ROOT, "scraper:1", architecture)
        assert build[build.index("--platform") + 1] == platform


def test_every_queue_that_is_worked_on_has_a_dead_letter_queue_that_is_watched() -> None:
    watched = str(resources("AWS::CloudWatch::Alarm"))
    for logical_id, queue in resources("AWS::SQS::Queue").items():
        policy = queue["Properties"].get("RedrivePolicy")
        if policy is None:
            assert f"'{logical_id}Name'" in watched, f"nobody watches {logical_id}"
        else:
            dead = policy["deadLetterTargetArn"]["Fn::GetAtt"].partition(".")[0]
            assert "RedrivePolicy" not in resources("AWS::SQS::Queue")[dead]["Properties"]


def statements(document: Any) -> Iterator[dict[str, Any]]:
    """Every statement of every policy within."""
    if isinstance(document, dict):
        if "Effect" in document and ("Action" in document or "NotAction" in document):
            yield document
        for value in document.values():
            yield from statements(value)
    elif isinstance(document, list):
        for value in document:
            yield from statements(value)


@pytest.mark.parametrize("name", sorted(templates()))
def test_no_statement_allows_every_action_of_a_service(name: str) -> None:
    for statement in statements(templates()[name]):
        assert "NotAction" not in statement
        if statement["Effect"] == "Allow":
            actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
            for action in actions:
                key_policy = action == "kms:*" and statement.get("Sid") == "Administration"
                assert key_policy or "*" not in action, f"{name}: {action}"


@pytest.mark.parametrize("path", sorted(INFRA.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_resource_that_stands_for_all_has_its_reason_beside_it(path: Any) -> None:
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if re.search(r'Resource: (\["\*"\]|"\*"|\*)', line):
            assert any(reason in line for reason in REASONS), f"{path.name}:{number}"


def test_only_callers_of_the_search_domain_are_in_the_network() -> None:
    for logical_id in set(FUNCTIONS) - {"FindArtistsFunction"}:
        properties = with_globals(logical_id)
        assert ("VpcConfig" in properties) == ("OPENSEARCH_URL" in properties["Environment"]["Variables"]), (
            logical_id
        )


def test_nothing_may_come_in_from_outside() -> None:
    for logical_id, group in resources("AWS::EC2::SecurityGroup").items():
        for rule in group["Properties"].get("SecurityGroupIngress", []):
            assert "SourceSecurityGroupId" in rule, f"{logical_id} lets an address range in"
        assert "SecurityGroupEgress" in group["Properties"], f"{logical_id} lets everything out"


def tagged(logical_id: str, resource: dict[str, Any]) -> set[str]:
    """Names of a resource's tags, whichever way its type writes them."""
    properties = resource.get("Properties", {})
    tags = next(
        (
            properties[name]
            for name in ("Tags", "BackupVaultTags", "BackupPlanTags", "ResourceTags")
            if name in properties
        ),
        None,
    )
    if tags is None and resource["Type"] == "AWS::Serverless::Function":
        tags = with_globals(logical_id).get("Tags")
    if isinstance(tags, dict):
        return set(tags)
    return {tag["Key"] for tag in tags or []}


def taggable(kind: str) -> bool:
    """Whether CloudFormation's schema gives the type tags that can be set."""
    if kind in SERVERLESS:
        return True
    try:
        schema = resource_schema(kind)
    except ValueError:
        return False
    return "Tags" in schema["properties"]


@pytest.mark.parametrize("name", sorted(templates()))
def test_taggable_resources_carry_project_environment_and_service(name: str) -> None:
    for logical_id, resource in templates()[name]["Resources"].items():
        if taggable(resource["Type"]):
            assert tagged(logical_id, resource) >= TAGS, f"{name}: {logical_id} ({resource['Type']})"


def test_resources_with_data_are_retained_when_their_stack_is_deleted() -> None:
    for kind in ("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::Backup::BackupVault"):
        found = resources(kind)
        assert found
        for logical_id, resource in found.items():
            assert resource["DeletionPolicy"] == resource["UpdateReplacePolicy"] == "Retain", logical_id


@pytest.mark.parametrize("name", ["api_access", "web"])
def test_mail_may_be_sent_only_where_an_operator_has_named_the_sender(name: str) -> None:
    sender = template(name)
    assert sender["Parameters"]["RemovalMailFrom"]["Default"] == ""
    wanted = {"Fn::Not": [{"Fn::Equals": [{"Ref": "RemovalMailFrom"}, ""]}]}
    assert sender["Conditions"]["SendsMail"] == wanted
    resource = "ApiPolicy" if name == "api_access" else "WebFunction"
    properties = sender["Resources"][resource]["Properties"]
    policies = properties.get("Policies") or properties["PolicyDocument"]["Statement"]
    (mail,) = [policy for policy in policies if "ses:" in json.dumps(policy)]
    condition, granted, otherwise = mail["Fn::If"]
    assert (condition, otherwise) == ("SendsMail", {"Ref": "AWS::NoValue"})
    (statement,) = granted.get("Statement", [granted])
    assert statement["Action"] == ["ses:SendEmail"]
    assert statement["Condition"] == {"StringEquals": {"ses:FromAddress": {"Ref": "RemovalMailFrom"}}}
    senders = {stack for stack, document in templates().items() if "ses:Send" in json.dumps(document)}
    assert senders == {"api_access", "web", "security"}  # the last is the boundary around every role
