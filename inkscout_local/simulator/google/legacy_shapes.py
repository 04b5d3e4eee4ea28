"""Places in the response formats of Google's legacy services."""

from collections.abc import Iterable, Mapping
from typing import Any

import phonenumbers

from inkscout_local.simulator.model import WorldPlace

_SEARCH_FIELDS = (
    "business_status",
    "formatted_address",
    "geometry",
    "icon",
    "name",
    "opening_hours",
    "photos",
    "place_id",
    "plus_code",
    "price_level",
    "rating",
    "types",
    "user_ratings_total",
)
_DETAIL_FIELDS = frozenset(
    {
        *_SEARCH_FIELDS,
        "address_component",
        "address_components",
        "adr_address",
        "current_opening_hours",
        "editorial_summary",
        "formatted_phone_number",
        "icon_background_color",
        "icon_mask_base_uri",
        "international_phone_number",
        "permanently_closed",
        "photo",
        "reference",
        "review",
        "reviews",
        "scope",
        "type",
        "url",
        "utc_offset",
        "vicinity",
        "website",
        "wheelchair_accessible_entrance",
    }
)
_SINGULAR = {
    "address_component": "address_components",
    "photo": "photos",
    "type": "types",
    "review": "reviews",
}
_COMPONENTS = (
    ("street_number", ("street_number",)),
    ("route", ("route",)),
    ("sublocality", ("sublocality_level_1", "sublocality", "political")),
    ("locality", ("locality", "political")),
    ("administrative_area_level_1", ("administrative_area_level_1", "political")),
    ("country", ("country", "political")),
    ("postal_code", ("postal_code",)),
)
_HALF_VIEWPORT_DEG = 0.0013489803
"""Distance in degrees from a business to each side of its viewport, as Google's responses have it."""


def geometry(place: WorldPlace) -> dict[str, Any] | None:
    """Returns location and viewport, which is computed if the world has none; None without a location."""
    if place.point is None:
        return None
    given = dict(place.raw.get("geometry", {}))
    lat, lng, half = place.point.lat, place.point.lng, _HALF_VIEWPORT_DEG
    given.setdefault(
        "viewport",
        {
            "northeast": {"lat": round(lat + half, 7), "lng": round(lng + half, 7)},
            "southwest": {"lat": round(lat - half, 7), "lng": round(lng - half, 7)},
        },
    )
    return given


def search_result(place: WorldPlace) -> dict[str, Any]:
    """Returns a place in the format of text search, without phone number and website."""
    result = {key: place.raw[key] for key in _SEARCH_FIELDS if key in place.raw}
    result["place_id"] = result["reference"] = place.place_id
    found = geometry(place)
    if found:
        result["geometry"] = found
    return result


def nearby_result(place: WorldPlace) -> dict[str, Any]:
    """Returns a place in the format of nearby search: with ``vicinity`` instead of the full address."""
    result = search_result(place)
    address = str(result.pop("formatted_address", ""))
    result["scope"] = "GOOGLE"
    if address:
        result["vicinity"] = place.raw.get("vicinity", ", ".join(address.split(", ")[:-1]) or address)
    return result


def address_components(place: WorldPlace) -> list[dict[str, Any]]:
    """Returns the world's ``address_components``, or such with long and short names made from ``address``."""
    given = place.raw.get("address_components")
    if given is not None:
        return list(given)
    short = {"country": place.address.get("country_code", "")}
    return [
        {
            "long_name": place.address[key],
            "short_name": short.get(key) or place.address[key],
            "types": list(types),
        }
        for key, types in _COMPONENTS
        if place.address.get(key)
    ]


def national_phone(place: WorldPlace) -> str:
    """Returns the phone number in national format; empty if the international one cannot be parsed."""
    try:
        number = phonenumbers.parse(str(place.raw.get("international_phone_number", "")), None)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def details_result(place: WorldPlace) -> dict[str, Any]:
    """Returns a place with all fields, in the format of legacy Place Details."""
    result = {**place.raw, **search_result(place)}
    components, phone = address_components(place), national_phone(place)
    if components:
        result["address_components"] = components
    if phone:
        result.setdefault("formatted_phone_number", phone)
    result.setdefault("url", maps_url(place))
    return result


def maps_url(place: WorldPlace) -> str:
    """Returns a Google Maps URL of the place; its ``cid`` is derived from the place id."""
    cid = int.from_bytes(place.place_id.encode()[-7:], "big")
    return f"https://maps.google.com/?cid={cid}"


def unknown_fields(fields: Iterable[str]) -> list[str]:
    """Returns the names in a ``fields`` parameter that Place Details does not support."""
    return [name for name in fields if name.split("/")[0] not in _DETAIL_FIELDS]


def pick(result: Mapping[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    """Returns a result limited to a ``fields`` parameter, in which ``a/b`` selects part ``b`` of ``a``."""
    picked: dict[str, Any] = {}
    for name in fields:
        source: Any = result
        target = picked
        path = [_SINGULAR.get(part, part) for part in name.split("/")]
        for part in path[:-1]:
            source = source.get(part) if isinstance(source, dict) else None
            target = target.setdefault(part, {}) if source is not None else target
        if isinstance(source, Mapping) and path[-1] in source:
            target[path[-1]] = source[path[-1]]
    return picked
