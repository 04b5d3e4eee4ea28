"""Waiting for a fleet that somebody else starts, such as workers on Kubernetes.

The run sends its jobs, looks at intervals whether jobs end, and sends open jobs again only after no job has
ended for long: messages of a killed worker come back by themselves, and workers that start late find the
messages of the first round.
"""

from dataclasses import dataclass

from inkscout.contracts.queue_scraping import FleetPlan, FleetWatch
from inkscout.domain.outcome import JobStatus
from inkscout.ports import Clock, RunLedger


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalFleet:
    """Clock, and durations in seconds, of the waiting for an external fleet.

    Attributes:
        look_seconds: Time from one look to the next.
        stall_seconds: Time without the end of a job after which open jobs are sent again.
        deadline_seconds: Time after which the run ends with what is left, from the queueing of the jobs.
    """

    clock: Clock
    look_seconds: int = 60
    stall_seconds: int = 900
    deadline_seconds: int = 21_600


def first_watch(fleet: ExternalFleet) -> FleetWatch:
    """Returns the observation that begins when the jobs of a run have been sent."""
    now = int(fleet.clock.now().timestamp())
    return FleetWatch(
        look_seconds=fleet.look_seconds,
        stall_seconds=fleet.stall_seconds,
        until=now + fleet.deadline_seconds,
        since=now,
    )


def next_look(run_id: str, watch: FleetWatch, *, ledger: RunLedger, clock: Clock) -> tuple[FleetWatch, int]:
    """Returns the observation after another look, and the number of open jobs, both by the run's counts.

    ``since`` moves on if jobs have ended meanwhile. Costs one request however large the run is.
    """
    counts = ledger.counts(run_id)
    ended = int(sum(counts.get(f"job:{status}", 0) for status in (JobStatus.DONE, JobStatus.FAILED)))
    if ended > watch.ended:
        watch = watch.model_copy(update={"ended": ended, "since": int(clock.now().timestamp())})
    return watch, max(0, int(counts.get(f"job:{JobStatus.QUEUED}", 0)))


def waiting_plan(jobs: int, round_number: int, watch: FleetWatch) -> FleetPlan:
    """Returns a plan that starts no worker, and waits for those of an external fleet."""
    return FleetPlan(
        jobs=jobs,
        round=round_number,
        workers=[],
        capacity="FARGATE_SPOT",
        scrape=False,
        wait=True,
        wait_seconds=watch.look_seconds,
        watch=watch,
    )
