"""Styles: all of them, and one with its other names, related styles and artists by city."""

from functions.web import links, seo
from functions.web.answers import WebAnswer, kept, moved
from functions.web.asked import PageRequest
from functions.web.pages.searching import PAGE, country_of
from functions.web.rendering import render
from inkscout.bootstrap import api
from inkscout.contracts.api.parameters import ArtistParameters
from inkscout.contracts.api.search import ArtistPage
from inkscout.errors import NotFound, TransientError
from inkscout.search import taxonomy

_SECONDS = 300
_NAMES = 8
_CITIES = 10


def show(request: PageRequest, segments: tuple[str, ...]) -> WebAnswer:
    """Returns the list of styles, or one style's page.

    Raises:
        NotFound: there is no such style.
    """
    return _all(request) if len(segments) == 1 else _one(request, segments)


def _all(request: PageRequest) -> WebAnswer:
    styles = api.list_styles()()
    body = render(
        "styles.html",
        request,
        title="Tattoo styles",
        description="Every tattoo style of the directory with a drawing, its other names and its artists.",
        canonical="/styles",
        section="styles",
        styles=styles,
    )
    return WebAnswer(body=body, cache=kept(_SECONDS, degraded=styles.degraded))


def _one(request: PageRequest, segments: tuple[str, ...]) -> WebAnswer:
    lexicon = taxonomy.styles()
    key = lexicon.resolve(segments[1].replace("-", " ")) or lexicon.resolve(segments[1])
    if not key or len(segments) > 2:
        raise NotFound("no style has this name")
    if request.path != links.style(key):
        return moved(links.style(key))
    try:
        page: ArtistPage | None = api.search_artists()(ArtistParameters(style=[key], limit=PAGE))
    except TransientError:
        page = None
    if page is not None and page.relaxed:
        page = None
    name = links.style_name(key)
    trail = [("Styles", "/styles"), (name, links.style(key))]
    body = render(
        "style.html",
        request,
        title=f"{name} tattoos and their artists",
        description=f"{name} tattoos: other names, related styles, and artists by city.",
        canonical=links.style(key),
        section="styles",
        structured=(seo.breadcrumbs(request.site, trail),),
        style=key,
        name=name,
        trail=trail,
        names=[one for one in lexicon.synonyms.get(key, ()) if one.isascii() and "-" not in one][:_NAMES],
        related=[one for one in lexicon.related.get(key, ()) if one in lexicon.names],
        page=page,
        cities=[(city, country_of(city.label)) for city in page.facets.city[:_CITIES]] if page else [],
    )
    return WebAnswer(body=body, cache=kept(_SECONDS, degraded=page is not None and page.degraded))
