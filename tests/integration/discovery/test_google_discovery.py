"""The Google adapters, and discovery over them, against the world server."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from inkscout.adapters.places.google_maps import GoogleMaps
from inkscout.adapters.places.google_places import LegacyGooglePlaces, NewGoogleNearby, NewGooglePlaces
from inkscout.adapters.places.place_sources import PlaceSources
from inkscout.discovery.regions import box_region
from inkscout.discovery.spend import prices
from inkscout.domain.geo import Box, GeoPoint
from inkscout.domain.place import Place
from inkscout.ports import Meter, PlaceSource
from inkscout.settings import PlacesSettings
from inkscout.usecases.discovery.planned_regions import planned_region
from inkscout.usecases.discovery.region_coverage import region_coverage
from inkscout_local.simulator.server import serve_world
from tests.integration.discovery.google_world import (
    BOX,
    GENERATIONS,
    KEY,
    Counting,
    all_ids,
    bench_for,
    client,
    fault,
    leeds,
    place,
    search_endpoint,
    serving,
    source,
)
from tests.support.fakes.discovery import DiscoveryBench, areas_of
from tests.support.shared_data import shared_path


@pytest.mark.parametrize("kind", GENERATIONS)
def test_discovery_finds_every_studio_of_a_world(kind: str) -> None:
    with serving([place(n) for n in range(130)], bias_overflow=0) as server:
        bench = bench_for(server, kind)
        result = bench.discover(leeds(server, bench))
    assert (result.studios, result.new, result.outcome) == (130, 130, "exhausted")
    first = next(one for one in bench.directory.studios() if one.name == "Juniper 7 Tattoo")
    assert (first.phone, first.website, first.rating) == ("+441134960007", "http://juniper-7.test/", 4.5)
    assert first.facts["phone"].source == "google"
    assert first.facts["phone"].expires_at


def test_the_new_generation_asks_for_ids_first_and_buys_whole_pages() -> None:
    with serving([place(n) for n in range(30)]) as server:
        meter = Counting()
        found = NewGooglePlaces(client(server), meter, prices())
        pages = list(found.search("tattoo studio", BOX, "en"))
        bare = [one for page in pages for one in page.places]
        assert all(one.source_id and not one.name for one in bare)
        assert meter.skus == ["text_search_ids"] * 2
        described = list(found.describe(bare, "tattoo studio", BOX, "en", 30))
        assert len(described) == 30
        assert meter.skus[2:] == ["text_search_enterprise"] * 2


@pytest.mark.parametrize(
    ("results", "wanted", "pages", "single"),
    [(30, 30, 2, 0), (41, 41, 2, 1), (20, 20, 1, 0), (1, 1, 0, 1), (30, 3, 0, 3)],
)
def test_the_new_generation_charges_what_it_said_and_the_least(
    results: int, wanted: int, pages: int, single: int
) -> None:
    with serving([place(n) for n in range(results)]) as server:
        meter = Counting()
        found = NewGooglePlaces(client(server), meter, prices())
        bare = [Place(source="google", source_id=f"place-{n:04}", name="") for n in range(wanted)]
        described = list(found.describe(bare, "tattoo studio", BOX, "en", results))
    assert {one.source_id for one in described} == {one.source_id for one in bare}
    skus = Counter(meter.skus)
    assert (skus["text_search_enterprise"], skus["details_enterprise"]) == (pages, single)
    spent = sum(prices().of(sku) * count for sku, count in skus.items())
    assert found.price(results, wanted) == pytest.approx(spent)


def test_the_new_generation_buys_a_single_place_by_its_id() -> None:
    with serving([place(n) for n in range(30)]) as server:
        meter = Counting()
        found = NewGooglePlaces(client(server), meter, prices())
        bare = Place(source="google", source_id="place-0003", name="")
        assert [one.name for one in found.describe([bare], "tattoo studio", BOX, "en", 30)] == [
            "Juniper 3 Tattoo"
        ]
        assert meter.skus == ["details_enterprise"]


def test_a_later_run_of_the_new_generation_costs_nothing() -> None:
    with serving([place(n) for n in range(70)]) as server:
        bench = bench_for(server, "new")
        area = leeds(server, bench)
        assert bench.discover(area).spend_usd > 0
        bench.clock.advance(days=8)
        again = bench.discover(area, "run-2")
    assert (again.studios, again.new, again.spend_usd) == (70, 0, 0)
    assert again.requests > 0


def test_nearby_search_by_type_finds_what_no_word_finds() -> None:
    types = ["body_art_service", "point_of_interest", "establishment"]
    with serving(
        [place(1, name="The Foxglove Room", types=types), place(2, name="Cafe", types=["cafe"])]
    ) as server:
        found = NewGoogleNearby(client(server), Counting())
        assert all_ids(found) == ["place-0001"]
        assert all_ids(found) == []
        bench = DiscoveryBench(lambda meter: [NewGoogleNearby(client(server), meter)])
        assert bench.discover(leeds(server, bench)).studios == 1


def test_a_full_nearby_search_splits_its_cell_and_finds_them_all() -> None:
    types = ["body_art_service", "point_of_interest", "establishment"]
    with serving([place(n, types=types) for n in range(55)]) as server:
        bench = DiscoveryBench(lambda meter: [NewGoogleNearby(client(server), meter)])
        area = leeds(server, bench)
        result = bench.discover(area)
        assert (result.studios, result.outcome) == (55, "exhausted")
        # Each cell is asked once, whatever the number of queries.
        cells = [
            key for scope, key in bench.state_store.values if scope == "area" and "/google_nearby/" in key
        ]
        assert result.requests == len(cells)
        region = planned_region(bench.state_store, area.region_key).region
        found = region_coverage(region, state_store=bench.state_store, directory=bench.directory)
    assert (found.share_exhausted, found.studios) == (pytest.approx(1.0), 55)


@pytest.mark.parametrize(
    ("api", "wanted", "skus"),
    [
        ("new", "auto", {"text_search_ids", "details_enterprise"}),
        ("new", "text", {"text_search_ids", "details_enterprise"}),
        ("new", "nearby", {"nearby_search_enterprise"}),
        ("new", "both", {"text_search_ids", "details_enterprise", "nearby_search_enterprise"}),
        ("legacy", "auto", {"legacy_nearby_search", "legacy_details_contact"}),
        ("legacy", "text", {"legacy_text_search", "legacy_details_contact"}),
        ("legacy", "nearby", {"legacy_nearby_search", "legacy_details_contact"}),
        ("legacy", "both", {"legacy_text_search", "legacy_nearby_search", "legacy_details_contact"}),
    ],
)
def test_the_kind_of_search_is_a_setting(api: str, wanted: str, skus: set[str]) -> None:
    types = ["body_art_service", "point_of_interest", "establishment"]
    with serving([place(1, types=types)], bias_overflow=0) as server:
        settings = PlacesSettings(
            google_maps_secret_arn="arn:key",
            google_maps_endpoint=server.google_url,
            google_places_endpoint=server.google_url,
            places_api=api,
            places_search=wanted,
        )
        bench = DiscoveryBench(lambda meter: [])
        sources = PlaceSources(
            settings=settings,
            secret=lambda _: KEY,
            state_store=bench.state_store,
            clock=bench.clock,
            prices=prices(),
        )
        asked: set[str] = set()

        def opened(meter: Meter) -> Sequence[PlaceSource]:
            charge = meter.charge
            meter.charge = lambda sku: (asked.add(sku), charge(sku))[1]  # type: ignore[method-assign] - listens
            return sources(meter)

        bench.open_sources = opened
        result = bench.discover(leeds(server, bench))
    assert (result.studios, result.new, result.outcome) == (1, 1, "exhausted")
    assert asked == skus


@pytest.mark.parametrize("kind", ["legacy", "legacy text"])
def test_a_page_token_that_is_not_valid_yet_is_tried_again(kind: str) -> None:
    slept: list[float] = []
    with serving([place(n) for n in range(45)]) as server:
        fault(server, search_endpoint(kind), "INVALID_REQUEST", after=1, times=2)
        meter = Counting()
        assert len(all_ids(source(kind, client(server, slept=slept), meter))) == 45
    assert len(meter.skus) == 5  # three pages and two refusals
    *of_the_first, of_the_second = slept
    assert of_the_second == sum(of_the_first)


@pytest.mark.parametrize("kind", GENERATIONS)
def test_a_token_that_expired_begins_the_search_once_more(kind: str) -> None:
    with serving([place(n) for n in range(45)], bias_overflow=0) as server:
        times = 7 if kind != "new" else 1
        fault(server, search_endpoint(kind), "INVALID_REQUEST", after=1, times=times)
        pages = list(source(kind, client(server), Counting()).search("tattoo studio", BOX, "en"))
    assert [page.first for page in pages] == [True, True, False, False]
    assert not any(page.cut_short for page in pages)
    assert len({one.source_id for page in pages for one in page.places}) == 45


@pytest.mark.parametrize("kind", GENERATIONS)
def test_a_search_whose_tokens_keep_expiring_proves_nothing(kind: str) -> None:
    with serving([place(n) for n in range(45)]) as server:
        found = source(kind, client(server), Counting())
        pages = found.search("tattoo studio", BOX, "en")
        first = next(pages)
        fault(server, search_endpoint(kind), "INVALID_REQUEST", after=0, times=7 if kind != "new" else 1)
        second = next(pages)
        fault(server, search_endpoint(kind), "INVALID_REQUEST", after=0, times=7 if kind != "new" else 1)
        rest = list(pages)
    assert (first.first, second.first) == (True, True)
    assert rest[-1].cut_short


@pytest.mark.parametrize("kind", GENERATIONS)
def test_duplicates_across_pages_are_one_studio_each(kind: str) -> None:
    with serving([place(n) for n in range(35)]) as server:
        fault(server, search_endpoint(kind), "duplicates", times=None)
        bench = bench_for(server, kind)
        result = bench.discover(leeds(server, bench))
    ids = [source_id for studio in bench.directory.studios() for source_id in studio.sources]
    assert len(ids) == len(set(ids)) == result.studios
    assert result.duplicates > 0


@pytest.mark.parametrize("kind", ["legacy", "new"])
def test_a_place_id_that_is_gone_is_no_studio(kind: str) -> None:
    with serving([place(1), place(2)]) as server:
        # With two places, both generations ask for the details of each.
        fault(server, "place" if kind == "new" else "details", "NOT_FOUND", times=1)
        bench = bench_for(server, kind)
        if kind == "new":
            bench.open_sources = lambda meter: [_only_single_details(client(server), meter)]
        result = bench.discover(leeds(server, bench))
    assert result.studios == 1
    assert bench.summary()["gone"] == 1


@pytest.mark.parametrize("known", [[1, 3], [1, 2, 3]])
def test_a_place_id_that_google_changed_is_one_studio_and_bought_once(known: list[int]) -> None:
    places = {1: place(1), 2: place(2, moved_to="place-0003"), 3: place(3)}
    bought: list[str] = []
    bench = DiscoveryBench(lambda meter: [])
    for run, numbers in enumerate((known, [1, 2, 3])):
        with serving([places[number] for number in numbers], bias_overflow=0) as server:
            google = client(server)
            bench.open_sources = lambda meter, google=google: [  # type: ignore[misc] - bound now
                _listening(source("legacy", google, meter), bought)
            ]
            result = bench.discover(leeds(server, bench), f"run-{run}", force=True)
    # The second place answers as the third one: one studio under two ids.
    assert result.studios == len(list(bench.directory.studios())) == 2
    assert bench.summary("run-1")["gone"] == 0
    holders = bench.directory.find_aliases([("place", f"google:place-000{n}") for n in (1, 2, 3)])
    assert (len(holders), len(set(holders.values()))) == (3, 2)
    assert len(bought) == len(set(bought)) <= 3


def test_the_new_generation_keeps_a_place_under_both_its_ids() -> None:
    class Renamed(GoogleMaps):
        def new(self, path: str, field_mask: str, body: Any, params: Any) -> Any:
            if path.endswith("searchText"):
                return {"places": [{"id": "old"}]}
            record = {"id": "new", "displayName": {"text": "Heron Tattoo"}, "types": ["store"]}
            return {**record, "location": {"latitude": 53.8, "longitude": -1.5}}

    google = Renamed(
        KEY, maps_endpoint="http://x", places_endpoint="http://x", queries_per_second=1, sleep=print
    )
    bench = DiscoveryBench(lambda meter: [NewGooglePlaces(google, meter, prices())])
    result = bench.discover(areas_of(box_region("Leeds", BOX))[0])
    assert (result.studios, result.new, bench.summary()["gone"]) == (1, 1, 0)
    holders = bench.directory.find_aliases([("place", "google:old"), ("place", "google:new")])
    assert len(set(holders.values())) == 1
    assert len(holders) == 2
    assert bench.state_store.get_many("place", ["google:old", "google:new"]).keys() == {
        "google:old",
        "google:new",
    }


def _listening(found: PlaceSource, bought: list[str]) -> PlaceSource:
    complete = found.complete

    def listened(one: Place) -> Place | None:
        bought.append(one.source_id)
        return complete(one)

    found.complete = listened  # type: ignore[method-assign] - tells what was bought
    return found


def _only_single_details(google: GoogleMaps, meter: Meter) -> PlaceSource:
    dear = {sku: (1_000.0 if sku == "text_search_enterprise" else 1.0) for sku in prices().per_1000}
    return NewGooglePlaces(google, meter, type(prices())(prices().as_of, dear))


def test_the_recorded_world_goes_through_both_generations_alike() -> None:
    folder = shared_path("worlds", "real-sites")
    if not folder.is_dir():
        pytest.skip("the recorded world is not beside this checkout")
    kept = []
    for kind in ("new", "legacy"):
        with serve_world(folder) as server:
            bench = bench_for(server, kind)
            result = bench.discover(leeds(server, bench))
        assert result.exhausted
        kept.append({studio.name for studio in bench.directory.studios()})
    assert kept[0] == kept[1]
    assert not kept[0] & {"Barber's Den", "GroomBar", "Sleeping Beauty"}


def test_a_real_answer_goes_through_discovery_unchanged() -> None:
    path = shared_path("places", "atlanta-textsearch.json")
    if not path.is_file():
        pytest.skip("the recorded answer is not beside this checkout")
    answer = json.loads(path.read_text(encoding="utf-8"))

    class Recorded(GoogleMaps):
        def legacy(self, method: str, **params: Any) -> Any:
            if method == "place":
                record = next(one for one in answer["results"] if one["place_id"] == params["place_id"])
                return {"result": record, "status": "OK"}
            return answer

    google = Recorded(
        KEY, maps_endpoint="http://x", places_endpoint="http://x", queries_per_second=1, sleep=print
    )
    bench = DiscoveryBench(lambda meter: [LegacyGooglePlaces(google, meter, service="text")])
    viewport = Box(33.6, -84.6, 33.9, -84.2)
    area = areas_of(box_region("Atlanta", viewport))[0]
    bench.discover(area)
    studios = list(bench.directory.studios())
    accepted = [studio for studio in studios if not studio.review]
    assert len(studios) == 20
    assert len(accepted) >= 18
    assert all(
        studio.location and viewport.contains(GeoPoint(studio.location.lat, studio.location.lng))
        for studio in studios
    )
    assert {f"google:{one['place_id']}" for one in answer["results"]} == {
        s for one in studios for s in one.sources
    }
