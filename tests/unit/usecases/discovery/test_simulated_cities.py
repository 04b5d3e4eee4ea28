"""Every studio inside the region is found, on cities that nobody drew by hand."""

import random
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.bench_discovery import measure
from inkscout.discovery.queries import queries_for
from inkscout.discovery.regions import RegionGeometry, box_region, circle_region
from inkscout.domain.geo import Box, GeoPoint
from inkscout.domain.place import Region
from inkscout.errors import InkscoutError, ProviderThrottled, ProviderUnavailable
from inkscout.ports import Meter, PlaceSource
from tests.support.fakes.discovery import DiscoveryBench, OpenSources, areas_of
from tests.support.fakes.simulated_city import (
    SimulatedCity,
    SimulatedSource,
    along_a_line,
    city_at,
    make_city,
)

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


@settings(max_examples=8, deadline=None)
@given(cities, st.floats(0.005, 0.5), st.booleans())
def test_runs_that_stop_at_their_budget_find_everything_in_the_end(
    made: tuple[SimulatedCity, Box], budget: float, ids: bool
) -> None:
    city, box = made
    area = areas_of(box_region("City", box))[0]
    bench = DiscoveryBench(lambda meter: [SimulatedSource(city, meter, ids=ids)])
    affordable = max(budget, 0.04 * 4)
    for number in range(2_000):
        result = bench.discover(replace(area, budget_usd=affordable), f"run-{number}")
        assert result.spend_usd <= affordable + 1e-9
        if result.outcome == "exhausted":
            break
        assert result.outcome == "budget_reached"
    assert result.outcome == "exhausted"
    assert result.studios == len(city.studios)


class Killed(BaseException):
    """Stands for a function that is ended outright."""


@pytest.mark.parametrize("seed", range(6))
def test_calls_that_fail_or_are_killed_at_random_find_everything_and_buy_little_twice(seed: int) -> None:
    chance = random.Random(seed)
    box = PLACES[seed % len(PLACES)]
    city = make_city(220, box, clustered=0.5, queries=QUERIES, seed=seed)
    bought: Counter[str] = Counter()

    def sources(meter: Meter) -> Sequence[PlaceSource]:
        class Failing:
            left = chance.randrange(1, 60)

            def charge(self, sku: str) -> None:
                self.left -= 1
                if self.left < 0:
                    raise chance.choice([Killed(), ProviderThrottled("429"), ProviderUnavailable("503")])
                bought[sku] += 1
                meter.charge(sku)

        return [SimulatedSource(city, Failing(), ids=True)]

    bench, undisturbed = DiscoveryBench(sources), DiscoveryBench(_source_of(city))
    calls = 0
    for area in areas_of(box_region("City", box)):
        undisturbed.discover(area)
        exhausted = False
        while not exhausted:
            calls += 1
            assert calls < 400
            with suppress(Killed, InkscoutError):
                exhausted = bench.discover(area).exhausted
    assert bench.summary()["studios"] == len(city.studios)
    # A call that ends amid a rectangle leaves what it has not entered to the next one: three pages at most,
    # and the cells of a plan are cut anew, since some of their places are known by then.
    spent = 0.035 * bought["text_search_enterprise"] + 0.02 * bought["details_enterprise"]
    assert spent <= 1.5 * undisturbed.summary()["spend_usd"] + 0.105 * calls


def _source_of(city: SimulatedCity) -> OpenSources:
    return lambda meter: [SimulatedSource(city, meter, ids=True)]


SEA = Box(50.0, -2.0, 51.0, 0.0)
SHAPES = {
    "a coast": (SEA, along_a_line(800, GeoPoint(50.3, -1.9), GeoPoint(50.8, -0.1), seed=1)),
    "one spot": (SEA, [GeoPoint(50.4, -1.0 + n * 1e-6) for n in range(55)]),
    "a few spots": (SEA, [GeoPoint(50.4, -1.0 + (n % 9) * 0.01) for n in range(450)]),
    "both sides of the antimeridian": (
        Box(-18.2, 179.0, -17.2, -179.0),
        along_a_line(800, GeoPoint(-18.0, 179.2), GeoPoint(-17.4, 180.8), seed=2),
    ),
    "far north": (
        Box(69.0, 18.0, 70.5, 22.0),
        along_a_line(800, GeoPoint(69.2, 18.2), GeoPoint(70.2, 21.8), seed=3),
    ),
}


@pytest.mark.parametrize("shape", list(SHAPES))
def test_studios_in_any_shape_are_all_found_for_little_more_than_their_pages_cost(shape: str) -> None:
    box, points = SHAPES[shape]
    city = city_at(points, queries=QUERIES, seed=4)
    kept, bench = found(city, box_region("City", box), ids=True)
    assert len(kept) == len(points)
    assert bench.summary()["spend_usd"] <= 1.26 * 0.035 * -(-len(points) // 20)


@pytest.mark.parametrize("clustered", [0.0, 0.9])
def test_records_cost_at_most_a_quarter_more_than_the_pages_that_hold_them(clustered: float) -> None:
    city = make_city(2_000, PLACES[0], clustered=clustered, queries=QUERIES, seed=1, single=0.0)
    kept, bench = found(city, box_region("City", PLACES[0]), ids=True)
    assert len(kept) == 2_000
    assert bench.summary()["spend_usd"] <= 4.40


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
