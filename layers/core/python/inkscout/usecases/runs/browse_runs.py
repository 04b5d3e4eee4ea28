"""BrowseRuns: the list of runs with filters, for operators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from inkscout.ports import Clock, Executions, RunLedger
from inkscout.usecases.runs.stopped_runs import was_stopped

PAGE = 50
READ_AT_ONCE = 100
"""Number of records that one page reads; filters apply to these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFilters:
    """Filters of the list of runs; empty ones do not restrict it.

    Attributes:
        state: Status as it is shown, such as ``stopped``.
        region: Part of a region's name, in any case.
        ended_hours: Only runs that ended at most so many hours ago; 0 for all.
        before: Position that the page before ended at, from ``RunPage.next_before``.
    """

    state: str = ""
    region: str = ""
    ended_hours: int = 0
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRun:
    """One run of the list; figures are None until the run has a summary.

    ``change`` is the number of artists compared with the run before over the same regions.
    """

    run_id: str
    status: str
    regions: Sequence[str]
    started_at: str
    finished_at: str
    seconds: float
    is_live: bool
    spend_usd: float = 0.0
    websites: int | None = None
    artists: int | None = None
    new: int | None = None
    change: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage:
    """Page of runs, newest first; ``next_before`` is empty at the end."""

    runs: Sequence[ListedRun]
    next_before: str = ""


class BrowseRuns:
    """Serves the list of runs; a page costs three requests, and one more for a run that is at work."""

    def __init__(self, ledger: RunLedger, executions: Executions, clock: Clock) -> None:
        self._ledger = ledger
        self._executions = executions
        self._clock = clock

    def __call__(self, filters: RunFilters) -> RunPage:
        """Returns the runs among the next ``READ_AT_ONCE`` records that fit the filters."""
        now = self._clock.now()
        records = self._ledger.runs(READ_AT_ONCE, filters.before)
        found: list[ListedRun] = []
        last = ""
        for record in records:
            listed = listed_run(record, now, is_alive=self._is_alive(record))
            last = f"{record.get('started_at', '')}#{record['run_id']}"
            if _fits(listed, filters, now):
                found.append(listed)
                if len(found) == PAGE:
                    break
        more = len(found) == PAGE or len(records) == READ_AT_ONCE
        return RunPage(runs=found, next_before=last if more else "")

    def _is_alive(self, record: Mapping[str, Any]) -> bool:
        """Whether a run that the ledger shows as running still is; a stopped one cannot record its end."""
        if record.get("status") != "running":
            return False
        return self._executions.is_running(str(record.get("execution_arn", "")))


def listed_run(record: Mapping[str, Any], now: datetime, *, is_alive: bool) -> ListedRun:
    """Returns a record of the ledger as a row; a run whose execution is gone is shown as stopped."""
    summary = record.get("summary") or {}
    status = str(record.get("status", "failed"))
    if was_stopped(record) or (status == "running" and not is_alive):
        status = "stopped"
    started, finished = str(record.get("started_at", "")), str(record.get("finished_at") or "")
    before = int(summary.get("artists_before") or 0)
    artists = _number(summary, "artists")
    return ListedRun(
        run_id=str(record["run_id"]),
        status=status,
        regions=[str(region) for region in record.get("regions", ())],
        started_at=started,
        finished_at=finished,
        seconds=_between(started, finished, now) if finished or is_alive else 0.0,
        is_live=is_alive,
        spend_usd=float((summary.get("discovery") or {}).get("spend_usd") or 0.0),
        websites=_number(summary, "due"),
        artists=artists,
        new=_number(summary, "new_artists"),
        change=artists - before if artists is not None and before else None,
    )


def _fits(run: ListedRun, filters: RunFilters, now: datetime) -> bool:
    if filters.state and run.status != filters.state:
        return False
    if filters.region and not any(filters.region.casefold() in one.casefold() for one in run.regions):
        return False
    if not filters.ended_hours:
        return True
    ended = _time(run.finished_at)
    return ended is not None and now - ended <= timedelta(hours=filters.ended_hours)


def _number(summary: Mapping[str, Any], name: str) -> int | None:
    return int(summary[name]) if name in summary else None


def _between(started: str, finished: str, now: datetime) -> float:
    begun, ended = _time(started), _time(finished) or now
    return max(0.0, (ended - begun).total_seconds()) if begun else 0.0


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
