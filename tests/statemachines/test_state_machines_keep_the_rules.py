"""Timeouts, retries, catches and error names: what ASL does not insist on."""

import inspect
import re
from pathlib import Path
from typing import Any

import pytest

from inkscout import errors
from inkscout.contracts.queue_scraping import WAIT_SECONDS, FleetPlan
from inkscout.usecases.visits.check_progress import MOST_WAITS
from tests.infra.test_rules import longest
from tests.support.deployed import functions
from tests.support.project import MACHINES, ROOT, machine, snake, states, template

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
    states_at_the_top = len(machine(path)["States"])
    assert states_at_the_top <= 20, "make a state machine of its own of the states that belong together"
    assert "TimeoutSeconds" in machine(path)


def test_a_scan_runs_the_fleet_as_the_pipeline_does() -> None:
    pipeline, scan = (
        states(machine(ROOT / "statemachines" / f"{name}.asl.json"))
        for name in ("directory_pipeline", "scan_studio")
    )
    for name in ("RunWorker", "WorkerLost"):
        assert scan[name] == pipeline[name]
    for name in ("AnythingToScrape", "WaitForFleet"):
        for part in scan[name].keys() - {"Comment", "Default"}:
            assert scan[name][part] == pipeline[name][part]
    for name in ("QueueScraping", "CheckProgress"):
        assert scan[name]["Retry"] == pipeline[name]["Retry"]


def test_a_round_is_waited_for_as_long_as_a_message_may_be_in_flight() -> None:
    """A round that begins while others hold messages does their jobs twice, or finds an empty queue."""
    pipeline = machine(ROOT / "statemachines" / "directory_pipeline.asl.json")["States"]
    choice = pipeline["AnythingToScrape"]["Choices"][0]
    assert (choice["Variable"], choice["Next"]) == ("$.fleet.plan.wait", "WaitForFleet")
    assert pipeline["WaitForFleet"]["Next"] == "CheckProgress"
    assert pipeline["WaitForFleet"]["SecondsPath"] == "$.fleet.plan.wait_seconds"
    queue = template("fleet")["Resources"]["JobsQueue"]["Properties"]
    assert queue["VisibilityTimeout"] <= WAIT_SECONDS * MOST_WAITS
    # Both that lead to the choice say whether to wait; a path that is absent ends an execution.
    assert {"wait", "waits", "wait_seconds", "watch"} <= FleetPlan.model_fields.keys()


@pytest.mark.parametrize("name", ["directory_pipeline", "scan_studio"])
def test_an_external_fleet_is_given_up_before_the_execution_is(name: str) -> None:
    """An execution that times out writes no summary, and its lease has to expire."""
    deadline = template("pipeline")["Parameters"]["FleetDeadlineSeconds"]
    assert deadline["Default"] <= deadline["MaxValue"]
    definition = machine(ROOT / "statemachines" / f"{name}.asl.json")
    batch = 930  # the step before it, at its longest
    assert deadline["MaxValue"] + 2 * batch < definition["TimeoutSeconds"]


def function_of(state: dict[str, Any]) -> str:
    """The logical id of the function that a task invokes; empty for another kind of task."""
    name = str(state.get("Parameters", {}).get("FunctionName", ""))
    return name.removeprefix("${").removesuffix("Arn}")


@pytest.mark.parametrize("path", MACHINES, ids=lambda path: path.stem)
def test_a_function_gives_up_before_its_state_does(path: Path) -> None:
    """A state that gives up first leaves the function at work, which the next attempt then meets."""
    for state in states(machine(path)).values():
        function = function_of(state)
        if function:
            step = snake(function.removesuffix("Function")).replace("_", "-")
            assert functions().get(step) == function, f"add {function} to infra/pipeline.yaml"
            assert longest(function) < state["TimeoutSeconds"], (
                f"{function} needs a Timeout below its state's"
            )


@pytest.mark.parametrize("path", MACHINES, ids=lambda path: path.stem)
def test_a_throttled_function_is_waited_for_longer_than_a_batch_takes(path: Path) -> None:
    """A new account has ten concurrent executions, and each is held for minutes."""
    for name, state in states(machine(path)).items():
        if not function_of(state):
            continue
        (rule,) = (
            rule for rule in state["Retry"] if "Lambda.TooManyRequestsException" in rule["ErrorEquals"]
        )
        assert rule["ErrorEquals"] == ["Lambda.TooManyRequestsException"], name
        waits = [rule["IntervalSeconds"] * rule["BackoffRate"] ** n for n in range(rule["MaxAttempts"])]
        # Full jitter waits half of each on average.
        assert sum(min(wait, rule["MaxDelaySeconds"]) for wait in waits) / 2 > 900, name


@pytest.mark.parametrize("path", MACHINES, ids=lambda path: path.stem)
def test_a_retry_of_a_state_s_timeout_covers_the_function_s_too(path: Path) -> None:
    for name, state in states(machine(path)).items():
        for rule in state.get("Retry", []):
            if "States.Timeout" in rule["ErrorEquals"]:
                assert {"Sandbox.Timedout", "Lambda.Unknown"} <= set(rule["ErrorEquals"]), name


def test_a_removal_has_time_for_every_attempt_of_every_step() -> None:
    definition = machine(ROOT / "statemachines" / "remove_artist.asl.json")
    longest_way = 0.0
    for state in definition["States"].values():
        if state["Type"] == "Task":
            attempts = 1 + max(rule["MaxAttempts"] for rule in state["Retry"] if len(rule["ErrorEquals"]) > 1)
            waits = sum(rule["MaxAttempts"] * rule["MaxDelaySeconds"] for rule in state["Retry"])
            longest_way += attempts * state["TimeoutSeconds"] + waits
    assert longest_way < definition["TimeoutSeconds"]


RUNBOOKS = sorted((ROOT / "docs" / "runbooks").glob("*.md"))


def can_be_redriven(definition: dict[str, Any]) -> bool:
    """Whether a failed execution goes on by a redrive: one that ended in a Fail state enters it again.

    Step Functions guide, "Restarting state machine executions with redrive".
    """
    caught = {rule["Next"] for state in states(definition).values() for rule in state.get("Catch", [])}
    reached, known = set(caught), definition["States"]
    while caught:
        name = caught.pop()
        state = known.get(name, {})
        following = {state.get("Next", ""), state.get("Default", "")} | {
            rule["Next"] for rule in state.get("Catch", [])
        }
        caught |= (following & known.keys()) - reached
        reached |= following
    return not any(known[name]["Type"] == "Fail" for name in reached & known.keys())


@pytest.mark.parametrize("path", RUNBOOKS, ids=lambda path: path.stem)
def test_a_runbook_promises_no_redrive_that_cannot_work(path: Path) -> None:
    text = path.read_text()
    promised = "redrive-execution" in text or re.search(r"[Rr]edriv\w*\]\(run-failed", text)
    if promised:
        assert all(can_be_redriven(machine(one)) for one in MACHINES), f"{path.name} sends to a redrive"
