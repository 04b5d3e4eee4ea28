"""CheckProgress: whether the fleet has to go out again."""

from pydantic import Field

from inkscout.contracts.base import Contract


class CheckProgressRequest(Contract):
    """The run and the round that has just ended, counted from 1."""

    run_id: str
    round: int = Field(ge=1)
