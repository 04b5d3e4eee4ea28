"""A run whose workers are started by hand: the deployed states, functions and queue, and real workers."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from inkscout.adapters.aws.dynamodb.directory import DynamoDbDirectory
from inkscout.adapters.aws.dynamodb.run_ledger import DynamoDbRunLedger
from inkscout.adapters.aws.dynamodb.state_store import DynamoDbStateStore
from inkscout.adapters.system_clock import SystemClock
from inkscout.contracts.stored.visit import Visit
from inkscout.domain.artist import Artist
from inkscout.domain.outcome import VisitOutcome
from inkscout_cli.commands.worker import task_variables
from inkscout_deploy.project import python_path
from inkscout_local import environment
from inkscout_local.platform.connection import variables_of
from inkscout_local.simulator.server import serve_world
from tests.support.patience import PATIENCE_SECONDS, until
from tests.support.pipeline_stacks import DEMO, PipelineStacks, pipeline_stacks

pytestmark = [pytest.mark.platform, pytest.mark.timeout(300)]

SITES = [
    f"http://{host}.test/"
    for host in ("thirteenpins", "northlightleeds", "ledgerandthorn", "quietneedle", "kilnstreet")
]
JOBS = len(SITES)


class Runs:
    """Runs of a deployed pipeline from the queueing of their jobs on."""

    def __init__(self, stacks: PipelineStacks, folder: Path) -> None:
        self.stacks, self._folder = stacks, folder
        dynamodb, outputs = stacks.client("dynamodb"), stacks.outputs
        self.directory = DynamoDbDirectory(dynamodb, outputs["DirectoryTable"], SystemClock())
        self.ledger = DynamoDbRunLedger(dynamodb, outputs["OperationsTable"], SystemClock())
        self._states = stacks.client("stepfunctions")
        deployed = self._states.describe_state_machine(stateMachineArn=outputs["DirectoryPipelineArn"])
        definition = json.loads(deployed["definition"])
        for name in ("StartRun", "DiscoverStudios", "PlanVisits", "FindArtists"):
            definition["States"].pop(name, None)
        definition["StartAt"] = "QueueScraping"
        self._machine = self._states.create_state_machine(
            name="from-the-queue", definition=json.dumps(definition), roleArn=deployed["roleArn"]
        )["stateMachineArn"]

    def patience(self, seconds: int) -> None:
        """Sets the seconds without the end of a job after which open ones are sent again."""
        name = "inkscout-dev-queue-scraping"
        functions = self.stacks.client("lambda")
        variables = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        functions.update_function_configuration(
            FunctionName=name, Environment={"Variables": {**variables, "FLEET_STALL_SECONDS": str(seconds)}}
        )

    def start(self, run_id: str) -> str:
        """Starts a run whose visits found artists with a page each; returns the execution's ARN."""
        artists = {f"{run_id}-{number}": site for number, site in enumerate(SITES)}
        for name, site in artists.items():
            artist = Artist(artist_id=name, name=f"Artist {name}", studio_id="s", website=site)
            self.directory.put_artist(artist)
        visit = Visit(studio_id="s", outcome=VisitOutcome.ARTISTS_FOUND, artists=list(artists))
        self.ledger.record(run_id, "visit", "s", visit.document())
        started = self._states.start_execution(
            stateMachineArn=self._machine, name=run_id, input=json.dumps({"run": {"run_id": run_id}})
        )
        return str(started["executionArn"])

    def summary(self, execution: str) -> dict[str, Any]:
        """The summary of a run once its execution has ended."""

        def ended() -> dict[str, Any] | None:
            found: dict[str, Any] = self._states.describe_execution(executionArn=execution)
            return found if found["status"] != "RUNNING" else None

        found = until(ended)
        assert found["status"] == "SUCCEEDED", found
        return dict(json.loads(found["output"]))

    def rounds(self, execution: str) -> int:
        """The number of times that the run sent its jobs."""
        pages = self._states.get_paginator("get_execution_history").paginate(executionArn=execution)
        exits = [event.get("stateExitedEventDetails", {}) for page in pages for event in page["events"]]
        plans = [
            json.loads(exit_["output"])["fleet"]["plan"]
            for exit_ in exits
            if exit_.get("name") == "WaitForFleet"
        ]
        return max(plan["round"] for plan in plans)

    def done(self, run_id: str) -> int:
        return sum(job["status"] == "done" for job in self.ledger.jobs(run_id))

    def forget_hosts(self) -> None:
        """Lets go of hosts that a killed worker was asking, as the next half minute does."""
        store = DynamoDbStateStore(
            self.stacks.client("dynamodb"), self.stacks.outputs["OperationsTable"], SystemClock()
        )
        for host in store.first("host", 100):
            store.put("host", host, {}, ttl_seconds=0)

    @contextmanager
    def worker(self, **settings: str) -> Iterator["subprocess.Popen[bytes]"]:
        """A worker started by hand, with the variables that ``inkscout worker`` gives it."""
        family = self.stacks.outputs["ScraperTaskFamily"]
        variables = {
            **environment.inherited(outbound=False),
            "PYTHONPATH": python_path(),
            **environment.emulator_credentials(self.stacks.endpoint),
            **variables_of(self.stacks.outputs),
            **task_variables(self.stacks.client("ecs"), family),
            **settings,
        }
        with (self._folder / "worker.log").open("ab") as log:
            command = [sys.executable, "-m", "scraper_task"]
            process = subprocess.Popen(command, env=variables, stdout=log, stderr=log, cwd=self._folder)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    folder = tmp_path_factory.mktemp("workers")
    with serve_world(DEMO) as world:
        addresses = {"google_url": world.google_url, "proxy_url": world.proxy_url}
        with pipeline_stacks(addresses, FleetMode="external", FleetLookSeconds="1") as stacks:
            yield Runs(stacks, folder)


def test_a_run_without_any_worker_ends_and_says_so(runs: Runs) -> None:
    runs.patience(1)
    execution = runs.start("nobody")
    summary = runs.summary(execution)
    assert (summary["fleet"], summary["status"]) == ("external", "succeeded")
    assert summary["warning"].startswith(f"no worker took any of the {JOBS} jobs: FleetMode is external")
    assert summary["jobs"] == {"read_profile": {"error": JOBS}}
    assert runs.rounds(execution) == 3
    runs.stacks.client("sqs").purge_queue(QueueUrl=runs.stacks.outputs["JobsQueueUrl"])


def test_a_worker_started_by_hand_ends_the_run(runs: Runs) -> None:
    runs.patience(60)
    with runs.worker():
        execution = runs.start("by-hand")
        summary = runs.summary(execution)
    assert (summary["fleet"], summary["warning"]) == ("external", "")
    assert runs.done("by-hand") == JOBS
    assert runs.rounds(execution) == 1  # nothing was sent while jobs ended


@pytest.mark.parametrize(
    ("hidden_seconds", "patience", "sendings"),
    [
        pytest.param("10", 60, 1, id="its messages come back"),
        pytest.param("600", 20, 2, id="its jobs are sent again", marks=pytest.mark.slow),
    ],
)
def test_a_worker_killed_in_between_is_made_up_for(
    runs: Runs, hidden_seconds: str, patience: int, sendings: int
) -> None:
    run_id = f"killed-{hidden_seconds}"
    runs.patience(patience)
    # A second between two pages of a site, so that it is killed among its jobs.
    settings = {"MIN_DELAY_SECONDS": "1", "SLOTS": "1", "VISIBILITY_SECONDS": hidden_seconds}
    with runs.worker(**settings) as worker:
        execution = runs.start(run_id)
        until(lambda: runs.done(run_id))
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait(PATIENCE_SECONDS)
    runs.forget_hosts()
    assert 0 < runs.done(run_id) < JOBS
    with runs.worker():
        summary = runs.summary(execution)
    assert runs.done(run_id) == JOBS
    assert summary["warning"] == ""
    assert runs.rounds(execution) >= sendings


def test_the_variables_of_a_stage_s_worker_are_printed_for_a_container(runs: Runs, tmp_path: Path) -> None:
    arguments = ["worker", "--stage", "dev", "--idle", "5", "--print-environment"]
    printed = subprocess.run(
        [sys.executable, "-c", "from inkscout_cli import main; main()", *arguments],
        env={
            **environment.inherited(outbound=False),
            **environment.emulator_credentials(runs.stacks.endpoint),
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    variables = dict(line.split("=", 1) for line in printed.splitlines())
    assert variables["JOBS_QUEUE_URL"] == runs.stacks.outputs["JobsQueueUrl"]
    assert (variables["AWS_REGION"], variables["SERVICE_IDLE_SECONDS"]) == (environment.REGION, "5")
    # A container gets its credentials from where it runs; none of these machine's may be among them.
    assert not {name for name in variables if "KEY" in name or "TOKEN" in name}
