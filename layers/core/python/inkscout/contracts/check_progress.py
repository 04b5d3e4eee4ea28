"""CheckProgress: decides whether another round of workers is needed."""

from pydantic import Field

from inkscout.contracts.base import Contract
from inkscout.contracts.queue_scraping import FleetWatch


class CheckProgressRequest(Contract):
    """Run, and the round of workers that has just ended, counted from 1.

    Attributes:
        waits: Waits since the round ended; None if the execution's definition has no such state.
        watch: Observation of the external fleet that the last plan returned; None with Fargate.
    """

    run_id: str
    round: int = Field(ge=1)
    waits: int | None = Field(default=None, ge=0)
    watch: FleetWatch | None = None
