"""RemoveArtist: inputs and results of its steps.

They contain nothing personal, because Step Functions keeps the history of an execution.
"""

from pydantic import Field

from inkscout.contracts.base import Contract


class RemovalStep(Contract):
    """Id of the removal request that a step processes."""

    request_id: str = Field(min_length=1, max_length=200)


class RemovalStepResult(Contract):
    """Request, and the number of identifiers, entries, documents or objects that a step processed."""

    request_id: str
    count: int = Field(ge=0)


class WatchRemovalsResult(Contract):
    """Numbers of requests that are approved but not carried out yet, and of those that are overdue."""

    approved: int
    overdue: int
