"""QueueScraping: jobs for the browser fleet from what the visits found."""

from typing import Literal

from inkscout.contracts.base import Contract

Capacity = Literal["FARGATE_SPOT", "FARGATE"]


class QueueScrapingRequest(Contract):
    """The run whose visits ask for jobs."""

    run_id: str


class FleetPlan(Contract):
    """Plan of the next round of workers; ``workers`` holds one number for each."""

    jobs: int
    round: int
    workers: list[int]
    capacity: Capacity
    scrape: bool
