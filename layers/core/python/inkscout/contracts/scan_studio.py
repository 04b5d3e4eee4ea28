"""StartScan and FinishScan: the scan of one website on request."""

from typing import Any, Literal

from pydantic import Field

from inkscout.contracts.base import Contract

ScanStatus = Literal["running", "succeeded", "failed"]

SCAN_DAYS = 90
"""Retention time of a scan's record, in days."""


class StartScanRequest(Contract):
    """Website to scan. ``scan_id`` is the execution's name.

    ``name`` and ``country`` (ISO 3166-1 alpha-2) describe the studio if they are known.
    """

    scan_id: str = Field(min_length=1, max_length=80)
    url: str = Field(min_length=4, max_length=2000)
    name: str = Field(default="", max_length=200)
    country: str = Field(default="", pattern=r"^([A-Z]{2})?$")


class StartScanResult(Contract):
    """Scan in the form of a batch with one studio, which FindArtists accepts."""

    run_id: str
    force: bool
    studio_ids: list[str]


class FinishScanRequest(Contract):
    """Scan that has ended; ``error`` is the error that Step Functions caught, None if there was none."""

    scan_id: str = Field(min_length=1, max_length=80)
    error: dict[str, Any] | None = None


class Scan(Contract):
    """A scan's record in the Operations table, under scope ``scan``; times are ISO 8601 in UTC."""

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
        """Returns the record in the form that the table stores."""
        return self.model_dump(mode="json")
