"""CheckProgress: plans another round of workers while jobs are left, up to three rounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inkscout.contracts.check_progress import CheckProgressRequest
from inkscout.contracts.queue_scraping import FleetPlan, FleetWatch
from inkscout.domain.job import Job, JobKind
from inkscout.domain.outcome import JobStatus
from inkscout.ports import Clock, JobQueue, RunLedger
from inkscout.usecases.visits.external_fleet import next_look, waiting_plan
from inkscout.usecases.visits.queue_scraping import LAST_ROUND, MAX_WORKERS, fleet_plan

MOST_WAITS = 6
"""Waits of 30 seconds in a row: a message is in flight for 180 seconds at most (``infra/fleet.yaml``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckProgressPorts:
    """Ports of CheckProgress, and the maximum number of workers in a round."""

    ledger: RunLedger
    queue: JobQueue
    clock: Clock
    max_workers: int = MAX_WORKERS


def check_progress(request: CheckProgressRequest, *, deps: CheckProgressPorts) -> FleetPlan:
    """Sends the jobs that are left again, and returns the plan of the next round.

    ``scrape`` is False if all jobs have ended or the last round has run. The ledger, not the queue's
    approximate depth, tells which jobs are left. They are sent again because messages of a killed worker stay
    invisible for minutes. A job done twice changes nothing, and a worker skips a job that has ended.

    ``wait`` is True while messages are in flight: the service's workers process them, or they belong to a
    killed worker and become visible soon. A round that started meanwhile would do those jobs twice, or find
    an empty queue and end. With an external fleet it is True until all jobs have ended, no job has ended for
    too long in the last round, or the run's deadline has passed.
    """
    if request.watch is not None:
        return _look_at_external_fleet(request, request.watch, deps)
    open_jobs = _open_jobs(request.run_id, deps.ledger)
    if open_jobs and _may_wait(request) and deps.queue.in_flight():
        plan = fleet_plan(jobs=0, messages=0, round_number=request.round)
        return plan.model_copy(update={"wait": True, "waits": (request.waits or 0) + 1})
    if not open_jobs or request.round >= LAST_ROUND:
        return fleet_plan(jobs=0, messages=0, round_number=request.round)
    messages = deps.queue.send(request.run_id, [_job(request.run_id, entry) for entry in open_jobs])
    round_number = request.round + 1
    return fleet_plan(
        jobs=len(open_jobs), messages=messages, round_number=round_number, most=deps.max_workers
    )


def _look_at_external_fleet(
    request: CheckProgressRequest, before: FleetWatch, deps: CheckProgressPorts
) -> FleetPlan:
    """Waits while jobs end; sends the open ones again once none has ended for ``stall_seconds``.

    All jobs are read only when none has ended since the last look, or none seems open: counts may be an
    entry short.
    """
    run_id, now = request.run_id, int(deps.clock.now().timestamp())
    watch, left = next_look(run_id, before, ledger=deps.ledger, clock=deps.clock)
    if watch != before and left and now < watch.until:
        return waiting_plan(left, request.round, watch)
    open_jobs = _open_jobs(run_id, deps.ledger)
    stalled = now - watch.since >= watch.stall_seconds
    if not open_jobs or now >= watch.until or (stalled and request.round >= LAST_ROUND):
        return fleet_plan(jobs=0, messages=0, round_number=request.round)
    if not stalled:
        return waiting_plan(len(open_jobs), request.round, watch)
    deps.queue.send(run_id, [_job(run_id, entry) for entry in open_jobs])
    return waiting_plan(len(open_jobs), request.round + 1, watch.model_copy(update={"since": now}))


def _open_jobs(run_id: str, ledger: RunLedger) -> list[dict[str, Any]]:
    return [entry for entry in ledger.jobs(run_id) if entry["status"] == JobStatus.QUEUED]


def _may_wait(request: CheckProgressRequest) -> bool:
    """Whether the execution knows how to wait, and has not done so as long as a message may be in flight."""
    return request.waits is not None and request.waits < MOST_WAITS


def _job(run_id: str, entry: Mapping[str, Any]) -> Job:
    return Job(
        scrape_id=entry["scrape_id"],
        run_id=run_id,
        kind=JobKind(entry["kind"]),
        url=entry["url"],
        studio_id=entry["studio_id"],
        artist_id=entry.get("artist_id", ""),
        reason=entry.get("reason", ""),
    )
