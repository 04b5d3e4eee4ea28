"""Simulation of Places API (New): text search, nearby search and place details."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from inkscout.domain.geo import Box, GeoPoint
from inkscout_local.simulator.areas import Area, BoxArea, CircleArea
from inkscout_local.simulator.google.new_shapes import MaskError, Tree, cut, new_place, new_types, parse_mask
from inkscout_local.simulator.google.paging import PAGE_SIZE, Pager
from inkscout_local.simulator.google.place_types import TABLE_A
from inkscout_local.simulator.index import PlaceIndex
from inkscout_local.simulator.model import GoogleOptions, WorldPlace

Body = dict[str, Any]

NEARBY_CAP = 20
_TEXT_KEYS = frozenset(
    [
        "textQuery",
        "languageCode",
        "regionCode",
        "rankPreference",
        "includedType",
        "openNow",
        "minRating",
        "maxResultCount",
        "pageSize",
        "pageToken",
        "priceLevels",
        "strictTypeFiltering",
        "locationBias",
        "locationRestriction",
        "evOptions",
        "routingParameters",
        "searchAlongRouteParameters",
        "includePureServiceAreaBusinesses",
        "includeFutureOpeningBusinesses",
    ]
)
_NEARBY_KEYS = frozenset(
    [
        "languageCode",
        "regionCode",
        "includedTypes",
        "excludedTypes",
        "includedPrimaryTypes",
        "excludedPrimaryTypes",
        "maxResultCount",
        "locationRestriction",
        "rankPreference",
        "routingParameters",
        "includeFutureOpeningBusinesses",
    ]
)
_TYPE_LISTS = ("includedTypes", "excludedTypes", "includedPrimaryTypes", "excludedPrimaryTypes")


class RequestError(Exception):
    """A request that Google would refuse, with HTTP status ``code`` and Google's status name ``status``."""

    def __init__(self, code: int, status: str, message: str) -> None:
        super().__init__(message)
        self.code, self.status = code, status


class NewPlaces:
    """The three methods of the API on the places of a world.

    They take the request body or place id and the field mask, and return Google's response body for HTTP
    status 200.
    """

    def __init__(self, index: PlaceIndex, options: GoogleOptions) -> None:
        self._index = index
        # This API's tokens are valid at once.
        self._pager: Pager[WorldPlace] = Pager(0.0, options.page_token_ttl_seconds)

    def search_text(self, request: Mapping[str, Any], mask: str, repeat: bool = False) -> Body:
        """Returns the response of ``places:searchText``; ``repeat`` makes the last place equal the first.

        Raises:
            RequestError: the request or its field mask is invalid.
        """
        tree = _mask(mask, search=True)
        _only_known(request, _TEXT_KEYS)
        text = str(request.get("textQuery", "")).strip()
        if not text:
            raise _invalid("Empty text_query.")
        size = _size(request.get("pageSize", request.get("maxResultCount", PAGE_SIZE)))
        signature = _signature(request)
        if token := request.get("pageToken"):
            page = self._pager.next(str(token), signature, size)
            if page is None:
                raise _invalid(
                    "Request contains an invalid argument: page_token is invalid, expired or foreign."
                )
        else:
            page = self._pager.first(self._find_text(text, request), signature, size)
        shapes = [self._shape(place) for place in page.items]
        if repeat and len(shapes) > 1:
            shapes[-1] = shapes[0]
        body: Body = {"places": shapes} if shapes else {}
        if page.token:
            body["nextPageToken"] = page.token
        return _cut(body, tree)

    def search_nearby(self, request: Mapping[str, Any], mask: str) -> Body:
        """Returns the response of ``places:searchNearby``: at most 20 places, without paging.

        Raises:
            RequestError: the request or its field mask is invalid.
        """
        tree = _mask(mask, search=True)
        _only_known(request, _NEARBY_KEYS)
        restriction = request.get("locationRestriction")
        if not isinstance(restriction, Mapping) or "circle" not in restriction:
            raise _invalid("Invalid SearchNearbyRequest: location_restriction is required.")
        area = _circle(restriction["circle"])
        count = request.get("maxResultCount", NEARBY_CAP)
        if not isinstance(count, int) or not 1 <= count <= NEARBY_CAP:
            raise _invalid("Max result count must be between 1 and 20 inclusively.")
        found = self._index.search(
            "",
            within=area,
            keep=self._type_filter(request),
            by_distance=request.get("rankPreference") == "DISTANCE",
            cap=count,
        )
        return _cut({"places": [self._shape(place) for place in found]} if found else {}, tree)

    def get(self, place_id: str, mask: str) -> Body:
        """Returns the response of ``places/{id}``.

        Raises:
            RequestError: the mask or id is invalid (status 400), or the place does not exist (404).
        """
        tree = _mask(mask, search=False)
        place = self._index.get(place_id)
        if place is None and len(place_id) < 10:
            raise _invalid(f"Not a valid Place ID: {place_id}")
        if place is None or place.gone:
            raise RequestError(
                404,
                "NOT_FOUND",
                "The Place ID is no longer valid. Please refresh cached Place IDs as per "
                "https://developers.google.com/maps/documentation/places/web-service/place-id#refresh-id",
            )
        shape = self._shape(place)
        if place.moved_to:
            shape |= {"movedPlace": f"places/{place.moved_to}", "movedPlaceId": place.moved_to}
        return _cut(shape, tree)

    def _find_text(self, text: str, request: Mapping[str, Any]) -> list[WorldPlace]:
        within, bias = (
            _area(request.get("locationRestriction"), circle=False),
            _area(request.get("locationBias")),
        )
        if within and bias:
            raise _invalid("Only one of location_bias and location_restriction may be set.")
        kind, strict = request.get("includedType", ""), bool(request.get("strictTypeFiltering"))
        if kind and kind not in TABLE_A:
            raise _invalid(f"Unsupported types: {kind}.")
        keep = self._has_type(frozenset({kind})) if kind and strict else _anything
        return self._index.search(
            text, within=within, bias=bias, keep=keep, by_distance=request.get("rankPreference") == "DISTANCE"
        )

    def _shape(self, place: WorldPlace) -> Body:
        return new_place(place, self._index.tattoo_strength(place))

    def _has_type(self, kinds: frozenset[str]) -> Callable[[WorldPlace], bool]:
        return lambda place: bool(kinds & set(new_types(place, self._index.tattoo_strength(place))))

    def _type_filter(self, request: Mapping[str, Any]) -> Callable[[WorldPlace], bool]:
        asked = {name: frozenset(request.get(name, ())) for name in _TYPE_LISTS}
        unsupported = sorted(kind for kinds in asked.values() for kind in kinds - TABLE_A)
        if unsupported:
            raise _invalid(f"Unsupported types: {', '.join(unsupported)}.")
        wanted = asked["includedTypes"] | asked["includedPrimaryTypes"]
        unwanted = asked["excludedTypes"] | asked["excludedPrimaryTypes"]
        has_wanted, has_unwanted = self._has_type(wanted), self._has_type(unwanted)
        return lambda place: (not wanted or has_wanted(place)) and not has_unwanted(place)


def _anything(_place: WorldPlace) -> bool:
    return True


def _invalid(message: str) -> RequestError:
    return RequestError(400, "INVALID_ARGUMENT", message)


def _mask(mask: str, *, search: bool) -> Tree | None:
    try:
        return parse_mask(mask, search=search)
    except MaskError as error:
        raise _invalid(str(error)) from error


def _cut(body: Body, tree: Tree | None) -> Body:
    return {key: value for key, value in _object(cut(body, tree)).items() if value not in ([], {})}


def _object(value: object) -> Body:
    return dict(value) if isinstance(value, Mapping) else {}


def _only_known(request: Mapping[str, Any], known: frozenset[str]) -> None:
    for name in request:
        if name not in known:
            raise _invalid(f'Invalid JSON payload received. Unknown name "{name}": Cannot find field.')


def _size(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise _invalid("page_size must not be negative.")
    return min(value or PAGE_SIZE, PAGE_SIZE)


def _signature(request: Mapping[str, Any]) -> str:
    """Returns the part of a request that must be equal for all pages: all except the token and sizes."""
    fixed = {
        key: value for key, value in request.items() if key not in {"pageToken", "pageSize", "maxResultCount"}
    }
    return json.dumps(fixed, sort_keys=True)


def _area(value: object, *, circle: bool = True) -> Area | None:
    if value is None:
        return None
    if isinstance(value, Mapping) and len(value) == 1:
        if "rectangle" in value:
            return _rectangle(value["rectangle"])
        if "circle" in value and circle:
            return _circle(value["circle"])
        if "circle" in value:
            raise _invalid(
                "Invalid JSON payload received. Unknown name \"circle\" at 'location_restriction': "
                "Cannot find field."
            )
    raise _invalid("Invalid location bias or restriction.")


def _point(value: object) -> GeoPoint:
    if not isinstance(value, Mapping):
        raise _invalid("Invalid location.")
    lat, lng = value.get("latitude", 0.0), value.get("longitude", 0.0)
    if not (isinstance(lat, int | float) and isinstance(lng, int | float)):
        raise _invalid("Invalid value at location (TYPE_DOUBLE).")
    if not (-90 <= lat <= 90 and -180 <= lng <= 180):
        raise _invalid("Latitude must be in [-90, 90] and longitude in [-180, 180].")
    return GeoPoint(float(lat), float(lng))


def _rectangle(value: object) -> BoxArea:
    if not isinstance(value, Mapping):
        raise _invalid("Invalid rectangle.")
    low, high = _point(value.get("low")), _point(value.get("high"))
    if low.lat > high.lat:
        raise _invalid("Invalid rectangle viewport: low latitude is greater than high latitude.")
    if high.lng - low.lng == 360.0:
        # A box from -180 to 180 means all longitudes; modulo 360 it would be empty.
        return BoxArea(Box(low.lat, -180.0, high.lat, 179.999999999))
    return BoxArea(Box(low.lat, low.lng, high.lat, high.lng))


def _circle(value: object) -> CircleArea:
    if not isinstance(value, Mapping):
        raise _invalid("Invalid circle.")
    radius = value.get("radius", 0.0)
    if not isinstance(radius, int | float) or not 0 <= radius <= 50_000:
        raise _invalid("Circle radius must be between 0.0 and 50000.0, inclusive.")
    return CircleArea(_point(value.get("center")), float(radius))
