"""Routes of ``/v1/suggest``."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.api.routes.answers import cached, documented, new_router
from inkscout.bootstrap import api
from inkscout.contracts.api.search import Suggestions

router = new_router()

Typed = Annotated[str, Query(min_length=1, max_length=100, description="what was typed so far")]
PerKind = Annotated[int, Query(ge=1, le=10, description="suggestions of each kind")]


@router.get(
    "/v1/suggest",
    summary="Suggestions while typing",
    tags=["search"],
    operation_id="suggest",
    responses=documented(ok="Suggestions grouped by kind, best first."),
)
def suggest(q: Typed, limit: PerKind = 5) -> Response[Suggestions]:
    """Returns artists, studios, styles and cities that complete the typed text; tolerates one typo."""
    suggestions = api.suggest()(q, limit)
    return cached(suggestions, 60, degraded=suggestions.degraded, people=True)
