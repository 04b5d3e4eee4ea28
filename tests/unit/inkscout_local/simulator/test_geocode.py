"""Geocoding over the regions of a world."""

import pytest

from inkscout_local.simulator.google.geocode import geocode
from inkscout_local.simulator.model import WorldRegion

BOX = {"northeast": {"lat": 54, "lng": -1}, "southwest": {"lat": 53, "lng": -2}}
FIJI = {"northeast": {"lat": -16, "lng": -179}, "southwest": {"lat": -18, "lng": 179}}
REGIONS = [
    WorldRegion.model_validate({"name": "Leeds, UK", "viewport": BOX}),
    WorldRegion.model_validate({"name": "Headingley, Leeds, UK", "viewport": BOX}),
    WorldRegion.model_validate({"name": "Taveuni, Fiji", "viewport": FIJI, "aliases": ["Garden Island"]}),
]


def found(address: str) -> list[str]:
    return [one["formatted_address"] for one in geocode(REGIONS, {"address": address})["results"]]


@pytest.mark.parametrize(
    "address", ["Leeds, UK", "leeds", "Leeds, United Kingdom", "LEEDS England", "Leeds, GB"]
)
def test_a_name_is_found_however_its_country_is_written(address: str) -> None:
    assert found(address) == ["Leeds, UK"]


def test_a_district_is_not_its_city() -> None:
    assert found("Headingley, Leeds") == ["Headingley, Leeds, UK"]


@pytest.mark.parametrize("address", ["Nowhere", "Leeds, Alabama", "Leedsville"])
def test_an_unknown_name_has_zero_results(address: str) -> None:
    assert geocode(REGIONS, {"address": address}) == {"results": [], "status": "ZERO_RESULTS"}


def test_a_result_names_its_country() -> None:
    (one,) = geocode(REGIONS, {"address": "Leeds"})["results"]
    assert one["address_components"][-1] == {
        "long_name": "United Kingdom",
        "short_name": "GB",
        "types": ["country", "political"],
    }
    assert one["geometry"]["viewport"] == BOX


def test_a_region_over_the_antimeridian_has_its_middle_inside() -> None:
    (one,) = geocode(REGIONS, {"address": "Garden Island"})["results"]
    assert one["geometry"]["location"] == {"lat": -17.0, "lng": -180.0}


def test_a_request_without_a_question_is_invalid() -> None:
    assert geocode(REGIONS, {"address": " "})["status"] == "INVALID_REQUEST"
    assert geocode(REGIONS, {"latlng": "x,y"})["status"] == "INVALID_REQUEST"
