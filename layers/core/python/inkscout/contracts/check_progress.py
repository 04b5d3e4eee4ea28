"""CheckProgress: decides whether another round of workers is needed."""

from pydantic import Field

from inkscout.contracts.base import Contract


class CheckProgressRequest(Contract):
    """Run, and the round of workers that has just ended, counted from 1.

    Attributes:
        waits: Waits since the round ended; None if the execution's definition has no such state.
    """

    run_id: str
    round: int = Field(ge=1)
    waits: int | None = Field(default=None, ge=0)
