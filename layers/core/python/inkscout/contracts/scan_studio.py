"""The scan of one website on request: StartScan and FinishScan."""

from typing import Any, Literal

from pydantic import Field

from inkscout.contracts.base import Contract

ScanStatus = Literal["running", "succeeded", "failed"]

SCAN_DAYS = 90
"""How long a scan is remembered."""


class StartScanRequest(Contract):
    """One website; ``scan_id`` is the execution's name, ``name`` and ``country`` help where known."""

    scan_id: str = Field(min_length=1, max_length=80)
    url: str = Field(min_length=4, max_length=2000)
    name: str = Field(default="", max_length=200)
    country: str = Field(default="", pattern=r"^([A-Z]{2})?$")


class StartScanResult(Contract):
    """The scan as a batch of one, which FindArtists takes like any other."""

    run_id: str
    force: bool
    studio_ids: list[str]


class FinishScanRequest(Contract):
    """The scan that is over; ``error`` as Step Functions caught it, where it failed."""

    scan_id: str = Field(min_length=1, max_length=80)
    error: dict[str, Any] | None = None


class Scan(Contract):
    """A scan as the Operations table remembers it, under scope ``scan``; times are ISO 8601 in UTC."""

    scan_id: str
    url: str
    status: ScanStatus
    studio_id: str = ""
    outcome: str = ""
    detail: str = ""
    artists: list[str] = Field(default_factory=list)
    started_at: str = ""
    finished_at: str = ""

    def document(self) -> dict[str, Any]:
        """The record for the table."""
        return self.model_dump(mode="json")
