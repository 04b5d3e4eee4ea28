"""Landing pages of a city, and of a style in a city: the searches that people type."""

from functions.web import links, seo, words
from functions.web.answers import WebAnswer, elsewhere, kept, moved
from functions.web.asked import PageRequest
from functions.web.maps import WIDE_HEIGHT, map_view
from functions.web.pages.searching import PAGE
from functions.web.rendering import render
from inkscout.bootstrap import api
from inkscout.contracts.api.parameters import ArtistParameters, StudioParameters
from inkscout.contracts.api.search import StudioPage
from inkscout.errors import InkscoutError, NotFound
from inkscout.search import taxonomy
from inkscout.usecases.directory.sitemaps import ENOUGH_ARTISTS

_SECONDS = 120
_STUDIOS = 12
_LEVELS = 3


def show(request: PageRequest, segments: tuple[str, ...]) -> WebAnswer:
    """Returns the artists of a city, or those of a style in it.

    Raises:
        NotFound: the directory has nobody there, or there is no such style.
    """
    if not 1 < len(segments) <= _LEVELS:
        raise NotFound("no page has this address")
    country, city = segments[0].lower(), segments[1]
    style = segments[2] if len(segments) == _LEVELS else ""
    key = taxonomy.styles().resolve(style) if style else ""
    if style and not key:
        raise NotFound("no style has this name")
    wanted = ArtistParameters(
        city=city.replace("-", " ")[:100], country=country, style=[key] if key else [], limit=PAGE
    )
    page = api.search_artists()(wanted)
    # A relaxed search would show another place or style under this one's name.
    if not page.items or page.relaxed:
        return _instead(wanted)
    name = page.items[0].city
    path = links.city(country, name, key)
    if request.path != path:
        return moved(path)
    studios = _studios(name, country) if not key else None
    what = f"{links.style_name(key)} tattoo artists" if key else "Tattoo artists"
    trail = [("Artists", "/artists"), (name, links.city(country, name))]
    trail += [(links.style_name(key), path)] if key else []
    few = page.total < ENOUGH_ARTISTS
    given = {"city": name, "style": key}
    body = render(
        "place.html",
        request,
        title=f"{what} in {name}",
        description=f"{words.count(page.total, 'artist', 'artists')}: {words.inside(what)} in {name}.",
        canonical=path,
        noindex=few,
        section="artists",
        structured=(
            seo.artist_list(request.site, page.items),
            seo.breadcrumbs(request.site, trail),
        ),
        heading=f"{what} in {name}",
        page=page,
        city=name,
        country=country,
        country_name=taxonomy.country_name(country.upper()),
        style=key,
        related=[one for one in page.facets.style if one.value != key][:12],
        studios=studios,
        trail=trail,
        all_results=links.results("/artists", given),
        map=map_view(page.items, "", "/artists", given, height=WIDE_HEIGHT),
    )
    return WebAnswer(body=body, cache=kept(_SECONDS, degraded=page.degraded), noindex=few)


def _instead(wanted: ArtistParameters) -> WebAnswer:
    """Returns the way to the search for a style that nobody in a city names, which shows what comes close.

    Raises:
        NotFound: nobody works in the city.
    """
    city = wanted.model_copy(update={"style": [], "limit": 1})
    found = api.search_artists()(city) if wanted.style else None
    if found is None or not found.items or found.relaxed:
        raise NotFound("nobody works there")
    given = {"city": found.items[0].city, "style": wanted.style}
    return elsewhere(links.results("/artists", given))


def _studios(city: str, country: str) -> StudioPage | None:
    try:
        return api.search_studios()(StudioParameters(city=city, country=country, limit=_STUDIOS))
    except (InkscoutError, ValueError):  # a stored city may be longer than a search takes
        return None
