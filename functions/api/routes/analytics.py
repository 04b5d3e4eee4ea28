"""Routes of ``/v1/analytics``, and of ``/analytics`` as the plain form of the same."""

from aws_lambda_powertools.event_handler import Response

from functions.api.routes.answers import cached, documented, new_router
from inkscout.bootstrap import api
from inkscout.contracts.api.operations import Analytics

router = new_router()


@router.get(
    "/analytics",
    summary="Totals and recent work (plain path)",
    tags=["analytics"],
    operation_id="getAnalyticsPlain",
    responses=documented(ok="The figures."),
)
@router.get(
    "/v1/analytics",
    summary="Totals and recent work",
    tags=["analytics"],
    operation_id="getAnalytics",
    responses=documented(ok="The figures."),
)
def get_analytics() -> Response[Analytics]:
    """Returns totals, counts by city, style and source, results of recent runs, and figures of records."""
    analytics = api.read_analytics()()
    return cached(analytics, 60, degraded=analytics.degraded)
