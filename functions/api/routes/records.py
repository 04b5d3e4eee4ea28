"""Routes of ``/v1/records``, and of ``/records`` as the plain form of the same."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from functions.api.routes import parameters as p
from functions.api.routes.answers import cached, documented, new_router
from inkscout.bootstrap import api_records
from inkscout.contracts.api.records import HistoryPage, RecordDetail, RecordPage
from inkscout.usecases.records.list_records import RecordsAsked

router = new_router()

RECORD_SECONDS = 5
"""Time in seconds for which shared caches may keep an answer."""

FEED_NAME = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"

RecordId = Annotated[
    str,
    Path(
        min_length=1,
        max_length=160,
        pattern=r"^[a-z][a-z0-9._-]*$",
        description="id of a record, such as jsonplaceholder-1, or of one of its versions",
    ),
]
Source = Annotated[str, Query(max_length=40, pattern=rf"^$|{FEED_NAME}", description="name of a feed")]
Kind = Annotated[
    str,
    Query(
        alias="type",
        max_length=40,
        pattern=r"^([a-z][a-z0-9_-]*)?$",
        description="word of feeds for their records",
    ),
]
Since = Annotated[
    str, Query(max_length=40, description="only records captured at this time, with a zone, or later")
]
LastKey = Annotated[
    str,
    Query(alias="lastKey", max_length=1024, description="lastKey of the page before, with the same query"),
]
Include = Annotated[str, Query(pattern="^(raw)?$", description="raw adds the element as the source sent it")]


@router.get(
    "/records",
    summary="Records of feeds (plain path)",
    tags=["records"],
    operation_id="listRecordsPlain",
    responses=documented(404, 503, ok="A page of records, newest first."),
)
@router.get(
    "/v1/records",
    summary="Records of feeds",
    tags=["records"],
    operation_id="listRecords",
    responses=documented(404, 503, ok="A page of records, newest first."),
)
def list_records(
    limit: p.Limit = 20,
    source: Source = "",
    kind: Kind = "",
    since: Since = "",
    last_key: LastKey = "",
) -> Response[RecordPage]:
    """Lists what the sources of public feeds have now, newest first; lastKey continues a page."""
    asked = RecordsAsked(limit=limit, source=source, kind=kind, since=since, last_key=last_key)
    return cached(api_records.list_records()(asked), RECORD_SECONDS)


@router.get(
    "/records/<record_id>",
    summary="One record (plain path)",
    tags=["records"],
    operation_id="getRecordPlain",
    responses=documented(404, 503, ok="The record or version."),
)
@router.get(
    "/v1/records/<record_id>",
    summary="One record",
    tags=["records"],
    operation_id="getRecord",
    responses=documented(404, 503, ok="The record or version."),
)
def get_record(record_id: RecordId, include: Include = "") -> Response[RecordDetail]:
    """Returns a record, also one that the source no longer has (gone_at), or a version by its own id."""
    found = api_records.get_record()(record_id, with_raw=include == "raw")
    return cached(found, RECORD_SECONDS)


@router.get(
    "/v1/records/<record_id>/history",
    summary="A record's versions",
    tags=["records"],
    operation_id="getRecordHistory",
    responses=documented(404, 503, ok="A page of versions, newest first."),
)
def get_history(record_id: RecordId, limit: p.Limit = 20, last_key: LastKey = "") -> Response[HistoryPage]:
    """Lists what the record said over time, with the fields that each version changed."""
    page = api_records.get_history()(record_id, limit=limit, last_key=last_key)
    return cached(page, RECORD_SECONDS)
