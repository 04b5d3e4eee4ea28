"""Converts request parameters to search criteria: names to keys, places to points."""

import re
from datetime import UTC, datetime
from typing import Any

from inkscout.contracts.api.parameters import SearchParameters
from inkscout.domain import naming
from inkscout.domain.geo import Box, GeoPoint
from inkscout.errors import InvalidParameter
from inkscout.search import taxonomy
from inkscout.search.criteria import DEFAULT_RADIUS_KM, FILTERS, City, Criteria, Sort
from inkscout.search.definition import Kind
from inkscout.search.understand import Vocabulary, find_place
from inkscout.vocabulary.loader import word_set

_NEAR_ME = word_set("search_words.near_me")

_READ = frozenset({"styles", "city", "country", "ids", "updated_since"})
"""Filters whose values are names that have to be converted to keys."""

_NUMBER = r"[+-]?\d{1,3}(?:\.\d{1,20})?"
_POINT = re.compile(rf"\s*({_NUMBER})\s*,\s*({_NUMBER})\s*")
_BOX = re.compile(rf"\s*({_NUMBER})\s*,\s*({_NUMBER})\s*,\s*({_NUMBER})\s*,\s*({_NUMBER})\s*")


def criteria(parameters: SearchParameters, kind: Kind, vocabulary: Vocabulary) -> Criteria:
    """Returns the search criteria of a request.

    Raises:
        InvalidParameter: a parameter is invalid; the error names it and gives the reason.
    """
    center, center_place = _center(parameters.near, vocabulary)
    if parameters.radius_km is not None and center is None:
        raise InvalidParameter("radius_km", "needs near")
    text = _without_near_me(parameters.q.strip(), center)
    return Criteria(
        kind=kind,
        text=text,
        styles=parse_styles(tuple(parameters.style)),
        match_all_styles=parameters.match == "all",
        city=_city(parameters.city),
        country=_country(parameters.country),
        ids=tuple(dict.fromkeys(getattr(parameters, "id", ()))),
        updated_since=_time(parameters.updated_since),
        center=center,
        center_place=center_place,
        radius_km=parameters.radius_km or DEFAULT_RADIUS_KM,
        box=parse_box(parameters.bbox) if parameters.bbox else None,
        sort=_sort(parameters.sort, text, center),
        limit=parameters.limit,
        **_as_given(parameters),
    )


def _as_given(parameters: SearchParameters) -> dict[str, Any]:
    """Returns the filters that are used as given; omits those that the request does not set."""
    given = {one.attribute: getattr(parameters, one.parameter, None) for one in FILTERS}
    return {name: value for name, value in given.items() if name not in _READ and value is not None}


def parse_box(text: str, name: str = "bbox") -> Box:
    """Parses a box ``west,south,east,north`` in degrees, the order of GeoJSON.

    ``name`` is the parameter's name for the error.

    Raises:
        InvalidParameter: the text is not four numbers, or they span no box on the globe.
    """
    match = _BOX.fullmatch(text)
    if not match:
        raise InvalidParameter(name, "must be west,south,east,north in degrees")
    west, south, east, north = (float(number) for number in match.groups())
    if not (-90 <= south < north <= 90):
        raise InvalidParameter(name, "south must be below north, both from -90 to 90")
    if not (-180 <= west <= 180 and -180 <= east <= 180) or west == east:
        raise InvalidParameter(name, "west and east must differ, both from -180 to 180")
    return Box(south, west, north, east)


def _without_near_me(text: str, center: GeoPoint | None) -> str:
    """Returns the text without phrases like "near me", which need the point ``center``.

    Raises:
        InvalidParameter: the text has such a phrase but there is no point.
    """
    folded = f" {naming.key(text)} "
    said = next((phrase for phrase in sorted(_NEAR_ME, key=len, reverse=True) if f" {phrase} " in folded), "")
    if not said:
        return text
    if center is None:
        raise InvalidParameter("near", f'is needed for "{said}": the position as lat,lng, or a place\'s name')
    return folded.replace(f" {said} ", " ").strip()


def _center(near: str, vocabulary: Vocabulary) -> tuple[GeoPoint | None, City | None]:
    """Returns the point to search around, and the place whose name gave it."""
    if not near.strip():
        return None, None
    match = _POINT.fullmatch(near)
    if match:
        lat, lng = float(match[1]), float(match[2])
        if not (-90 <= lat <= 90 and -180 <= lng <= 180):
            raise InvalidParameter("near", "latitude is from -90 to 90, longitude from -180 to 180")
        return GeoPoint(lat, lng), None
    place = find_place(near, vocabulary)
    if place is None or place.location is None:
        raise InvalidParameter("near", "is neither lat,lng nor a place with studios in the directory")
    return place.location, place


def parse_styles(values: tuple[str, ...]) -> tuple[str, ...]:
    """Returns the keys of styles that are given by key, name or synonym.

    Raises:
        InvalidParameter: one of them is not a style.
    """
    styles: list[str] = []
    for value in values:
        style = taxonomy.styles().resolve(value.strip())
        if not style:
            raise InvalidParameter("style", "is not a style of the taxonomy: see /v1/styles")
        styles.append(style)
    return tuple(dict.fromkeys(styles))


def _time(text: str) -> str:
    """Returns a day or time in the form of the documents' times.

    Raises:
        InvalidParameter: there is no such day or time.
    """
    if not text:
        return ""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC).isoformat()
    except ValueError:
        raise InvalidParameter("updated_since", "is no day or time of the calendar") from None


def _country(country: str) -> str:
    """Returns the code in capitals; maps the common codes UK and EL to the ISO codes GB and GR."""
    code = country.upper()
    return {"UK": "GB", "EL": "GR"}.get(code, code)


def _city(city: str) -> str:
    key = naming.key(city)
    if city and not key:
        raise InvalidParameter("city", "holds no letter")
    return key


def _sort(sort: str | None, text: str, center: GeoPoint | None) -> Sort:
    if sort == Sort.DISTANCE and center is None:
        raise InvalidParameter("sort", "distance needs near")
    if sort is None:
        return Sort.DISTANCE if center and not text else Sort.RELEVANCE
    return Sort(sort)
