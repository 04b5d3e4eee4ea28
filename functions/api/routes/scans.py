"""Routes of ``/v1/scans``."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Path

from functions.api.routes import parameters as p
from functions.api.routes.answers import OPERATOR, documented, fresh, new_router
from inkscout.bootstrap import api
from inkscout.contracts.api.operations import ScanInput, ScanResults, ScanView

router = new_router()

ScanId = Annotated[
    str, Path(min_length=1, max_length=80, pattern="^[A-Za-z0-9-]+$", description="a scan's id")
]


@router.post(
    "/v1/scans",
    summary="Read one website now",
    operation_id="startScan",
    status_code=202,
    **OPERATOR,
    responses=documented(403, 415, 503, status=202, ok="The scan was started."),
)
def start_scan(body: Annotated[ScanInput, Body()]) -> Response[ScanView]:
    """Starts reading a website through the same steps as a run; the response has the id to follow it by."""
    return fresh(api.launch_scan()(body.url), 202)


@router.get(
    "/v1/scans/<scan_id>",
    summary="How far a scan is",
    operation_id="getScan",
    **OPERATOR,
    responses=documented(403, 404, 503, ok="The scan."),
)
def get_scan(scan_id: ScanId) -> Response[ScanView]:
    """Returns the scan's state, and its outcome once it has ended."""
    return fresh(api.get_scan()(scan_id))


@router.get(
    "/v1/scans/<scan_id>/results",
    summary="What a scan found",
    operation_id="getScanResults",
    **OPERATOR,
    responses=documented(403, 404, 503, ok="A page of artists."),
)
def get_scan_results(scan_id: ScanId, limit: p.Limit = 20, cursor: p.Cursor = "") -> Response[ScanResults]:
    """Returns the artists found on the website, one page at a time."""
    return fresh(api.get_scan_results()(scan_id, limit, cursor))
