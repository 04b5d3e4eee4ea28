"""Starting, using and stopping platforms from the command line; runs that are cut short; no browser."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from inkscout.adapters.aws.dynamodb.run_ledger import DynamoDbRunLedger
from inkscout.adapters.aws.sqs.inbox import SqsInbox
from inkscout.adapters.system_clock import SystemClock
from inkscout.contracts.scrape_jobs import messages
from inkscout.domain.job import Job, JobKind
from inkscout.domain.outcome import JobStatus
from inkscout_local.platform.connection import Connection
from inkscout_local.platform.reaper import members
from inkscout_local.platform.state import StateFolder
from tests.e2e.command_line import CommandLine, part_of_the_demo
from tests.support.forked import Forked
from tests.support.patience import PATIENCE_SECONDS, until

SECONDS = 240
DEAD = Job(
    scrape_id="dead-1", run_id="r-1", kind=JobKind.RENDER_SITE, url="http://dead.test/", studio_id="s-1"
)
pytestmark = [pytest.mark.platform, pytest.mark.timeout(2 * SECONDS)]


def _few(folder: Path) -> CommandLine:
    part_of_the_demo(folder / "few", "copperbeechtattoo.test", "hollowsun.test")
    return CommandLine(folder)


@pytest.fixture
def cli(tmp_path: Path) -> CommandLine:
    return _few(tmp_path)


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[CommandLine, Forked]]:
    """A platform for the tests that look at it while it is up, of which the last one ends it."""
    cli = _few(tmp_path_factory.mktemp("up"))
    with _up(cli) as process:
        yield cli, process


@contextmanager
def _up(cli: CommandLine, *arguments: str) -> Iterator[Forked]:
    process = cli.forked("up", "--world", "few", "--json", *arguments)
    try:
        assert process.stdout
        line = process.stdout.readline()
        assert line, process.stderr and process.stderr.read()
        assert json.loads(line)["ready"]
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE_SECONDS)
    assert cli.left_running() == []


def test_a_platform_is_started_on_a_port_used_and_stopped(cli: CommandLine) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with _up(cli, "--port", str(port)) as process:
        status = cli.run_forked("status", "--json").document
        assert status[0]["addresses"]["AWS endpoint"] == f"http://127.0.0.1:{port}"
        assert [platform["status"] for platform in status] == ["running"]
        assert status[0]["pid"] == process.pid
        assert set(status[0]["addresses"]) >= {"HTTP API", "AWS endpoint", "Search index", "State machine"}
        second = cli.run_forked("up", "--world", "few")
        assert second.code == 1
        assert f"A platform already runs on {status[0]['state']} (process {process.pid})" in second.err
        down = cli.run_forked("down")
        assert (down.code, down.out) == (0, f"Stopped the platform on {status[0]['state']}.\n")
        assert process.wait(PATIENCE_SECONDS) == 0
    assert [platform["status"] for platform in cli.run_forked("status", "--json").document] == ["stopped"]


def test_dead_messages_are_listed_shown_and_put_back(up: tuple[CommandLine, Forked]) -> None:
    cli, _ = up
    connection = Connection(StateFolder(next(cli.state.iterdir())).record())
    outputs, sqs = connection.outputs, connection.client("sqs")
    ledger = DynamoDbRunLedger(connection.client("dynamodb"), outputs["OperationsTable"], SystemClock())
    ledger.add_jobs(DEAD.run_id, [DEAD])
    ledger.finish_job(DEAD.run_id, DEAD.scrape_id, JobStatus.FAILED, {"reason": "it outlasted its time"})
    inbox = SqsInbox(sqs, outputs["JobsQueueUrl"])
    [message] = [message.model_dump_json() for message in messages([DEAD])]
    for body in (message, "no message at all"):
        inbox.send(body)
    for _ in range(inbox.max_receives + 1):
        for delivery in inbox.receive(10, 1, 60):
            inbox.extend(delivery, 0)
    assert inbox.depth() == 0

    world = ("--world", "few")
    listed = {letter["run_id"]: letter for letter in cli.run_forked("dlq", "list", *world, "--json").document}
    assert set(listed) == {DEAD.run_id, ""}
    assert listed[DEAD.run_id]["jobs"][0]["reason"] == "it outlasted its time"
    assert listed[""]["fault"] == "the message is not JSON"
    dead = listed[DEAD.run_id]["message_id"]
    assert (
        json.loads(cli.run_forked("dlq", "show", dead, *world).document["body"])["jobs"][0]["url"] == DEAD.url
    )
    unknown = cli.run_forked("dlq", "show", "nothing-of-that-name", *world)
    assert unknown.code != 0
    assert "There is no dead message nothing-of-that-name." in unknown.err
    assert (
        cli.run_forked("dlq", "redrive", "--run", "another", *world).out
        == "Put back into the queue: 0 messages.\n"
    )
    assert cli.run_forked("dlq", "redrive", dead, *world).out == "Put back into the queue: 1 message.\n"
    [again] = inbox.receive(10, 1, 60)
    assert (again.body, again.receives) == (message, 1)
    left = cli.run_forked("dlq", "list", *world, "--json").document
    assert [letter["run_id"] for letter in left] == [""]


def test_a_platform_whose_search_server_dies_ends_with_a_sentence(up: tuple[CommandLine, Forked]) -> None:
    """Comes last of those on the platform: it ends it."""
    cli, process = up
    record = json.loads(next(cli.state.glob("*/platform.json")).read_text(encoding="utf-8"))
    server = next(p for p in members(record["platform_id"]) if "osmem" in p.name())
    server.kill()
    assert process.wait(PATIENCE_SECONDS) == 1
    assert process.stderr
    assert "The search server ended unexpectedly" in process.stderr.read()


@pytest.mark.parametrize(
    "number",
    [
        signal.SIGINT,
        pytest.param(signal.SIGTERM, marks=pytest.mark.slow),
        pytest.param(signal.SIGKILL, marks=pytest.mark.slow),
    ],
)
def test_a_run_that_is_cut_short_leaves_nothing_and_the_next_one_works(
    cli: CommandLine, number: signal.Signals
) -> None:
    path = cli.folder / "few" / "world.json"
    calm = path.read_text(encoding="utf-8")
    world = json.loads(calm)
    # A website that does not answer: the run is still under way whenever the signal arrives.
    world["hosts"]["hollowsun.test"]["faults"] = [{"kind": "hang"}]
    path.write_text(json.dumps(world), encoding="utf-8")
    process = cli.forked("run", "--world", "few")
    assert process.stderr
    for line in process.stderr:
        if line.startswith("FindArtists"):
            break
    process.send_signal(number)
    _, err = process.communicate(timeout=PATIENCE_SECONDS)
    if number is signal.SIGKILL:
        until(lambda: cli.left_running() == [])
    else:
        assert process.returncode == 130
        assert "stopped; nothing of it is left running" in err
        assert cli.left_running() == []
        (run,) = cli.run_forked("runs", "--world", "few", "--json").document
        assert (run["status"], run["summary"]["error"]) == ("failed", "ExecutionStopped")
        assert run["summary"]["cause"] == "stopped by the operator"
    path.write_text(calm, encoding="utf-8")
    again = cli.run_forked("run", "--world", "few", "--discover-only", "--json", seconds=SECONDS)
    assert again.code == 0, again.err
    assert again.document["summary"]["studios"] == 2


def test_without_a_browser_a_run_finishes_and_says_what_needed_one(cli: CommandLine) -> None:
    bare = cli.folder / "bare"
    bare.mkdir()
    answer = cli.run_forked(
        "run", "--world", "few", "--json", seconds=SECONDS, PATH=str(bare), HOME=str(bare)
    )
    assert answer.code == 0, answer.err
    summary = answer.document["summary"]
    assert summary["outcomes"] == {"artists_found": 1, "browser_unavailable": 1}
    assert summary["jobs"]["render_site"] == {"browser_unavailable": 1}
    assert summary["artists"] >= 5


def test_help_is_there_for_every_command_and_imports_none_of_them() -> None:
    program = (
        "import sys\nfrom inkscout_cli import COMMANDS, main\nsys.argv = ['inkscout', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "loaded = [m for m in sys.modules if m.startswith(('inkscout_cli.', 'boto', 'inkscout.adapters'))]\n"
        "print(loaded, file=sys.stderr)\nprint(*COMMANDS, file=sys.stderr)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "COLUMNS": "160"},
    )
    loaded, names = answer.stderr.strip().splitlines()
    assert loaded == "[]"
    for name in names.split():
        assert f" {name} " in answer.stdout
