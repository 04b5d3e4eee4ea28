"""Tasks of the emulator: the exit code of a process is the task's, and fails the state that waits for it."""

import json
import signal
from types import SimpleNamespace
from typing import Any

import pytest
from ministack.services import ecs, stepfunctions

from inkscout_local.platform import emulator_tasks


def corrected(tasks: list[dict[str, Any]]) -> Any:
    """MiniStack's wait for tasks that are described as running once, and as stopped then."""
    running = [{**task, "lastStatus": "RUNNING"} for task in tasks]
    described = iter([running, tasks])

    def describe(asked: dict[str, Any]) -> tuple[int, dict[str, str], str]:
        assert asked["cluster"] == "c"
        return 200, {}, json.dumps({"tasks": next(described)})

    made = SimpleNamespace(_poll_ecs_tasks=None, _ExecutionError=stepfunctions._ExecutionError)
    cluster = SimpleNamespace(_mark_task_stopped=ecs._mark_task_stopped, _describe_tasks=describe)
    emulator_tasks.install(cluster, made)
    return made._poll_ecs_tasks


@pytest.mark.parametrize("codes", [[0], [None], []])
def test_a_state_goes_on_when_its_task_has_ended_well(codes: list[int | None]) -> None:
    tasks = [{"lastStatus": "STOPPED", "containers": [{"exitCode": code} for code in codes]}]
    assert corrected(tasks)("c", ["t"]) == {"tasks": tasks}


def test_a_state_fails_with_the_task_that_failed() -> None:
    code = emulator_tasks.exit_code(-signal.SIGKILL)
    failed = {
        "lastStatus": "STOPPED",
        "stoppedReason": emulator_tasks.REASON.format(code),
        "containers": [{"exitCode": code}],
    }
    with pytest.raises(stepfunctions._ExecutionError) as caught:
        corrected([{"lastStatus": "STOPPED", "containers": [{"exitCode": 0}]}, failed])("c", ["t", "u"])
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
