"""Actions of the desk, followed to their ends on the local platform."""

import json
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import quote

import psutil
import pytest
import requests

from inkscout.adapters.aws.dynamodb.removals import DynamoDbRemovals
from inkscout.contracts.scrape_jobs import ScrapeJob, ScrapeJobs
from inkscout.domain.job import Job, JobKind
from inkscout.domain.outcome import JobStatus
from inkscout.domain.removal_request import RemovalRequest
from inkscout_local import chromium
from inkscout_local.platform import platform as platforms
from inkscout_local.platform.options import PlatformOptions
from inkscout_local.platform.state import StateFolder
from tests.e2e.command_line import part_of_the_demo
from tests.e2e.demo_platform import DemoPlatform
from tests.support.desk_client import DeskClient, said
from tests.support.patience import PATIENCE_SECONDS, until

# tests/integration/desk tries the same actions on stores in memory.
pytestmark = [pytest.mark.platform, pytest.mark.slow, pytest.mark.timeout(1200)]

HOST, SCRIPTED = "copperbeechtattoo.test", "saltmarrow.test"
"""Hosts of the demo world; a browser is needed for the second one."""


class Desk:
    """A platform with its desk, and a run that the desk started and that has ended."""

    def __init__(self, state: StateFolder) -> None:
        self.platform = DemoPlatform(state)
        self.client = DeskClient(state)
        started = self.client.confirm("/desk/runs/start", regions="Leeds, UK")
        self.run_id = started.split("/")[3].partition("?")[0]
        self.ended(self.run_id)

    def ended(self, run_id: str) -> str:
        """Waits for the end of a run, as the ledger has it; returns its status."""
        until(lambda: (self.platform.ledger.run(run_id) or {}).get("summary"), 600)
        return str((self.platform.ledger.run(run_id) or {})["status"])

    def waits_for(self, path: str, text: str) -> str:
        """Waits until a page says a text; returns all that it says."""
        until(lambda: text in said(self.client.page(path)), 300)
        return said(self.client.page(path))

    def found(self, text: str) -> list[str]:
        """Names that a search finds."""
        url = f"{self.client.site}/v1/artists?q={quote(text)}"
        return [one["name"] for one in requests.get(url, timeout=PATIENCE_SECONDS).json()["items"]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    world = part_of_the_demo(folder / "world", HOST, SCRIPTED)
    options = PlatformOptions(world=world, chromium=str(chromium.find() or ""))
    state = StateFolder(folder / "state")
    with platforms.running(state, options):
        yield Desk(state)


def test_a_run_started_on_the_desk_finds_artists(desk: Desk) -> None:
    assert desk.ended(desk.run_id) == "succeeded"
    assert desk.platform.artists()
    assert desk.run_id in said(desk.client.page("/desk/runs"))
    assert "done" in said(desk.client.page("/desk/audit"))


def test_a_removal_approved_on_the_desk_is_gone_everywhere(desk: Desk) -> None:
    artist_id, name = next(iter(sorted(desk.platform.artists().items())))
    until(lambda: name in desk.found(name), 60)
    outputs = desk.platform.connection.outputs
    removals = DynamoDbRemovals(desk.platform.connection.client("dynamodb"), outputs["OperationsTable"])
    removals.put(
        RemovalRequest(request_id="on-the-desk", artist_id=artist_id, created_at="2026-01-02T00:00:00+00:00")
    )
    assert name in said(desk.client.page("/desk/removals/on-the-desk"))
    desk.client.confirm("/desk/removals/on-the-desk/approve", note="confirmed by mail")
    assert name not in desk.waits_for("/desk/removals/on-the-desk", "removed, asked")
    assert desk.client.status(f"/artists/{artist_id}") == 404
    assert name not in desk.found(name)
    assert artist_id not in desk.platform.artists()
    assert name not in said(desk.client.page("/desk/audit"))


def test_a_redriven_dead_letter_is_done(desk: Desk) -> None:
    if chromium.find() is None:
        pytest.skip("there is no Chromium on this machine")
    connection, ledger = desk.platform.connection, desk.platform.ledger
    url = f"http://{HOST}/"
    job = Job(scrape_id="dead-1", run_id=desk.run_id, kind=JobKind.RENDER_SITE, url=url, studio_id="s-1")
    ledger.add_jobs(desk.run_id, [job])
    ledger.finish_job(desk.run_id, "dead-1", JobStatus.FAILED, {"outcome": "error", "reason": "a bad day"})
    entry = ScrapeJob(scrape_id="dead-1", url=url, studio_id="s-1")
    body = ScrapeJobs(run_id=desk.run_id, kind=JobKind.RENDER_SITE, jobs=[entry]).model_dump_json()
    queue = connection.outputs["JobsDeadLetterQueueUrl"]
    connection.client("sqs").send_message(QueueUrl=queue, MessageBody=body)
    assert "a bad day" in said(desk.client.page("/desk/dead-letters"))
    desk.client.confirm("/desk/dead-letters/redrive")
    assert "None. Every message was finished." in said(desk.client.page("/desk/dead-letters"))
    environment = [{"name": "RUN_ID", "value": desk.run_id}, {"name": "WORKER", "value": "9-0"}]
    connection.client("ecs").run_task(
        cluster=connection.outputs["ScraperClusterArn"],
        taskDefinition=connection.outputs["ScraperTaskDefinitionArn"],
        overrides={"containerOverrides": [{"name": "scraper", "environment": environment}]},
    )
    until(lambda: (ledger.job(desk.run_id, "dead-1") or {}).get("status") == "done", 300)


def test_a_worker_that_is_killed_is_shown_while_its_run_goes_on(desk: Desk) -> None:
    if chromium.find() is None:
        pytest.skip("there is no Chromium on this machine")
    started = desk.client.confirm("/desk/runs/start", regions="Leeds, UK", force="on")
    run_id = started.split("/")[3].partition("?")[0]
    until(lambda: workers(run_id), 300)
    workers(run_id)[0].kill()
    page = desk.waits_for(f"/desk/runs/{run_id}", "exited with code 137")
    assert page.index("States.TaskFailed in RunScraperFleet") < page.index("the run went on")
    assert desk.ended(run_id) == "succeeded", "another worker did what the killed one had left"


def workers(run_id: str) -> list[psutil.Process]:
    """Processes of the workers of a run, without their browsers."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if "scraper_task" in process.cmdline() and process.environ().get("RUN_ID") == run_id:
                found.append(process)
    return found


def test_an_index_rolled_back_on_the_desk_answers(desk: Desk) -> None:
    name = next(iter(sorted(desk.platform.artists().values())))
    desk.client.confirm("/desk/index/artist/audit")
    audited = desk.waits_for("/desk/index", "Last audit done")
    assert "Missing0" in audited.replace(" ", "")
    desk.client.confirm("/desk/index/artist/rebuild")
    desk.waits_for("/desk/index", "Last rebuild succeeded")
    assert live(desk) == "artists-v2"
    desk.client.confirm("/desk/index/artist/rollback")
    desk.waits_for("/desk/index", "Last rollback done")
    assert live(desk) == "artists-v1"
    until(lambda: name in desk.found(name), 60)


def live(desk: Desk) -> str:
    """Name of the index of artists that serves searches, as the desk says."""
    rows = desk.client.page("/desk/index").xpath("//tr[contains(., 'serves searches')]//code/text()")
    return str(rows[0])


def test_a_website_scanned_on_the_desk_shows_its_artists(desk: Desk) -> None:
    path = desk.client.confirm(f"/desk/scan/start?url=http://{HOST}/").partition("?")[0]
    shown = desk.waits_for(path, "succeeded")
    assert any(name in shown for name in desk.platform.artists().values())


def test_a_run_is_stopped_on_the_desk_and_the_next_one_may_start(desk: Desk) -> None:
    started = desk.client.confirm("/desk/runs/start", regions="Leeds, UK", force="yes")
    run_id = started.split("/")[3].partition("?")[0]
    until(lambda: desk.platform.ledger.run(run_id), 60)
    desk.client.confirm(f"/desk/runs/{run_id}/stop")
    record = desk.platform.ledger.run(run_id) or {}
    assert record["summary"]["error"] == "ExecutionStopped"
    assert "operator of this machine" in json.dumps(record["summary"])
    assert desk.platform.ledger.active_run() is None
    arn = str(record["execution_arn"])
    assert desk.platform.states.describe_execution(executionArn=arn)["status"] == "ABORTED"


def test_exports_of_the_run_are_downloaded_from_the_desk(desk: Desk) -> None:
    links = desk.client.page("/desk/exports").xpath("//main//td/a/@href")
    assert "/desk/exports/artists.csv" in links


def test_the_runbooks_lie_beside_the_function(desk: Desk) -> None:
    assert "redrive all of them" in said(desk.client.page("/desk/runbooks/dead-letter-queue"))
