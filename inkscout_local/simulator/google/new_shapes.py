"""Places in the response format of Places API (New), and field masks that select their fields."""

from collections.abc import Mapping
from typing import Any

from inkscout_local.simulator.google.legacy_shapes import (
    address_components,
    geometry,
    maps_url,
    national_phone,
)
from inkscout_local.simulator.model import WorldPlace

_PLACE_FIELDS = frozenset(
    [
        "accessibilityOptions",
        "addressComponents",
        "addressDescriptor",
        "adrFormatAddress",
        "allowsDogs",
        "attributions",
        "businessStatus",
        "consumerAlert",
        "containingPlaces",
        "currentOpeningHours",
        "currentSecondaryOpeningHours",
        "curbsidePickup",
        "delivery",
        "dineIn",
        "displayName",
        "editorialSummary",
        "evChargeAmenitySummary",
        "evChargeOptions",
        "formattedAddress",
        "fuelOptions",
        "generativeSummary",
        "goodForChildren",
        "goodForGroups",
        "goodForWatchingSports",
        "googleMapsLinks",
        "googleMapsTypeLabel",
        "googleMapsUri",
        "iconBackgroundColor",
        "iconMaskBaseUri",
        "id",
        "internationalPhoneNumber",
        "liveMusic",
        "location",
        "menuForChildren",
        "movedPlace",
        "movedPlaceId",
        "name",
        "nationalPhoneNumber",
        "neighborhoodSummary",
        "openingDate",
        "outdoorSeating",
        "parkingOptions",
        "paymentOptions",
        "photos",
        "plusCode",
        "postalAddress",
        "priceLevel",
        "priceRange",
        "primaryType",
        "primaryTypeDisplayName",
        "pureServiceAreaBusiness",
        "rating",
        "regularOpeningHours",
        "regularSecondaryOpeningHours",
        "reservable",
        "restroom",
        "reviewSummary",
        "reviews",
        "servesBeer",
        "servesBreakfast",
        "servesBrunch",
        "servesCocktails",
        "servesCoffee",
        "servesDessert",
        "servesDinner",
        "servesLunch",
        "servesVegetarianFood",
        "servesWine",
        "shortFormattedAddress",
        "subDestinations",
        "takeout",
        "timeZone",
        "types",
        "userRatingCount",
        "utcOffsetMinutes",
        "viewport",
        "websiteUri",
    ]
)
_SEARCH_FIELDS = frozenset({"places", "nextPageToken", "contextualContents", "routingSummaries", "searchUri"})

Tree = dict[str, "Tree"]


class MaskError(Exception):
    """A field mask is missing or has an unknown field; the message is Google's."""


def new_place(place: WorldPlace, strength: int) -> dict[str, Any]:
    """Returns a place with all known fields; ``strength`` 2 (a tattoo studio) makes it a body art service."""
    raw = place.raw
    shape: dict[str, Any] = {
        "name": f"places/{place.place_id}",
        "id": place.place_id,
        "types": new_types(place, strength),
        "displayName": {"text": place.name, "languageCode": str(raw.get("language", "en"))},
        "googleMapsUri": maps_url(place),
    }
    if strength == 2 or "body_art_service" in place.types:
        shape["primaryType"] = "body_art_service"
        shape["primaryTypeDisplayName"] = {"text": "Body art service", "languageCode": "en"}
    _copy_simple(raw, shape)
    if phone := national_phone(place):
        shape["nationalPhoneNumber"] = phone
    if components := address_components(place):
        shape["addressComponents"] = [
            {
                "longText": part["long_name"],
                "shortText": part["short_name"],
                "types": part["types"],
                "languageCode": "en",
            }
            for part in components
        ]
    found = geometry(place)
    if found:
        shape["location"] = _latlng(found["location"])
        shape["viewport"] = {
            "low": _latlng(found["viewport"]["southwest"]),
            "high": _latlng(found["viewport"]["northeast"]),
        }
    return shape


def _copy_simple(raw: Mapping[str, Any], shape: dict[str, Any]) -> None:
    names = {
        "formatted_address": "formattedAddress",
        "international_phone_number": "internationalPhoneNumber",
        "rating": "rating",
        "user_ratings_total": "userRatingCount",
        "website": "websiteUri",
        "business_status": "businessStatus",
        "utc_offset": "utcOffsetMinutes",
    }
    shape |= {new: raw[old] for old, new in names.items() if old in raw}
    hours = raw.get("opening_hours", {})
    if "weekday_text" in hours:
        shape["regularOpeningHours"] = {"weekdayDescriptions": list(hours["weekday_text"])}


def new_types(place: WorldPlace, strength: int) -> list[str]:
    """Returns the place's types: the legacy ones, and ``body_art_service`` for ``strength`` 2."""
    own = ["body_art_service"] if strength == 2 and "body_art_service" not in place.types else []
    return [*own, *place.types]


def _latlng(point: Mapping[str, float]) -> dict[str, float]:
    return {"latitude": point["lat"], "longitude": point["lng"]}


def parse_mask(mask: str, *, search: bool) -> Tree | None:
    """Returns a field mask as a tree of names; None for ``*``.

    ``search`` says that the paths begin with fields of a search response, else with those of a place.

    Raises:
        MaskError: the mask is empty, has spaces, or has an unknown field.
    """
    if not mask:
        raise MaskError(
            "FieldMask is a required parameter. See https://cloud.google.com/apis/docs/system-parameters on "
            "how to provide it. As an example, you can set the header 'X-Goog-FieldMask' with value 'a,b,c' "
            "to ask for the fields a, b and c, or '*' to ask for all fields."
        )
    if mask == "*":
        return None
    tree: Tree = {}
    for path in mask.split(","):
        parts = path.split(".")
        if not _is_known(parts, search=search):
            raise MaskError(
                f"Request contains an invalid argument. Error expanding 'fields' parameter. "
                f"Cannot find matching fields for path '{path}'."
            )
        level = tree
        for part in parts:
            level = level.setdefault(part, {})
    return tree


def _is_known(parts: list[str], *, search: bool) -> bool:
    if not search:
        return parts[0] in _PLACE_FIELDS
    if parts[0] == "places":
        return len(parts) == 1 or parts[1] in _PLACE_FIELDS or parts[1] == "*"
    return parts[0] in _SEARCH_FIELDS


def cut(value: object, tree: Tree | None) -> object:
    """Returns a value limited to a mask's tree; an empty tree or None keeps everything."""
    if not tree or "*" in tree:
        return value
    if isinstance(value, list):
        return [cut(item, tree) for item in value]
    if not isinstance(value, Mapping):
        return value
    return {key: cut(item, tree[key]) for key, item in value.items() if key in tree}
