"""Routes of ``/v1/styles``."""

from aws_lambda_powertools.event_handler import Response

from functions.api.routes.answers import cached, documented, new_router
from inkscout.bootstrap import api
from inkscout.contracts.api.search import StyleList

router = new_router()


@router.get(
    "/v1/styles",
    summary="Every style",
    tags=["search"],
    operation_id="listStyles",
    responses=documented(ok="The taxonomy, most practised styles first."),
)
def list_styles() -> Response[StyleList]:
    """Returns each style's key, name, synonyms that searches understand, and number of artists."""
    styles = api.list_styles()()
    return cached(styles, 300, degraded=styles.degraded)
