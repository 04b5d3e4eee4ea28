"""A dry run says what a run then pays, sends free requests alone, and stores nothing."""

from collections.abc import Sequence

import pytest

from inkscout.discovery.queries import queries_for
from inkscout.discovery.regions import box_region
from inkscout.discovery.spend import prices
from inkscout.domain.geo import Box
from inkscout.ports import Meter, PlaceSource
from inkscout.usecases.discovery.price_regions import PriceRegionsPorts, RegionPrice, price_regions
from tests.support.fakes.discovery import DiscoveryBench, areas_of
from tests.support.fakes.simulated_city import SimulatedCity, SimulatedSource, make_city

BOX = Box(51.3, -0.4, 51.66, 0.18)
REGION = box_region("City", BOX)
QUERIES = [text for text, _ in queries_for(["en"])]


def city(studios: int) -> SimulatedCity:
    return make_city(studios, BOX, clustered=0.5, queries=QUERIES, seed=7, spread_m=600.0)


def priced(
    bench: DiscoveryBench, made: SimulatedCity, *, ids: bool = True, force: bool = False
) -> RegionPrice:
    def sources(meter: Meter) -> Sequence[PlaceSource]:
        return [SimulatedSource(made, meter, ids=ids)]

    deps = PriceRegionsPorts(
        open_sources=sources, state_store=bench.state_store, clock=bench.clock, prices=prices()
    )
    [found] = price_regions([REGION], deps=deps, force=force)
    return found


@pytest.mark.parametrize("studios", [0, 3, 45, 180])
def test_the_price_is_what_the_run_then_pays(studios: int) -> None:
    made = city(studios)
    bench = DiscoveryBench(lambda meter: [SimulatedSource(made, meter, ids=True)])
    price = priced(bench, made)
    assert price.exact
    assert (
        bench.state_store.get_many("place", [f"google:{one.place.source_id}" for one in made.studios]) == {}
    )
    for area in areas_of(REGION):
        bench.discover(area)
    assert price.new == studios
    assert price.usd == pytest.approx(bench.summary()["spend_usd"])


def test_places_that_a_run_has_bought_are_not_priced_again() -> None:
    made = city(45)
    bench = DiscoveryBench(lambda meter: [SimulatedSource(made, meter, ids=True)])
    for area in areas_of(REGION):
        bench.discover(area)
    again = priced(bench, made)
    assert (again.usd, again.new, again.requests) == (0.0, 0, 0)
    assert again.skipped_cells >= 1
    forced = priced(bench, made, force=True)
    assert (forced.usd, forced.new, forced.known) == (0.0, 0, 45)


def test_a_source_that_charges_for_searches_is_asked_nothing_and_has_a_least_price() -> None:
    made = city(45)
    bench = DiscoveryBench(lambda meter: [SimulatedSource(made, meter, ids=False)])
    price = priced(bench, made, ids=False)
    assert not price.exact
    assert price.requests == 0
    for area in areas_of(REGION):
        bench.discover(area)
    assert 0 < price.usd <= bench.summary()["spend_usd"]
