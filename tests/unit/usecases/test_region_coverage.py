from dataclasses import replace

import pytest

from inkscout.discovery.coverage import Coverage
from inkscout.discovery.regions import box_region
from inkscout.usecases.plan_areas import areas_of
from inkscout.usecases.region_coverage import region_coverage
from tests.fakes.discovery import DiscoveryBench
from tests.unit.usecases.test_discover_studios import BOX, Scripted, osm, studio

REGION = box_region("Leeds", BOX)
AREA = areas_of(REGION)[0]


def coverage(bench: DiscoveryBench) -> Coverage:
    return region_coverage(REGION, memory=bench.memory, directory=bench.directory)


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
    bench.discover(AREA.model_copy(update={"budget_usd": 0.2}))
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
