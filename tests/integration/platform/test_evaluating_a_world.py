"""Fetch and extraction over labelled worlds.

Through the world's proxy, as ``inkscout evaluate`` runs them.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from inkscout.domain.outcome import VisitOutcome
from inkscout_cli.evaluation.scoring import Evaluation
from inkscout_cli.evaluation.visits import evaluate_world
from inkscout_deploy.errors import BadInput
from tests.support.project import ROOT
from tests.support.shared_data import shared_path

DEMO = ROOT / "inkscout_local" / "worlds" / "demo"
RECORDED = shared_path("worlds", "real-sites")


def _overall(evaluation: Evaluation, name: str) -> dict[str, float]:
    score: dict[str, float] = evaluation.overall()[name]
    return score


async def test_the_demo_world_is_read_as_labelled_without_a_browser() -> None:
    evaluation = await evaluate_world(DEMO, render=False)
    assert _overall(evaluation, "artists")["precision"] >= 0.95
    assert _overall(evaluation, "artists")["recall"] >= 0.75
    assert evaluation.overall()["right_person_handles"] >= 0.95
    browser = evaluation.overall()["browser"]
    assert browser["asked_rightly"] == browser["sites_needing"]
    assert browser["asked_needlessly"] <= 0.2 * browser["other_sites"]


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded world does not lie beside this checkout")
async def test_the_recorded_world_is_read_as_labelled_without_a_browser() -> None:
    evaluation = await evaluate_world(RECORDED, render=False)
    overall = evaluation.overall()
    assert overall["artists"]["precision"] >= 0.95
    assert overall["artists"]["recall"] >= 0.85
    assert overall["right_person_handles"] >= 0.95
    assert (
        overall["sites_without_artists"]["without_false_positives"]
        >= 0.9 * overall["sites_without_artists"]["sites"]
    )
    assert overall["browser"]["asked_rightly"] == overall["browser"]["sites_needing"]
    assert overall["browser"]["asked_needlessly"] <= 0.2 * overall["browser"]["other_sites"]


async def test_one_host_can_be_chosen_and_its_outcome_is_told() -> None:
    evaluation = await evaluate_world(DEMO, render=False, hosts=("nightjartattoo.test",))
    (site,) = evaluation.sites
    assert site.outcome is VisitOutcome.ROBOTS_FORBIDDEN
    assert site.found == []


async def test_a_world_without_labels_is_refused(tmp_path: Path) -> None:
    (tmp_path / "world.json").write_text("{}")
    with pytest.raises(BadInput, match="nothing to measure"):
        await evaluate_world(tmp_path, render=False)


def test_the_command_prints_one_json_document() -> None:
    command = "import sys; from inkscout_cli import main; main()"
    answer = subprocess.run(
        [sys.executable, "-c", command, "evaluate", str(DEMO), "--host", "copperbeechtattoo.test", "--json"],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        cwd=ROOT,
        env=dict(os.environ),
    )
    assert answer.returncode == 0, answer.stderr
    document = json.loads(answer.stdout)
    assert document["overall"]["artists"]["f1"] == 1.0
    assert document["sites"]["copperbeechtattoo.test"]["outcome"] == "artists_found"
