"""A studio's page: address, hours, policy, and the artists who work there now."""

from datetime import UTC, datetime

from functions.web import hours, links, seo, words
from functions.web.answers import WebAnswer, kept, moved
from functions.web.asked import PageRequest
from functions.web.maps import point_view
from functions.web.rendering import render
from inkscout.bootstrap import api, web
from inkscout.contracts.api.parameters import ArtistParameters
from inkscout.contracts.api.profiles import StudioProfile
from inkscout.contracts.api.search import ArtistHit
from inkscout.errors import InkscoutError

_SECONDS = 60
_CARDS = 60


def show(request: PageRequest, segments: tuple[str, ...]) -> WebAnswer:
    """Returns the studio; another spelling of its address, or a merged id, is redirected.

    Raises:
        NotFound: there is no such studio, or it closed for good.
    """
    studio = api.get_studio()(segments[1])
    path = links.studio_path(studio.studio_id, studio.name)
    if request.path != path:
        return moved(path)
    places = _may_show(studio, "location")
    trail = [("Studios", "/studios")]
    if studio.city and studio.country:
        trail.append((studio.city, links.city(studio.country, studio.city)))
    trail.append((studio.name, path))
    body = render(
        "studio.html",
        request,
        title=f"{studio.name[:80]}, tattoo studio" + (f" in {studio.city}" if studio.city else ""),
        description=f"{studio.name[:80]}: its artists, address and hours.",
        canonical=path,
        card=links.card("studios", studio.studio_id),
        section="studios",
        structured=(
            seo.studio(request.site, studio, places=places),
            seo.breadcrumbs(request.site, trail),
        ),
        studio=studio,
        trail=trail,
        cards=_cards(studio),
        rating_source=_source(studio, "rating") if _may_show(studio, "rating") and studio.rating else "",
        outcome=words.outcome(studio.outcome),
        hours=hours.lines(studio.opening_hours),
        open_state=hours.state(studio.opening_hours, studio.phone, datetime.now(UTC)),
        map=point_view(studio.location, studio.name) if studio.location and places else None,
    )
    return WebAnswer(body=body, cache=kept(_SECONDS))


def _cards(studio: StudioProfile) -> dict[str, ArtistHit]:
    """Returns pictures and styles of the studio's artists by id; none while the search does not answer."""
    try:
        found = api.search_artists()(ArtistParameters(studio=studio.studio_id, limit=_CARDS)).items
    except InkscoutError:
        return {}
    return {one.artist_id: one for one in found}


def _source(studio: StudioProfile, name: str) -> str:
    return next((fact.source for fact in studio.facts if fact.field == name), "")


def _may_show(studio: StudioProfile, name: str) -> bool:
    """Whether a value may be shown beside a map that is not Google's."""
    return web.settings().map_places == "all" or _source(studio, name) not in ("", "google")
