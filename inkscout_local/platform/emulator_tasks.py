"""Correction of MiniStack: a task has the exit code of its process, and one that failed fails its state.

``TaskRunner`` runs tasks, and ends them in the cluster's records by StopTask. MiniStack then notes the exit
code 0, and ``ecs:runTask.sync`` succeeds whatever the code is, so that a run would not show a worker that was
killed. On AWS the task has its container's code, and the state fails with ``States.TaskFailed`` unless that
is 0. A state also notices the end of its task sooner than by MiniStack's own wait.
"""

import json
import re
import signal
import time
from collections.abc import Callable
from typing import Any

REASON = "Essential container in task exited with code {}"
"""Reason that a task is stopped for when its process has ended."""

_CODE = re.compile(re.escape(REASON.format("")) + r"(\d{1,3})")

_MOST_SECONDS, _POLL_SECONDS = 600.0, 0.2
"""Time for which a state waits for its tasks, as MiniStack's own, and the time between two looks."""

Poll = Callable[[str, list[str]], dict[str, Any]]


def install(ecs: Any, stepfunctions: Any) -> None:  # noqa: ANN401 - modules of MiniStack
    """Corrects MiniStack's modules for ECS and Step Functions in place.

    Raises:
        RuntimeError: MiniStack lacks something to correct, so it is not the supported release.
    """
    if not hasattr(ecs, "_mark_task_stopped") or not hasattr(stepfunctions, "_poll_ecs_tasks"):
        raise RuntimeError("This release of MiniStack stops tasks in another way; install the pinned one.")
    ecs._mark_task_stopped = with_exit_code(ecs._mark_task_stopped)
    waiting = polling(ecs._describe_tasks, stepfunctions._ExecutionError)
    stepfunctions._poll_ecs_tasks = failing(waiting, stepfunctions._ExecutionError)


def with_exit_code(mark: Callable[..., bool]) -> Callable[..., bool]:
    """Returns MiniStack's record of a stopped task, changed to take the exit code from the reason."""

    def corrected(arn: str, task: Any, reason: str, stop_code: str, exit_code: int | None = None) -> bool:  # noqa: ANN401 - MiniStack's own signature
        code = _CODE.fullmatch(reason or "")
        return mark(arn, task, reason, stop_code, int(code[1]) if code else exit_code)

    return corrected


def polling(
    describe: Callable[[dict[str, Any]], tuple[Any, Any, str]], error: Callable[[str, str], Exception]
) -> Poll:
    """Returns a wait for tasks like MiniStack's, which looks once a second, but looks more often.

    Args:
        describe: MiniStack's DescribeTasks.
        error: Makes the error of a state from its name and cause.
    """

    def poll(cluster: str, arns: list[str]) -> dict[str, Any]:
        for _ in range(int(_MOST_SECONDS / _POLL_SECONDS)):
            time.sleep(_POLL_SECONDS)
            result: dict[str, Any] = json.loads(describe({"cluster": cluster, "tasks": arns})[2] or "{}")
            tasks = result.get("tasks", [])
            if tasks and all(task.get("lastStatus") == "STOPPED" for task in tasks):
                return result
        raise error("States.Timeout", "ECS tasks did not complete in time")

    return poll


def failing(poll: Poll, error: Callable[[str, str], Exception]) -> Poll:
    """Returns MiniStack's wait for tasks, changed to fail if a container's exit code is not 0.

    Args:
        poll: MiniStack's function, which returns the tasks once all have stopped.
        error: Makes the error of a state from its name and cause.
    """

    def corrected(cluster: str, arns: list[str]) -> dict[str, Any]:
        result = poll(cluster, arns)
        for task in result.get("tasks", ()):
            if any(container.get("exitCode") for container in task.get("containers", ())):
                raise error("States.TaskFailed", json.dumps(task))
        return result

    return corrected


def exit_code(returned: int | None) -> int:
    """Returns the exit code of a container: 128 and the signal's number if one killed the process.

    Args:
        returned: Return code of the process; None if it could not be told, which counts as killed.
    """
    code = -signal.SIGKILL if returned is None else returned
    return code if code >= 0 else 128 - code
