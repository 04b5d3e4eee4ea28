"""Models of the records of feeds, their history, and the feeds themselves."""

from typing import Any, Literal

from pydantic import ConfigDict, Field

from inkscout.contracts.api.common import ApiModel

FeedHealth = Literal["new", "ok", "unchanged", "late", "stale", "partial", "failing", "paused", "disabled"]
RunWord = Literal[
    "read",
    "unchanged",
    "partial",
    "short",
    "stale",
    "refused",
    "throttled",
    "unavailable",
    "not_json",
    "too_large",
    "shape_changed",
    "not_allowed",
    "paused",
]


class RecordView(ApiModel):
    """A record, or one of its versions."""

    id: str
    source: str = Field(description="name of the feed")
    type: str = Field(description="the feed's word for its records")
    captured_at: str = Field(description="time of the answer that first held this content")
    fingerprint: str = Field(description="sha256: and the digest of data without volatile fields")
    version: int | None = Field(
        default=None, description="number of the version; null for a version of the past"
    )
    data: dict[str, Any]
    raw_s3_key: str = Field(description="key of the archived answer")
    processed_at: str | None = None
    gone_at: str | None = Field(default=None, description="time at which the source no longer had it")


class _Paged(ApiModel):
    model_config = ConfigDict(populate_by_name=True)

    last_key: str | None = Field(
        default=None, alias="lastKey", description="position of the next page; null at the end"
    )


class RecordPage(_Paged):
    """A page of records, newest first."""

    items: list[RecordView]
    count: int = Field(description="number of items on this page")


class RecordDetail(RecordView):
    """A record or version with the place of its original."""

    version_id: str = Field(description="id under which exactly this content is found")
    raw_pointer: str = Field(description="JSON pointer (RFC 6901) of its element in the archived answer")
    change: str | None = Field(default=None, description="of a version: new, changed, gone, back, redefined")
    fields: list[str] = Field(default_factory=list, description="of a version: fields that it changed")
    raw: Any = Field(default=None, description="with include=raw: the element as the source sent it")


class VersionView(ApiModel):
    """One version in a record's history."""

    id: str
    at: str
    change: Literal["new", "changed", "gone", "back", "redefined"]
    fields: list[str] = Field(description="fields that differ from the version before")
    late: bool = Field(default=False, description="read after a newer answer, as by a redrive")
    data: dict[str, Any]
    fingerprint: str
    raw_s3_key: str


class HistoryPage(_Paged):
    """A page of a record's versions, newest first."""

    record_id: str
    items: list[VersionView]
    count: int


class RunCountsView(ApiModel):
    """Records of a run by what became of them; found = new + changed + same + quarantined + duplicates."""

    found: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    quarantined: int = 0
    duplicates: int = 0
    gone: int = 0
    back: int = 0
    redefined: int = 0
    late: int = 0


class FeedRunView(ApiModel):
    """A run of a feed."""

    run: str = Field(description="id of the run: its scheduled time")
    state: Literal["fetched", "ended"]
    outcome: RunWord
    started_at: str
    ended_at: str | None = None
    detail: str = ""
    pages: int = 0
    bytes: int = 0
    milliseconds: int = Field(default=0, description="time of the requests, without waits")
    counts: RunCountsView
    drift: dict[str, int] = Field(default_factory=dict)


class FeedView(ApiModel):
    """A feed and its state."""

    name: str
    title: str
    about: str = ""
    terms: str = Field(description="address of the source's documentation or terms")
    type: str
    public: bool
    schedule: str
    state: FeedHealth
    next_run_at: str | None = Field(default=None, description="of a feed at a fixed rate; null for cron")
    last_run: FeedRunView | None = None
    records: int = Field(default=0, description="records that the source lists")
    gone: int = Field(default=0, description="records that it lists no longer")


class RecordDay(ApiModel):
    """Records of all feeds that were new or changed on one day, in UTC."""

    date: str
    new: int = 0
    changed: int = 0


class FeedWeek(ApiModel):
    """Records of one feed that were new or changed on each of the last seven days, oldest first, in UTC."""

    source: str
    days: list[RecordDay]


class FeedCards(ApiModel):
    """Figures of all feeds on one page, for operators."""

    records: int = Field(description="records that the sources list")
    gone: int = Field(description="records that they list no longer")
    first_captured_at: str | None = None
    last_captured_at: str | None = None
    failing: list[str] = Field(description="names of feeds that an operator has to look at, sorted")
    feeds: list[FeedView] = Field(description="every feed with its state, next and last run, by name")
    weeks: list[FeedWeek] = Field(description="by name")
    timeline: list[RecordDay] = Field(description="all feeds together, oldest first")


class FeedList(ApiModel):
    """Feeds, by name."""

    items: list[FeedView]


class FeedField(ApiModel):
    """A field of a feed's records."""

    name: str
    type: str


class FeedDetail(FeedView):
    """A feed with its fields and newest runs."""

    fields: list[FeedField]
    exports: list[str] = Field(default_factory=list, description="names of the CSV files of each run")
    runs: list[FeedRunView]


class FeedRunStarted(ApiModel):
    """A run of a feed that was started."""

    feed: str
    run: str = Field(description="id under which the run is listed once the source has answered")


class FeedRunList(_Paged):
    """Runs of a feed, newest first."""

    items: list[FeedRunView]


class QuarantineView(ApiModel):
    """A record, or a whole answer, that was set aside."""

    key: str
    run: str
    reason: str
    field: str = ""
    raw_s3_key: str
    raw_pointer: str
    record: Any = None


class QuarantineList(ApiModel):
    """Newest entries of a feed's quarantine."""

    items: list[QuarantineView]


class SourceCount(ApiModel):
    """Number of a feed's records, and the times of the oldest and the newest content among them."""

    value: str
    name: str
    count: int
    first_captured_at: str | None = None
    last_captured_at: str | None = None


class SourceDay(ApiModel):
    """Records of a feed that were new or changed on one day, in UTC."""

    date: str
    source: str
    new: int = 0
    changed: int = 0


class RecordFigures(ApiModel):
    """Totals of the records of feeds."""

    total: int
    sources: list[SourceCount]
    dates: list[SourceDay] = Field(description="days of the last week on which anything changed")
    timeline: list[RecordDay] = Field(description="the last seven days, oldest first")
