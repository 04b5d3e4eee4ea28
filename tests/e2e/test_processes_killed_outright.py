"""Processes of the platform, killed outright: what was removed stays removed, and no run but one is lost."""

import os
import random
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from inkscout.domain.removal_request import RemovalStatus
from tests.e2e.command_line import CommandLine, part_of_the_demo
from tests.e2e.demo_platform import DemoPlatform
from tests.e2e.killed_platform import (
    INPUT,
    PARTS,
    KilledPlatform,
    ask_removal,
    found_by_search,
    removals,
)
from tests.support.patience import until

KILLS = int(os.environ.get("KILLS", "20"))
SECONDS = 240

pytestmark = [pytest.mark.platform, pytest.mark.timeout(4 * SECONDS)]


@pytest.fixture
def cli(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


@pytest.fixture
def killed(cli: CommandLine) -> Iterator[KilledPlatform]:
    part_of_the_demo(cli.folder / "few", "copperbeechtattoo.test", "hollowsun.test")
    platform = KilledPlatform(cli, "few")
    yield platform
    platform.end()


def _approve(cli: CommandLine, request: str) -> None:
    approved = cli.run("removals", "approve", request, "--world", "few")
    assert approved.code == 0, approved.err


def _is_removed(platform: DemoPlatform, request: str) -> bool | None:
    return removals(platform)[request] is RemovalStatus.REMOVED or None


def _status_of_runs(cli: CommandLine) -> dict[str, str]:
    found = cli.run("runs", "--world", "few", "--limit", "100", "--json").document
    return {run["run_id"]: run["status"] for run in found}


@pytest.mark.slow  # the short one is in tests/integration/platform/test_local_platform.py
def test_a_killed_emulator_and_a_killed_command_line_lose_nothing_that_was_done(
    cli: CommandLine, killed: KilledPlatform
) -> None:
    platform = killed.start()
    first = platform.start(INPUT)
    assert platform.ended(first, SECONDS)["status"] == "SUCCEEDED"
    somebody, *others = sorted(platform.artists())
    request = ask_removal(platform, somebody)
    second = platform.start(INPUT)
    until(platform.ledger.active_run, 60)
    _approve(cli, request)
    killed.kill("the emulator")
    killed.ended()
    assert any("The aws emulator ended unexpectedly" in line for line in killed.said)

    platform = killed.start()
    runs = [arn.rsplit(":", 1)[-1] for arn in (first, second)]
    assert any("was cut off; what was saved at" in line for line in killed.said), killed.said
    assert any(f"Run {runs[1]} was cut off" in line for line in killed.said), killed.said
    until(lambda: _is_removed(platform, request), 60)
    assert somebody not in platform.artists()
    assert _status_of_runs(cli) == {runs[0]: "succeeded", runs[1]: "failed"}
    assert "aborted" in cli.run("runs", "--world", "few").out
    assert platform.ledger.active_run() is None
    killed.kill("the command line")
    killed.ended()

    platform = killed.start()
    assert any("was cut off; its state had been saved" in line for line in killed.said), killed.said
    assert removals(platform) == {request: RemovalStatus.REMOVED}
    assert platform.ended(platform.start(INPUT), SECONDS)["status"] == "SUCCEEDED"
    assert set(others) <= set(platform.artists())
    assert somebody not in platform.artists()
    until(lambda: set(others) <= found_by_search(platform) or None, 60)
    assert somebody not in found_by_search(platform)


@pytest.mark.slow  # the short one is in tests/integration/platform/test_local_platform.py
def test_an_orderly_end_is_not_told(killed: KilledPlatform) -> None:
    killed.start()
    killed.end()
    killed.start()
    assert killed.said == []


@pytest.mark.slow
@pytest.mark.timeout(5400)
def test_processes_killed_at_random_moments_lose_no_removal_and_no_finished_run(
    cli: CommandLine, killed: KilledPlatform
) -> None:
    seed = int(os.environ.get("SEED", str(random.SystemRandom().randrange(10_000))))
    chance = random.Random(seed)
    platform = killed.start()
    assert platform.ended(platform.start(INPUT), SECONDS)["status"] == "SUCCEEDED"
    finished, removed = dict(_status_of_runs(cli)), {}
    for round_ in range(KILLS):
        here = f"seed {seed}, round {round_}"
        left = sorted(set(platform.artists()) - set(removed.values()))
        if round_ % 4 == 0 and len(left) > 2:
            person = chance.choice(left)
            request = ask_removal(platform, person)
            _approve(cli, request)
            removed[request] = person
        arn = platform.start(INPUT)
        time.sleep(chance.uniform(0, 12))
        part = chance.choice(list(PARTS))
        finished |= {run: s for run, s in _status_of_runs(cli).items() if s == "succeeded"}
        killed.kill(part)
        if part in {"the emulator", "the search server", "the world server", "the command line"}:
            killed.ended()
            if chance.random() < 0.3:
                killed.begin()
                time.sleep(chance.uniform(0, 6))
                # The emulator may not have been started by then.
                if not killed.kill(chance.choice(["the command line", "the emulator"])):
                    killed.kill("the command line")
                killed.ended()
            platform = killed.start()
            assert any("was cut off" in line for line in killed.said), (here, part, killed.said)
            assert platform.ledger.active_run() is None, here
        else:
            assert platform.ended(arn, SECONDS)["status"] in {"SUCCEEDED", "FAILED"}, here
        known = _status_of_runs(cli)
        assert {run: known.get(run) for run in finished} == finished, (here, part)
        for request in removed:
            until(partial(_is_removed, platform, request), 90)
        assert not set(removed.values()) & set(platform.artists()), (here, part)
        assert not set(removed.values()) & found_by_search(platform), (here, part)
    assert platform.ended(platform.start(INPUT), SECONDS)["status"] == "SUCCEEDED"
    assert not set(removed.values()) & set(platform.artists())
    assert len(removed) >= min(2, KILLS // 4)
