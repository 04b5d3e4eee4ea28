"""ReapTasks: orphans are stopped, and nobody else."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from inkscout.domain.worker_task import WorkerTask
from inkscout.usecases.visits.reap_tasks import ReapTasksPorts, reap_tasks
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.operations import FakeRunLedger


class FakeTasks:
    def __init__(self, *tasks: WorkerTask) -> None:
        self.tasks = tasks
        self.stopped: dict[str, str] = {}

    def running(self) -> Iterator[WorkerTask]:
        yield from self.tasks

    def stop(self, arn: str, reason: str) -> None:
        self.stopped[arn] = reason


CLOCK = FakeClock()


def ledger() -> FakeRunLedger:
    made = FakeRunLedger()
    for run_id in ("done", "going"):
        made.records[run_id] = {"run_id": run_id, "status": "succeeded" if run_id == "done" else "running"}
    return made


@pytest.mark.parametrize(
    ("run_id", "minutes", "reason"),
    [
        ("going", 60, ""),
        ("going", 200, "The worker outlived every budget."),
        ("done", 60, "The worker's run has ended."),
        ("done", 5, ""),
        ("scan-of-one-website", 60, ""),
        ("scan-of-one-website", 200, "The worker outlived every budget."),
        ("", 2000, ""),
    ],
)
def test_a_worker_is_stopped_for_a_reason_or_left_alone(run_id: str, minutes: int, reason: str) -> None:
    started_at = CLOCK.now() - timedelta(minutes=minutes)
    tasks = FakeTasks(WorkerTask(arn="task", run_id=run_id, started_at=started_at))
    result = reap_tasks(deps=ReapTasksPorts(tasks=tasks, ledger=ledger(), clock=CLOCK))
    assert tasks.stopped == ({"task": reason} if reason else {})
    assert (result.seen, result.stopped) == (1, len(tasks.stopped))


def test_a_task_that_has_not_started_yet_is_left_alone() -> None:
    tasks = FakeTasks(WorkerTask(arn="task", run_id="nobody"))
    assert reap_tasks(deps=ReapTasksPorts(tasks=tasks, ledger=ledger(), clock=CLOCK)).stopped == 0


def test_a_worker_of_a_run_whose_loop_stands_still_is_stopped_at_any_age() -> None:
    tasks = FakeTasks(WorkerTask(arn="task", run_id="going", started_at=CLOCK.now(), is_stuck=True))
    assert reap_tasks(deps=ReapTasksPorts(tasks=tasks, ledger=ledger(), clock=CLOCK)).stopped == 1
    assert tasks.stopped == {"task": "The worker's loop stands still."}


def test_a_stuck_worker_of_the_service_is_left_to_the_service() -> None:
    tasks = FakeTasks(WorkerTask(arn="task", started_at=CLOCK.now(), is_stuck=True))
    assert reap_tasks(deps=ReapTasksPorts(tasks=tasks, ledger=ledger(), clock=CLOCK)).stopped == 0
