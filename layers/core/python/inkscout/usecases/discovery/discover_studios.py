"""DiscoverStudios: searches one area of a run with every source and stores the tattoo studios."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from inkscout.contracts.discover_studios import (
    DiscoverStudiosRequest,
    DiscoverStudiosResult,
    Outcome,
)
from inkscout.discovery.spend import Budgets, Prices
from inkscout.domain.place import Region
from inkscout.domain.redaction import Redactor
from inkscout.errors import (
    BudgetReached,
    InkscoutError,
    ProviderPaused,
    ProviderThrottled,
    ProviderUnavailable,
)
from inkscout.ports import Clock, Directory, Meter, PlaceSource, RawLake, RunLedger, StateStore
from inkscout.usecases.discovery.planned_regions import PlannedRegion, cell_at, planned_region
from inkscout.usecases.discovery.register_studios import StudioRegister
from inkscout.usecases.discovery.search_cells import (
    CallStamp,
    CellCounts,
    CellSearch,
    OutOfTime,
    search_whole,
)
from inkscout.usecases.discovery.spend_meter import SpendMeter

PROGRESS_TTL_SECONDS = 40 * 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoverStudiosPorts:
    """Ports and limits of DiscoverStudios.

    ``open_sources`` returns the sources of one call, each of which charges the meter. ``work_seconds`` is the
    time after which a call ends and leaves the open cells to the next one.
    """

    open_sources: Callable[[Meter], Sequence[PlaceSource]]
    directory: Directory
    ledger: RunLedger
    state_store: StateStore
    lake: RawLake
    redactor: Redactor
    clock: Clock
    prices: Prices
    budgets: Budgets
    work_seconds: float = 540.0


@dataclass(slots=True)
class _AreaProgress:
    """Progress of all sources within one call."""

    counts: CellCounts = field(default_factory=CellCounts)
    outcome: Outcome = "exhausted"
    failed_sources: list[str] = field(default_factory=list)
    error: InkscoutError | None = None


def discover_studios(request: DiscoverStudiosRequest, *, deps: DiscoverStudiosPorts) -> DiscoverStudiosResult:
    """Searches the area until it is exhausted, time or budget is used up, or a provider fails.

    In every case, the studios found are kept, and the open cells are recorded.

    Raises:
        ProviderThrottled, ProviderUnavailable: the main provider failed; a repeated call continues from
            there.
        ProviderRejected: the provider refuses the key or the request.
        SecretUnavailable: the provider's key is missing.
        RegionNotFound: the run's plan does not contain the area's region.
    """
    plan = planned_region(deps.state_store, request.area.region_key)
    meter = SpendMeter(deps.state_store, deps.clock, request.run_id, _budgets(request, deps), deps.prices)
    register = StudioRegister(
        directory=deps.directory,
        ledger=deps.ledger,
        state_store=deps.state_store,
        clock=deps.clock,
        run_id=request.run_id,
        region=plan.region,
        redactor=deps.redactor,
    )
    progress = _AreaProgress()
    try:
        _work(request, deps, meter, register, progress, plan=plan)
    finally:
        result = _report(request, deps, meter, register, progress, region=plan.region)
    if progress.error is not None:
        raise progress.error
    return result


def _work(
    request: DiscoverStudiosRequest,
    deps: DiscoverStudiosPorts,
    meter: SpendMeter,
    register: StudioRegister,
    progress: _AreaProgress,
    *,
    plan: PlannedRegion,
) -> None:
    """Searches with all sources in turn; the free ones are used even if the main one fails."""
    deadline = deps.clock.now() + timedelta(seconds=deps.work_seconds)
    area = cell_at(plan.region, request.area.path)
    for source in deps.open_sources(meter):
        try:
            if source.by_words:
                search = _cell_search(
                    source, request, plan, deps, register=register, deadline=deadline, counts=progress.counts
                )
                search.work(area)
            else:
                now = deps.clock.now().isoformat(timespec="seconds")
                stamp = CallStamp(request.area.region_key, request.run_id, now)
                search_whole(source, register, deps.state_store, area, stamp)
        except OutOfTime:
            progress.outcome = "remaining"
        except BudgetReached:
            progress.outcome = "budget_reached"
        except ProviderPaused:
            progress.failed_sources.append(source.name)
            if source.by_words:
                progress.outcome = "provider_paused"
        except (ProviderThrottled, ProviderUnavailable) as error:
            progress.failed_sources.append(source.name)
            if source.by_words:
                progress.error = error
    if progress.outcome == "exhausted" and progress.counts.full:
        progress.outcome = "open_cells"


def _cell_search(
    source: PlaceSource,
    request: DiscoverStudiosRequest,
    plan: PlannedRegion,
    deps: DiscoverStudiosPorts,
    *,
    register: StudioRegister,
    deadline: datetime,
    counts: CellCounts,
) -> CellSearch:
    return CellSearch(
        source=source,
        register=register,
        state_store=deps.state_store,
        lake=deps.lake,
        clock=deps.clock,
        region=plan.region,
        queries=plan.queries,
        run_id=request.run_id,
        force=request.force,
        deadline=deadline,
        counts=counts,
    )


def _budgets(request: DiscoverStudiosRequest, deps: DiscoverStudiosPorts) -> Budgets:
    asked = request.budget_usd
    limits = [limit for limit in (asked, deps.budgets.run_usd) if limit is not None]
    return Budgets(run_usd=min(limits, default=None), day_usd=deps.budgets.day_usd)


def _report(
    request: DiscoverStudiosRequest,
    deps: DiscoverStudiosPorts,
    meter: SpendMeter,
    register: StudioRegister,
    progress: _AreaProgress,
    *,
    region: Region,
) -> DiscoverStudiosResult:
    """Adds this call's counts to those of earlier calls for the same area, and records the area."""
    register.flush()
    tally, counts = register.tally, progress.counts
    key = f"run#{request.run_id}#{request.area.area_key}"
    totals = deps.state_store.add(
        "area",
        key,
        {
            "requests": meter.requests,
            "spend_usd": round(meter.spend_usd, 6),
            "new": tally.new,
            "duplicates": tally.duplicates,
            "rejected": tally.rejected,
            "outside": tally.outside,
            "gone": tally.gone,
            "calls": 1,
        },
        PROGRESS_TTL_SECONDS,
    )
    outcome: Outcome = "remaining" if progress.error is not None else progress.outcome
    open_cells = counts.full + (outcome not in {"exhausted", "open_cells"})
    document: dict[str, Any] = {
        **{name: int(value) for name, value in totals.items() if name != "spend_usd"},
        "spend_usd": round(totals["spend_usd"], 6),
        "region": region.name,
        "region_key": region.key,
        "outcome": outcome,
        "studios": len(register.studio_ids),
        "cells": counts.exhausted + open_cells,
        "exhausted_cells": counts.exhausted,
        "failed_sources": progress.failed_sources,
    }
    deps.ledger.record(request.run_id, "area", request.area.area_key, document)
    return DiscoverStudiosResult(
        area_key=request.area.area_key,
        outcome=outcome,
        remaining=outcome == "remaining",
        exhausted=outcome == "exhausted",
        studios=document["studios"],
        new=document["new"],
        duplicates=document["duplicates"],
        rejected=document["rejected"],
        requests=document["requests"],
        spend_usd=document["spend_usd"],
    )
