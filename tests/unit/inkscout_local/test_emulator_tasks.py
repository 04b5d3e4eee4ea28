"""Tasks of the emulator: the exit code of a process is the task's, and fails the state that waits for it."""

import signal
from types import SimpleNamespace
from typing import Any

import pytest
from ministack.services import ecs, stepfunctions

from inkscout_local.platform import emulator_tasks


def corrected(tasks: list[dict[str, Any]]) -> Any:
    """MiniStack's wait for tasks over tasks that have stopped, with the correction."""
    made = SimpleNamespace(
        _poll_ecs_tasks=lambda cluster, arns: {"tasks": tasks},
        _ExecutionError=stepfunctions._ExecutionError,
    )
    emulator_tasks.install(SimpleNamespace(_mark_task_stopped=ecs._mark_task_stopped), made)
    return made._poll_ecs_tasks


@pytest.mark.parametrize("codes", [[0], [None], []])
def test_a_state_goes_on_when_its_task_has_ended_well(codes: list[int | None]) -> None:
    tasks = [{"containers": [{"exitCode": code} for code in codes]}]
    assert corrected(tasks)("c", ["t"]) == {"tasks": tasks}


def test_a_state_fails_with_the_task_that_failed() -> None:
    code = emulator_tasks.exit_code(-signal.SIGKILL)
    failed = {"stoppedReason": emulator_tasks.REASON.format(code), "containers": [{"exitCode": code}]}
    with pytest.raises(stepfunctions._ExecutionError) as caught:
        corrected([{"containers": [{"exitCode": 0}]}, failed])("c", ["t", "u"])
    assert caught.value.error == "States.TaskFailed"
    assert "exited with code 137" in caught.value.cause


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (emulator_tasks.REASON.format(137), 137),
        (emulator_tasks.REASON.format(0), 0),
        ("its run has ended", 5),
    ],
)
def test_a_stopped_task_has_the_exit_code_of_its_reason(reason: str, code: int) -> None:
    marked: list[tuple[object, ...]] = []
    mark = emulator_tasks.with_exit_code(lambda *given: marked.append(given) is None)
    assert mark("arn", {}, reason, "UserInitiated", exit_code=5)
    assert marked == [("arn", {}, reason, "UserInitiated", code)]


def test_a_release_that_stops_tasks_in_another_way_is_refused() -> None:
    with pytest.raises(RuntimeError, match="install the pinned one"):
        emulator_tasks.install(SimpleNamespace(), stepfunctions)
