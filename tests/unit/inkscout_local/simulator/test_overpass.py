"""The part of Overpass that discovery speaks."""

import pytest

from inkscout_local.simulator.overpass import Overpass, OverpassSyntaxError
from tests.unit.inkscout_local.simulator.builders import place, world


def overpass() -> Overpass:
    return Overpass(
        world(
            [
                place(
                    1, 53.80, -1.55, osm=True, website="http://one.test/", international_phone_number="+44 1"
                ),
                place(2, 53.81, -1.50, osm={"type": "way", "id": 77, "tags": {"shop": "tattoo;piercing"}}),
                place(3, 53.80, -1.55),
                place(4, -17.0, 179.9, osm_only=True, name="Date Line Tattoo"),
            ]
        )
    )


def ids(query: str) -> set[tuple[str, str]]:
    return {(one["type"], one["tags"]["name"]) for one in overpass().answer(query)["elements"]}


def test_a_box_query_finds_what_openstreetmap_knows() -> None:
    found = overpass().answer(
        '[out:json][timeout:25];nwr["shop"="tattoo"](53.7,-1.8,53.95,-1.29);out center tags;'
    )
    (one,) = found["elements"]
    assert one["type"] == "node"
    assert (one["lat"], one["lon"]) == (53.80, -1.55)
    assert one["tags"] == {
        "name": "Studio 1 Tattoo",
        "shop": "tattoo",
        "phone": "+44 1",
        "website": "http://one.test/",
    }


def test_a_way_has_a_center_in_place_of_a_position() -> None:
    query = '[out:json];nwr["shop"~"tattoo"](53.7,-1.8,53.95,-1.29);out center tags;'
    way = next(one for one in overpass().answer(query)["elements"] if one["type"] == "way")
    assert way["center"] == {"lat": 53.81, "lon": -1.50}
    assert way["id"] == 77


def test_a_union_of_statements_names_each_element_once() -> None:
    query = (
        '[out:json];(node["shop"="tattoo"](53,-2,54,-1);nwr["shop"~"tattoo|ink"](53,-2,54,-1););out center;'
    )
    assert ids(query) == {("node", "Studio 1 Tattoo"), ("way", "Studio 2 Tattoo")}


def test_a_global_box_and_a_circle_bound_too() -> None:
    assert ids("[out:json][bbox:53,-2,53.805,-1];nwr[shop];out center tags;") == {("node", "Studio 1 Tattoo")}
    assert ids('[out:json];nwr["shop"](around:100,53.81,-1.50);out center;') == {("way", "Studio 2 Tattoo")}


def test_boxes_may_cross_the_antimeridian() -> None:
    assert ids('[out:json];nwr["shop"="tattoo"](-18,179,-16,-179);out center;') == {
        ("node", "Date Line Tattoo")
    }


@pytest.mark.parametrize(
    "query",
    [
        "",
        "nonsense",
        '[out:xml];nwr["shop"](1,2,3,4);out;',
        '[out:json];nwr["shop"](poly:"1 2");out;',
        '[out:json];nwr["shop"](9,2,3,4);out center;',
    ],
)
def test_a_query_it_cannot_read_is_refused(query: str) -> None:
    with pytest.raises(OverpassSyntaxError):
        overpass().answer(query)
