"""ReapTasks: stops workers whose run has ended, that stand still, or that outlived every budget.

ECS replaces an unhealthy task of a service, and leaves one that RunTask started as it is. A stopped execution
stops its tasks itself; this is for those that slipped through, such as a task that was started while the
execution was being stopped.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from inkscout.contracts.reap_tasks import ReapTasksResult
from inkscout.domain.outcome import RunStatus
from inkscout.domain.worker_task import WorkerTask
from inkscout.ports import Clock, RunLedger, WorkerTasks

GRACE = timedelta(minutes=10)
"""A task this young is left alone, since its run may only just have ended or begun."""

LONGEST = timedelta(hours=3)
"""No worker of a run lives longer: its state gives up after two hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReapTasksPorts:
    """Ports of ReapTasks."""

    tasks: WorkerTasks
    ledger: RunLedger
    clock: Clock


def reap_tasks(*, deps: ReapTasksPorts) -> ReapTasksResult:
    """Stops every orphan; a task of the service belongs to no run and is left alone."""
    now = deps.clock.now()
    found = list(deps.tasks.running())
    orphans = [(task, reason) for task in found if (reason := _why(task, deps.ledger, now))]
    for task, reason in orphans:
        deps.tasks.stop(task.arn, reason)
    return ReapTasksResult(seen=len(found), stopped=len(orphans))


def _why(task: WorkerTask, ledger: RunLedger, now: datetime) -> str:
    """Returns the reason why a task is an orphan; empty if it is not."""
    if not task.run_id or task.started_at is None:
        return ""
    if task.is_stuck:
        return "The worker's loop stands still."
    age = now - task.started_at
    if age < GRACE:
        return ""
    if age > LONGEST:
        return "The worker outlived every budget."
    # A scan is no run of the ledger: its worker is known by the scan's id alone, and has its full time.
    run = ledger.run(task.run_id)
    if run is not None and run["status"] != RunStatus.RUNNING:
        return "The worker's run has ended."
    return ""
