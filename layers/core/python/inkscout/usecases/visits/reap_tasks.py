"""ReapTasks: stops workers whose run has ended, that are stuck, or that outlived every time limit.

ECS replaces an unhealthy task of a service, but leaves one that RunTask started running. A stopped execution
stops its tasks itself, except for example a task that was started while the execution was being stopped.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from inkscout.contracts.reap_tasks import ReapTasksResult
from inkscout.domain.outcome import RunStatus
from inkscout.domain.worker_task import WorkerTask
from inkscout.ports import Clock, RunLedger, WorkerTasks

GRACE = timedelta(minutes=10)
"""Age below which a task is not stopped, since its run may only just have begun or ended."""

LONGEST = timedelta(hours=3)
"""Maximum age of a run's worker; its state in the state machine times out after two hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReapTasksPorts:
    """Ports of ReapTasks."""

    tasks: WorkerTasks
    ledger: RunLedger
    clock: Clock


def reap_tasks(*, deps: ReapTasksPorts) -> ReapTasksResult:
    """Stops every orphaned task. Tasks of the ECS service belong to no run and are not stopped."""
    now = deps.clock.now()
    found = list(deps.tasks.running())
    orphans = [(task, reason) for task in found if (reason := _why(task, deps.ledger, now))]
    for task, reason in orphans:
        deps.tasks.stop(task.arn, reason)
    return ReapTasksResult(seen=len(found), stopped=len(orphans))


def _why(task: WorkerTask, ledger: RunLedger, now: datetime) -> str:
    """Returns the reason why a task is orphaned or stuck; empty if it is not."""
    if not task.run_id or task.started_at is None:
        return ""
    if task.is_stuck:
        return "The worker's loop stands still."
    age = now - task.started_at
    if age < GRACE:
        return ""
    if age > LONGEST:
        return "The worker outlived every budget."
    # A scan has no run in the ledger, so that its worker is limited by its age alone.
    run = ledger.run(task.run_id)
    if run is not None and run["status"] != RunStatus.RUNNING:
        return "The worker's run has ended."
    return ""
