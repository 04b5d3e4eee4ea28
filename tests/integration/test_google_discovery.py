"""The Google and Overpass adapters, and discovery over them, against the world server and its faults."""

import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests

from inkscout.adapters.google_geocoder import GoogleGeocoder
from inkscout.adapters.google_maps import GoogleMaps
from inkscout.adapters.google_places import LegacyGooglePlaces, NewGoogleNearby, NewGooglePlaces
from inkscout.adapters.guarded_places import FAILURES_TO_OPEN, OPEN_SECONDS, GuardedPlaces, SharedBreaker
from inkscout.adapters.overpass_places import OverpassPlaces
from inkscout.adapters.place_sources import PlaceSources, google_key
from inkscout.contracts.discover_studios import SearchArea
from inkscout.discovery.regions import box_region
from inkscout.discovery.spend import Budgets, prices
from inkscout.domain.geo import Box, GeoPoint
from inkscout.domain.place import Place
from inkscout.errors import (
    ProviderPaused,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    RegionNotFound,
    SecretUnavailable,
)
from inkscout.ports import Meter, PlaceSource
from inkscout.settings import PlacesSettings
from inkscout.usecases.plan_areas import areas_of, plan_areas
from inkscout.usecases.spend_meter import SpendMeter
from local.world.model import World
from local.world.server import WorldServer, serve_world
from tests.fakes.clock import FakeClock
from tests.fakes.discovery import DiscoveryBench
from tests.fakes.operations import FakeMemory
from tests.shared_data import shared_path

KEY = "AI" + "za" + "-a-key-that-must-not-show"
BOX = Box(53.70, -1.80, 53.95, -1.30)
GENERATIONS = ["new", "legacy", "legacy text"]


class Counting:
    """A meter that never refuses."""

    def __init__(self) -> None:
        self.skus: list[str] = []

    def charge(self, sku: str) -> None:
        prices().of(sku)
        self.skus.append(sku)


def place(number: int, **more: Any) -> dict[str, Any]:
    return {
        "place_id": f"place-{number:04}",
        "name": f"Juniper {number} Tattoo",
        "formatted_address": f"{number} Kirkgate, Leeds, UK",
        "geometry": {"location": {"lat": 53.75 + number * 0.0009, "lng": -1.7 + number * 0.002}},
        "types": ["point_of_interest", "store", "establishment"],
        "international_phone_number": f"+44 113 496 {number:04}",
        "website": f"http://juniper-{number}.test/",
        "rating": 4.5,
        "user_ratings_total": 100 + number,
        **more,
    }


def world(places: list[dict[str, Any]], **google: Any) -> World:
    viewport = {
        "northeast": {"lat": BOX.north, "lng": BOX.east},
        "southwest": {"lat": BOX.south, "lng": BOX.west},
    }
    regions = [{"name": "Leeds, UK", "viewport": viewport}]
    options = {"page_token_delay_seconds": 0.0, **google}
    return World.from_document(
        {"name": "T", "regions": regions, "places": places, "hosts": {}, "google": options}
    )


@contextmanager
def serving(places: list[dict[str, Any]], **google: Any) -> Iterator[WorldServer]:
    with serve_world(world(places, **google)) as server:
        yield server


def client(server: WorldServer, key: str = KEY, slept: list[float] | None = None) -> GoogleMaps:
    return GoogleMaps(
        key,
        maps_endpoint=server.google_url,
        places_endpoint=server.google_url,
        queries_per_second=100,
        sleep=(slept if slept is not None else []).append,
        retry_seconds=0.2,
    )


def source(kind: str, google: GoogleMaps, meter: Meter) -> PlaceSource:
    if kind == "new":
        return NewGooglePlaces(google, meter, prices())
    return LegacyGooglePlaces(google, meter, service="text" if kind == "legacy text" else "nearby")


def fault(server: WorldServer, endpoint: str, kind: str, **more: Any) -> None:
    body = {"endpoint": endpoint, "kind": kind, **more}
    assert requests.post(f"{server.google_url}/_world/faults", json=body, timeout=5).ok


def search_endpoint(kind: str) -> str:
    return {"new": "searchText", "legacy": "nearbysearch", "legacy text": "textsearch"}[kind]


def leeds(server: WorldServer, bench: DiscoveryBench) -> SearchArea:
    meter = SpendMeter(bench.memory, bench.clock, "geocoding", Budgets(), prices())
    return plan_areas(["Leeds, UK"], geocoder=GoogleGeocoder(lambda: client(server), bench.memory, meter))[0]


def bench_for(server: WorldServer, kind: str, **options: Any) -> DiscoveryBench:
    return DiscoveryBench(lambda meter: [source(kind, client(server), meter)], **options)


def all_ids(found: PlaceSource) -> list[str]:
    return [one.source_id for page in found.search("tattoo studio", BOX, "en") for one in page.places]


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
        described = list(found.describe(bare, "tattoo studio", BOX, "en"))
        assert len(described) == 30
        assert meter.skus[2:] == ["text_search_enterprise"] * 2


def test_the_new_generation_buys_a_single_place_by_its_id() -> None:
    with serving([place(n) for n in range(30)]) as server:
        meter = Counting()
        found = NewGooglePlaces(client(server), meter, prices())
        bare = Place(source="google", source_id="place-0003", name="")
        assert [one.name for one in found.describe([bare], "tattoo studio", BOX, "en")] == [
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


@pytest.mark.parametrize("kind", ["legacy", "legacy text"])
def test_a_page_token_that_is_not_valid_yet_is_tried_again(kind: str) -> None:
    with serving([place(n) for n in range(45)], page_token_delay_seconds=0.6) as server:
        google = client(server)
        google.sleep = time.sleep
        meter = Counting()
        assert len(all_ids(source(kind, google, meter))) == 45
    refused = len(meter.skus) - 3
    assert 1 <= refused <= 3  # the second token is waited for as long as the first one took


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


def _only_single_details(google: GoogleMaps, meter: Meter) -> PlaceSource:
    dear = {sku: (1_000.0 if sku == "text_search_enterprise" else 1.0) for sku in prices().per_1000}
    return NewGooglePlaces(google, meter, type(prices())(prices().as_of, dear))


FAULTS: list[tuple[str, dict[str, Any], type[Exception]]] = [
    ("OVER_QUERY_LIMIT", {}, ProviderThrottled),
    ("status", {"status": 429}, ProviderThrottled),
    ("status", {"status": 503}, ProviderUnavailable),
    ("status", {"status": 500}, ProviderUnavailable),
    ("UNKNOWN_ERROR", {}, ProviderUnavailable),
    ("malformed", {}, ProviderUnavailable),
    ("reset", {}, ProviderUnavailable),
    ("REQUEST_DENIED", {}, ProviderRejected),
    ("INVALID_REQUEST", {}, ProviderRejected),
    ("status", {"status": 400}, ProviderRejected),
]


@pytest.mark.parametrize("kind", ["new", "legacy"])
@pytest.mark.parametrize(
    ("name", "more", "expected"), FAULTS, ids=[f"{f[0]} {f[1].get('status', '')}" for f in FAULTS]
)
def test_every_fault_has_its_error_and_the_key_is_in_none(
    kind: str, name: str, more: dict[str, Any], expected: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with serving([place(1)]) as server:
        fault(server, search_endpoint(kind), name, times=None, **more)
        with pytest.raises(expected) as caught:
            all_ids(source(kind, client(server), Counting()))
    chain: list[str] = []
    error: BaseException | None = caught.value
    while error is not None:
        chain.append(f"{error!r} {error}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    assert KEY not in " ".join(chain)
    assert KEY not in caplog.text


def test_a_provider_that_does_not_answer_in_time_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inkscout.adapters.google_maps.READ_SECONDS", 0.3)
    with serving([place(1)]) as server:
        fault(server, "searchText", "timeout", seconds=2.0, times=None)
        with pytest.raises(ProviderUnavailable):
            all_ids(source("new", client(server), Counting()))


@pytest.mark.parametrize("kind", ["new", "legacy"])
def test_a_short_burst_over_the_limit_is_waited_out(kind: str) -> None:
    with serving([place(1)]) as server:
        fault(server, search_endpoint(kind), "OVER_QUERY_LIMIT", times=2)
        slept: list[float] = []
        assert all_ids(source(kind, client(server, slept=slept), Counting())) == ["place-0001"]
    assert len(slept) == 2


def test_a_key_that_google_refuses_is_rejected() -> None:
    with serving([place(1)]) as server:
        google = client(server)
        google._client.key = "denied"
        with pytest.raises(ProviderRejected):
            all_ids(source("new", google, Counting()))


def test_a_secret_that_is_no_key_is_named_without_its_value() -> None:
    with pytest.raises(SecretUnavailable) as caught:
        GoogleMaps(
            "hunter2", maps_endpoint="http://x", places_endpoint="http://x", queries_per_second=1, sleep=print
        )
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("secret", [KEY, f" {KEY}\n", json.dumps({"api_key": KEY}), json.dumps({"key": KEY})])
def test_a_secret_may_be_text_or_json(secret: str) -> None:
    assert google_key(secret) == KEY


def test_geocoding_is_asked_once_and_remembered() -> None:
    with serving([place(1)]) as server:
        memory = FakeMemory()
        meter = Counting()
        geocoder = GoogleGeocoder(lambda: client(server), memory, meter)
        first, second = geocoder.resolve("Leeds, UK"), geocoder.resolve("leeds,  uk")
        assert first == second
        assert (first.box, first.country, first.languages) == (BOX, "GB", ("en",))
        assert meter.skus == ["geocode"]
        with pytest.raises(RegionNotFound):
            geocoder.resolve("Atlantis")


def test_geocoding_without_a_key_says_what_to_do() -> None:
    clock = FakeClock()
    sources = PlaceSources(
        settings=PlacesSettings(google_maps_secret_arn=""),
        secret=lambda _arn: "",
        memory=FakeMemory(clock),
        clock=clock,
        prices=prices(),
    )
    with pytest.raises(SecretUnavailable, match="box, a circle or a polygon"):
        sources.resolve("Leeds, UK")


def test_overpass_answers_with_the_studios_mappers_know() -> None:
    tagged = place(
        3, osm={"type": "way", "id": 77, "tags": {"contact:instagram": "juniper.three", "website": ""}}
    )
    with serving([place(1), place(2, osm=True), tagged]) as server:
        meter = Counting()
        overpass = OverpassPlaces(server.overpass_url, "operator@inkscout.example", meter, [].append)
        (page,) = overpass.search("", BOX, "en")
    found = {one.name: one for one in page.places}
    assert sorted(found) == ["Juniper 2 Tattoo", "Juniper 3 Tattoo"]
    assert found["Juniper 3 Tattoo"].source_id == "way/77"
    assert found["Juniper 3 Tattoo"].website == "https://www.instagram.com/juniper.three"
    assert found["Juniper 2 Tattoo"].types == ("shop=tattoo",)
    assert meter.skus == ["overpass"]


def test_overpass_is_asked_in_two_halves_across_the_antimeridian() -> None:
    west = place(1, osm=True, geometry={"location": {"lat": -17.0, "lng": 179.5}})
    east = place(2, osm=True, geometry={"location": {"lat": -17.0, "lng": -179.5}})
    with serving([west, east]) as server:
        overpass = OverpassPlaces(server.overpass_url, "", Counting(), [].append)
        (page,) = overpass.search("", Box(-19.0, 176.5, -16.0, -178.5), "en")
    assert len(page.places) == 2


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("remark", {}, ProviderUnavailable),
        ("malformed", {}, ProviderUnavailable),
        ("reset", {}, ProviderUnavailable),
        ("status", {"status": 504}, ProviderUnavailable),
        ("status", {"status": 429}, ProviderThrottled),
        ("status", {"status": 400}, ProviderRejected),
    ],
)
def test_overpass_faults_have_their_errors(
    kind: str, more: dict[str, Any], expected: type[Exception]
) -> None:
    with serving([place(1, osm=True)]) as server:
        fault(server, "overpass", kind, times=None, **more)
        overpass = OverpassPlaces(server.overpass_url, "", Counting(), [].append)
        with pytest.raises(expected):
            list(overpass.search("", BOX, "en"))


def guarded(server: WorldServer, memory: FakeMemory, clock: FakeClock) -> Callable[[], list[str]]:
    found = GuardedPlaces(source("new", client(server), Counting()), SharedBreaker(memory, clock, "google"))
    return lambda: all_ids(found)


def test_the_breaker_opens_for_everybody_lets_one_probe_through_and_closes() -> None:
    clock = FakeClock()
    memory = FakeMemory(clock)
    with serving([place(1)]) as server:
        one, other = guarded(server, memory, clock), guarded(server, memory, clock)
        fault(server, "searchText", "status", status=503, times=None)
        for _ in range(FAILURES_TO_OPEN):
            with pytest.raises(ProviderUnavailable):
                one()
        with pytest.raises(ProviderPaused):
            other()
        clock.advance(seconds=OPEN_SECONDS + 1)
        with pytest.raises(ProviderUnavailable):
            other()  # the probe, while nothing has changed
        with pytest.raises(ProviderPaused):
            one()
        assert requests.delete(f"{server.google_url}/_world/faults", timeout=5).ok
        clock.advance(seconds=OPEN_SECONDS + 1)
        assert one() == ["place-0001"]
        assert other() == ["place-0001"]


def test_only_one_of_two_functions_sends_the_probe() -> None:
    clock = FakeClock()
    memory = FakeMemory(clock)
    breakers = [SharedBreaker(memory, clock, "google") for _ in range(2)]
    for _ in range(FAILURES_TO_OPEN):
        breakers[0].failed()
    clock.advance(seconds=OPEN_SECONDS + 1)
    breakers[0].check()
    with pytest.raises(ProviderPaused):
        breakers[1].check()


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
