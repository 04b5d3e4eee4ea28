import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkscout.discovery.cells import ROOT, Cell, radius_m, sides_m
from inkscout.discovery.regions import RegionGeometry, box_region, circle_region, polygon_region
from inkscout.domain.geo import Box, GeoPoint
from inkscout.errors import InvalidInput

FIJI = Box(-19.0, 176.5, -16.0, -178.5)
"""A box across the antimeridian."""
TRIANGLE = {"type": "Polygon", "coordinates": [[[0, 0], [10, 0], [0, 10], [0, 0]]]}


def test_a_polygon_clips_its_own_box() -> None:
    geometry = RegionGeometry(polygon_region("Triangle", TRIANGLE))
    assert geometry.contains(GeoPoint(2, 2))
    assert not geometry.contains(GeoPoint(8, 8))
    assert not geometry.touches(Box(6, 6, 10, 10))


def test_a_point_on_the_border_of_a_polygon_belongs_to_it() -> None:
    geometry = RegionGeometry(polygon_region("Triangle", TRIANGLE))
    assert geometry.contains(GeoPoint(0, 5))
    assert geometry.contains(GeoPoint(5, 5))


def test_a_hole_does_not_belong_to_the_region() -> None:
    outer = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]
    hole = [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]]
    geometry = RegionGeometry(polygon_region("Ring", {"type": "Polygon", "coordinates": [outer, hole]}))
    assert geometry.contains(GeoPoint(2, 2))
    assert not geometry.contains(GeoPoint(5, 5))


def test_a_box_across_the_antimeridian_holds_both_sides_and_nothing_between() -> None:
    geometry = RegionGeometry(box_region("Fiji", FIJI))
    assert geometry.contains(GeoPoint(-17, 179))
    assert geometry.contains(GeoPoint(-17, -179))
    assert not geometry.contains(GeoPoint(-17, 0))


def test_quarters_of_a_box_across_the_antimeridian_cover_it() -> None:
    quarters = Cell(ROOT, FIJI).split()
    for lng in (177.0, 179.99, 180.0, -180.0, -179.0, -178.6):
        assert any(quarter.box.contains(GeoPoint(-17.2, lng)) for quarter in quarters), lng


CUT = {
    "type": "MultiPolygon",
    "coordinates": [
        [[[177, -19], [180, -19], [180, -16], [177, -16], [177, -19]]],
        [[[-180, -19], [-178, -19], [-178, -16], [-180, -16], [-180, -19]]],
    ],
}
JUMPING = {"type": "Polygon", "coordinates": [[[177, -19], [-178, -19], [-178, -16], [177, -16], [177, -19]]]}


@pytest.mark.parametrize("shape", [CUT, JUMPING], ids=["cut in two", "jumping"])
def test_both_ways_of_drawing_across_the_antimeridian_are_one_region(shape: dict[str, object]) -> None:
    region = polygon_region("Fiji", shape)
    assert (region.box.west, region.box.east) == pytest.approx((177, -178))
    geometry = RegionGeometry(region)
    assert geometry.contains(GeoPoint(-17, 179.5))
    assert geometry.contains(GeoPoint(-17, -179.5))
    assert not geometry.contains(GeoPoint(-17, 170))
    assert geometry.share(region.box) == pytest.approx(1.0)


def test_a_circle_holds_what_is_within_its_radius() -> None:
    middle = GeoPoint(53.8, -1.55)
    geometry = RegionGeometry(circle_region("Leeds", middle, 5_000))
    assert geometry.contains(GeoPoint(53.8449, -1.55))  # 4,993 m to the north
    assert not geometry.contains(GeoPoint(53.8460, -1.55))  # 5,115 m


def test_a_circle_across_the_antimeridian_is_understood() -> None:
    region = circle_region("Taveuni", GeoPoint(-16.8, 179.95), 30_000)
    assert region.box.west > region.box.east
    assert RegionGeometry(region).contains(GeoPoint(-16.8, -179.9))


def test_a_feature_collection_is_the_union_of_its_polygons() -> None:
    other = {"type": "Polygon", "coordinates": [[[20, 0], [21, 0], [21, 1], [20, 0]]]}
    features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in (TRIANGLE, other)]
    geometry = RegionGeometry(polygon_region("Two", {"type": "FeatureCollection", "features": features}))
    assert geometry.contains(GeoPoint(1, 1))
    assert geometry.contains(GeoPoint(0.2, 20.5))
    assert not geometry.contains(GeoPoint(1, 15))


@pytest.mark.parametrize(
    "shape",
    [
        {"type": "Point", "coordinates": [0, 0]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [2, 0], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 95], [1, 0], [2, 0], [0, 95]]]},
        {"type": "Polygon", "coordinates": "here"},
        {"type": "Feature"},
        {},
    ],
    ids=["a point", "no ring", "too short", "a line", "not on the globe", "text", "no geometry", "nothing"],
)
def test_an_invalid_polygon_is_refused_with_a_reason(shape: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        polygon_region("Nowhere", shape)


def test_a_polygon_with_many_corners_is_thinned_outwards() -> None:
    circle = circle_region("Large", GeoPoint(48.0, 11.0), 40_000)
    ring = json.loads(circle.polygon)["coordinates"][0]
    steps = 20
    fine = [
        [a[0] + (b[0] - a[0]) * step / steps, a[1] + (b[1] - a[1]) * step / steps]
        for a, b in pairwise(ring)
        for step in range(steps)
    ]
    region = polygon_region("Fine", {"type": "Polygon", "coordinates": [[*fine, fine[0]]]})
    assert region.polygon.count("[") <= 520
    thinned = RegionGeometry(region)
    assert all(thinned.contains(GeoPoint(lat, lng)) for lng, lat in fine)


def test_two_regions_of_one_name_have_different_keys() -> None:
    assert box_region("Leeds", Box(0, 0, 1, 1)).key != box_region("Leeds", Box(0, 0, 1, 2)).key


boxes = st.builds(
    lambda south, height, west, width: Box(south, west, south + height, (west + width + 180) % 360 - 180),
    st.floats(-80, 78),
    st.floats(0.01, 2),
    st.floats(-180, 179.9),
    st.floats(0.01, 20),
)


@given(boxes, st.floats(0, 1), st.floats(0, 1))
def test_every_point_of_a_cell_lies_in_one_of_its_quarters(box: Box, up: float, right: float) -> None:
    lng = (box.west + right * box.width_deg + 180) % 360 - 180
    point = GeoPoint(box.south + up * (box.north - box.south), lng)
    if box.contains(point):
        assert any(quarter.box.contains(point) for quarter in Cell(ROOT, box).split())


@given(boxes, st.floats(0, 1), st.floats(0, 1))
def test_the_circle_around_a_cell_covers_all_of_it(box: Box, up: float, right: float) -> None:
    lng = (box.west + right * box.width_deg + 180) % 360 - 180
    point = GeoPoint(box.south + up * (box.north - box.south), lng)
    assert box.center.distance_m(point) <= radius_m(box)


def test_splitting_ends_at_the_floor() -> None:
    cell, levels = Cell(ROOT, Box(53.7, -1.8, 53.95, -1.29)), 0
    while cell.can_split:
        cell, levels = cell.split()[3], levels + 1
    assert min(sides_m(cell.box)) >= 100
    assert levels == 8
