"""Every AWS call that functions and workers make is allowed by their roles, and roles allow nothing else.

A small demo world is run through, scanned, searched, rebuilt and removed from while every call is written
down; each is held against the policies of the role it was made with, resources included.
"""

import contextlib
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from functions.desk import registry
from functions.desk.registry import Door
from functions.web.pages.removal import LEAST_SECONDS
from inkscout_local import chromium, environment
from inkscout_local.platform import platform as platforms
from inkscout_local.platform.connection import Connection
from inkscout_local.platform.options import PlatformOptions
from inkscout_local.platform.state import StateFolder
from tests.e2e.command_line import part_of_the_demo
from tests.infra.privileges import IN_PROCESS, REASONS, RECORDED, read_recorded, write_recorded
from tests.support.deployed import functions
from tests.support.desk_client import DeskClient, said
from tests.support.iam import Need, allowing, grants, needs, plain, reasons
from tests.support.patience import PATIENCE_SECONDS, until
from tests.support.project import ROOT

pytestmark = [
    pytest.mark.platform,
    pytest.mark.slow,
    pytest.mark.timeout(1200),
]

ACCOUNT = "000000000000"


class Seen:
    """Recorded calls with their callers, and the permissions of the callers' roles."""

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
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
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
        stateMachineArn=machine, name=f"x-{uuid4().hex}", input=json.dumps(document)
    )["executionArn"]

    def ended() -> dict[str, Any] | None:
        found: dict[str, Any] = states.describe_execution(executionArn=arn)
        return found if found["status"] != "RUNNING" else None

    return until(ended, 500)


def _exercise(connection: Connection) -> None:
    outputs = connection.outputs
    region = {"regions": ["Leeds, UK"]}
    assert _run(connection, outputs["DirectoryPipelineArn"], region)["status"] == "SUCCEEDED"
    assert (
        _run(connection, outputs["DirectoryPipelineArn"], {**region, "force": True})["status"] == "SUCCEEDED"
    )
    _run(connection, outputs["DirectoryPipelineArn"], {"regions": ["Nowhere at all"]})
    until(lambda: _ask(connection, "GET", "/v1/artists").get("total"), 300)
    artist = _ask(connection, "GET", "/v1/artists")["items"][0]["artist_id"]
    scan = _ask(connection, "POST", "/v1/scans", url="http://hollowsun.test/")
    for path in (
        f"/v1/artists/{artist}", "/v1/studios", "/v1/suggest?q=le", "/v1/styles", "/v1/analytics", "/v1/runs",
        "/v1/records", "/v1/feeds", "/v1/records/unknown-1",
        "/v1/health", "/health/ready", "/v1/map?bbox=-3,53,-1,54", f"/v1/scans/{scan.get('scan_id')}",
    ):  # fmt: skip
        _ask(connection, "GET", path)
    _ask(connection, "POST", "/v1/runs", regions=["Leeds, UK"], discover_only=True)
    run = _ask(connection, "GET", "/v1/runs")
    if run.get("items"):
        _ask(connection, "GET", f"/v1/runs/{run['items'][0]['run_id']}")
    until(lambda: _ask(connection, "GET", f"/v1/scans/{scan['scan_id']}").get("status") != "running", 300)
    _ask(connection, "GET", f"/v1/scans/{scan['scan_id']}/results")
    for kind in ("artist", "studio"):
        assert _run(connection, outputs["RebuildIndexArn"], {"kind": kind})["status"] == "SUCCEEDED"
    _visit(connection)
    asked = _ask(connection, "POST", "/v1/removal-requests", artist_id=artist, reason="mine")
    request = asked["request_id"]
    _ask(connection, "GET", f"/v1/removal-requests/{request}")
    _ask(connection, "POST", f"/v1/removal-requests/{request}/approve", note="x")
    until(lambda: _ask(connection, "GET", f"/v1/removal-requests/{request}").get("status") == "removed", 300)


def _visit(connection: Connection) -> None:
    """Reads the website's pages and a picture, and sends the form of a removal."""
    hit = next(one for one in _ask(connection, "GET", "/v1/artists")["items"] if one["images"])
    studio = f"/studios/{hit['studio']['studio_id']}"
    paths = [
        "/",
        "/artists?q=fine+line",
        studio,
        "/sitemap.xml",
        "/status",
        "/styles",
        hit["images"][0]["path"],
    ]
    # The form is one that was shown, and is not sent faster than a person would.
    shown = urllib.request.urlopen(f"{connection.website}/removal", timeout=PATIENCE_SECONDS).read().decode()
    opened = shown.partition('name="opened" value="')[2].partition('"')[0]
    asked = {"who": "@somebody.else.entirely", "contact": "a@b.example", "opened": opened}
    form = urllib.parse.urlencode(asked).encode()
    for path in [*paths, f"/artists/{hit['artist_id']}", f"/images/{hit['artist_id']}/{'0' * 16}-640.webp"]:
        with contextlib.suppress(urllib.error.HTTPError):
            urllib.request.urlopen(f"{connection.website}{path}", timeout=PATIENCE_SECONDS).close()
    time.sleep(LEAST_SECONDS)
    sent = urllib.request.urlopen(f"{connection.website}/removal", form, timeout=PATIENCE_SECONDS)
    sent.close()
    # Opened last, so that its state is read too.
    assert "/removal/" in sent.url


def _desk(connection: Connection, state: StateFolder, artist: str) -> None:
    """Opens every page of the desk, and takes each of its actions."""
    client = DeskClient(state)
    dead = {"version": 1, "run_id": "run-dead", "kind": "render_site"}
    job = {"scrape_id": "dead-1", "url": "http://copperbeechtattoo.test/", "studio_id": "s-1"}
    queue, body = connection.outputs["JobsDeadLetterQueueUrl"], json.dumps({**dead, "jobs": [job]})
    connection.client("sqs").send_message(QueueUrl=queue, MessageBody=body)
    for route in registry.ROUTES:
        if "{" not in route.path and route.door is Door.READ and not route.takes_forms:
            client.page(route.path)
    client.confirm("/desk/dead-letters/redrive")
    client.confirm("/desk/index/artist/audit")
    until(lambda: "Last audit done" in said(client.page("/desk/index")), 300)
    client.confirm("/desk/index/studio/rebuild")
    until(lambda: "Last rebuild succeeded" in said(client.page("/desk/index")), 300)
    client.page(client.confirm("/desk/scan/start?url=http://hollowsun.test/"))
    client.status("/desk/exports/artists.csv")
    client.page(f"/desk/records/{artist}")
    run = client.confirm("/desk/runs/start", regions="Leeds, UK").partition("?")[0]
    until(lambda: client.status(run) == 200, 60)
    client.page(f"{run}/visits")
    until(lambda: client.status(f"{run}/stop") == 200, 60)
    client.confirm(f"{run}/stop")
    request = _ask(connection, "POST", "/v1/removal-requests", artist_id=artist, reason="mine")["request_id"]
    client.confirm(f"/desk/removals/{request}/approve")
    until(lambda: "removed, asked" in said(client.page(f"/desk/removals/{request}")), 300)


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
            "PYTHONPATH": str(ROOT / "tests" / "support" / "recorder"),
            "RECORD_AWS_CALLS": str(record),
        },
    )
    before = dict(os.environ)
    options = PlatformOptions(world=world, chromium=str(chromium.find() or ""))
    try:
        with platforms.running(StateFolder(folder / "state"), options) as platform:
            _exercise(platform.connection)
            left = _ask(platform.connection, "GET", "/v1/artists")["items"]
            _desk(platform.connection, platform.state, str(left[-1]["artist_id"]))
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
        for grant, reason in reasons(step_of(who), grants(statements) - used, REASONS):
            assert reason, f"{who} is allowed {grant}, which nothing here does"


def test_the_recorded_calls_are_up_to_date(seen: Seen) -> None:
    # The steps of a rebuild that talk to the index alone call nothing of AWS here.
    found: dict[str, set[Need]] = {step: set() for step in {*functions(), "worker"} - IN_PROCESS}
    for who, asked in seen.needs.items():
        found[step_of(who)] |= {plain(need) for need in asked}
    if os.environ.get("RECORD"):
        write_recorded(found)
    recorded = read_recorded()
    for step, asked in found.items():
        assert asked <= recorded[step], (
            f"{step}: RECORD=1 writes {RECORDED.name} anew: {asked - recorded[step]}"
        )
    assert found.keys() == recorded.keys()
    assert {step for step, asked in found.items() if not asked} == {
        "prepare-index",
        "swap-index",
        "drop-old-indexes",
    }


def step_of(who: str) -> str:
    return who.removeprefix("inkscout-dev-")
