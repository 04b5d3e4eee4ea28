"""Routes of health, liveness and readiness, each at the root and below ``/v1``."""

from aws_lambda_powertools.event_handler import Response

from functions.api.routes.answers import documented, new_router
from inkscout.bootstrap import api
from inkscout.contracts.api.operations import Health

router = new_router()

_TAGS = ["health"]
_READY = {
    **documented(ok="Ready, or degraded: the index is away."),
    503: {"description": "The table or the denylist is away, or the server is stopping."},
}


@router.get("/v1/health", summary="Health", tags=_TAGS, operation_id="getHealth", responses=_READY)
@router.get("/health", include_in_schema=False)
def get_health() -> Response[Health]:
    """Returns the state of the Directory table, the denylist and the search index."""
    return _answer(api.check_readiness()())


@router.get(
    "/health/live", summary="Liveness", tags=_TAGS, operation_id="getLiveness", responses=documented()
)
@router.get("/v1/health/live", include_in_schema=False)
def get_liveness() -> Response[Health]:
    """Responds as long as the process runs; checks no dependency."""
    return _answer(api.check_liveness()())


@router.get("/health/ready", summary="Readiness", tags=_TAGS, operation_id="getReadiness", responses=_READY)
@router.get("/v1/health/ready", include_in_schema=False)
def get_readiness() -> Response[Health]:
    """Returns the state of the Directory table, the denylist and the search index."""
    return _answer(api.check_readiness()())


def _answer(health: Health) -> Response[Health]:
    return Response(
        status_code=503 if health.status == "down" else 200,
        content_type="application/json",
        body=health,
        headers={"Cache-Control": "no-store"},
    )
