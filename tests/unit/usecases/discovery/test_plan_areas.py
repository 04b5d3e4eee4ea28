"""The plan of a run's search areas: no ground twice, no region forgotten."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from inkscout.contracts.discover_studios import SearchArea
from inkscout.contracts.start_run import BoxRegion, CircleRegion, PolygonRegion
from inkscout.discovery.regions import RegionGeometry, box_region, circle_region, restored_region
from inkscout.domain.geo import Box, GeoPoint
from inkscout.domain.place import Region
from inkscout.usecases.discovery.plan_areas import plan_areas
from tests.support.fakes.operations import FakeStateStore
from tests.support.fakes.scripted_places import Names

OUTER = box_region("Outer", Box(53.70, -1.80, 53.95, -1.29), languages=("en", "cy"))
INNER = box_region("Inner", Box(53.80, -1.60, 53.83, -1.56), languages=("en",))
SIDE = box_region("Side", Box(53.90, -1.85, 53.96, -1.70), languages=("en",))
REGIONS = {one.name: one for one in (OUTER, INNER, SIDE)}


def names(areas: Sequence[SearchArea]) -> list[str]:
    """The regions' names, as their keys begin with them."""
    return [area.region_key.rpartition("-")[0].capitalize() for area in areas]


def planned(*asked: str, regions: dict[str, Region] = REGIONS) -> list[str]:
    areas = plan_areas(list(asked), geocoder=Names(regions), state_store=FakeStateStore())
    return names(areas)


def test_a_region_within_another_is_searched_as_a_part_of_it() -> None:
    state_store = FakeStateStore()
    areas = plan_areas(["Inner", "Outer"], geocoder=Names(REGIONS), state_store=state_store)
    assert names(areas) == ["Outer"]
    stored = state_store.get("within", INNER.key)
    assert stored is not None
    assert restored_region(stored) == OUTER


def test_regions_that_overlap_in_part_are_both_searched_in_the_order_they_were_given() -> None:
    assert planned("Side", "Outer") == ["Side", "Outer"]
    assert planned("Outer", "Side", "Inner") == ["Outer", "Side"]


def test_a_region_is_searched_by_itself_where_other_languages_are_spoken() -> None:
    french = {**REGIONS, "Inner": replace(INNER, languages=("fr",))}
    assert planned("Outer", "Inner", regions=french) == ["Outer", "Inner"]


def test_one_place_under_two_names_is_searched_once() -> None:
    assert planned(
        "Outer", "Again", regions={**REGIONS, "Again": replace(OUTER, key="again-1", name="Again")}
    ) == ["Outer"]
    assert planned("Inner", "Inner") == ["Inner"]


def test_boxes_circles_and_polygons_are_compared_as_what_they_are() -> None:
    circle = CircleRegion(name="circle", lat=53.8, lng=-1.55, radius_km=3)
    box = BoxRegion(name="box", south=53.7, west=-1.8, north=53.9, east=-1.3)
    corner = BoxRegion(name="corner", south=53.821, west=-1.6, north=53.83, east=-1.59)
    ring = [[-1.8, 53.7], [-1.3, 53.7], [-1.3, 53.9], [-1.8, 53.9], [-1.8, 53.7]]
    polygon = PolygonRegion(name="polygon", geojson={"type": "Polygon", "coordinates": [ring]})
    for asked, kept in (
        ([circle, box], ["Box"]),
        ([circle, polygon], ["Polygon"]),
        ([corner, circle], ["Corner", "Circle"]),
    ):
        areas = plan_areas(asked, geocoder=Names({}), state_store=FakeStateStore())
        assert names(areas) == kept


@pytest.mark.parametrize(
    ("outer", "inner", "inside"),
    [
        (Box(-19, 176, -16, -178), Box(-18, -179.5, -17, -179), True),
        (Box(-19, 176, -16, -178), Box(-18, 179.5, -17, -179.5), True),
        (Box(-19, 176, -16, -178), Box(-18, -179.5, -17, -177), False),
        (Box(-18, -179.5, -17, -179), Box(-19, 176, -16, -178), False),
    ],
)
def test_a_region_within_another_is_known_across_the_antimeridian(
    outer: Box, inner: Box, inside: bool
) -> None:
    assert RegionGeometry(box_region("Outer", outer)).covers(box_region("Inner", inner)) is inside


def test_a_cell_that_begins_outside_a_region_shares_what_reaches_in() -> None:
    region = RegionGeometry(box_region("East", Box(0.0, 10.0, 1.0, 12.0)))
    assert region.share(Box(0.0, 9.0, 1.0, 11.0)) == pytest.approx(0.5)
    assert region.share(Box(0.0, 8.0, 1.0, 10.0)) == pytest.approx(0.0)
    assert region.share(Box(0.0, 11.5, 1.0, 14.0)) == pytest.approx(0.25)
    circle = RegionGeometry(circle_region("Circle", GeoPoint(0.0, 180.0), 20_000))
    assert circle.share(Box(-1.0, 178.0, 1.0, 180.0)) == pytest.approx(0.5, abs=1e-6)
