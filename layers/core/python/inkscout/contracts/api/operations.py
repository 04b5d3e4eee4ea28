"""Models of health, analytics, removal requests, held people, scans and runs."""

from typing import Any, Literal

from pydantic import Field

from inkscout.contracts.api.common import ApiModel
from inkscout.contracts.api.records import RecordFigures
from inkscout.contracts.api.search import FacetValue
from inkscout.contracts.text import Line, Lines

RemovalState = Literal["pending", "approved", "removed", "rejected"]
WorkState = Literal["running", "succeeded", "budget_reached", "failed"]
StateWord = Literal["waiting", "running", "done", "failed", "stopped"]


class Check(ApiModel):
    """State of one dependency of the API."""

    name: str
    ok: bool
    detail: str = ""


class Health(ApiModel):
    """State of the API and of its dependencies."""

    status: Literal["ok", "degraded", "down"]
    version: str
    checks: list[Check] = Field(default_factory=list)


class Day(ApiModel):
    """Counts of one day's runs; ``date`` is ISO 8601, in UTC."""

    date: str
    runs: int
    artists_found: int
    studios_visited: int


class Analytics(ApiModel):
    """Totals, and the results of recent runs."""

    artists: int | None
    studios: int | None
    cities: list[FacetValue]
    styles: list[FacetValue]
    sources: list[FacetValue]
    last_7_days: list[Day]
    last_30_days: list[Day]
    outcomes: list[FacetValue] = Field(description="how the visits of the last 30 days ended")
    records: RecordFigures | None = Field(description="records of public feeds; null if the table is away")
    degraded: bool = False


class RemovalRequestInput(ApiModel):
    """Request to be removed; either the artist's id or the Instagram handle is required."""

    artist_id: str = Field(default="", max_length=80, pattern=r"^[A-Za-z0-9_.:-]*$")
    instagram: Line = Field(default="", max_length=300, description="a handle, or the address of a profile")
    contact: Line = Field(
        default="", max_length=200, description="where an answer may be sent; not published"
    )
    reason: Lines = Field(default="", max_length=2000)


class RemovalRequestView(ApiModel):
    """Public view of a removal request, by its unguessable id; it contains no personal data."""

    request_id: str
    status: RemovalState
    created_at: str
    decided_at: str = ""
    confirmed: bool = Field(default=False, description="whether the contact's address has answered")


class RemovalRequestDetail(RemovalRequestView):
    """A removal request with all its data, for operators."""

    artist_id: str = ""
    instagram: str = ""
    name: str = ""
    contact: str = ""
    reason: str = ""


class RemovalRequestList(ApiModel):
    """Removal requests, oldest first."""

    items: list[RemovalRequestDetail]


class HeldPersonView(ApiModel):
    """A person who may have asked to be removed, not published until an operator decides."""

    held_id: str
    name: str
    instagram: str = ""
    studio_id: str
    studio_name: str = ""
    city: str = ""
    page_url: str = ""
    seen_at: str = ""


class HeldPeopleList(ApiModel):
    """People who are held for an operator's review, the longest-waiting first."""

    items: list[HeldPersonView]


class RemovalDecision(ApiModel):
    """An operator's note on a decision."""

    note: Line = Field(default="", max_length=500)


class ScanInput(ApiModel):
    """A website to scan."""

    url: Line = Field(
        min_length=4, max_length=2000, description="an http or https address of a studio's website"
    )


class ScanView(ApiModel):
    """A scan and its progress."""

    scan_id: str
    url: str
    status: WorkState
    outcome: str = ""
    detail: str = ""
    started_at: str = ""
    finished_at: str = ""
    artists_found: int = 0


class ScannedArtist(ApiModel):
    """A person that a scan found on the website."""

    artist_id: str = ""
    name: str
    instagram: str = ""
    role: str = ""
    styles: list[str] = Field(default_factory=list)
    page_url: str = ""
    confidence: float = 0.0


class ScanResults(ApiModel):
    """One page of the artists that a scan found."""

    items: list[ScannedArtist]
    total: int
    next_cursor: str | None = None


class RunStarted(ApiModel):
    """The run that was started."""

    run_id: str
    status: WorkState


class RunView(ApiModel):
    """A run as the ledger records it."""

    run_id: str
    status: WorkState
    regions: list[str] = Field(default_factory=list)
    started_at: str = ""
    finished_at: str = ""


class RunList(ApiModel):
    """The newest runs, newest first."""

    items: list[RunView]


class MapItems(ApiModel):
    """Items of a Map state by what became of them."""

    total: int | None = Field(default=None, description="null while it is not known")
    running: int = 0
    succeeded: int = 0
    failed: int = 0


class StateView(ApiModel):
    """One state of a run's state machine, with its times in ISO 8601; empty before it began or ended."""

    name: str
    type: str = Field(description="type in the Amazon States Language, such as Task")
    status: StateWord
    comment: str = ""
    started_at: str = Field(default="", description="time at which it was first entered")
    ended_at: str = Field(default="", description="time at which it was last left")
    seconds: float = Field(default=0.0, description="time in it so far, all its visits together")
    visits: int = Field(default=0, description="number of times that it was entered")
    retries: int = Field(default=0, description="attempts of a task beyond the first of each visit")
    failures: int = Field(default=0, description="attempts that failed, those of a map's items included")
    items: MapItems | None = Field(default=None, description="of a map that was entered; else null")


class RunDetail(ApiModel):
    """A run's progress: states, counts by outcome, coverage of its areas, spend, jobs, and its summary."""

    run_id: str
    status: WorkState
    regions: list[str] = Field(default_factory=list)
    started_at: str = ""
    finished_at: str = ""
    error: str = ""
    areas: int = 0
    areas_exhausted: int = 0
    visits: dict[str, int] = Field(default_factory=dict)
    jobs: dict[str, int] = Field(default_factory=dict)
    spend_usd: float = 0.0
    states: list[StateView] = Field(
        default_factory=list,
        description="top-level states in their order; none once Step Functions has forgotten them",
    )
    summary: dict[str, Any] | None = None
