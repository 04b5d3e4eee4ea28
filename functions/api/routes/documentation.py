"""Routes of ``/v1/openapi.json`` and ``/docs``."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from functions.api import openapi, reference
from functions.api.routes.answers import documented, new_router

router = new_router()


@router.get(
    "/v1/openapi.json",
    summary="This document",
    tags=["documentation"],
    operation_id="getOpenApi",
    responses=documented(ok="The OpenAPI 3.1 document."),
)
def get_openapi() -> Response[dict[str, Any]]:
    """Returns the machine-readable description of the API."""
    return Response(
        status_code=200,
        content_type="application/json",
        body=openapi.schema(),
        headers={"Cache-Control": "public, max-age=300"},
    )


@router.get("/docs", include_in_schema=False)
def get_docs() -> Response[str]:
    """Returns the API's documentation as an HTML page."""
    return Response(
        status_code=200,
        content_type="text/html; charset=utf-8",
        body=reference.page(),
        headers={
            "Cache-Control": "public, max-age=300",
            "Content-Security-Policy": reference.policy(),
        },
    )
