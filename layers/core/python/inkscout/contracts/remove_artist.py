"""RemoveArtist: what its steps hand on; nothing personal, since the machine's history is kept."""

from pydantic import Field

from inkscout.contracts.base import Contract


class RemovalStep(Contract):
    """The request that a step works on; ``error`` is set by the machine where a step failed."""

    request_id: str = Field(min_length=1, max_length=200)


class RemovalStepResult(Contract):
    """Number of identifiers, entries, documents or objects that a step handled."""

    request_id: str
    count: int = Field(ge=0)


class WatchRemovalsResult(Contract):
    """Requests that are approved and not carried out, and those of them that take too long."""

    approved: int
    overdue: int
