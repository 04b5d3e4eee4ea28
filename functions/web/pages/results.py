"""Result pages: the list with its filters, what was understood and relaxed, and the map."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from functions.web import links, words
from functions.web.answers import WebAnswer, kept
from functions.web.asked import PageRequest
from functions.web.maps import map_view
from functions.web.pages.searching import ON_A_MAP, PAGE, Asked, Found, country_of, search
from functions.web.rendering import render
from inkscout.bootstrap import api
from inkscout.contracts.api.parameters import ArtistParameters, StudioParameters
from inkscout.contracts.api.search import ArtistPage, FacetValue, StudioPage, Understood
from inkscout.errors import InkscoutError
from inkscout.search import taxonomy

_SECONDS = 30
_OPEN_STYLES = 10
_OPEN_CITIES = 12
_HINTS = 4
_FILTER_NAMES = ("q", "style", "city", "country", "near", "bbox", "role", "has_portfolio", "studio")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in use, or a part of the text that was understood; ``href`` is the search without it."""

    label: str
    href: str
    is_filter: bool = True


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet with its count; ``chosen`` if it is in use."""

    value: str
    label: str
    count: int
    chosen: bool


def artists(request: PageRequest, *, view: str = "") -> WebAnswer:
    """Returns the results for artists; ``view`` overrides the parameter of that name."""
    view = view or ("map" if request.one("view") == "map" else "")
    limit = ON_A_MAP if view else PAGE
    found = search(request, ArtistParameters, api.search_artists(), limit=limit)
    page = found.page
    facets = {} if page.degraded else {name: getattr(page.facets, name) for name in ("style", "city", "role")}
    return _answer(request, "/artists", found, facets, view)


def studios(request: PageRequest) -> WebAnswer:
    """Returns the results for studios."""
    view = "map" if request.one("view") == "map" else ""
    limit = ON_A_MAP if view else PAGE
    found = search(request, StudioParameters, api.search_studios(), limit=limit)
    page = found.page
    facets = {} if page.degraded else {name: getattr(page.facets, name) for name in ("style", "city")}
    return _answer(request, "/studios", found, facets, view)


def _answer(
    request: PageRequest,
    base: str,
    found: Found[Any],
    facets: dict[str, list[FacetValue]],
    view: str,
) -> WebAnswer:
    page: ArtistPage | StudioPage = found.page
    asked, kind = found.asked, base[1:]
    given = {**asked.given, "view": view}
    given.pop("cursor", None)
    heading = _heading(kind, asked, page.understood)
    body = render(
        "results.html",
        request,
        title=heading,
        description=f"{heading} in the Inkscout directory, with their work and the place they work at.",
        canonical=_landing(kind, asked),
        noindex=True,
        query=str(asked.given.get("q", "")),
        section=kind,
        kind=kind,
        base=base,
        heading=heading,
        page=page,
        asked=asked,
        given=given,
        view=view,
        total=_total(page, kind),
        chips=_chips(base, asked, given),
        understood=_understood(base, page.understood, given),
        # Without a result there is nothing to choose from: chips take filters back.
        options={name: _options(values, asked.given.get(name, ())) for name, values in facets.items()}
        if any(facets.values())
        else {},
        open_styles=_OPEN_STYLES,
        open_cities=_OPEN_CITIES,
        filters_in_use=sum(name in asked.given for name in _FILTER_NAMES if name != "q"),
        sorts={
            key: label for key, label in words.SORTS.items() if key != "distance" or "near" in asked.given
        },
        more=links.results(base, given, cursor=page.next_cursor) if page.next_cursor else "",
        other_view=links.results(base, given, view="" if view else "map"),
        hints=_hints(base, asked, given, kind) if not page.items else [],
        map=map_view(page.items, str(asked.given.get("bbox", "")), base, given) if view else None,
    )
    return WebAnswer(body=body, cache=kept(_SECONDS, degraded=page.degraded), noindex=True)


def _heading(kind: str, asked: Asked, understood: Understood) -> str:
    chosen = list(dict.fromkeys([*map(_style_key, asked.given.get("style", ())), *understood.styles]))
    styles = words.listed([words.inside(links.style_name(style)) for style in chosen[:3]])
    city = str(asked.given.get("city", "")) or (understood.place.name if understood.place else "")
    named = " ".join(understood.words)
    heading = words.sentence(f"{styles} {kind}".strip())
    heading += f" in {city}" if city else ""
    if named:
        heading += f" for “{named[:60]}”"
    return heading if "near" not in asked.given else f"{heading} near you"


def _style_key(style: str) -> str:
    return taxonomy.styles().resolve(style) or style


def _landing(kind: str, asked: Asked) -> str:
    """Returns the page that search engines should show instead: that of a city, a style, or both."""
    given = {name: value for name, value in asked.given.items() if name not in ("cursor", "sort", "view")}
    styles = [_style_key(style) for style in given.get("style", ())]
    if kind != "artists" or not given or given.keys() - {"style", "city"} or len(styles) > 1:
        return f"/{kind}"
    city = str(given.get("city", ""))
    country = country_of(city) if city else ""
    if not city:
        return links.style(styles[0])
    return links.city(country, city, *styles) if country else f"/{kind}"


def _total(page: ArtistPage | StudioPage, kind: str) -> str:
    said = words.count(page.total, kind[:-1], kind)
    return said if page.total_is_exact else f"At least {said}"


def _chips(base: str, asked: Asked, given: dict[str, Any]) -> list[Chip]:
    near = str(asked.given.get("near", ""))
    pictures = "With pictures" if asked.given.get("has_portfolio") == "true" else "Without pictures"
    labels = {
        "city": str(asked.given.get("city", "")),
        "country": taxonomy.country_name(str(asked.given.get("country", "")).upper()),
        "near": "Near you" if "," in near else f"Near {near}",
        "bbox": "This part of the map",
        "role": words.role(str(asked.given.get("role", ""))),
        "has_portfolio": pictures,
        "studio": "One studio",
    }
    view = {"view": given["view"]}
    chips = [
        Chip(links.style_name(_style_key(style)), links.results(base, asked.without("style", style) | view))
        for style in asked.given.get("style", ())
    ]
    chips += [
        Chip(label, links.results(base, asked.without(name) | view))
        for name, label in labels.items()
        if name in asked.given
    ]
    return chips


def _understood(base: str, understood: Understood, given: dict[str, Any]) -> list[Chip]:
    """Returns each part of the text that was understood; its address is the search without that part."""
    place, role = understood.place.name if understood.place else "", understood.role or ""
    if not (understood.styles or place or role or understood.excluded):
        return []
    chosen = tuple(given.get("style", ()))
    read = {
        **given,
        "q": _text(understood.words, understood.excluded),
        "style": (*chosen, *understood.styles),
        "city": given.get("city", "") or place,
        "role": given.get("role", "") or role,
    }
    chips = [
        Chip(
            links.style_name(style),
            links.results(base, {**read, "style": (*chosen, *(o for o in understood.styles if o != style))}),
            is_filter=False,
        )
        for style in understood.styles
    ]
    for name, value, label in (("role", role, words.role(role)), ("city", place, place)):
        if value:
            without = {**read, name: given.get(name, "")}
            chips.append(Chip(label, links.results(base, without), is_filter=False))
    for one in understood.excluded:
        text = _text(understood.words, [other for other in understood.excluded if other != one])
        chips.append(
            Chip(f"not {links.style_name(one)}", links.results(base, {**read, "q": text}), is_filter=False)
        )
    return chips


def _text(words_left: Sequence[str], excluded: Sequence[str]) -> str:
    """Returns the text of a search for words without what is ruled out."""
    return " ".join((*words_left, *(f"-{one.replace(' ', '-')}" for one in excluded)))


def _options(values: Sequence[FacetValue], chosen: Any) -> list[Option]:  # noqa: ANN401 - one value or several
    """Returns a facet's values, those in use first."""
    used = [chosen] if isinstance(chosen, str) else list(chosen)
    keys = {_style_key(one) for one in used} | {one.casefold() for one in used}
    options = [
        Option(
            one.value,
            one.label if one.label != one.value.lower() else words.role(one.value),
            one.count,
            one.value in keys or one.value.casefold() in keys,
        )
        for one in values
    ]
    return sorted(options, key=lambda option: not option.chosen)


def _hints(base: str, asked: Asked, given: dict[str, Any], kind: str) -> list[tuple[str, str, int]]:
    """Returns searches with one filter less that find something: what is left out, the address, the count."""
    model = ArtistParameters if kind == "artists" else StudioParameters
    use_case: Any = api.search_artists() if kind == "artists" else api.search_studios()
    hints: list[tuple[str, str, int]] = []
    for name in [name for name in _FILTER_NAMES if name in asked.given][:_HINTS]:
        fewer = {key: value for key, value in asked.without(name).items() if key != "cursor"}
        try:
            count = use_case(model.model_validate({**fewer, "limit": 1})).total
        except (InkscoutError, ValueError):
            continue
        if count:
            label = {"q": "the text", "has_portfolio": "the pictures", "bbox": "the part of the map"}
            href = links.results(base, fewer | {"view": given["view"]})
            hints.append((label.get(name, name), href, count))
    return hints
