"""Progress of an execution's states from histories of Step Functions and of the emulator."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from inkscout.domain.state_progress import (
    ExecutionRecord,
    ItemCounts,
    MapRun,
    StateProgress,
    StateStatus,
    failures,
    full_progress,
    history_event,
)

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DEFINITION: dict[str, Any] = {
    "StartAt": "Plan",
    "States": {
        "Plan": {"Type": "Task", "Next": "Any"},
        "Any": {"Type": "Choice", "Choices": [], "Default": "Areas"},
        "Areas": {"Type": "Map", "Next": "Read"},
        "Read": {"Type": "Map", "Label": "ReadLabel", "Next": "Done"},
        "Done": {"Type": "Succeed"},
        "Failed": {"Type": "Fail"},
    },
}


def _at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def _history(*told: tuple[float, str] | tuple[float, str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Returns events; ``+Name`` enters a state, ``-Name`` exits it, other words are types."""
    events: list[dict[str, Any]] = []
    for at, word, *details in told:
        event: dict[str, Any] = {"id": len(events) + 1, "timestamp": _at(at), "type": word}
        if word[0] in "+-":
            entered = word[0] == "+"
            event["type"] = f"State{'Entered' if entered else 'Exited'}"
            event[f"state{'Entered' if entered else 'Exited'}EventDetails"] = {"name": word[1:]}
        for more in details:
            event |= more
        events.append(event)
    return events


def _record(events: list[dict[str, Any]], status: str = "RUNNING", **more: Any) -> ExecutionRecord:
    return ExecutionRecord(
        status=status,
        started_at=START,
        stopped_at=None,
        definition=DEFINITION,
        events=tuple(history_event(event) for event in events),
        **more,
    )


def _states(record: ExecutionRecord, now: float = 60) -> dict[str, StateProgress]:
    return {state.name: state for state in full_progress(record, _at(now))}


def test_every_state_has_a_status_and_times() -> None:
    states = _states(
        _record(_history((1, "+Plan"), (3, "-Plan"), (3, "+Any"), (3, "-Any"), (4, "+Areas"))), 9
    )
    assert {name: state.status for name, state in states.items()} == {
        "Plan": StateStatus.DONE,
        "Any": StateStatus.DONE,
        "Areas": StateStatus.RUNNING,
        "Read": StateStatus.WAITING,
        "Done": StateStatus.WAITING,
        "Failed": StateStatus.WAITING,
    }
    assert (states["Plan"].first_at, states["Plan"].last_at) == (_at(1), _at(3))
    assert states["Areas"].seconds == 5


def test_attempts_beyond_the_first_are_retries() -> None:
    told = _history(
        (0, "+Plan"),
        (0, "TaskScheduled"),
        (1, "TaskFailed", {"taskFailedEventDetails": {"error": "StoreThrottled", "cause": "busy"}}),
        (3, "TaskScheduled"),
        (4, "TaskSucceeded"),
        (4, "-Plan"),
    )
    plan = _states(_record(told))["Plan"]
    assert (plan.status, plan.attempts, plan.retries, plan.failures) == (StateStatus.DONE, 2, 1, 1)
    [failure] = failures(_record(told))
    assert (failure.state, failure.error, failure.cause, failure.is_final) == (
        "Plan",
        "StoreThrottled",
        "busy",
        False,
    )


@pytest.mark.parametrize(
    ("cause", "first"),
    [
        (json.dumps({"Containers": [{}], "StoppedReason": "exited with code 137"}), "exited with code 137"),
        (json.dumps({"containers": [{}], "stoppedReason": "exited with code 1"}), "exited with code 1"),
        ('{"cut off', '{"cut off'),
        ('{"other": 1}', '{"other": 1}'),
        ("busy", "busy"),
    ],
)
def test_the_reason_of_a_stopped_task_stands_before_its_record(cause: str, first: str) -> None:
    told = _history(
        (0, "+Plan"),
        (1, "TaskFailed", {"taskFailedEventDetails": {"error": "States.TaskFailed", "cause": cause}}),
    )
    [failure] = failures(_record(told))
    assert failure.cause.splitlines()[0] == first
    assert failure.cause.endswith(cause)


def test_items_of_an_inline_map_are_counted_by_their_tasks() -> None:
    told = _history(
        (0, "+Areas"),
        (0, "MapStateStarted", {"mapStateStartedEventDetails": {"length": 3}}),
        (0, "+Inner"),
        (0, "TaskScheduled"),
        (0, "TaskScheduled"),
        (2, "TaskSucceeded"),
        (2, "-Inner"),
    )
    areas = _states(_record(told))["Areas"]
    assert areas.items == ItemCounts(total=3, running=1, succeeded=1)
    assert areas.retries == 0


def test_items_of_a_distributed_map_come_from_its_map_run() -> None:
    counts = ItemCounts(total=40, running=20, succeeded=11, failed=1)
    runs = (MapRun(label="ReadLabel", items=counts),)
    states = _states(_record(_history((0, "+Read")), map_runs=runs))
    assert states["Read"].items == counts
    assert states["Areas"].items is None


@pytest.mark.parametrize(
    ("end", "status"),
    [
        ("ExecutionAborted", StateStatus.STOPPED),
        ("ExecutionFailed", StateStatus.FAILED),
        ("ExecutionTimedOut", StateStatus.FAILED),
    ],
)
def test_the_end_of_an_execution_ends_the_state_at_work(end: str, status: StateStatus) -> None:
    # What was under way may report after the end, as the emulator lets it.
    told = _history((0, "+Areas"), (2, end), (5, "TaskSucceeded"), (5, "-Areas"), (5, "+Read"))
    states = _states(_record(told, "ABORTED"))
    assert (states["Areas"].status, states["Areas"].seconds) == (status, 2)
    assert states["Read"].status is StateStatus.WAITING
    assert failures(_record(told))[-1].is_final


def test_a_state_that_fails_the_execution_is_shown_as_failed() -> None:
    states = _states(_record(_history((0, "+Failed"), (0, "ExecutionFailed")), "FAILED"))
    assert states["Failed"].status is StateStatus.FAILED
