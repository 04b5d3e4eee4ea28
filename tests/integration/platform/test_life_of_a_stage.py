"""A stage from its first deployment to its second life, in a simulated account."""

import json
import shutil
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3
import pytest

from inkscout_deploy import smoke
from inkscout_deploy.account import Account, Progress, StageDeployment
from inkscout_deploy.after_stacks import AfterStacks
from inkscout_deploy.deployer import StackChange
from inkscout_deploy.errors import DeployFailed
from inkscout_deploy.leftovers import Kept
from inkscout_deploy.stages import Stage, read_stage
from inkscout_local.environment import inherited
from inkscout_local.platform.options import PlatformOptions
from inkscout_local.platform.parameters import WORLD_KEY, for_templates
from inkscout_local.platform.state import StateFolder
from inkscout_local.platform.world_server import WorldServerProcess, read_world, region_names
from tests.support.emulator import CREDENTIALS, emulator
from tests.support.patience import until
from tests.support.project import ROOT

pytestmark = [pytest.mark.platform, pytest.mark.timeout(900)]

WORLD = ROOT / "inkscout_local" / "worlds" / "demo"
REGION, PREFIX = CREDENTIALS["region_name"], "inkscout-dev"
HEALTH = Path("layers/core/python/inkscout/usecases/search/health.py")


class SimulatedAccount:
    """An emulator, a world outside of it, and a copy of the repository to deploy from."""

    def __init__(self, endpoint: str, repository: Path, world: Mapping[str, Any]) -> None:
        self.endpoint, self.repository = endpoint, repository
        self.said: list[str] = []
        secret = self.client("secretsmanager").create_secret(Name="google", SecretString=WORLD_KEY)["ARN"]
        values = for_templates(PlatformOptions(world=WORLD), "http://127.0.0.1:9", world, secret)
        stage = read_stage(repository / "infra", "dev", values)
        self.stage = Stage(stage.name, stage.parameters, [spec for spec in stage.stacks if spec.emulated])

    def client(self, service: str, region: str = "") -> Any:
        options = {**CREDENTIALS, **({"region_name": region} if region else {})}
        return boto3.client(service, endpoint_url=self.endpoint, **options)

    @property
    def deployment(self) -> StageDeployment:
        api = self.repository / "functions" / "api"
        return StageDeployment(
            Account(self.client, REGION), self.stage, self.repository / "infra",
            lambda _name, _changes: True, built={api: api}, poll_seconds=0.05,
        )  # fmt: skip

    def deploy(self) -> Progress:
        after = AfterStacks(Account(self.client, REGION), self.stage, self.said.append, ask=self.ask)
        return self.deployment.deploy(self.said.append, after)

    def ask(self, url: str) -> smoke.SmokeAnswer:
        """Asks the emulator in the place of the address that the stack gives."""
        api, _, rest = url.removeprefix("https://").partition(".")
        path = rest.partition("/")[2]
        try:
            with urllib.request.urlopen(f"{self.endpoint}/_aws/execute-api/{api}/$default/{path}") as answer:
                return smoke.SmokeAnswer(answer.status, answer.read().decode())
        except urllib.error.HTTPError as error:
            return smoke.SmokeAnswer(error.code, error.read().decode())

    def version(self, progress: Progress) -> str:
        """The version that the API says it has."""
        answer = self.ask(progress.outputs["ApiUrl"] + smoke.HEALTH)
        assert answer.status == 200, answer
        return str(json.loads(answer.body)["version"])

    def start_run(self, progress: Progress) -> str:
        given = {"regions": region_names(read_world(WORLD))[:1], "discover_only": True}
        answer = self.client("stepfunctions").start_execution(
            stateMachineArn=progress.outputs["DirectoryPipelineArn"], input=json.dumps(given)
        )
        return str(answer["executionArn"])

    def ended(self, execution: str) -> dict[str, Any]:
        machines = self.client("stepfunctions")

        def look() -> Any:
            found = machines.describe_execution(executionArn=execution)
            return found if found["status"] != "RUNNING" else None

        return dict(until(look, 240))

    def stop_executions(self) -> None:
        """Stops what is under way: without a search server, an index's first build is retried for minutes."""
        machines = self.client("stepfunctions")
        for one in machines.list_state_machines()["stateMachines"]:
            found = machines.list_executions(stateMachineArn=one["stateMachineArn"], statusFilter="RUNNING")
            for execution in found["executions"]:
                machines.stop_execution(executionArn=execution["executionArn"])

    def release(self, version: str) -> None:
        """Makes the core package another: its health says ``version``."""
        path = self.repository / HEALTH
        text = (ROOT / HEALTH).read_text()
        path.write_text(text.replace("self._version = version", f'self._version = "{version}"'))

    def standing(self) -> dict[str, set[str]]:
        """Everything of the stage that an account still holds, by service."""
        functions, ecs = self.client("lambda"), self.client("ecs")
        held = {
            "functions": [one["FunctionName"] for one in _pages(functions, "list_functions", "Functions")],
            "layers": [one["LayerName"] for one in _pages(functions, "list_layers", "Layers")],
            "machines": [
                one["name"] for one in self.client("stepfunctions").list_state_machines()["stateMachines"]
            ],
            "queues": [url.split("/")[-1] for url in self.client("sqs").list_queues().get("QueueUrls", [])],
            "topics": [one["TopicArn"].split(":")[-1] for one in self.client("sns").list_topics()["Topics"]],
            "tables": self.client("dynamodb").list_tables()["TableNames"],
            "buckets": [one["Name"] for one in self.client("s3").list_buckets()["Buckets"]],
            "secrets": [
                one["Name"]
                for one in self.client("secretsmanager").list_secrets()["SecretList"]
                if not one.get("DeletedDate")
            ],
            "logs": [
                one["logGroupName"] for one in _pages(self.client("logs"), "describe_log_groups", "logGroups")
            ],
            "roles": [one["RoleName"] for one in _pages(self.client("iam"), "list_roles", "Roles")],
            "policies": [
                one["PolicyName"] for one in self.client("iam").list_policies(Scope="Local")["Policies"]
            ],
            "repositories": [
                one["repositoryName"] for one in self.client("ecr").describe_repositories()["repositories"]
            ],
            "clusters": [arn.split("/")[-1] for arn in ecs.list_clusters()["clusterArns"]],
            "tasks": [
                arn.split("/")[-1] for arn in ecs.list_task_definitions(status="ACTIVE")["taskDefinitionArns"]
            ],
            "apis": [one["Name"] for one in self.client("apigatewayv2").get_apis()["Items"]],
            "schedules": [one["Name"] for one in self.client("scheduler").list_schedules()["Schedules"]],
            "alarms": [
                one["AlarmName"]
                for one in _pages(self.client("cloudwatch"), "describe_alarms", "MetricAlarms")
            ],
            "stacks": [
                one["StackName"] for one in _pages(self.client("cloudformation"), "describe_stacks", "Stacks")
            ],
        }
        own = {kind: {name for name in names if "inkscout" in name} for kind, names in held.items()}
        return {kind: names for kind, names in own.items() if names}


def _pages(client: Any, operation: str, key: str) -> list[dict[str, Any]]:
    return [one for page in client.get_paginator(operation).paginate() for one in page[key]]


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedAccount]:
    folder = tmp_path_factory.mktemp("life")
    state = StateFolder(folder / "state")
    state.create()
    for part in ("infra", "functions", "statemachines", "layers"):
        shutil.copytree(ROOT / part, folder / "copy" / part, ignore=shutil.ignore_patterns("__pycache__"))
    world = WorldServerProcess(WORLD, state, {"google": _port(), "proxy": _port()})
    world.start(inherited(outbound=False))
    try:
        with emulator() as endpoint:
            yield SimulatedAccount(endpoint, folder / "copy", world.addresses)
    finally:
        world.stop()


def test_a_stage_lives_changes_goes_back_ends_and_lives_again(account: SimulatedAccount) -> None:
    account.release("first")
    first = account.deploy()
    assert set(first.changes.values()) == {StackChange.CREATED}
    assert account.version(first) == "first"
    machines = account.client("stepfunctions")
    builds = machines.list_executions(stateMachineArn=first.outputs["RebuildIndexArn"])["executions"]
    assert len(builds) == 2, "an index of each kind is begun"
    before = smoke.version(account.client("lambda"), f"{PREFIX}-api")

    # Not while a release goes on: the emulator ends functions that are at work when their code changes.
    ended = account.ended(account.start_run(first))
    assert ended["status"] == "SUCCEEDED", ended.get("cause")
    assert json.loads(ended["output"])["studios"] > 0
    account.release("second")
    second = account.deploy()
    assert account.version(second) == "second", "a changed layer alone reaches the API"

    # The two ways back: the alias for the API alone, and the release before for everything.
    account.client("lambda").update_alias(
        FunctionName=f"{PREFIX}-api", Name=smoke.ALIAS, FunctionVersion=before
    )
    assert account.version(second) == "first"
    account.release("first")
    back = account.deploy()
    assert account.version(back) == "first"
    assert StackChange.CREATED not in back.changes.values()

    # The emulator does not read the protection from a template's text.
    for table in (
        first.outputs["DirectoryTable"],
        first.outputs["OperationsTable"],
        first.outputs["DenylistTable"],
        first.outputs["RecordsTable"],
    ):
        account.client("dynamodb").update_table(TableName=table, DeletionProtectionEnabled=False)
    item = _an_item(account)
    account.stop_executions()
    kept = account.deployment.destroy(account.said.append)
    # A function of the emulator that is still at work makes its log group again; that groups go is held by
    # test_destroying.py.
    standing = account.standing()
    standing.pop("logs", None)
    assert _names(kept) == standing

    # The emulator imports no secret; that one is asked for is held elsewhere.
    account.client("secretsmanager").delete_secret(
        SecretId="inkscout/dev/denylist", ForceDeleteWithoutRecovery=True
    )
    account.release("third")
    again = account.deploy()
    assert again.changes["data"] is StackChange.ADOPTED
    assert account.version(again) == "third"
    assert _an_item(account) == item, "what was found is still there"


def test_a_release_that_does_not_answer_is_told_with_the_way_back(
    account: SimulatedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smoke, "_PAUSE", 0.01)
    monkeypatch.setattr(smoke, "_SECONDS", 0.1)
    account.release("good")
    good = account.deploy()
    version = smoke.version(account.client("lambda"), f"{PREFIX}-api")
    broken = account.repository / HEALTH
    broken.write_text("raise RuntimeError('a release that cannot be loaded')\n")
    check = smoke.check
    monkeypatch.setattr(smoke, "check", lambda *a, **k: check(*a, **{**k, "seconds": 0.1}))
    with pytest.raises(DeployFailed, match=f"--function-version {version} ") as failure:
        account.deploy()
    assert "does not answer after the deployment" in str(failure.value)
    account.client("lambda").update_alias(
        FunctionName=f"{PREFIX}-api", Name=smoke.ALIAS, FunctionVersion=version
    )
    assert account.version(good) == "good"


def _an_item(account: SimulatedAccount) -> dict[str, Any]:
    answer = account.client("dynamodb").scan(TableName=f"{PREFIX}-directory")
    assert answer["Count"] > 0
    return dict(sorted(answer["Items"], key=lambda one: (one["PK"]["S"], one["SK"]["S"]))[0])


def _names(kept: list[Kept]) -> dict[str, set[str]]:
    kinds = {"DynamoDB::Table": "tables", "S3::Bucket": "buckets", "SecretsManager::Secret": "secrets"}
    found: dict[str, set[str]] = {}
    for one in kept:
        found.setdefault(kinds[one.resource_type.removeprefix("AWS::")], set()).add(one.name)
    return found
