"""States and times read from an execution's history."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

from rich.console import Console

from inkscout.domain.state_progress import StateProgress, StateStatus, history_event
from inkscout.domain.state_progress import progress as progress_of
from inkscout_cli.follow_run.execution import ExecutionView
from inkscout_cli.progress import PlainDisplay, counted, took, visible

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DEFINITION: dict[str, Any] = {
    "StartAt": "A",
    "States": {
        "A": {"Type": "Task", "Comment": "First."},
        "Which": {"Type": "Choice"},
        "B": {"Type": "Map"},
        "RecordFailure": {"Type": "Task"},
        "Failed": {"Type": "Fail"},
    },
}


def _at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def _entered(name: str, at: float) -> dict[str, Any]:
    return {"type": "TaskStateEntered", "timestamp": _at(at), "stateEnteredEventDetails": {"name": name}}


def _exited(name: str, at: float) -> dict[str, Any]:
    return {"type": "TaskStateExited", "timestamp": _at(at), "stateExitedEventDetails": {"name": name}}


def progress(definition: dict[str, Any], events: list[dict[str, Any]], now: datetime) -> list[StateProgress]:
    return progress_of(definition, [history_event(event) for event in events], now)


def _by_name(states: list[StateProgress]) -> dict[str, StateProgress]:
    return {state.name: state for state in states}


def test_only_states_that_work_are_listed_in_the_definitions_order() -> None:
    assert [state.name for state in progress(DEFINITION, [], START)] == ["A", "B", "RecordFailure"]


def test_a_state_takes_the_time_between_its_entry_and_exit() -> None:
    states = _by_name(progress(DEFINITION, [_entered("A", 1), _exited("A", 3.5)], _at(9)))
    assert (states["A"].status, states["A"].seconds, states["A"].visits) == (StateStatus.DONE, 2.5, 1)
    assert states["B"].status is StateStatus.WAITING


def test_a_running_state_grows_until_now() -> None:
    states = _by_name(progress(DEFINITION, [_entered("B", 1)], _at(5)))
    assert (states["B"].status, states["B"].seconds) == (StateStatus.RUNNING, 4)


def test_rounds_of_a_state_add_up_and_are_counted() -> None:
    events = [
        _entered("B", 0),
        _exited("B", 1),
        _entered("A", 1),
        _exited("A", 2),
        _entered("B", 2),
        _exited("B", 5),
    ]
    state = _by_name(progress(DEFINITION, events, _at(9)))["B"]
    assert (state.seconds, state.visits) == (4, 2)
    assert took(state) == "  4.0 s  (2 rounds)"


def test_states_within_a_map_are_not_the_machines_own() -> None:
    events = [_entered("B", 0), _entered("Inner", 1), _exited("Inner", 2), _exited("B", 3)]
    assert _by_name(progress(DEFINITION, events, _at(9)))["B"].seconds == 3


def test_a_failed_execution_leaves_no_state_running() -> None:
    events = [_entered("A", 0), {"type": "ExecutionAborted", "timestamp": _at(2)}]
    state = _by_name(progress(DEFINITION, events, _at(60)))["A"]
    assert (state.status, state.seconds) == (StateStatus.STOPPED, 2)


def test_a_task_whose_failure_was_caught_is_shown_as_failed() -> None:
    failed = {"type": "TaskFailed", "timestamp": _at(1)}
    states = _by_name(progress(DEFINITION, [_entered("A", 0), failed, _exited("A", 1)], _at(9)))
    assert states["A"].status is StateStatus.FAILED


def test_a_task_that_succeeded_on_a_retry_is_done() -> None:
    events = [{"type": kind, "timestamp": _at(1)} for kind in ("TaskFailed", "TaskSucceeded")]
    states = _by_name(progress(DEFINITION, [_entered("A", 0), *events, _exited("A", 2)], _at(9)))
    assert states["A"].status is StateStatus.DONE


def test_a_failure_within_a_map_is_the_maps_own_affair() -> None:
    failed = {"type": "TaskFailed", "timestamp": _at(1)}
    states = _by_name(progress(DEFINITION, [_entered("B", 0), failed, _exited("B", 1)], _at(9)))
    assert states["B"].status is StateStatus.DONE


def test_the_failure_path_is_shown_only_when_it_was_taken() -> None:
    assert [state.name for state in visible(progress(DEFINITION, [], START))] == ["A", "B"]
    taken = progress(DEFINITION, [_entered("RecordFailure", 0)], _at(1))
    assert [state.name for state in visible(taken)] == ["A", "B", "RecordFailure"]


def test_counts_of_nothing_are_left_out() -> None:
    assert counted({"studios visited": 3, "jobs": 0, "artists": 7}) == "3 studios visited · 7 artists"


def test_looks_at_a_fleet_print_a_line_only_when_a_count_changed() -> None:
    console = Console(file=StringIO(), width=200)
    display, events = PlainDisplay(console), [_entered("B", 0), _exited("B", 1)]
    for look, artists in enumerate((0, 0, 0, 4, 4, 5)):
        begun = [*events, _entered("A", 2 * look + 2)]
        events = [*begun, _exited("A", 2 * look + 3)]
        for seen in (begun, events):
            view = ExecutionView("run", "RUNNING", progress(DEFINITION, seen, _at(99)))
            display.show(view, lambda found=artists: {"artists": found})  # type: ignore[misc]
    assert console.file.getvalue().splitlines() == [  # type: ignore[attr-defined]
        "A …",
        "B done after 1.0 s",
        "A done after 1.0 s",
        "A done after 4.0 s (4 artists)",
        "A done after 6.0 s (5 artists)",
    ]
