"""FinishRun and RecordFailure: the end of a run."""

from typing import Any

from pydantic import Field

from inkscout.contracts.base import Contract


class FinishRunRequest(Contract):
    """Input of FinishRun: the id of the run to finish."""

    run_id: str


class RunSummary(Contract):
    """Summary of a run: counts, seconds and US dollars.

    Attributes:
        written: Items written to the Directory table.
        artists_before: Artists that the previous run found in the same regions; 0 if there was none.
        due: Websites to be visited that do not forbid it.
        error, cause: Set if next to none of the due websites could be read.
        warning: Set if many of the due websites could not be read, or an external fleet left jobs undone.
        fleet: Who started the workers, ``fargate`` or ``external``; empty if the run ended before them.
        reachable: Websites that respond and permit the visit.
        read: Reachable websites that were read.
        success_rate: Ratio of ``read`` to ``reachable``; None if no website was reachable.
        expired: Studios that lost facts whose retention time had passed.
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
    fleet: str = ""
    exports: list[str] = Field(default_factory=list)


class RecordFailureRequest(Contract):
    """Error of a run as Step Functions caught it: an object with ``Error`` and ``Cause``."""

    run_id: str
    error: dict[str, Any]


class RecordFailureResult(Contract):
    """Error name and cause of the run, for the Fail state."""

    error: str
    cause: str
