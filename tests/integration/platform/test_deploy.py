"""The deployment of a stage, against the emulator: change sets, protection, and what a second one changes."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import boto3
import pytest

from inkscout_deploy import artifacts, templates
from inkscout_deploy.account import Account, StageDeployment
from inkscout_deploy.account_packager import AccountPackager
from inkscout_deploy.change_sets import ResourceChange
from inkscout_deploy.deployer import StackChange
from inkscout_deploy.errors import BadInput, DeployFailed
from inkscout_deploy.retained import retained
from inkscout_deploy.stages import Stage, check_edge, parse_parameters, read_stage
from tests.support.emulator import CREDENTIALS, emulator
from tests.support.project import INFRA, ROOT, expanded

OPERATOR = {
    "CrawlerContact": "operator@inkscout.example",
    "GoogleMapsSecretArn": "",
    "ExistingOpenSearchUrl": "http://127.0.0.1:9200",
    "Architecture": "x86_64",
}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with emulator() as address:
        yield address


def clients(endpoint: str) -> Callable[[str, str], Any]:
    def client(service: str, region: str) -> Any:
        options = {**CREDENTIALS, **({"region_name": region} if region else {})}
        return boto3.client(service, endpoint_url=endpoint, **options)

    return client


def account(endpoint: str) -> Account:
    return Account(clients(endpoint), CREDENTIALS["region_name"])


class Operator:
    """Says yes and remembers what it was shown."""

    def __init__(self, *, agrees: bool = True) -> None:
        self.agrees = agrees
        self.shown: dict[str, Sequence[ResourceChange]] = {}

    def __call__(self, name: str, changes: Sequence[ResourceChange]) -> bool:
        self.shown[name] = changes
        return self.agrees


def emulated(stage: Stage) -> Stage:
    return Stage(stage.name, stage.parameters, [spec for spec in stage.stacks if spec.emulated])


def deployment(endpoint: str, operator: Operator, infra: Path = INFRA, **parameters: str) -> StageDeployment:
    stage = emulated(read_stage(infra, "dev", {**OPERATOR, **parameters}))
    api = ROOT / "functions" / "api"
    return StageDeployment(account(endpoint), stage, infra, operator, built={api: api}, poll_seconds=0.05)


@pytest.mark.timeout(300)
def test_a_stage_deploys_a_second_time_changes_nothing_and_a_changed_function_updates_in_place(
    endpoint: str, tmp_path: Path
) -> None:
    repository = tmp_path / "copy"
    for part in ("infra", "functions", "statemachines", "layers"):
        shutil.copytree(ROOT / part, repository / part, ignore=shutil.ignore_patterns("__pycache__"))
    infra = repository / "infra"
    operator = Operator()
    first = deployment(endpoint, operator, infra).deploy()
    assert set(first.changes.values()) == {StackChange.CREATED}
    assert set(operator.shown) == set(first.changes)
    assert all(change.action == "Add" for change in operator.shown["data"])

    again = Operator()
    second = deployment(endpoint, again, infra).deploy()
    assert set(second.changes.values()) == {StackChange.UNCHANGED}
    assert not again.shown

    handler = repository / "functions" / "plan_visits" / "handler.py"
    handler.write_text(handler.read_text() + "\n# changed\n")
    functions = clients(endpoint)("lambda", "")
    before = functions.get_function(FunctionName="inkscout-dev-plan-visits")["Configuration"]
    third = deployment(endpoint, Operator(), infra).deploy()
    after = functions.get_function(FunctionName="inkscout-dev-plan-visits")["Configuration"]
    assert {name for name, change in third.changes.items() if change is not StackChange.UNCHANGED} == {
        "pipeline"
    }
    assert after["FunctionArn"] == before["FunctionArn"]
    assert after["CodeSha256"] != before["CodeSha256"]
    tags = functions.list_tags(Resource=after["FunctionArn"])["Tags"]
    assert {"Project", "Environment", "Service"} <= tags.keys()


def test_a_version_that_is_named_after_a_parameter_is_published_for_each_value(endpoint: str) -> None:
    body = {
        "Transform": "AWS::Serverless-2016-10-31",
        "Parameters": {"Release": {"Type": "String", "Default": "0"}},
        "Resources": {
            "Function": {
                "Type": "AWS::Serverless::Function",
                "Properties": {
                    "FunctionName": "versioned",
                    "Runtime": "python3.12",
                    "Handler": "index.handler",
                    "InlineCode": "handler = lambda event, context: None",
                    "AutoPublishAlias": "live",
                    "AutoPublishCodeSha256": {"Ref": "Release"},
                    "Environment": {"Variables": {"RELEASE": {"Ref": "Release"}}},
                },
            }
        },
    }
    cloudformation, functions = clients(endpoint)("cloudformation", ""), clients(endpoint)("lambda", "")
    served = []
    for call, name in ((cloudformation.create_stack, "create"), (cloudformation.update_stack, "update")):
        call(
            StackName="versioned",
            TemplateBody=json.dumps(body),
            Parameters=[{"ParameterKey": "Release", "ParameterValue": f"{name}0123456789"}],
            Capabilities=["CAPABILITY_IAM"],
        )
        cloudformation.get_waiter(f"stack_{name}_complete").wait(
            StackName="versioned", WaiterConfig={"Delay": 1, "MaxAttempts": 60}
        )
        alias = functions.get_alias(FunctionName="versioned", Name="live")
        served.append(alias["FunctionVersion"])
    assert served == ["1", "2"]


def test_nothing_changes_when_the_operator_says_no(endpoint: str) -> None:
    stage = Stage("refused", {**OPERATOR, "Stage": "refused"}, read_stage(INFRA, "dev", {}).stacks[3:4])
    refusing = Operator(agrees=False)
    with pytest.raises(DeployFailed, match="stopped before anything changed"):
        StageDeployment(account(endpoint), stage, INFRA, refusing, poll_seconds=0.05).deploy()
    assert list(refusing.shown) == ["notices"]
    topics = clients(endpoint)("sns", "").list_topics()["Topics"]
    assert not any("refused" in topic["TopicArn"] for topic in topics)
    agreed = StageDeployment(account(endpoint), stage, INFRA, Operator(), poll_seconds=0.05).deploy()
    assert agreed.changes == {"notices": StackChange.CREATED}


def unprotect(dynamodb: Any, stage: str) -> None:
    """Takes the tables' protection away, which the emulator does not read from a template's text."""
    for name in ("directory", "operations", "denylist"):
        dynamodb.update_table(TableName=f"inkscout-{stage}-{name}", DeletionProtectionEnabled=False)


def test_a_stage_is_not_destroyed_while_a_table_or_a_stack_is_protected(endpoint: str) -> None:
    data = [spec for spec in read_stage(INFRA, "dev", {}).stacks if spec.name == "data"]

    def at(protection: str) -> StageDeployment:
        stage = Stage("kept", {**OPERATOR, "Stage": "kept", "DeletionProtection": protection}, data)
        return StageDeployment(account(endpoint), stage, INFRA, Operator(), poll_seconds=0.05)

    at("true").deploy()
    protections = at("true").protections()
    assert len(protections) == 4
    with pytest.raises(DeployFailed, match="inkscout-kept-directory has deletion protection"):
        at("true").destroy()
    at("false").deploy()
    dynamodb = clients(endpoint)("dynamodb", "")
    unprotect(dynamodb, "kept")
    assert at("false").protections() == []
    at("false").destroy()
    assert "inkscout-kept-directory" in dynamodb.list_tables()["TableNames"], "templates retain tables"


def test_a_new_stage_adopts_the_resources_that_a_destroyed_one_retained(endpoint: str) -> None:
    data = [spec for spec in read_stage(INFRA, "dev", {}).stacks if spec.name == "data"]
    stage = Stage("again", {**OPERATOR, "Stage": "again", "DeletionProtection": "false"}, data)

    def at(operator: Operator) -> StageDeployment:
        return StageDeployment(account(endpoint), stage, INFRA, operator, poll_seconds=0.05)

    first = at(Operator()).deploy()
    dynamodb = clients(endpoint)("dynamodb", "")
    item = {"PK": {"S": "ARTIST#a"}, "SK": {"S": "PROFILE"}}
    dynamodb.put_item(TableName="inkscout-again-directory", Item=item)
    unprotect(dynamodb, "again")
    at(Operator()).destroy()
    # The emulator imports no secret; that one is asked for is held below.
    manager = clients(endpoint)("secretsmanager", "")
    manager.delete_secret(SecretId="inkscout/again/denylist", ForceDeleteWithoutRecovery=True)
    shown: list[Sequence[ResourceChange]] = []

    class Watching(Operator):
        def __call__(self, name: str, changes: Sequence[ResourceChange]) -> bool:
            shown.append(changes)
            return True

    again = at(Watching()).deploy()
    assert again.changes == {"data": StackChange.ADOPTED}
    imported = {change.logical_id for change in shown[0] if change.action == "Import"}
    tables = {f"{name}TableResource" for name in ("Directory", "Operations", "Denylist")}
    assert imported == {*tables, "DataBucketResource"}
    assert not imported & {change.logical_id for change in shown[1] if change.action == "Add"}
    assert again.outputs.keys() == first.outputs.keys()
    assert dynamodb.get_item(TableName="inkscout-again-directory", Key=item)["Item"] == item
    assert at(Operator()).deploy().changes == {"data": StackChange.UNCHANGED}


def test_every_kind_of_thing_that_templates_keep_is_found_again_by_its_name(endpoint: str) -> None:
    client = clients(endpoint)
    arn = client("secretsmanager", "").create_secret(Name="inkscout/found/denylist", SecretString="x")["ARN"]
    client("backup", "").create_backup_vault(BackupVaultName="inkscout-found")
    kinds = {
        "AWS::DynamoDB::Table",
        "AWS::S3::Bucket",
        "AWS::SecretsManager::Secret",
        "AWS::Backup::BackupVault",
    }
    kept = {
        resource["Type"]
        for path in INFRA.glob("*.yaml")
        for resource in expanded(templates.read(path).body["Resources"]).values()
        # A key is found by its alias: tests/unit/inkscout_deploy/test_retained.py
        if resource.get("DeletionPolicy") == "Retain" and not resource["Type"].startswith("AWS::KMS::")
    }
    assert kept == kinds
    found = [
        entry
        for name in ("data", "backup")
        for entry in retained(
            templates.read(INFRA / f"{name}.yaml").body,
            {"Stage": "found"},
            lambda service: client(service, ""),
        )
    ]
    assert [entry["ResourceIdentifier"] for entry in found] == [
        {"Id": arn},
        {"BackupVaultName": "inkscout-found"},
    ]


def test_the_bucket_of_artifacts_is_private_and_versioned(endpoint: str) -> None:
    s3 = clients(endpoint)("s3", "")
    AccountPackager(s3, "inkscout-bucket-test", {}).ensure_bucket()
    block = s3.get_public_access_block(Bucket="inkscout-bucket-test")["PublicAccessBlockConfiguration"]
    assert all(block.values())
    assert s3.get_bucket_versioning(Bucket="inkscout-bucket-test")["Status"] == "Enabled"


class Signer:
    """The signing service, as far as a deployment calls it."""

    def __init__(self, ending: str = "Succeeded") -> None:
        self.ending, self.started = ending, 0

    def start_signing_job(self, **request: Any) -> dict[str, Any]:
        assert request["source"]["s3"]["version"]
        self.started += 1
        return {"jobId": request["source"]["s3"]["key"]}

    def describe_signing_job(self, jobId: str) -> dict[str, Any]:  # noqa: N803 - AWS's name
        key = f"signed/{jobId}"
        return {"status": self.ending, "statusReason": "revoked", "signedObject": {"s3": {"key": key}}}


def test_code_is_signed_once_and_a_refusal_is_told(endpoint: str, tmp_path: Path) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "handler.py").write_text("x = 1\n")
    signer = Signer()
    packager = AccountPackager(clients(endpoint)("s3", ""), "inkscout-signed", {}, signer)
    packager.ensure_bucket()
    packager.signing_profile = "profile"
    assert packager._upload(tmp_path / "code").startswith("signed/")
    packager._upload(tmp_path / "code")
    assert signer.started == 1
    refused = AccountPackager(clients(endpoint)("s3", ""), "inkscout-signed", {}, Signer("Failed"))
    refused.signing_profile = "profile"
    with pytest.raises(DeployFailed, match="revoked"):
        refused._upload(tmp_path / "code")


def test_an_unknown_stage_stack_or_parameter_is_named() -> None:
    with pytest.raises(BadInput, match="no stage staging"):
        read_stage(INFRA, "staging", {})
    with pytest.raises(BadInput, match="No optional stack is called network"):
        read_stage(INFRA, "dev", {}, ["network"])
    with pytest.raises(BadInput, match="NAME=VALUE"):
        parse_parameters(["Stage"])


def test_an_edge_and_its_secret_are_asked_for_together() -> None:
    for optional, front in (([], "true"), (["edge"], "false"), (["edge"], "")):
        stage = read_stage(INFRA, "dev", {"EdgeInFront": front}, optional)
        with pytest.raises(BadInput, match="--with edge and --parameter EdgeInFront=true together"):
            check_edge(stage)
    check_edge(read_stage(INFRA, "dev", {}))
    check_edge(read_stage(INFRA, "dev", {"EdgeInFront": "true"}, ["edge"]))
    check_edge(read_stage(INFRA, "prod", {}))


def test_edge_is_deployed_only_when_asked_for_and_where_aws_wants_it() -> None:
    assert "edge" not in {spec.name for spec in read_stage(INFRA, "dev", {}).stacks}
    (edge,) = [spec for spec in read_stage(INFRA, "dev", {}, ["edge"]).stacks if spec.name == "edge"]
    assert edge.region == "us-east-1"


def test_the_tag_of_the_image_follows_what_goes_into_it(tmp_path: Path) -> None:
    for part in ("scraper_task", "layers/core/python"):
        (tmp_path / part).mkdir(parents=True)
        (tmp_path / part / "module.py").write_text("x = 1\n")
    before = artifacts.image_tag(tmp_path, "arm64")
    assert artifacts.image_tag(tmp_path, "arm64") == before
    assert artifacts.image_tag(tmp_path, "x86_64") != before
    (tmp_path / "scraper_task" / "module.py").write_text("x = 2\n")
    assert artifacts.image_tag(tmp_path, "arm64") != before
