"""StartRun: validates the input, plans the search areas and acquires the run lease."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from inkscout.contracts.base import parse
from inkscout.contracts.discover_studios import SearchArea
from inkscout.contracts.start_run import RegionInput, RunInput, StartRunRequest, StartRunResult
from inkscout.errors import RunAlreadyActive
from inkscout.ports import Executions, RunLedger
from inkscout.usecases.runs.stopped_runs import record_stopped_run

PlanAreas = Callable[[Sequence[RegionInput]], Sequence[SearchArea]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRunPorts:
    """Ports of StartRun; ``plan_areas`` plans the search areas of regions."""

    ledger: RunLedger
    executions: Executions
    plan_areas: PlanAreas


def start_run(request: StartRunRequest, *, deps: StartRunPorts) -> StartRunResult:
    """Acquires the lease and returns the plan; a repeated call for the same run returns the same plan.

    Raises:
        InvalidInput: the operator's input violates its contract; the message names the fields.
        RegionNotFound: no place has the name of a region.
        RunAlreadyActive: another run is in progress.
        ProviderThrottled, ProviderUnavailable, ProviderRejected: geocoding failed.
    """
    wanted = parse(RunInput, request.input)
    areas = list(deps.plan_areas(wanted.regions))
    document = {
        "execution_arn": request.execution_arn,
        "started_at": request.started_at,
        "input": wanted.model_dump(mode="json"),
        "regions": sorted({asked if isinstance(asked, str) else asked.name for asked in wanted.regions}),
        "areas": len(areas),
    }
    _take_lease(request.run_id, document, deps.ledger, deps.executions)
    return StartRunResult(
        run_id=request.run_id,
        areas=areas,
        mode="discover_only" if wanted.discover_only else "full",
        force=wanted.force,
        max_studios=wanted.max_studios or 0,
        budget_usd=wanted.budget_usd,
    )


def _take_lease(run_id: str, document: dict[str, Any], ledger: RunLedger, executions: Executions) -> None:
    """Acquires the lease, also from a run whose execution was stopped and could not release it.

    Raises:
        RunAlreadyActive: another run is in progress.
    """
    try:
        ledger.start_run(run_id, document)
    except RunAlreadyActive:
        holder = ledger.active_run()
        if holder and executions.is_running(str(holder.get("execution_arn", ""))):
            raise
        if holder:
            record_stopped_run(str(holder["run_id"]), ledger)
        ledger.start_run(run_id, document)
