"""FinishRun and RecordFailure: how a run ends."""

from typing import Any

from pydantic import Field

from inkscout.contracts.base import Contract


class FinishRunRequest(Contract):
    """The run that is over."""

    run_id: str


class RunSummary(Contract):
    """Summary of a run: counts, seconds and US dollars. ``written`` counts Directory items.

    ``artists_before`` is what the run before it found in the same regions, 0 where there was none.
    ``due`` counts the websites that were to be visited and do not forbid it; ``error`` and ``cause`` are set
    where next to none of them was read, ``warning`` where many were not.
    ``reachable`` counts the sites that answer and let themselves be visited, ``read`` those of them that were
    read; ``success_rate`` is their ratio, None where no site was reachable.
    ``expired`` counts studios that lost facts whose time was over.
    """

    run_id: str
    status: str
    regions: list[str]
    started_at: str
    finished_at: str
    seconds: float
    discovery: dict[str, Any]
    studios: int
    outcomes: dict[str, int]
    due: int = 0
    reachable: int = 0
    read: int = 0
    success_rate: float | None = None
    artists: int
    new_artists: int
    artists_before: int = 0
    written: int
    unchanged: int
    suppressed: int
    quarantined: int
    expired: int = 0
    jobs: dict[str, dict[str, int]]
    error: str = ""
    cause: str = ""
    warning: str = ""
    exports: list[str] = Field(default_factory=list)


class RecordFailureRequest(Contract):
    """An error as Step Functions caught it: ``Error`` and ``Cause``."""

    run_id: str
    error: dict[str, Any]


class RecordFailureResult(Contract):
    """The failure in the words of the error, for the Fail state."""

    error: str
    cause: str
