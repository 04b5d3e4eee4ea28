"""Searching places by area."""

from hypothesis import given
from hypothesis import strategies as st

from inkscout.domain.geo import Box, GeoPoint
from inkscout_local.simulator.areas import BoxArea, CircleArea
from inkscout_local.simulator.index import PlaceIndex
from inkscout_local.simulator.model import WorldPlace
from tests.unit.inkscout_local.simulator.builders import grid, place, world

EVERYTHING = world(grid(144, step=0.003))


def test_a_search_never_returns_more_than_sixty() -> None:
    assert len(PlaceIndex(world(grid(500))).search("tattoo")) == 60


def test_prominent_places_come_first() -> None:
    found = PlaceIndex(world(grid(100))).search("tattoo")
    assert [one.place_id for one in found[:3]] == ["place-000000", "place-000001", "place-000002"]


def test_a_bias_prefers_its_inside_and_adds_a_few_from_near_it() -> None:
    index = PlaceIndex(world(grid(400)))
    circle = CircleArea(GeoPoint(53.81, -1.54), 300)
    found = index.search("tattoo", bias=circle)
    inside = [one for one in found if one.point and circle.contains(one.point)]
    assert found[: len(inside)] == inside
    assert len(found) == len(inside) + 5


def test_a_restriction_binds() -> None:
    area = BoxArea(Box(53.805, -1.545, 53.81, -1.54))
    found = PlaceIndex(world(grid(400))).search("tattoo", within=area)
    assert found
    assert all(one.point and area.contains(one.point) for one in found)


def test_a_box_across_the_antimeridian_finds_both_sides() -> None:
    places = [place(1, -17.0, 179.9), place(2, -17.0, -179.9), place(3, -17.0, 0.0)]
    found = PlaceIndex(world(places)).search("tattoo", within=BoxArea(Box(-18, 179, -16, -179)))
    assert {one.place_id for one in found} == {"place-000001", "place-000002"}


def test_a_circle_across_the_antimeridian_finds_both_sides() -> None:
    places = [place(1, -17.0, 179.99), place(2, -17.0, -179.99)]
    found = PlaceIndex(world(places)).search("tattoo", within=CircleArea(GeoPoint(-17.0, 180.0), 5_000))
    assert len(found) == 2


def test_a_place_only_openstreetmap_knows_is_not_on_google() -> None:
    index = PlaceIndex(world([place(1, 53.8, -1.5, osm_only=True)]))
    assert index.search("tattoo") == []
    assert index.get("place-000001") is None


@given(st.floats(53.79, 53.84), st.floats(-1.56, -1.5), st.floats(50, 4000), st.booleans())
def test_a_circle_finds_exactly_what_a_scan_of_all_places_finds(
    lat: float, lng: float, radius: float, near: bool
) -> None:
    circle = CircleArea(GeoPoint(lat, lng), radius)
    found = PlaceIndex(EVERYTHING).search("tattoo", within=circle, by_distance=near, cap=1000)
    scanned = {one.place_id for one in EVERYTHING.places if one.point and circle.contains(one.point)}
    assert {one.place_id for one in found} == scanned


def test_a_search_around_a_point_looks_at_no_more_places_in_a_larger_city() -> None:
    circle = CircleArea(GeoPoint(53.81, -1.54), 500)
    looked = []
    for count in (1_000, 10_000):
        asked: set[str] = set()

        def keep(one: WorldPlace, asked: set[str] = asked) -> bool:
            asked.add(one.place_id)
            return True

        PlaceIndex(world(grid(count))).search("tattoo", within=circle, keep=keep)
        looked.append(len(asked))
    assert looked[0] > 20
    assert looked[1] <= looked[0] * 2
