"""ReadCosts: what runs spent on places, for each run and each month."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from inkscout.ports import RunLedger

RUNS_LOOKED_AT = 200
"""Number of runs that are summed up: the ledger keeps those of 120 days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCost:
    """Money that one run spent on places, in US dollars, and what it brought."""

    run_id: str
    started_at: str
    status: str
    regions: tuple[str, ...]
    usd: float
    studios: int
    new_artists: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCost:
    """Money that the runs of a month such as ``2026-11`` spent on places, and what they brought."""

    month: str
    runs: int
    usd: float
    new_artists: int


class ReadCosts:
    """Serves ``/desk/costs``."""

    def __init__(self, ledger: RunLedger) -> None:
        self._ledger = ledger

    def __call__(self) -> tuple[Sequence[MonthCost], Sequence[RunCost]]:
        """Returns the months and the runs, newest first; a run counts once it has ended."""
        runs = [_cost(run) for run in self._ledger.runs(RUNS_LOOKED_AT) if run.get("summary")]
        by_month: dict[str, list[RunCost]] = defaultdict(list)
        for run in runs:
            by_month[run.started_at[:7]].append(run)
        months = [
            MonthCost(
                month=month,
                runs=len(found),
                usd=round(sum(run.usd for run in found), 4),
                new_artists=sum(run.new_artists for run in found),
            )
            for month, found in sorted(by_month.items(), reverse=True)
        ]
        return months, runs


def _cost(run: dict[str, Any]) -> RunCost:
    summary = run.get("summary") or {}
    discovery = summary.get("discovery") or {}
    return RunCost(
        run_id=str(run["run_id"]),
        started_at=str(run.get("started_at", "")),
        status=str(run.get("status", "")),
        regions=tuple(str(region) for region in run.get("regions", ())),
        usd=float(discovery.get("spend_usd", 0) or 0),
        studios=int(summary.get("studios", 0) or 0),
        new_artists=int(summary.get("new_artists", 0) or 0),
    )
