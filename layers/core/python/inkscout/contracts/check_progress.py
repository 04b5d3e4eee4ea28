"""CheckProgress: decides whether another round of workers is needed."""

from pydantic import Field

from inkscout.contracts.base import Contract


class CheckProgressRequest(Contract):
    """Run, and the round of workers that has just ended, counted from 1."""

    run_id: str
    round: int = Field(ge=1)
