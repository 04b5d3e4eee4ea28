"""Simulation of Google's Geocoding API, which finds the regions of a world."""

from collections.abc import Mapping, Sequence
from typing import Any

from inkscout.domain.geo import GeoPoint
from inkscout_local.simulator.google.matching import words
from inkscout_local.simulator.model import WorldRegion

_COUNTRIES = {
    "GB": ("United Kingdom", "uk gb great britain england scotland wales"),
    "US": ("United States", "usa us america"),
    "DE": ("Germany", "de deutschland"),
    "PT": ("Portugal", "pt"),
    "ES": ("Spain", "es espana"),
    "FR": ("France", "fr"),
    "IT": ("Italy", "it italia"),
    "NL": ("Netherlands", "nl nederland holland"),
    "PL": ("Poland", "pl polska"),
    "CZ": ("Czechia", "cz czech republic"),
    "AT": ("Austria", "at osterreich"),
    "FJ": ("Fiji", "fj"),
    "JP": ("Japan", "jp nihon"),
}


def geocode(regions: Sequence[WorldRegion], params: Mapping[str, str]) -> dict[str, Any]:
    """Returns the response body for ``address``, ``components``, ``latlng`` or ``place_id``.

    Its status is ZERO_RESULTS if no region matches, INVALID_REQUEST for a missing or invalid parameter.
    """
    asked = [key for key in ("address", "components", "latlng", "place_id") if params.get(key, "").strip()]
    if not asked:
        return {
            "error_message": "Invalid request. Missing the 'address', 'components', 'latlng' or "
            "'place_id' parameter.",
            "results": [],
            "status": "INVALID_REQUEST",
        }
    try:
        found = _find(regions, params)
    except ValueError:
        return {
            "error_message": "Invalid request. Invalid 'latlng' parameter.",
            "results": [],
            "status": "INVALID_REQUEST",
        }
    return {"results": [_result(region) for region in found], "status": "OK" if found else "ZERO_RESULTS"}


def _find(regions: Sequence[WorldRegion], params: Mapping[str, str]) -> list[WorldRegion]:
    if place_id := params.get("place_id"):
        return [region for region in regions if _region_id(region) == place_id]
    if latlng := params.get("latlng"):
        lat, lng = (float(part) for part in latlng.split(","))
        return [region for region in regions if region.viewport.box.contains(GeoPoint(lat, lng))]
    parts = [part.partition(":")[2] for part in params.get("components", "").split("|")]
    text = " ".join([params.get("address", ""), *parts])
    return [region for region in regions if _means(text, region)]


def _means(text: str, region: WorldRegion) -> bool:
    """Whether a text names a region.

    It must contain all words of the name before the first comma, and no words except the name's and its
    country's.
    """
    asked = frozenset(words(text))
    country = words(" ".join(_COUNTRIES.get(region.country_code, ("", ""))))
    for name in (region.name, *region.aliases):
        head, _, tail = name.partition(",")
        known = {*words(name), *country, *words(_country_of(tail))}
        if frozenset(words(head)) <= asked <= known:
            return True
    return False


def _country_of(tail: str) -> str:
    """Returns all names of the country that the end of a region's name means; empty for an unknown one."""
    last = frozenset(words(tail))
    for code, (name, others) in _COUNTRIES.items():
        known = frozenset(words(f"{name} {others}"))
        if last and (last <= known or code.lower() in last):
            return f"{name} {others}"
    return ""


def _country_code(region: WorldRegion) -> str:
    if region.country_code:
        return region.country_code
    known = _country_of(region.name.rpartition(",")[2])
    return next((code for code, names in _COUNTRIES.items() if known and known.startswith(names[0])), "")


def _region_id(region: WorldRegion) -> str:
    return "region-" + "-".join(words(region.name))


def _result(region: WorldRegion) -> dict[str, Any]:
    head = region.name.partition(",")[0].strip()
    components = [{"long_name": head, "short_name": head, "types": list(region.types)}]
    code = _country_code(region)
    if code:
        long_name = _COUNTRIES[code][0] if code in _COUNTRIES else code
        components.append({"long_name": long_name, "short_name": code, "types": ["country", "political"]})
    viewport = region.viewport.model_dump()
    center = region.viewport.box.center
    return {
        "address_components": components,
        "formatted_address": region.name,
        "geometry": {
            "bounds": viewport,
            "location": {"lat": round(center.lat, 7), "lng": round(center.lng, 7)},
            "location_type": "APPROXIMATE",
            "viewport": viewport,
        },
        "place_id": _region_id(region),
        "types": list(region.types),
    }
