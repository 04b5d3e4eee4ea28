"""QueueScraping: creates jobs for the browser workers from the results of the visits."""

from typing import Literal

from pydantic import Field

from inkscout.contracts.base import Contract

Capacity = Literal["FARGATE_SPOT", "FARGATE"]

FleetMode = Literal["fargate", "external"]
"""Who starts the workers of a run: its state machine on Fargate, or somebody outside of this deployment."""

WAIT_SECONDS = 30
"""Seconds to wait for messages in flight before the next round of workers on Fargate."""


class QueueScrapingRequest(Contract):
    """Run whose visits produced the jobs."""

    run_id: str


class FleetWatch(Contract):
    """Observation of an external fleet by one run; all times are in seconds since the epoch.

    The execution carries it from one look at the fleet to the next, so that a run keeps the mode and the
    durations that it began with.

    Attributes:
        look_seconds: Seconds from one look to the next.
        stall_seconds: Seconds without the end of a job after which the open jobs are sent again.
        until: Time at which the run ends with what is left.
        ended: Jobs that had ended at the last look.
        since: Time at which the first of the looks in a row that saw no job end began.
    """

    look_seconds: int = Field(ge=1)
    stall_seconds: int = Field(ge=1)
    until: int
    ended: int = 0
    since: int


class FleetPlan(Contract):
    """Plan of the next round of workers.

    Attributes:
        jobs: Jobs that are left to do.
        round: Number of the round, from 1.
        workers: Numbers of the workers, one item for each worker to start.
        capacity: Capacity provider of the ECS tasks.
        scrape: Whether a round of workers is needed.
        wait: Whether to wait and look again: messages are in flight, or an external fleet is at work.
        waits: Waits in a row, this one included.
        wait_seconds: Seconds to wait, if ``wait`` is True.
        watch: Observation of an external fleet; None if the workers run on Fargate.
    """

    jobs: int
    round: int
    workers: list[int]
    capacity: Capacity
    scrape: bool
    wait: bool = False
    waits: int = 0
    wait_seconds: int = WAIT_SECONDS
    watch: FleetWatch | None = None
