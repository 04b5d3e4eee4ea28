"""Addresses of the website; no other module and no template makes one from parts."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlencode

from functions.web import words
from inkscout.domain import public_paths
from inkscout.domain.public_paths import artist_path, slug, studio_path

SEARCH_PARAMETERS = (
    "q",
    "style",
    "match",
    "city",
    "directions",
    "country",
    "near",
    "radius_km",
    "bbox",
    "role",
    "has_portfolio",
    "studio",
    "sort",
    "view",
)
"""Parameters that a link to results may carry, in the order in which they are written."""

Given = Mapping[str, str | Iterable[str]]


def results(base: str, given: Given, **more: str) -> str:
    """Returns the address of a search; empty values and unknown names are left out."""
    wanted = {**given, **more}
    pairs = [
        (name, value)
        for name in (*SEARCH_PARAMETERS, "cursor")
        for value in _values(wanted.get(name, ""))
        if value
    ]
    return f"{base}?{urlencode(pairs)}" if pairs else base


def style(key: str) -> str:
    """Returns the address of a style's page."""
    return f"/styles/{quote(key)}"


def city(country: str, name: str, style_key: str = "") -> str:
    """Returns the page of a city or of a style in it; a search if the country is unknown."""
    place = slug(name)
    if not country or not place:
        return results("/artists", {"city": name, "style": style_key})
    return f"/{country.lower()}/{quote(place)}" + (f"/{quote(style_key)}" if style_key else "")


def picture(path: str, width: int) -> str:
    """Returns the address of a picture in another of the widths that are offered."""
    return path.replace("-640.webp", f"-{width}.webp")


def card(kind: str, entry_id: str) -> str:
    """Returns the address of the card that stands for an artist or a studio where its link is shared."""
    return f"/cards/{kind}/{quote(entry_id, safe='')}.png"


def directions(place: str) -> str:
    """Returns the address of a place on the map of OpenStreetMap, which is asked by a click alone."""
    return "https://www.openstreetmap.org/search?" + urlencode({"query": place})


def shortlist(ids: Iterable[str]) -> str:
    """Returns the address of a shortlist, which can be shared."""
    return "/shortlist?" + urlencode({"ids": ",".join(ids)})


def style_name(key: str) -> str:
    """Returns a style's name for display."""
    return words.style_of(key)


def _values(value: str | Iterable[str]) -> list[str]:
    return [value] if isinstance(value, str) else [str(one) for one in value]


__all__ = [
    "artist_path",
    "card",
    "city",
    "picture",
    "public_paths",
    "results",
    "shortlist",
    "slug",
    "studio_path",
    "style",
    "style_name",
]
