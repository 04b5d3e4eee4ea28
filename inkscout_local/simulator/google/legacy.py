"""Simulation of Google's legacy Places API: text search, nearby search and place details."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from inkscout.domain.geo import GeoPoint
from inkscout_local.simulator.areas import CircleArea
from inkscout_local.simulator.google.legacy_shapes import (
    details_result,
    nearby_result,
    pick,
    search_result,
    unknown_fields,
)
from inkscout_local.simulator.google.paging import PageOf, Pager
from inkscout_local.simulator.index import PlaceIndex
from inkscout_local.simulator.model import GoogleOptions, WorldPlace

Params = Mapping[str, str]
Body = dict[str, Any]

MAX_RADIUS_M = 50_000.0
NO_KEY = (
    "You must use an API key to authenticate each request to Google Maps Platform APIs. "
    "For additional information, please refer to http://g.co/dev/maps-no-account"
)
KEY_REFUSED = "This API project is not authorized to use this API."


class LegacyPlaces:
    """The three legacy services on the places of a world.

    The methods take the query parameters and return Google's response body for HTTP status 200. With
    ``repeat`` the first places of a page appear again in place of its last ones.
    """

    def __init__(self, index: PlaceIndex, options: GoogleOptions) -> None:
        self._index = index
        self._pager: Pager[WorldPlace] = Pager(
            options.page_token_delay_seconds, options.page_token_ttl_seconds
        )

    def text_search(self, params: Params, repeat: bool = False) -> Body:
        """Returns the response of ``textsearch/json`` for ``query`` or ``pagetoken``.

        ``location`` and ``radius`` bias the results.
        """
        if token := params.get("pagetoken"):
            return self._page(self._pager.next(token, "text"), "text", search_result, repeat)
        query, kind = params.get("query", ""), params.get("type", "")
        if not query.strip() and not kind:
            return failure("INVALID_REQUEST", "Missing the query parameter.")
        circle, problem = _circle(params, required=False)
        if problem:
            return failure("INVALID_REQUEST", problem)
        found = self._index.search(query, bias=circle, keep=_filter(params))
        return self._page(self._pager.first(found, "text"), "text", search_result, repeat)

    def nearby_search(self, params: Params, repeat: bool = False) -> Body:
        """Returns the response of ``nearbysearch/json``: within a radius, or ranked by distance."""
        if token := params.get("pagetoken"):
            return self._page(self._pager.next(token, "nearby"), "nearby", nearby_result, repeat)
        by_distance = params.get("rankby", "prominence") == "distance"
        text = " ".join(params[key] for key in ("keyword", "name") if params.get(key))
        circle, problem = _circle(params, required=True, ranked=by_distance)
        if not problem and by_distance and not (text or params.get("type")):
            problem = "rankby=distance needs a keyword, name or type."
        if problem or circle is None:
            return failure("INVALID_REQUEST", problem)
        found = self._index.search(text, within=circle, keep=_filter(params), by_distance=by_distance)
        return self._page(self._pager.first(found, "nearby"), "nearby", nearby_result, repeat)

    def details(self, params: Params) -> Body:
        """Returns the response of ``details/json`` for ``place_id``, limited to ``fields`` if given."""
        # Google accepts the older spelling too, and its own Python client sends it.
        place_id = params.get("place_id") or params.get("placeid", "")
        if not place_id:
            return failure("INVALID_REQUEST", "Missing the placeid or reference parameter.", results=False)
        fields = [name.strip() for name in params.get("fields", "").split(",") if name.strip()]
        unknown = unknown_fields(fields)
        if unknown:
            text = f"Error while parsing 'fields' parameter: Unsupported field name '{unknown[0]}'. "
            return failure("INVALID_REQUEST", text, results=False)
        place = self._index.get(place_id)
        if place is not None and place.moved_to:
            place = self._index.get(place.moved_to)
        if place is None or place.gone:
            return failure("NOT_FOUND", results=False)
        result = details_result(place)
        return {"html_attributions": [], "result": pick(result, fields) if fields else result, "status": "OK"}

    def _page(
        self,
        page: PageOf[WorldPlace] | None,
        request: str,
        shape: Callable[[WorldPlace], Body],
        repeat: bool,
    ) -> Body:
        if page is None:
            return failure("INVALID_REQUEST")
        if not page.items:
            return failure("ZERO_RESULTS")
        body: Body = {
            "html_attributions": [],
            "results": [shape(place) for place in page.items],
            "status": "OK",
        }
        if page.token:
            body["next_page_token"] = page.token
        if repeat:
            body["results"] = _with_repeats(body["results"])
        return body


def failure(status: str, message: str = "", *, results: bool = True) -> Body:
    """Returns a legacy response body without results; ``results=False`` also omits the key, as in details."""
    body: Body = {"html_attributions": [], "status": status}
    if results:
        body["results"] = []
    if message:
        body["error_message"] = message
    return body


def _with_repeats(results: Sequence[Body]) -> list[Body]:
    """Returns a page whose last places are replaced by its first, as when ranks shift between requests."""
    count = min(3, len(results) // 2)
    return [*results[: len(results) - count], *results[:count]]


def _filter(params: Params) -> Callable[[WorldPlace], bool]:
    kind = params.get("type", "")
    return (lambda place: kind in place.types) if kind else (lambda _place: True)


def _circle(params: Params, *, required: bool, ranked: bool = False) -> tuple[CircleArea | None, str]:
    """Returns the circle of ``location`` and ``radius``, and an error message, empty if they are valid.

    Args:
        params: Query parameters.
        required: Whether a location is mandatory.
        ranked: Whether results are ranked by distance, which excludes a radius.
    """
    location, radius = params.get("location", ""), params.get("radius", "")
    if not location:
        return None, "Missing the location parameter." if required or radius else ""
    if ranked and radius:
        return None, "rankby=distance and radius exclude each other."
    try:
        lat, lng = (float(part) for part in location.split(","))
        metres = float(radius) if radius else MAX_RADIUS_M
    except ValueError:
        return None, "Invalid 'location' or 'radius' parameter."
    if required and not ranked and not radius:
        return None, "Missing the radius parameter."
    if not (-90 <= lat <= 90 and -180 <= lng <= 180 and metres > 0):
        return None, "Invalid 'location' or 'radius' parameter."
    return CircleArea(GeoPoint(lat, lng), min(metres, MAX_RADIUS_M)), ""
