"""Progress of a state machine's execution: status, times and attempts of its states, from its history."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

WORKING_TYPES = frozenset({"Task", "Map", "Parallel"})
"""State types that do work, unlike Choice, Pass and other flow states."""

_ENTERED, _EXITED = "stateEnteredEventDetails", "stateExitedEventDetails"
_ENDS = {
    "ExecutionFailed": "failed",
    "ExecutionAborted": "stopped",
    "ExecutionTimedOut": "failed",
}
_FAILURES = frozenset({"TaskFailed", "TaskTimedOut", "TaskStartFailed", "TaskSubmitFailed"})


class StateStatus(StrEnum):
    """Status of one state of an execution."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEvent:
    """One event of an execution's history.

    Attributes:
        id: Number of the event, from 1.
        kind: Type as Step Functions names it, such as ``TaskFailed``.
        at: Time of the event.
        state: Name of the state that was entered or exited; empty for other events.
        error: Error name of a failure; else empty.
        cause: Cause of a failure; else empty.
        length: Number of items of a Map that was started; None for other events.
    """

    id: int
    kind: str
    at: datetime
    state: str = ""
    error: str = ""
    cause: str = ""
    length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCounts:
    """Items of a Map state by what became of them; ``total`` is None while it is not known."""

    total: int | None = None
    running: int = 0
    succeeded: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRun:
    """Progress of one Distributed Map; ``label`` is the ``Label`` of its state."""

    label: str
    items: ItemCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionRecord:
    """Execution as Step Functions describes it.

    Attributes:
        status: Status of Step Functions, such as ``RUNNING`` or ``ABORTED``.
        definition: Definition of the state machine that the execution follows.
        events: The whole history, oldest first.
        map_runs: Progress of the Distributed Maps that were started.
        error: Error name of a failed or stopped execution; else empty.
        cause: Cause of the failure or stop; else empty.
    """

    status: str
    started_at: datetime
    stopped_at: datetime | None
    definition: Mapping[str, Any]
    events: Sequence[HistoryEvent] = ()
    map_runs: Sequence[MapRun] = ()
    error: str = ""
    cause: str = ""

    @property
    def is_running(self) -> bool:
        """Whether the execution has not ended."""
        return self.status == "RUNNING"


@dataclass
class StateProgress:
    """Progress of one top-level state.

    Attributes:
        name: Name of the state.
        kind: Type of the state, such as ``Task``.
        comment: Comment of the state's definition.
        status: Current status.
        seconds: Total duration of all its visits.
        visits: Number of times that it was entered.
        since: Time when it was last entered; None while it is not running.
        first_at: Time when it was first entered; None before that.
        last_at: Time when it was last exited, or was stopped; None before that.
        attempts: Number of tasks that it scheduled, those of a Map's items included.
        failures: Number of these tasks that failed.
        items: Items of a Map state; None for other states and before the Map is entered.
    """

    name: str
    comment: str = ""
    status: StateStatus = StateStatus.WAITING
    seconds: float = 0.0
    visits: int = 0
    since: datetime | None = None
    kind: str = ""
    first_at: datetime | None = None
    last_at: datetime | None = None
    attempts: int = 0
    failures: int = 0
    items: ItemCounts | None = None

    @property
    def retries(self) -> int:
        """Number of attempts beyond the first of each visit; 0 for a Map, whose items are tasks."""
        return max(0, self.attempts - self.visits) if self.kind == "Task" else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StateFailure:
    """A failure in an execution's history; ``is_final`` is False if the execution went on after it."""

    state: str
    error: str
    cause: str
    at: datetime
    is_final: bool = False


@dataclass
class _Tasks:
    scheduled: int = 0
    succeeded: int = 0
    failed: int = 0
    length: int | None = None


@dataclass
class _HistoryReading:
    """State of reading a history event by event; top-level states follow one another, and never overlap."""

    states: dict[str, StateProgress]
    tasks: dict[str, _Tasks] = field(default_factory=dict)
    current: str = ""
    last_failed: bool = False
    has_ended: bool = False


def history_event(raw: Mapping[str, Any]) -> HistoryEvent:
    """Returns an event of ``GetExecutionHistory`` as far as the progress of states needs it."""
    details: dict[str, Any] = {}
    for name, value in raw.items():
        if name.endswith("EventDetails") and isinstance(value, Mapping):
            details |= value
    named = raw.get(_ENTERED) or raw.get(_EXITED) or {}
    length = details.get("length")
    return HistoryEvent(
        id=int(raw.get("id", 0)),
        kind=str(raw["type"]),
        at=raw["timestamp"],
        state=str(named.get("name", "")),
        error=str(details.get("error") or ""),
        cause=str(details.get("cause") or ""),
        length=None if length is None else int(length),
    )


def working_states(definition: Mapping[str, Any]) -> list[StateProgress]:
    """Returns the initial progress of each top-level Task, Map and Parallel state, in the given order."""
    return [state for state in _all_states(definition).values() if state.kind in WORKING_TYPES]


def progress(
    definition: Mapping[str, Any], events: Iterable[HistoryEvent], now: datetime
) -> list[StateProgress]:
    """Returns the progress of every working state, computed from an execution's events in order."""
    states = _read(definition, events, now).states
    return [state for state in states.values() if state.kind in WORKING_TYPES]


def full_progress(record: ExecutionRecord, now: datetime) -> list[StateProgress]:
    """Returns the progress of every top-level state of an execution, with the items of its Maps."""
    reading = _read(record.definition, record.events, now)
    runs = {run.label: run.items for run in record.map_runs}
    for name, state in reading.states.items():
        tasks = reading.tasks.get(name, _Tasks())
        state.attempts, state.failures = tasks.scheduled, tasks.failed
        if state.kind == "Map" and state.visits:
            label = str(record.definition["States"][name].get("Label", name))
            state.items = runs.get(label) or _items(tasks, state)
    return list(reading.states.values())


def failures(record: ExecutionRecord) -> list[StateFailure]:
    """Returns the failures of an execution, oldest first; the last may be that of the execution itself."""
    found: list[StateFailure] = []
    current, top = "", frozenset(record.definition.get("States", {}))
    for event in record.events:
        if event.kind.endswith("StateEntered") and event.state in top:
            current = event.state
        elif event.kind in _FAILURES or event.kind in _ENDS:
            found.append(
                StateFailure(
                    state=current,
                    error=event.error or event.kind,
                    cause=_reason_first(event.cause),
                    at=event.at,
                    is_final=event.kind in _ENDS,
                )
            )
    return found


def _reason_first(cause: str) -> str:
    """Returns a cause, with the reason in front where it is the whole record of a stopped ECS task."""
    try:
        task = json.loads(cause) if cause.startswith("{") else None
    except ValueError:
        return cause
    reason = (task.get("StoppedReason") or task.get("stoppedReason")) if isinstance(task, dict) else None
    return f"{reason}\n{cause}" if isinstance(reason, str) else cause


def _all_states(definition: Mapping[str, Any]) -> dict[str, StateProgress]:
    return {
        name: StateProgress(name, str(state.get("Comment", "")), kind=str(state["Type"]))
        for name, state in definition["States"].items()
    }


def _read(definition: Mapping[str, Any], events: Iterable[HistoryEvent], now: datetime) -> _HistoryReading:
    reading = _HistoryReading(_all_states(definition))
    for event in events:
        _take(reading, event)
        if reading.has_ended:
            # What a stopped execution had under way may still report after its end.
            break
    for state in reading.states.values():
        if state.status is StateStatus.RUNNING:
            state.seconds += _seconds(state.since, now)
    return reading


def _take(reading: _HistoryReading, event: HistoryEvent) -> None:
    state = reading.states.get(event.state)
    tasks = reading.tasks.setdefault(reading.current, _Tasks())
    if event.kind == "TaskScheduled":
        tasks.scheduled += 1
    elif event.kind == "TaskSucceeded":
        tasks.succeeded += 1
        reading.last_failed = False
    elif event.kind in _FAILURES:
        tasks.failed += 1
        reading.last_failed = True
    elif event.length is not None:
        tasks.length = event.length
    elif state is not None and event.kind.endswith("StateEntered"):
        reading.current = event.state
        state.status, state.since = StateStatus.RUNNING, event.at
        state.first_at = state.first_at or event.at
        state.visits += 1
        if state.kind == "Fail":
            _exit(state, event.at, StateStatus.FAILED)
    elif state is not None and event.kind.endswith("StateExited"):
        # A caught failure exits its state like a success; only the task's own event shows the failure.
        caught = reading.last_failed and state.kind == "Task"
        _exit(state, event.at, StateStatus.FAILED if caught else StateStatus.DONE)
    elif event.kind in _ENDS:
        reading.has_ended = True
        ended = StateStatus(_ENDS[event.kind])
        for running in reading.states.values():
            if running.status is StateStatus.RUNNING:
                _exit(running, event.at, ended)


def _exit(state: StateProgress, at: datetime, status: StateStatus) -> None:
    state.seconds += _seconds(state.since, at)
    state.status, state.since, state.last_at = status, None, at


def _items(tasks: _Tasks, state: StateProgress) -> ItemCounts:
    """Returns the items of an inline Map, counted by their tasks; an item may take more than one."""
    ended = tasks.succeeded + tasks.failed
    running = max(0, tasks.scheduled - ended) if state.status is StateStatus.RUNNING else 0
    return ItemCounts(total=tasks.length, running=running, succeeded=tasks.succeeded, failed=tasks.failed)


def _seconds(since: datetime | None, until: datetime) -> float:
    return max(0.0, (until - since).total_seconds()) if since else 0.0
