"""Timeouts, retries, catches and error names: what ASL does not insist on."""

import inspect
from pathlib import Path

import pytest

from inkscout import errors
from tests.support.project import MACHINES, ROOT, machine, states

LEAVES = {
    name
    for name, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, errors.InkscoutError) and not kind.__subclasses__()
}
AWS_PREFIXES = ("States.", "Lambda.", "Sandbox.", "ECS.", "AmazonECS.", "S3.", "DynamoDB.", "Sfn.")
PERMANENT = {
    name
    for name, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, errors.PermanentError)
}


@pytest.mark.parametrize("path", MACHINES, ids=lambda path: path.stem)
def test_every_task_has_a_timeout_and_retries_with_jitter(path: Path) -> None:
    for name, state in states(machine(path)).items():
        if state["Type"] != "Task":
            continue
        assert "TimeoutSeconds" in state, f"{name} may wait for a year"
        assert state.get("Retry"), f"{name} gives up at the first hiccup"
        for rule in state["Retry"]:
            assert rule["JitterStrategy"] == "FULL", f"{name} retries in step with its siblings"
            assert "States.ALL" not in rule["ErrorEquals"], f"{name} retries what cannot succeed"
            assert not PERMANENT & set(rule["ErrorEquals"]), f"{name} retries a permanent error"


@pytest.mark.parametrize("path", MACHINES, ids=lambda path: path.stem)
def test_every_error_name_exists(path: Path) -> None:
    for name, state in states(machine(path)).items():
        for rule in [*state.get("Retry", []), *state.get("Catch", [])]:
            for error in rule["ErrorEquals"]:
                assert error in LEAVES or error.startswith(AWS_PREFIXES), (
                    f"{name} waits for {error}, which nobody raises"
                )


@pytest.mark.parametrize("path", MACHINES, ids=lambda path: path.stem)
def test_every_error_of_a_top_level_step_ends_in_a_recorded_failure(path: Path) -> None:
    for name, state in machine(path)["States"].items():
        if state["Type"] in {"Task", "Map"}:
            caught = [error for rule in state.get("Catch", []) for error in rule["ErrorEquals"]]
            assert "States.ALL" in caught, f"{name} can fail without a trace"


@pytest.mark.parametrize("path", MACHINES, ids=lambda path: path.stem)
def test_a_machine_is_small_enough_to_hold_in_the_head(path: Path) -> None:
    assert len(machine(path)["States"]) <= 16
    assert "TimeoutSeconds" in machine(path)


def test_a_scan_runs_the_fleet_as_the_pipeline_does() -> None:
    pipeline, scan = (
        states(machine(ROOT / "statemachines" / f"{name}.asl.json"))
        for name in ("directory_pipeline", "scan_studio")
    )
    for name in ("RunWorker", "WorkerLost"):
        assert scan[name] == pipeline[name]
    for name in ("QueueScraping", "CheckProgress"):
        assert scan[name]["Retry"] == pipeline[name]["Retry"]
