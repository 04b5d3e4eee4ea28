"""Routes of ``/v1/studios``."""

from aws_lambda_powertools.event_handler import Response

from functions.api.routes import parameters as p
from functions.api.routes.answers import cached, documented, new_router
from inkscout.bootstrap import api
from inkscout.contracts.api.parameters import StudioParameters
from inkscout.contracts.api.profiles import StudioProfile
from inkscout.contracts.api.search import StudioPage

router = new_router()


@router.get(
    "/v1/studios",
    summary="Search for studios",
    tags=["search"],
    operation_id="searchStudios",
    responses=documented(503, ok="A page of studios, best first."),
)
@p.takes(StudioParameters)
def search_studios(asked: StudioParameters) -> Response[StudioPage]:
    """Searches by free text, styles, places, radius and box in any combination."""
    page = api.search_studios()(asked)
    return cached(page, 30, degraded=page.degraded, people=True)


@router.get(
    "/v1/studios/<studio_id>",
    summary="One studio with its artists",
    tags=["search"],
    operation_id="getStudio",
    responses=documented(404, 503, ok="The studio."),
)
def get_studio(studio_id: p.StudioId) -> Response[StudioProfile]:
    """Returns address, contacts, styles, the artists who work there now, and the source of each fact."""
    profile = api.get_studio()(studio_id)
    return cached(profile, 60, people=True, found_at=f"/v1/studios/{profile.studio_id}")
