"""Each function's role, in the templates' own words, held against what its handler does."""

import importlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import boto3
import pytest
from botocore.client import BaseClient

from inkscout.adapters.aws import ecs_tasks, secret_rotation
from inkscout.bootstrap import index, pipeline, recovery, removal, rotation, scraper, stores
from inkscout.domain.removal_request import RemovalRequest, RemovalStatus
from inkscout.domain.worker_task import WorkerTask
from inkscout.ports.index import ActionResult, IndexAction, WriteOutcome
from tests.infra.privileges import IN_PROCESS, REASONS, read_recorded
from tests.support.aws_in_memory import aws_in_memory
from tests.support.deployed import ACCOUNT, REGION, functions, statements
from tests.support.iam import Need, allowing, grants, needs, plain, reasons
from tests.support.stores import template_tables

RECORDED = read_recorded()
ROLES = {**functions(), "worker": "ScraperTaskRole"}


@pytest.mark.parametrize("step", sorted(RECORDED))
def test_every_recorded_call_is_allowed_and_nothing_else_without_a_reason(step: str) -> None:
    hold(step, RECORDED[step])


def test_every_function_was_recorded_or_is_called_here() -> None:
    assert RECORDED.keys() | IN_PROCESS == ROLES.keys(), (
        "record the calls of a new function in tests/infra/recorded_calls.json, as CONTRIBUTING says, or, if"
        " no run of the demo reaches it, call it in this module"
    )


def test_a_reason_is_given_only_for_what_a_role_allows() -> None:
    allowed = {(step, action) for step in ROLES for action, _ in grants(statements(ROLES[step]))}
    for by, what, _, _ in REASONS:
        assert any(what == action and by in {step, "*"} for step, action in allowed), (by, what)


def hold(step: str, asked: set[Need]) -> None:
    """Holds a role against what was asked of it, both ways."""
    found = statements(ROLES[step])
    refused = [need for need in asked if not allowing(found, need)]
    assert not refused, f"{step} may not {refused}"
    used = {grant for need in asked for grant in allowing(found, need)}
    for grant, reason in reasons(step, grants(found) - used, REASONS):
        assert reason, f"{step} is allowed {grant}, which no test does"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[Need]]:
    """Records the calls of AWS clients that answer from memory, with the addresses of stage dev."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION,
        "DIRECTORY_TABLE": "inkscout-dev-directory", "OPERATIONS_TABLE": "inkscout-dev-operations",
        "DENYLIST_TABLE": "inkscout-dev-denylist", "DATA_BUCKET": "inkscout-dev-data",
        "SCRAPER_CLUSTER": "inkscout-dev", "SEARCH_DOMAIN_NAME": "inkscout-dev",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    found: set[Need] = set()
    call = BaseClient._make_api_call

    def recorded(self: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:
        service = self.meta.service_model.signing_name
        for action, resource in needs(service, operation, parameters, REGION, ACCOUNT):
            found.add(plain((action, resource.replace("123456789012", ACCOUNT))))
        return call(self, operation, parameters)

    with aws_in_memory():
        _forget()
        _prepare()
        monkeypatch.setattr(BaseClient, "_make_api_call", recorded)
        yield found
    _forget()


def _prepare() -> None:
    dynamodb = boto3.client("dynamodb")
    for short, definition in template_tables().items():
        dynamodb.create_table(TableName=f"inkscout-dev-{short}", **definition)
    boto3.client("ecs").create_cluster(clusterName="inkscout-dev")


def _forget() -> None:
    for module in (stores, pipeline, index, recovery, removal, rotation, scraper):
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


class AnyIndex:
    """An index that takes whatever it is given."""

    def apply(self, actions: Sequence[IndexAction]) -> Sequence[ActionResult]:
        return [ActionResult(action=action, verdict=WriteOutcome.APPLIED) for action in actions]


class Recorder:
    """A server on the loopback address that keeps what is put there, and answers with a status."""

    def __init__(self) -> None:
        self.put: list[tuple[str, Any]] = []
        self.status = 200
        keep = self

        class Handler(BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                keep.put.append((self.path, json.loads(body)))
                self.send_response(keep.status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_: object) -> None:
                return

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> "Recorder":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def handle(name: str, event: dict[str, Any]) -> Any:
    """Calls a function's handler, as Lambda does."""
    return importlib.import_module(f"functions.{name}.handler").lambda_handler(event, None)


def test_the_redriver_reads_the_stream_and_the_table(
    asked: set[Need], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (index, removal):
        monkeypatch.setattr(module, "search_index", AnyIndex)
    directory = boto3.client("dynamodb")
    for name in ("a-1", "a-2"):
        key = {"PK": {"S": f"ARTIST#{name}"}, "SK": {"S": "PROFILE"}}
        directory.put_item(TableName="inkscout-dev-directory", Item=key)
    stream = directory.describe_table(TableName="inkscout-dev-directory")["Table"]["LatestStreamArn"]
    streams = boto3.client("dynamodbstreams")
    (shard,) = streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"]
    place = {"StreamArn": stream, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
    records = streams.get_records(ShardIterator=streams.get_shard_iterator(**place)["ShardIterator"])[
        "Records"
    ]
    numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
    asked.clear()
    lost = {
        "streamArn": stream, "shardId": shard["ShardId"],
        "startSequenceNumber": numbers[0], "endSequenceNumber": numbers[-1],
    }  # fmt: skip
    bodies = [{"DDBStreamBatchInfo": lost}, {"kind": "artist", "entry_id": "a-1", "reason": "400"}]
    bodies.append({"kind": "studio", "entry_id": "s-1", "reason": "400"})
    handle(
        "redrive_index",
        {
            "Records": [
                {"messageId": str(n), "body": json.dumps(b), "eventSource": "aws:sqs"}
                for n, b in enumerate(bodies)
            ]
        },
    )
    assert {action for action, _ in asked} >= {"dynamodb:GetShardIterator", "dynamodb:GetRecords"}
    hold("redrive-index", asked)


def test_the_reaper_stops_workers_of_its_cluster(asked: set[Need], monkeypatch: pytest.MonkeyPatch) -> None:
    ecs = boto3.client("ecs")
    container = {"name": "scraper", "image": "x", "memory": 512}
    ecs.register_task_definition(family="worker", containerDefinitions=[container])
    subnet = boto3.client("ec2").describe_subnets()["Subnets"][0]["SubnetId"]
    ecs.run_task(
        cluster="inkscout-dev", taskDefinition="worker", launchType="FARGATE", count=2,
        networkConfiguration={"awsvpcConfiguration": {"subnets": [subnet]}},
        tags=[{"key": "RunId", "value": "gone"}],
    )  # fmt: skip
    # The emulator says not when a task started: one an hour ago, the other four, which no worker may live.
    plain_task, hours = ecs_tasks._task, iter((1, 4))

    def aged(description: dict[str, Any]) -> WorkerTask:
        started = datetime.now(UTC) - timedelta(hours=next(hours))
        return plain_task({**description, "startedAt": started})

    monkeypatch.setattr(ecs_tasks, "_task", aged)
    asked.clear()
    assert handle("reap_tasks", {}) == {"seen": 2, "stopped": 1}
    hold("reap-tasks", asked)


def test_the_password_is_changed_in_its_secret_and_its_domain_alone(
    asked: set[Need], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secret_rotation.DomainMasterUser, "accepts", lambda *_: True)
    boto3.client("opensearch").create_domain(DomainName="inkscout-dev")
    manager = boto3.client("secretsmanager")
    text = json.dumps({"username": "inkscout", "password": "first"})
    secret = manager.create_secret(Name="inkscout/dev/search", SecretString=text)["ARN"]
    asked.clear()
    token = "00000000-0000-4000-8000-000000000001"
    for step in ("createSecret", "setSecret", "testSecret", "finishSecret"):
        handle(
            "rotate_search_secret", {"SecretId": secret, "ClientRequestToken": token, "Step": step, "New": 1}
        )
    hold("rotate-search-secret", asked)


def test_the_watch_counts_removals_that_were_approved_a_week_ago(
    asked: set[Need], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from inkscout import observability

    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Inkscout")
    observability.metrics.cache_clear()
    now = datetime.now(UTC)
    for number, (status, days) in enumerate(
        (("approved", 8), ("approved", 6), ("removed", 30), ("pending", 30))
    ):
        decided = (now - timedelta(days=days)).isoformat()
        request = RemovalRequest(
            request_id=f"r{number}", status=RemovalStatus(status), created_at=decided, decided_at=decided
        )
        removal.removals().put(request)
    asked.clear()
    assert handle("watch_removals", {}) == {"approved": 2, "overdue": 1}
    assert '"RemovalsOverdue":[1' in capsys.readouterr().out.replace(" ", "")
    hold("watch-removals", asked)


def test_roles_are_mapped_by_the_master_user_and_cloudformation_hears_of_it(
    asked: set[Need], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = json.dumps({"username": "inkscout", "password": "secret"})
    manager = boto3.client("secretsmanager")
    secret = manager.create_secret(Name="inkscout/dev/search", SecretString=text)["ARN"]
    with Recorder() as domain, Recorder() as cloudformation:
        monkeypatch.setenv("OPENSEARCH_URL", domain.url)
        monkeypatch.setenv("SEARCH_MASTER_SECRET_ARN", secret)
        asked.clear()
        given = {"Read": ["arn:read"], "Write": ["arn:write"], "Manage": ["arn:manage"]}
        again = {"Domain": "https://domain", "Definitions": "arn:layer:7", "ServiceTimeout": "360"}
        event = {
            "RequestType": "Create",
            "ResponseURL": f"{cloudformation.url}/answer?signed=1",
            "StackId": "stack",
            "RequestId": "request",
            "LogicalResourceId": "SearchRoles",
            "ResourceProperties": {"ServiceToken": "arn", **again, **given},
        }
        handle("map_search_roles", event)
        handle("map_search_roles", {**event, "RequestType": "Delete", "PhysicalResourceId": "SearchRoles"})
        # A domain that refuses must not leave CloudFormation waiting for an hour.
        domain.status = 403
        handle("map_search_roles", {**event, "RequestType": "Update"})
    mapped = {path.rpartition("/")[2]: body for path, body in domain.put if "/rolesmapping/" in path}
    assert {name: body["backend_roles"] for name, body in mapped.items()} == {
        "inkscout_read": ["arn:read"], "inkscout_write": ["arn:write"], "inkscout_manage": ["arn:manage"],
    }  # fmt: skip
    made = {path.rpartition("/")[2]: body for path, body in domain.put if "/roles/" in path}
    assert made.keys() == mapped.keys()
    assert [body["Status"] for _, body in cloudformation.put] == ["SUCCESS", "SUCCESS", "FAILED"]
    assert "IndexUnavailable" in cloudformation.put[-1][1]["Reason"]
    assert {body["PhysicalResourceId"] for _, body in cloudformation.put} == {"SearchRoles"}
    hold("map-search-roles", asked)
