"""Every AWS call that functions and workers make is allowed by their roles, and roles allow nothing else.

A small demo world is run through, scanned, searched, rebuilt and removed from while every call is written
down; each is held against the policies of the role it was made with, resources included.
"""

import json
import os
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local import chromium, environment
from local.platform import platform as platforms
from local.platform.connection import Connection
from local.platform.options import PlatformOptions
from local.platform.state import StateFolder
from tests.e2e.command_line import part_of_the_demo
from tests.e2e.demo_platform import waited
from tests.iam import Need, allowing, grants, needs
from tests.project import ROOT

pytestmark = [
    pytest.mark.platform,
    pytest.mark.slow,
    pytest.mark.xdist_group("privilege"),
    pytest.mark.timeout(600),
]

ACCOUNT = "000000000000"

REASONS = [
    # who, action, where the resource's name begins, and when it is done
    ("start-run", "dynamodb:DeleteItem", "operations", "the lease of a run that was stopped is taken over"),
    ("start-run", "states:DescribeExecution", "", "whether the run that holds the lease still goes on"),
    (
        "discover-studios",
        "dynamodb:DeleteItem",
        "operations",
        "an expired sum is deleted before it counts anew",
    ),
    (
        "discover-studios",
        "dynamodb:UpdateItem",
        "operations",
        "spend is summed up where a source is not free",
    ),
    ("discover-studios", "s3:PutObject", "", "a place that breaks its contract goes to quarantine"),
    ("find-artists", "dynamodb:DeleteItem", "directory", "a style or residency that is no longer so goes"),
    ("find-artists", "dynamodb:Query", "directory", "two records of one artist are merged by their aliases"),
    ("find-artists", "s3:ListBucket", "", "S3 calls an absent object forbidden without it"),
    ("find-artists", "s3:PutObject", "", "an artist that breaks the contract goes to quarantine"),
    ("find-artists", "s3:GetObject", "", "a page that has not changed is read from the lake"),
    ("queue-scraping", "sqs:SendMessage", "jobs", "nothing needs a browser in a small world at times"),
    ("check-progress", "sqs:SendMessage", "jobs", "jobs that a round left open are sent again"),
    ("start-scan", "dynamodb:PutItem", "directory", "a website that no studio is known by becomes one"),
    ("catch-up-index", "dynamodb:GetItem", "directory", "an entry that changed meanwhile is read again"),
    ("catch-up-index", "dynamodb:UpdateItem", "directory", "a version that the old index outran is lifted"),
    ("compare-index", "dynamodb:GetItem", "directory", "a difference is looked at once more"),
    ("deny-artist", "dynamodb:Query", "directory", "all aliases of a person are denied"),
    (
        "sync-index",
        "dynamodb:DeleteItem",
        "directory",
        "an artist's style goes with what their studio changes",
    ),
    ("sync-index", "dynamodb:PutItem", "directory", "a studio's change is written to its artists"),
    ("sync-index", "dynamodb:UpdateItem", "directory", "a version that the index outran is lifted"),
    ("sync-index", "sqs:SendMessage", "index-failures", "what the index refuses is set aside"),
    ("worker", "dynamodb:DeleteItem", "directory", "a style or residency that is no longer so goes"),
    ("worker", "dynamodb:Query", "directory", "two records of one artist are merged by their aliases"),
    ("worker", "s3:ListBucket", "", "S3 calls an absent object forbidden without it"),
    ("worker", "s3:GetObject", "", "a page that has not changed is read from the lake"),
    ("worker", "s3:PutObject", "", "an artist that breaks the contract goes to quarantine"),
    (
        "worker",
        "sqs:ChangeMessageVisibility",
        "jobs",
        "a message is held while its job takes long, and put back",
    ),
    ("api", "dynamodb:BatchGetItem", "directory", "searches answer from the table while the index is away"),
    ("api", "dynamodb:Query", "directory", "searches answer from the table while the index is away"),
    ("api", "s3:GetObject", "", "the address of an export is signed with it; no call is made"),
    ("api", "s3:ListBucket", "", "the newest export is looked for"),
    ("purge-files", "s3:PutObject", "", "a page that also holds others is written again without the person"),
    ("purge-files", "s3:GetObject", "", "a page is read to see whether it holds the person"),
]
"""What is allowed and need not happen in runs over a small world, and when it does happen."""


class Seen:
    """What was called, by whom, and what their roles allow."""

    def __init__(self, record: Path, connection: Connection) -> None:
        self.needs: dict[str, set[Need]] = defaultdict(set)
        for line in record.read_text().splitlines():
            call = json.loads(line)
            found = needs(call["service"], call["operation"], call["parameters"], environment.REGION, ACCOUNT)
            self.needs[call["who"]] |= set(found)
        self._functions = connection.client("lambda")
        self._iam = connection.client("iam")
        self._task_role = connection.outputs["ScraperTaskRoleArn"]

    def statements(self, who: str) -> list[dict[str, Any]]:
        """The statements of a function's role, or of the workers' task role."""
        if who == "worker":
            role = self._task_role
        else:
            role = self._functions.get_function_configuration(FunctionName=who)["Role"]
        name = role.rsplit("/", 1)[-1]
        found: list[dict[str, Any]] = []
        for policy in self._iam.list_role_policies(RoleName=name)["PolicyNames"]:
            document = self._iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
            document = json.loads(document) if isinstance(document, str) else document
            found += (
                document["Statement"] if isinstance(document["Statement"], list) else [document["Statement"]]
            )
        return found


def _ask(connection: Connection, method: str, path: str, **body: Any) -> dict[str, Any]:
    """An answer to a signed request, as an operator makes it."""
    url = f"{connection.api_url}{path}"
    data = json.dumps(body).encode() if body else None
    signed = AWSRequest(method=method, url=url, data=data, headers={"content-type": "application/json"})
    SigV4Auth(Credentials("test", "test"), "execute-api", environment.REGION).add_auth(signed)
    request = urllib.request.Request(url, method=method, data=data, headers=dict(signed.headers.items()))
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
    except urllib.error.HTTPError as error:
        text = error.read()
    try:
        document = json.loads(text)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _run(connection: Connection, machine: str, document: dict[str, Any]) -> dict[str, Any]:
    states = connection.client("stepfunctions")
    arn = states.start_execution(
        stateMachineArn=machine, name=f"x-{time.time_ns()}", input=json.dumps(document)
    )["executionArn"]

    def ended() -> dict[str, Any] | None:
        found: dict[str, Any] = states.describe_execution(executionArn=arn)
        return found if found["status"] != "RUNNING" else None

    return waited(ended, 300)


def _exercise(connection: Connection) -> None:
    outputs = connection.outputs
    region = {"regions": ["Leeds, UK"]}
    assert _run(connection, outputs["DirectoryPipelineArn"], region)["status"] == "SUCCEEDED"
    assert (
        _run(connection, outputs["DirectoryPipelineArn"], {**region, "force": True})["status"] == "SUCCEEDED"
    )
    _run(connection, outputs["DirectoryPipelineArn"], {"regions": ["Nowhere at all"]})
    waited(lambda: _ask(connection, "GET", "/v1/artists").get("total"), 60)
    artist = _ask(connection, "GET", "/v1/artists")["items"][0]["artist_id"]
    scan = _ask(connection, "POST", "/v1/scans", url="http://hollowsun.test/")
    for path in (
        f"/v1/artists/{artist}", "/v1/studios", "/v1/suggest?q=le", "/v1/styles", "/v1/analytics", "/v1/runs",
        "/v1/health", "/health/ready", "/v1/map?bbox=-3,53,-1,54", f"/v1/scans/{scan.get('scan_id')}",
    ):  # fmt: skip
        _ask(connection, "GET", path)
    _ask(connection, "POST", "/v1/runs", regions=["Leeds, UK"], discover_only=True)
    run = _ask(connection, "GET", "/v1/runs")
    if run.get("items"):
        _ask(connection, "GET", f"/v1/runs/{run['items'][0]['run_id']}")
    waited(lambda: _ask(connection, "GET", f"/v1/scans/{scan['scan_id']}").get("status") != "running", 200)
    _ask(connection, "GET", f"/v1/scans/{scan['scan_id']}/results")
    for kind in ("artist", "studio"):
        assert _run(connection, outputs["RebuildIndexArn"], {"kind": kind})["status"] == "SUCCEEDED"
    asked = _ask(connection, "POST", "/v1/removal-requests", artist_id=artist, reason="mine")
    request = asked["request_id"]
    _ask(connection, "GET", f"/v1/removal-requests/{request}")
    _ask(connection, "POST", f"/v1/removal-requests/{request}/approve", note="x")
    waited(lambda: _ask(connection, "GET", f"/v1/removal-requests/{request}").get("status") == "removed", 120)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    folder = tmp_path_factory.mktemp("privilege")
    record = folder / "calls.jsonl"
    record.touch()
    world = part_of_the_demo(folder / "world", "copperbeechtattoo.test", "hollowsun.test")
    patch = pytest.MonkeyPatch()
    plain = environment.inherited
    patch.setattr(
        environment,
        "inherited",
        lambda *, outbound: {
            **plain(outbound=outbound),
            "PYTHONPATH": str(ROOT / "tests" / "recorder"),
            "RECORD_AWS_CALLS": str(record),
        },
    )
    before = dict(os.environ)
    options = PlatformOptions(world=world, chromium=str(chromium.find() or ""))
    try:
        with platforms.running(StateFolder(folder / "state"), options) as platform:
            _exercise(platform.connection)
            yield Seen(record, platform.connection)
    finally:
        patch.undo()
        os.environ.clear()
        os.environ.update(before)


def test_every_call_is_allowed_by_the_role_it_is_made_with(seen: Seen) -> None:
    assert len(seen.needs) >= 20
    for who, asked in seen.needs.items():
        refused = [need for need in asked if not allowing(seen.statements(who), need)]
        assert not refused, f"{who} may not {refused}"


def test_no_role_allows_what_nobody_does_without_a_reason(seen: Seen) -> None:
    for who, asked in seen.needs.items():
        statements = seen.statements(who)
        used = {grant for need in asked for grant in allowing(statements, need)}
        for action, resource in grants(statements) - used:
            place = resource.split(":")[-1].removeprefix("table/").removeprefix("inkscout-dev-")
            step = who.removeprefix("inkscout-dev-")
            reasons = [
                reason
                for by, what, where, reason in REASONS
                if by in {step, "*"} and what == action and place.startswith(where)
            ]
            assert reasons, f"{step} is allowed {action} on {place}, which nothing here does"


def test_a_reason_is_given_only_for_what_a_role_allows(seen: Seen) -> None:
    allowed = {
        (who.removeprefix("inkscout-dev-"), action)
        for who in seen.needs
        for action, _ in grants(seen.statements(who))
    }
    for by, what, _, _ in REASONS:
        assert any(what == action and by in {step, "*"} for step, action in allowed), (by, what)
