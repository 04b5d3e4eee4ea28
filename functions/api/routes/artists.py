"""Routes of ``/v1/artists``."""

from aws_lambda_powertools.event_handler import Response

from functions.api.routes import parameters as p
from functions.api.routes.answers import cached, documented, new_router
from inkscout.bootstrap import api
from inkscout.contracts.api.parameters import ArtistParameters
from inkscout.contracts.api.profiles import ArtistProfile
from inkscout.contracts.api.search import ArtistPage

router = new_router()


@router.get(
    "/v1/artists",
    summary="Search for artists",
    tags=["search"],
    operation_id="searchArtists",
    responses=documented(503, ok="A page of artists, best first."),
)
@p.takes(ArtistParameters)
def search_artists(asked: ArtistParameters) -> Response[ArtistPage]:
    """Searches by text, styles, places, radius and box in any combination; facets ignore their own filter."""
    page = api.search_artists()(asked)
    return cached(page, 30, degraded=page.degraded, people=True)


@router.get(
    "/v1/artists/<artist_id>",
    summary="One artist's profile",
    tags=["search"],
    operation_id="getArtist",
    responses=documented(404, 503, ok="The profile."),
)
def get_artist(artist_id: p.ArtistId) -> Response[ArtistProfile]:
    """Returns names, studio, residencies, styles, contacts, portfolio, and the source of each fact."""
    profile = api.get_artist()(artist_id)
    return cached(profile, 60, people=True, found_at=f"/v1/artists/{profile.artist_id}")
