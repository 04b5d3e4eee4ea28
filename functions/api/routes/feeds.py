"""Routes of ``/v1/feeds``: public feeds; for operators the records, runs and quarantine of any feed."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from functions.api.routes import parameters as p
from functions.api.routes.answers import OPERATOR, cached, documented, fresh, new_router
from functions.api.routes.records import (
    FEED_NAME,
    RECORD_SECONDS,
    Include,
    LastKey,
    RecordId,
    Since,
)
from inkscout.bootstrap import api_records
from inkscout.contracts.api.records import (
    FeedDetail,
    FeedList,
    FeedRunList,
    FeedRunStarted,
    HistoryPage,
    QuarantineList,
    RecordDetail,
    RecordPage,
)
from inkscout.usecases.records.list_records import RecordsAsked

router = new_router()

FeedName = Annotated[str, Path(min_length=1, max_length=40, pattern=FEED_NAME, description="name of a feed")]
Before = Annotated[
    str,
    Query(
        alias="lastKey",
        max_length=40,
        pattern=r"^([0-9A-Za-z:.+-]+)?$",
        description="id of a run: only older ones",
    ),
]

Force = Annotated[
    bool, Query(description="ask while the feed is paused, for everything, and accept few records")
]


@router.get(
    "/v1/feeds",
    summary="Public feeds",
    tags=["records"],
    operation_id="listFeeds",
    responses=documented(503, ok="The feeds, by name."),
)
def list_feeds() -> Response[FeedList]:
    """Lists the public feeds with their schedules, states, last runs and numbers of records."""
    return cached(api_records.list_feeds()(), RECORD_SECONDS)


@router.get(
    "/v1/feeds/<name>",
    summary="One public feed",
    tags=["records"],
    operation_id="getFeed",
    responses=documented(404, 503, ok="The feed."),
)
def get_feed(name: FeedName) -> Response[FeedDetail]:
    """Returns a feed with its fields and newest runs."""
    return cached(api_records.get_feed()(name), RECORD_SECONDS)


@router.get(
    "/v1/feeds/<name>/runs",
    summary="Runs of a feed",
    operation_id="listFeedRuns",
    **OPERATOR,
    responses=documented(403, 404, 503, ok="The runs, newest first."),
)
def list_feed_runs(name: FeedName, limit: p.Limit = 20, last_key: Before = "") -> Response[FeedRunList]:
    """Lists the runs of any feed: what was asked, how it ended, and what became of the records."""
    return fresh(api_records.list_feed_runs()(name, limit=limit, before=last_key))


@router.post(
    "/v1/feeds/<name>/run",
    summary="Run a feed",
    operation_id="startFeedRun",
    status_code=202,
    **OPERATOR,
    responses=documented(403, 404, 409, 415, 503, status=202, ok="The run was started."),
)
def start_feed_run(name: FeedName, *, force: Force = False) -> Response[FeedRunStarted]:
    """Asks the source of any feed now, in quiet hours too.

    The feed's runs list the run once the source has answered. Only one run of a feed may be under way. While
    the feed is paused, a run asks nothing unless it is forced.
    """
    return fresh(api_records.start_feed_run()(name, force=force), 202)


@router.get(
    "/v1/feeds/<name>/quarantine",
    summary="Quarantine of a feed",
    operation_id="listQuarantine",
    **OPERATOR,
    responses=documented(403, 404, 503, ok="The newest entries."),
)
def list_quarantine(name: FeedName, limit: p.Limit = 20) -> Response[QuarantineList]:
    """Lists what was set aside of any feed, with the reason and the place in the archived answer."""
    return fresh(api_records.list_quarantine()(name, limit=limit))


@router.get(
    "/v1/feeds/<name>/records",
    summary="Records of any feed",
    operation_id="listFeedRecords",
    **OPERATOR,
    responses=documented(403, 404, 503, ok="A page of records, newest first."),
)
def list_feed_records(
    name: FeedName, limit: p.Limit = 20, since: Since = "", last_key: LastKey = ""
) -> Response[RecordPage]:
    """Lists the records of a feed that need not be public."""
    asked = RecordsAsked(limit=limit, source=name, since=since, last_key=last_key, private=True)
    return fresh(api_records.list_records()(asked))


@router.get(
    "/v1/feeds/<name>/records/<record_id>",
    summary="One record of any feed",
    operation_id="getFeedRecord",
    **OPERATOR,
    responses=documented(403, 404, 503, ok="The record or version."),
)
def get_feed_record(name: FeedName, record_id: RecordId, include: Include = "") -> Response[RecordDetail]:
    """Returns a record or version of a feed that need not be public."""
    return fresh(api_records.get_record()(record_id, of=name, with_raw=include == "raw", private=True))


@router.get(
    "/v1/feeds/<name>/records/<record_id>/history",
    summary="Versions of a record of any feed",
    operation_id="getFeedRecordHistory",
    **OPERATOR,
    responses=documented(403, 404, 503, ok="A page of versions, newest first."),
)
def get_feed_history(
    name: FeedName, record_id: RecordId, limit: p.Limit = 20, last_key: LastKey = ""
) -> Response[HistoryPage]:
    """Lists the versions of a record of a feed that need not be public."""
    page = api_records.get_history()(record_id, of=name, limit=limit, last_key=last_key, private=True)
    return fresh(page)
