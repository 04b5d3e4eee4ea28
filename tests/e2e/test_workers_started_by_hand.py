"""The whole pipeline with an external fleet, by the commands that an operator types."""

import json
import signal
from pathlib import Path

import pytest

from inkscout_local.platform.state import StateFolder
from tests.e2e.command_line import CommandLine
from tests.e2e.demo_platform import DemoPlatform
from tests.support.patience import until

pytestmark = [pytest.mark.platform, pytest.mark.slow, pytest.mark.timeout(600)]


def test_a_run_of_the_demo_world_is_done_by_a_worker_started_by_hand(tmp_path: Path) -> None:
    cli = CommandLine(tmp_path)
    up = cli.popen("up", "--fleet", "external", "--json")
    assert up.stdout
    try:
        assert up.stdout.readline()
        folder = next(path.parent for path in cli.state.glob("*/platform.json"))
        platform = DemoPlatform(StateFolder(folder))
        refused = cli.run("run", "--fleet", "fargate")
        assert refused.code == 2
        assert "has --fleet external; stop it first" in refused.err
        execution = platform.start(json.dumps({"regions": ["Leeds, UK"]}))
        run_id = execution.rsplit(":", 1)[-1]
        until(lambda: list(platform.ledger.jobs(run_id)), 300)
        assert not platform.workers()
        worker = cli.run("worker", "--idle", "3", seconds=300)
        assert worker.code == 0, worker.out
        assert platform.ended(execution)["status"] == "SUCCEEDED"
        summary = platform.summary(execution)
        assert (summary["fleet"], summary["warning"]) == ("external", "")
        assert summary["artists"] > 50
        assert all(job["status"] == "done" for job in platform.ledger.jobs(run_id))
    finally:
        up.send_signal(signal.SIGTERM)
        up.communicate(timeout=120)
    assert cli.left_running() == []
