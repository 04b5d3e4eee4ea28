"""Pipeline runs through the API: start, list and follow them."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from inkscout.contracts.api.operations import RunDetail, RunList, RunStarted, RunView
from inkscout.contracts.start_run import RunInput
from inkscout.errors import NotFound, RunAlreadyActive
from inkscout.ports import Clock, Executions, NewId, RunLedger, Workflows
from inkscout.ports.executions import ExecutionReader
from inkscout.usecases.runs.run_states import state_views

RUN_STATES = frozenset({"running", "succeeded", "budget_reached", "failed"})


class LaunchRun:
    """Serves ``POST /v1/runs``."""

    def __init__(
        self, ledger: RunLedger, workflows: Workflows, executions: Executions, clock: Clock, new_id: NewId
    ) -> None:
        self._ledger = ledger
        self._workflows = workflows
        self._executions = executions
        self._clock = clock
        self._new_id = new_id

    def __call__(self, wanted: RunInput) -> RunStarted:
        """Starts the pipeline and returns the run's id.

        Raises:
            RunAlreadyActive: another run is in progress.
        """
        active = self._ledger.active_run()
        if active and self._executions.is_running(str(active.get("execution_arn", ""))):
            raise RunAlreadyActive(f"run {active.get('run_id', '')} is at work")
        run_id = f"run-{self._clock.now():%Y%m%dT%H%M%S}-{self._new_id()[:8]}"
        self._workflows.start_pipeline(run_id, wanted.model_dump(mode="json", exclude_defaults=True))
        return RunStarted(run_id=run_id, status="running")


class ListRuns:
    """Serves ``GET /v1/runs``."""

    def __init__(self, ledger: RunLedger) -> None:
        self._ledger = ledger

    def __call__(self, limit: int) -> RunList:
        """Returns at most ``limit`` runs, newest first."""
        return RunList(items=[_view(run) for run in self._ledger.runs(limit)])


class GetRun:
    """Serves ``GET /v1/runs/{id}``."""

    def __init__(self, ledger: RunLedger, executions: ExecutionReader, clock: Clock) -> None:
        self._ledger = ledger
        self._executions = executions
        self._clock = clock

    def __call__(self, run_id: str) -> RunDetail:
        """Returns a run's progress, counted from the ledger's entries, with its summary once it has ended.

        Its states come from Step Functions, which forgets an execution 90 days after its end.

        Raises:
            NotFound: the ledger has no such run.
        """
        run = self._ledger.run(run_id)
        if run is None:
            raise NotFound("no run has this id")
        summary = run.get("summary") or None
        visits = Counter(
            str(entry.get("outcome", "unknown")) for entry in self._ledger.entries(run_id, "visit")
        )
        jobs = Counter(str(job.get("status", "unknown")) for job in self._ledger.jobs(run_id))
        areas = list(self._ledger.entries(run_id, "area"))
        spend = sum(float(area.get("spend_usd", 0)) for area in areas)
        return RunDetail(
            **_view(run).model_dump(),
            error=_error(summary),
            areas=int(run.get("areas", len(areas)) or 0),
            areas_exhausted=sum(1 for area in areas if area.get("outcome") == "exhausted"),
            visits=dict(visits),
            jobs=dict(jobs),
            spend_usd=round(spend, 4),
            states=state_views(self._executions.read(str(run.get("execution_arn", ""))), self._clock.now()),
            summary=summary,
        )


def _view(run: Mapping[str, Any]) -> RunView:
    summary = run.get("summary") or {}
    status = str(run.get("status", "running"))
    return RunView.model_validate(
        {
            "run_id": str(run["run_id"]),
            "status": status if status in RUN_STATES else "failed",
            "regions": [str(region) for region in run.get("regions", ())],
            "started_at": _time(run.get("started_at")),
            "finished_at": _time(run.get("finished_at") or summary.get("finished_at")),
        }
    )


def _error(summary: Mapping[str, Any] | None) -> str:
    if not summary or not summary.get("error"):
        return ""
    return f"{summary['error']}: {summary.get('cause', '')}".strip(": ")


def _time(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value or "")
