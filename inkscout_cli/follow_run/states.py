"""Status and duration of an execution's states, computed from its history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

WORKING_TYPES = frozenset({"Task", "Map", "Parallel"})
"""State types that do work, unlike Choice, Pass and other flow states."""

_TASK_ENDS = frozenset({"TaskSucceeded", "TaskFailed", "TaskTimedOut"})


class StateStatus(StrEnum):
    """Status of one state of the execution."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass
class StateProgress:
    """Progress of one top-level state.

    Attributes:
        name: Name of the state.
        comment: Comment of the state's definition.
        status: Current status.
        seconds: Total duration of all its visits.
        visits: Number of times that it was entered.
        since: Time when it was last entered; None while it is not running.
    """

    name: str
    comment: str = ""
    status: StateStatus = StateStatus.WAITING
    seconds: float = 0.0
    visits: int = 0
    since: datetime | None = None


def working_states(definition: Mapping[str, Any]) -> list[StateProgress]:
    """Returns the initial progress of each top-level Task, Map and Parallel state, in the given order."""
    return [
        StateProgress(name, str(state.get("Comment", "")))
        for name, state in definition["States"].items()
        if state["Type"] in WORKING_TYPES
    ]


def progress(
    definition: Mapping[str, Any], events: Iterable[Mapping[str, Any]], now: datetime
) -> list[StateProgress]:
    """Returns the progress of every working state, computed from an execution's events in order."""
    states = {state.name: state for state in working_states(definition)}
    tasks = {name for name in states if definition["States"][name]["Type"] == "Task"}
    failed = False
    for event in events:
        if event["type"] in _TASK_ENDS:
            failed = event["type"] != "TaskSucceeded"
        entered, exited = event.get("stateEnteredEventDetails"), event.get("stateExitedEventDetails")
        if entered and entered["name"] in states:
            state = states[entered["name"]]
            state.status, state.since = StateStatus.RUNNING, event["timestamp"]
            state.visits += 1
        elif exited and exited["name"] in states:
            state = states[exited["name"]]
            state.seconds += _seconds(state.since, event["timestamp"])
            # A caught failure exits its state like a success; only the task's own event shows the failure.
            caught = failed and state.name in tasks
            state.status, state.since = StateStatus.FAILED if caught else StateStatus.DONE, None
        elif event["type"] in {"ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut"}:
            _stop(states.values(), event["timestamp"])
    for state in states.values():
        if state.status is StateStatus.RUNNING:
            state.seconds += _seconds(state.since, now)
    return list(states.values())


def _stop(states: Iterable[StateProgress], at: datetime) -> None:
    for state in states:
        if state.status is StateStatus.RUNNING:
            state.seconds += _seconds(state.since, at)
            state.status, state.since = StateStatus.FAILED, None


def _seconds(since: datetime | None, until: datetime) -> float:
    return max(0.0, (until - since).total_seconds()) if since else 0.0
