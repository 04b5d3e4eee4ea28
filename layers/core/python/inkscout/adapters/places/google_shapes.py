"""Converts Google's records, legacy and New, to places."""

from collections.abc import Mapping, Sequence
from typing import Any

from inkscout.domain.geo import GeoPoint
from inkscout.domain.place import Place

_CITY_TYPES = ("locality", "postal_town", "administrative_area_level_3", "sublocality")


def legacy_place(record: Mapping[str, Any]) -> Place:
    """Converts a result of a legacy search or of Place Details to a place."""
    parts = _parts(record.get("address_components", ()), "long_name", "short_name")
    country = parts.get("country", "")
    printed = str(record.get("international_phone_number") or record.get("formatted_phone_number") or "")
    closed = "CLOSED_PERMANENTLY" if record.get("permanently_closed") else ""
    return Place(
        source="google",
        source_id=str(record["place_id"]),
        name=str(record.get("name", "")),
        location=_point(record.get("geometry", {}).get("location"), "lat", "lng"),
        address=str(record.get("formatted_address") or record.get("vicinity") or ""),
        city=_city(parts),
        country=country,
        phone=printed,
        website=str(record.get("website", "")),
        types=tuple(str(kind) for kind in record.get("types", ())),
        business_status=str(record.get("business_status", closed)),
        rating=_number(record.get("rating")),
        rating_count=_count(record.get("user_ratings_total")),
    )


def new_place(record: Mapping[str, Any]) -> Place:
    """Converts a record of the New API to a place, with the fields that the mask requested."""
    parts = _parts(record.get("addressComponents", ()), "longText", "shortText")
    country = parts.get("country", "")
    printed = str(record.get("internationalPhoneNumber") or record.get("nationalPhoneNumber") or "")
    return Place(
        source="google",
        source_id=str(record["id"]),
        name=str(record.get("displayName", {}).get("text", "")),
        location=_point(record.get("location"), "latitude", "longitude"),
        address=str(record.get("formattedAddress", "")),
        city=_city(parts),
        country=country,
        phone=printed,
        website=str(record.get("websiteUri", "")),
        types=tuple(str(kind) for kind in record.get("types", ())),
        business_status=str(record.get("businessStatus", "")),
        rating=_number(record.get("rating")),
        rating_count=_count(record.get("userRatingCount")),
    )


def _parts(components: Sequence[Mapping[str, Any]], long_name: str, short_name: str) -> dict[str, str]:
    """Returns the first address component of each type; the country as its ISO code."""
    parts: dict[str, str] = {}
    for component in components:
        for kind in component.get("types", ()):
            name = component.get(short_name if kind == "country" else long_name, "")
            parts.setdefault(str(kind), str(name))
    return parts


def _city(parts: Mapping[str, str]) -> str:
    return next((parts[kind] for kind in _CITY_TYPES if parts.get(kind)), "")


def _point(position: Mapping[str, Any] | None, lat: str, lng: str) -> GeoPoint | None:
    if not position or position.get(lat) is None or position.get(lng) is None:
        return None
    return GeoPoint(float(position[lat]), float(position[lng]))


def _number(value: Any) -> float | None:  # noqa: ANN401 - a JSON value
    return None if value is None else float(value)


def _count(value: Any) -> int | None:  # noqa: ANN401 - a JSON value
    return None if value is None else int(value)
