"""ReadOverview: the figures of the directory and of its runs, and what needs a person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from inkscout.contracts.api.operations import Analytics
from inkscout.contracts.api.records import FeedView
from inkscout.domain.business_days import days_since
from inkscout.domain.removal_request import RemovalRequest, RemovalStatus
from inkscout.errors import InkscoutError
from inkscout.ports import Clock, Removals, RunLedger
from inkscout.usecases.runs.browse_runs import ListedRun, listed_run
from inkscout.usecases.runs.stopped_runs import was_stopped

DAYS = 30
RUNS_READ = 200
LATE_DAYS = 5
"""Business days within which a request for removal is to be decided."""

SLOW_INDEX_MS = 300_000
"""Lag of the index above which the alarm ``index-lag`` rings (``infra/operations.yaml``)."""

PartT = TypeVar("PartT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something that needs a person; ``kind`` names what, ``subject`` which one, ``count`` how many."""

    kind: str
    subject: str = ""
    detail: str = ""
    count: int = 1
    is_urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Figures of the overview; a figure is None where the part that knows it does not answer.

    Attributes:
        figures: Totals of the directory and results of the last days.
        runs: Number of runs that began in the last ``DAYS`` days.
        failed_runs: Number of these that failed; a stopped run is none.
        success: Share of reachable websites that were read, 0 to 1.
        spend_usd: Spent on places in these days.
        index_lag_ms: Largest lag of the index in the last quarter of an hour; None if it is not measured.
        dead_letters: Number of messages that no worker could finish.
        removals: Undecided requests for removal, oldest first.
        newest: Newest run.
        duties: Everything that needs a person, the urgent first.
        away: Names of parts that do not answer.
    """

    figures: Analytics | None
    runs: int | None
    failed_runs: int
    success: float | None
    spend_usd: float | None
    index_lag_ms: float | None
    dead_letters: int | None
    removals: Sequence[RemovalRequest] | None
    newest: ListedRun | None
    feeds: Sequence[FeedView]
    duties: Sequence[Duty]
    away: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewPorts:
    """Parts that the overview is made from; each may be away without the others."""

    figures: Callable[[], Analytics]
    ledger: RunLedger
    removals: Removals
    held_people: Callable[[], int]
    dead_letters: Callable[[], int]
    index_lag_ms: Callable[[], float | None]
    feeds: Callable[[], Sequence[FeedView]]
    is_running: Callable[[str], bool]
    clock: Clock


class ReadOverview:
    """Serves ``/desk``: counters, and a bounded number of queries whatever the directory holds."""

    def __init__(self, ports: OverviewPorts) -> None:
        self._ports = ports

    def __call__(self) -> Overview:
        """Returns the overview; a part that does not answer is named in ``away``."""
        ports, away = self._ports, list[str]()
        now = ports.clock.now()
        figures = _part("search index", ports.figures, away)
        records = _part("run ledger", lambda: ports.ledger.runs(RUNS_READ), away)
        pending = _part("removal requests", lambda: ports.removals.requests(RemovalStatus.PENDING), away)
        held = _part("held people", ports.held_people, away)
        dead = _part("dead-letter queue", ports.dead_letters, away)
        lag = _part("metrics", ports.index_lag_ms, away)
        feeds = _part("feeds", ports.feeds, away) or ()
        if figures is not None and figures.artists is None:
            away.append("search index")
        recent = [run for run in records or () if _is_recent(run, now)]
        listed = [self._listed(run, now) for run in (records or ())[:1]]
        summaries = [run.get("summary") or {} for run in recent]
        reachable = sum(int(one.get("reachable") or 0) for one in summaries)
        read = sum(int(one.get("read") or 0) for one in summaries)
        return Overview(
            figures=figures,
            runs=None if records is None else len(recent),
            failed_runs=sum(run.get("status") == "failed" and not was_stopped(run) for run in recent),
            success=read / reachable if reachable else None,
            spend_usd=None if records is None else round(sum(_spend(one) for one in summaries), 4),
            index_lag_ms=lag,
            dead_letters=dead,
            removals=pending,
            newest=listed[0] if listed else None,
            feeds=feeds,
            duties=[
                *_of_runs(recent, now),
                *_of_requests(pending or (), held or 0, now),
                *_of_queues(dead or 0, lag),
                *_of_feeds(feeds),
            ],
            away=list(dict.fromkeys(away)),
        )

    def _listed(self, record: Mapping[str, Any], now: datetime) -> ListedRun:
        alive = record.get("status") == "running" and self._ports.is_running(
            str(record.get("execution_arn", ""))
        )
        return listed_run(record, now, is_alive=alive)


def _part(name: str, read: Callable[[], PartT], away: list[str]) -> PartT | None:
    try:
        return read()
    except InkscoutError:
        away.append(name)
        return None


def _is_recent(run: Mapping[str, Any], now: datetime) -> bool:
    try:
        return now - datetime.fromisoformat(str(run.get("started_at", ""))) <= timedelta(days=DAYS)
    except ValueError:
        return False


def _spend(summary: Mapping[str, Any]) -> float:
    return float((summary.get("discovery") or {}).get("spend_usd") or 0.0)


def _of_runs(recent: Sequence[Mapping[str, Any]], now: datetime) -> list[Duty]:
    """Returns the duties that the newest ended run leaves; with it, those of older runs are over."""
    record = next((one for one in recent if one.get("status") != "running"), None)
    if record is None:
        return []
    run, summary, duties = listed_run(record, now, is_alive=False), record.get("summary") or {}, list[Duty]()
    if run.status == "failed":
        detail = str(summary.get("error", ""))
        duties.append(Duty(kind="run_failed", subject=run.run_id, detail=detail, is_urgent=True))
    elif summary.get("warning"):
        duties.append(Duty(kind="visits_failing", subject=run.run_id, detail=str(summary["warning"])))
    if run.status == "budget_reached":
        duties.append(Duty(kind="budget_reached", subject=run.run_id))
    return duties


def _of_requests(pending: Sequence[RemovalRequest], held: int, now: datetime) -> list[Duty]:
    duties = []
    if pending:
        oldest = datetime.fromisoformat(pending[0].created_at)
        waited = days_since(oldest.date(), now.date())
        duties.append(
            Duty(
                kind="removals",
                count=len(pending),
                detail=f"the oldest waits for {waited} of {LATE_DAYS} business days",
                is_urgent=waited >= LATE_DAYS,
            )
        )
    if held:
        duties.append(Duty(kind="held_people", count=held))
    return duties


def _of_queues(dead: int, lag_ms: float | None) -> list[Duty]:
    duties = [Duty(kind="dead_letters", count=dead)] if dead else []
    if lag_ms is not None and lag_ms > SLOW_INDEX_MS:
        duties.append(Duty(kind="index_behind", detail=f"{lag_ms / 1000:.0f} seconds", is_urgent=True))
    return duties


def _of_feeds(feeds: Sequence[FeedView]) -> list[Duty]:
    return [
        Duty(kind="feed", subject=feed.name, detail=feed.state)
        for feed in feeds
        if feed.state in {"late", "stale", "partial", "failing", "paused"}
    ]
