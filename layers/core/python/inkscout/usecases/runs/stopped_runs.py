"""Records runs that were stopped from outside, so that their state machine could not record the end."""

from collections.abc import Mapping, Sequence
from typing import Any

from inkscout.domain.outcome import RunStatus
from inkscout.ports import Executions, RunLedger

STOPPED = "ExecutionStopped"
"""Error name under which a stopped run is recorded as failed."""

_RUNS_LOOKED_AT = 30


def record_stopped_run(run_id: str, ledger: RunLedger, cause: str = "stopped from outside") -> None:
    """Records a run as failed because it was stopped, and releases its lease."""
    ledger.finish_run(run_id, RunStatus.FAILED, {"error": STOPPED, "cause": cause})


def unended_runs(ledger: RunLedger) -> Mapping[str, Mapping[str, Any]]:
    """Returns the runs that the ledger shows as running, by id: the lease's holder and the newest runs."""
    holder = ledger.active_run()
    candidates = {
        str(run["run_id"]): run for run in [*([holder] if holder else []), *ledger.runs(_RUNS_LOOKED_AT)]
    }
    return {
        run_id: run
        for run_id, run in candidates.items()
        if str(run.get("status", RunStatus.RUNNING)) == RunStatus.RUNNING
    }


def record_stopped_runs(*, ledger: RunLedger, executions: Executions) -> Sequence[str]:
    """Records the runs as failed that the ledger shows as running although their executions are not.

    Returns the ids of these runs.
    """
    stopped = [
        run_id
        for run_id, run in unended_runs(ledger).items()
        if not executions.is_running(str(run.get("execution_arn", "")))
    ]
    for run_id in stopped:
        record_stopped_run(run_id, ledger)
    return stopped


def was_stopped(run: Mapping[str, Any]) -> bool:
    """Whether a run's record says that it was stopped from outside."""
    return (run.get("summary") or {}).get("error") == STOPPED
