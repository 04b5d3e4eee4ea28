from dataclasses import replace

import pytest

from inkscout.discovery.coverage import Coverage
from inkscout.discovery.regions import box_region
from inkscout.domain.geo import Box
from inkscout.usecases.discovery.plan_areas import plan_areas
from inkscout.usecases.discovery.region_coverage import region_coverage
from tests.support.fakes.discovery import DiscoveryBench, areas_of
from tests.support.fakes.scripted_places import BOX, Names, Scripted, osm, studio

REGION = box_region("Leeds", BOX)
PLACES = [studio(n) for n in range(70)]
AREA = areas_of(REGION)[0]


def coverage(bench: DiscoveryBench) -> Coverage:
    return region_coverage(REGION, state_store=bench.state_store, directory=bench.directory)


def test_a_region_that_was_never_searched_is_one_open_cell() -> None:
    found = coverage(DiscoveryBench(Scripted()))
    assert (found.share_exhausted, found.studios, found.estimate) == (0.0, 0, None)
    assert [cell.why for cell in found.open_cells] == ["never searched"]


def test_a_searched_region_is_exhausted_and_counts_its_studios_by_source() -> None:
    google = [studio(n) for n in range(70)]
    mapped = [replace(place) for place in google[:12]] + [studio(100), studio(101)]
    bench = DiscoveryBench(lambda meter: [*Scripted(*google)(meter), osm(*mapped)(meter)])
    bench.discover(AREA)
    found = coverage(bench)
    assert found.share_exhausted == pytest.approx(1.0)
    assert found.exhausted_cells >= 4
    assert found.open_cells == []
    assert (found.studios, found.by_source) == (72, {"google": 70, "osm": 14})
    assert found.estimate is not None
    assert found.estimate.seen == 72
    assert found.estimate.total == pytest.approx(71 * 15 / 13 - 1)
    assert found.estimate.low <= found.estimate.total <= found.estimate.high
    assert found.document()["estimate"]["missing"] == pytest.approx(found.estimate.missing)


def test_an_interrupted_search_shows_what_is_left() -> None:
    bench = DiscoveryBench(Scripted(*(studio(n) for n in range(61))))
    bench.discover(replace(AREA, budget_usd=0.2))
    found = coverage(bench)
    assert 0.0 <= found.share_exhausted < 1.0
    assert "never searched" in {cell.why for cell in found.open_cells}


def test_a_cell_that_is_full_at_the_smallest_size_stays_open() -> None:
    crowd = [studio(n, location=studio(5).location) for n in range(80)]
    bench = DiscoveryBench(Scripted(*crowd))
    bench.discover(AREA)
    found = coverage(bench)
    assert [cell.why for cell in found.open_cells] == ["full at the smallest size"]
    assert found.share_exhausted > 0.999


def test_a_region_that_was_searched_as_a_part_of_another_is_covered_by_it() -> None:
    inner = box_region("Inner", Box(53.74, -1.7, 53.80, -1.5))
    bench = DiscoveryBench(lambda meter: [*Scripted(*PLACES)(meter), osm(PLACES[3], PLACES[60])(meter)])
    names = {"Leeds": REGION, "Inner": inner}
    planned = plan_areas(["Inner", "Leeds"], geocoder=Names(names), state_store=bench.state_store)
    assert [one.region_key for one in planned] == [REGION.key]
    bench.discover(planned[0])
    found = region_coverage(inner, state_store=bench.state_store, directory=bench.directory)
    inside = [one for one in PLACES if one.location and inner.box.contains(one.location)]
    assert 0 < found.studios == len(inside) < len(PLACES)
    assert (found.region, found.share_exhausted, found.open_cells) == ("Inner", 1.0, [])
    assert found.by_source == {"google": len(inside), "osm": 1}
    assert found.exhausted_cells < coverage(bench).exhausted_cells


def test_the_later_of_two_searches_tells_the_coverage_of_a_region() -> None:
    inner = box_region("Inner", Box(53.74, -1.7, 53.80, -1.5))
    bench = DiscoveryBench(Scripted(*PLACES))
    plan_areas(
        ["Inner", "Leeds"], geocoder=Names({"Leeds": REGION, "Inner": inner}), state_store=bench.state_store
    )
    bench.discover(areas_of(inner)[0])
    before = region_coverage(inner, state_store=bench.state_store, directory=bench.directory)
    assert before.share_exhausted == 1.0
    bench.clock.advance(days=9)
    bench.discover(replace(AREA, budget_usd=0.2), "run-2")
    after = region_coverage(inner, state_store=bench.state_store, directory=bench.directory)
    assert after.share_exhausted < 1.0
    assert after.searched_at > before.searched_at
