"""Every studio inside the region is found, on cities that nobody drew by hand."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.bench_discovery import measure
from inkscout.discovery.queries import queries_for
from inkscout.discovery.regions import RegionGeometry, box_region, circle_region
from inkscout.domain.geo import Box, GeoPoint
from inkscout.domain.place import Region
from tests.support.fakes.discovery import DiscoveryBench, areas_of
from tests.support.fakes.simulated_city import SimulatedCity, SimulatedSource, make_city

QUERIES = [text for text, _ in queries_for(["en"])]
PLACES = [Box(51.3, -0.4, 51.66, 0.18), Box(-18.2, 179.7, -17.7, -179.8), Box(69.5, 18.5, 69.8, 19.5)]

cities = st.builds(
    lambda count, box, clustered, seed, spread: (
        make_city(count, box, clustered=clustered, queries=QUERIES, seed=seed, spread_m=spread),
        box,
    ),
    st.integers(0, 220),
    st.sampled_from(PLACES),
    st.sampled_from([0.0, 0.5, 0.95]),
    st.integers(0, 10_000),
    st.sampled_from([150.0, 600.0, 3_000.0]),
)


def found(city: SimulatedCity, region: Region, *, ids: bool) -> tuple[set[str], DiscoveryBench]:
    bench = DiscoveryBench(lambda meter: [SimulatedSource(city, meter, ids=ids)])
    for area in areas_of(region):
        assert bench.discover(area).exhausted
    kept = {
        source.removeprefix("google:") for studio in bench.directory.studios() for source in studio.sources
    }
    return kept, bench


@settings(max_examples=20, deadline=None)
@given(cities, st.booleans())
def test_every_studio_of_a_box_is_found(made: tuple[SimulatedCity, Box], ids: bool) -> None:
    city, box = made
    kept, bench = found(city, box_region("City", box), ids=ids)
    assert kept == {studio.place.source_id for studio in city.studios}
    summary = bench.summary()
    assert summary["studios"] == len(kept)
    assert summary["areas"] == summary["exhausted_areas"]


@settings(max_examples=8, deadline=None)
@given(cities, st.floats(2_000, 20_000))
def test_exactly_the_studios_of_a_circle_are_kept(made: tuple[SimulatedCity, Box], radius: float) -> None:
    city, box = made
    region = circle_region("Circle", box.center, radius)
    geometry = RegionGeometry(region)
    kept, _ = found(city, region, ids=True)
    assert kept == {
        s.place.source_id for s in city.studios if geometry.contains(s.place.location or GeoPoint(0, 0))
    }


@settings(max_examples=6, deadline=None)
@given(cities, st.floats(0.005, 0.5))
def test_runs_that_stop_at_their_budget_find_everything_in_the_end(
    made: tuple[SimulatedCity, Box], budget: float
) -> None:
    city, box = made
    area = areas_of(box_region("City", box))[0]
    bench = DiscoveryBench(lambda meter: [SimulatedSource(city, meter, ids=False)])
    affordable = max(budget, 0.04 * 4)
    for number in range(2_000):
        result = bench.discover(replace(area, budget_usd=affordable), f"run-{number}")
        assert result.spend_usd <= affordable + 1e-9
        if result.outcome == "exhausted":
            break
        assert result.outcome == "budget_reached"
    assert result.outcome == "exhausted"
    assert result.studios == len(city.studios)


def test_requests_do_not_grow_with_the_area() -> None:
    needed = []
    for size in (0.1, 0.4, 1.2):
        box = Box(51.0, 0.0, 51.0 + size, size * 1.6)
        city = make_city(300, box, clustered=0.0, queries=QUERIES, seed=3)
        _, bench = found(city, box_region("City", box), ids=True)
        needed.append(bench.summary()["requests"])
    assert max(needed) <= 1.25 * min(needed)


def test_a_clustered_city_takes_at_most_half_the_requests_of_the_grid_that_finds_as_many() -> None:
    for ids in (True, False):
        row = measure(500, 0.9, ids=ids)
        assert row.found == 500
        assert row.requests <= row.grid_requests / 2
        assert row.requests <= row.best_requests / 2


def test_a_city_without_clusters_takes_at_most_half_the_requests_of_the_usual_grid() -> None:
    row = measure(500, 0.0, ids=True)
    assert row.found == 500
    assert row.requests <= row.grid_requests / 2
