"""ReadRunProgress: everything that a page about a run at work shows, in a bounded number of requests."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from inkscout.contracts.api.operations import StateView
from inkscout.domain.run_counts import under
from inkscout.domain.state_progress import ExecutionRecord, StateFailure, failures
from inkscout.errors import NotFound
from inkscout.ports import Clock, RunLedger
from inkscout.ports.executions import ExecutionReader
from inkscout.usecases.runs.run_states import state_views
from inkscout.usecases.runs.stopped_runs import was_stopped

ROWS = 100
"""Maximum number of areas, and of workers, that are read for one page."""

_ENDED_AS = {"SUCCEEDED": "succeeded", "ABORTED": "stopped"}


class ShownStatus(StrEnum):
    """Status of a run as a page shows it; ``STARTING`` is before the ledger knows the run."""

    STARTING = "starting"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    BUDGET_REACHED = "budget_reached"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunProgress:
    """A run as it is now.

    Attributes:
        is_live: Whether it may still change.
        states: Top-level states in the order of ``definition``, which is empty without an execution.
        failures: Failures in the execution's history, oldest first.
        visits: Number of visits by outcome.
        planned: Number of websites to visit.
        jobs: Number of jobs by status.
        areas: At most ``ROWS`` areas, and ``area_count`` of all.
        workers: At most ``ROWS`` workers that have ended.
        counts: The ledger's counts; the summary's figures once the run has ended.
        record: The ledger's record; empty before there is one.
    """

    run_id: str
    status: ShownStatus
    is_live: bool
    read_at: datetime
    started_at: str = ""
    finished_at: str = ""
    seconds: float = 0.0
    regions: Sequence[str] = ()
    error: str = ""
    cause: str = ""
    warning: str = ""
    definition: Mapping[str, Any] = field(default_factory=dict)
    states: Sequence[StateView] = ()
    failures: Sequence[StateFailure] = ()
    visits: Mapping[str, int] = field(default_factory=dict)
    planned: int = 0
    jobs: Mapping[str, int] = field(default_factory=dict)
    areas: Sequence[Mapping[str, Any]] = ()
    area_count: int = 0
    workers: Sequence[Mapping[str, Any]] = ()
    counts: Mapping[str, float] = field(default_factory=dict)
    spend_usd: float = 0.0
    budget_usd: float | None = None
    record: Mapping[str, Any] = field(default_factory=dict)


class ReadRunProgress:
    """Serves the page about one run; a call costs four requests to DynamoDB, however large the run is."""

    def __init__(
        self,
        ledger: RunLedger,
        executions: ExecutionReader,
        execution_arn: Callable[[str], str],
        clock: Clock,
    ) -> None:
        """Prepares the use case; ``execution_arn`` is for runs that the ledger does not know."""
        self._ledger = ledger
        self._executions = executions
        self._execution_arn = execution_arn
        self._clock = clock

    def __call__(self, run_id: str) -> RunProgress:
        """Returns a run's progress.

        Raises:
            NotFound: neither the ledger nor Step Functions knows the run.
        """
        record = self._ledger.run(run_id) or {}
        execution = self._executions.read(
            str(record.get("execution_arn") or "") or self._execution_arn(run_id)
        )
        if not record and execution is None:
            raise NotFound("no run has this id")
        now = self._clock.now()
        summary: Mapping[str, Any] = record.get("summary") or {}
        counts = self._ledger.counts(run_id)
        areas = self._ledger.page(run_id, "area", limit=ROWS)
        workers = self._ledger.page(run_id, "worker", limit=ROWS)
        status = _status(record, execution)
        started = str(record.get("started_at") or (_iso(execution.started_at) if execution else ""))
        finished = str(record.get("finished_at") or summary.get("finished_at") or "")
        if not finished and execution is not None and execution.stopped_at is not None:
            finished = _iso(execution.stopped_at)
        is_live = status in {ShownStatus.STARTING, ShownStatus.RUNNING}
        return RunProgress(
            run_id=run_id,
            status=status,
            is_live=is_live,
            read_at=now,
            started_at=started,
            finished_at="" if is_live else finished,
            seconds=_seconds(started, "" if is_live else finished, now),
            regions=[str(region) for region in record.get("regions", ())],
            error=str(summary.get("error") or (execution.error if execution else "")),
            cause=str(summary.get("cause") or (execution.cause if execution else "")),
            warning=str(summary.get("warning") or ""),
            definition=execution.definition if execution else {},
            states=state_views(execution, now),
            failures=failures(execution) if execution else (),
            visits=_visits(summary, counts),
            planned=int(summary.get("due") or counts.get("planned", 0)),
            jobs=under(counts, "job"),
            areas=areas.entries,
            area_count=int(record.get("areas") or counts.get("area", len(areas.entries))),
            workers=workers.entries,
            counts=counts,
            spend_usd=round(_spend(summary, counts), 4),
            budget_usd=_budget(record),
            record=record,
        )


def _status(record: Mapping[str, Any], execution: ExecutionRecord | None) -> ShownStatus:
    """Returns the status by ledger and execution; the execution tells of an end that nobody recorded."""
    if execution is not None and execution.is_running:
        return ShownStatus.RUNNING if record else ShownStatus.STARTING
    recorded = str(record.get("status", "running"))
    if was_stopped(record):
        return ShownStatus.STOPPED
    if recorded == ShownStatus.RUNNING:
        ended = _ENDED_AS.get(execution.status, "failed") if execution else "stopped"
        return ShownStatus(ended)
    return ShownStatus(recorded) if recorded in set(ShownStatus) else ShownStatus.FAILED


def _visits(summary: Mapping[str, Any], counts: Mapping[str, float]) -> dict[str, int]:
    outcomes = summary.get("outcomes")
    if outcomes:
        found = {str(name): int(count) for name, count in outcomes.items()}
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
    return under(counts, "visit")


def _spend(summary: Mapping[str, Any], counts: Mapping[str, float]) -> float:
    spent = (summary.get("discovery") or {}).get("spend_usd")
    return float(counts.get("area_spend_usd", 0.0) if spent is None else spent)


def _budget(record: Mapping[str, Any]) -> float | None:
    budget = (record.get("input") or {}).get("budget_usd")
    return None if budget is None else float(budget)


def _seconds(started: str, finished: str, now: datetime) -> float:
    if not started:
        return 0.0
    until = datetime.fromisoformat(finished) if finished else now
    return max(0.0, (until - datetime.fromisoformat(started)).total_seconds())


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")
