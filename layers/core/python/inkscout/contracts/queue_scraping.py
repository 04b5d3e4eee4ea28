"""QueueScraping: creates jobs for the browser workers from the results of the visits."""

from typing import Literal

from inkscout.contracts.base import Contract

Capacity = Literal["FARGATE_SPOT", "FARGATE"]


class QueueScrapingRequest(Contract):
    """Run whose visits produced the jobs."""

    run_id: str


class FleetPlan(Contract):
    """Plan of the next round of workers.

    Attributes:
        jobs: Jobs that are left to do.
        round: Number of the round, from 1.
        workers: Numbers of the workers, one item for each worker to start.
        capacity: Capacity provider of the ECS tasks.
        scrape: Whether a round of workers is needed.
        wait: Whether messages are in flight, so that the next round must not start yet.
        waits: Waits in a row, this one included.
    """

    jobs: int
    round: int
    workers: list[int]
    capacity: Capacity
    scrape: bool
    wait: bool = False
    waits: int = 0
