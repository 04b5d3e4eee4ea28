"""Home page: the search, styles, cities and the newest artists."""

from collections.abc import Sequence

from functions.web import links, seo, words
from functions.web.answers import WebAnswer, kept
from functions.web.asked import PageRequest
from functions.web.pages.searching import country_of
from functions.web.rendering import render
from inkscout.bootstrap import api
from inkscout.contracts.api.parameters import ArtistParameters
from inkscout.contracts.api.search import ArtistHit, FacetValue
from inkscout.errors import TransientError

_STYLES = 8
_CITIES = 8
_NEWEST = 8


def show(request: PageRequest, segments: tuple[str, ...]) -> WebAnswer:
    """Returns the home page; with the index away it says so and keeps what it has."""
    del segments
    figures = api.read_directory_figures()()
    newest, degraded = _newest()
    cities = [(city, country_of(city.label)) for city in figures.cities[:_CITIES]]
    styles = [style for style in figures.styles if style.value][:_STYLES]
    last = next((day.date for day in reversed(figures.last_30_days) if day.runs), "")
    body = render(
        "home.html",
        request,
        title="Find a tattoo artist by style and city",
        description="Tattoo artists by style and city, with their work and the place where they tattoo now.",
        canonical="/",
        structured=(seo.website(request.site),),
        figures=figures,
        newest=newest,
        styles=styles,
        cities=cities,
        last_run=last,
        examples=_examples(styles, cities),
        degraded=figures.degraded or degraded,
    )
    return WebAnswer(body=body, cache=kept(60, degraded=figures.degraded or degraded))


def _newest() -> tuple[list[ArtistHit], bool]:
    """Returns the newest artists with pictures, and whether the search is degraded."""
    try:
        page = api.search_artists()(ArtistParameters(sort="updated", has_portfolio=True, limit=40))
    except TransientError:
        return [], True
    found: dict[str, ArtistHit] = {}
    for artist in page.items:  # one of each studio, so that they differ
        found.setdefault(artist.studio.studio_id if artist.studio else artist.artist_id, artist)
    return list(found.values())[:_NEWEST], page.degraded


def _examples(
    styles: Sequence[FacetValue], cities: Sequence[tuple[FacetValue, str]]
) -> list[tuple[str, str]]:
    """Returns texts of searches that find something, with their addresses."""
    city = cities[0][0].label if cities else ""
    texts = [f"{words.inside(style.label)} {city}".strip() for style in styles[:2]] + [
        f"{words.inside(style.label)} tattoo near me" for style in styles[2:3]
    ]
    return [(text, links.results("/artists", {"q": text})) for text in texts]
