"""Routes of ``/v1/exports``."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from functions.api.routes.answers import OPERATOR, documented, new_router
from inkscout.bootstrap import api
from inkscout.usecases.runs.exports import ExportFile

router = new_router()

_RESPONSES = {status: answer for status, answer in documented(403, 404, 503).items() if status != 200}


@router.get(
    "/v1/exports/<file>",
    summary="The newest export",
    operation_id="getExport",
    **OPERATOR,
    status_code=302,
    responses=_RESPONSES | {302: {"description": "Location is an address that is good for a while."}},
)
def get_export(file: Annotated[ExportFile, Path(description="the file's name")]) -> Response[str]:
    """Redirects to the file, because an export may be larger than a function's response can be."""
    address = api.get_export()(file)
    return Response(
        status_code=302,
        content_type=None,
        body="",
        headers={"Location": address, "Cache-Control": "no-store"},
    )
