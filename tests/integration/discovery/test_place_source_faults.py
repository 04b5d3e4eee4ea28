"""Faults of Google and Overpass, each with its error, and the breaker before them."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
import requests

from inkscout.adapters.places.google_geocoder import GoogleGeocoder
from inkscout.adapters.places.google_maps import GoogleMaps
from inkscout.adapters.places.guarded_places import (
    FAILURES_TO_OPEN,
    OPEN_SECONDS,
    GuardedPlaces,
    SharedBreaker,
)
from inkscout.adapters.places.overpass_places import OverpassPlaces
from inkscout.adapters.places.place_sources import PlaceSources, google_key
from inkscout.discovery.spend import prices
from inkscout.domain.geo import Box
from inkscout.errors import (
    ProviderPaused,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    RegionNotFound,
    SecretUnavailable,
)
from inkscout.settings import PlacesSettings
from inkscout_local.simulator.server import WorldServer
from tests.integration.discovery.google_world import (
    BOX,
    KEY,
    Counting,
    all_ids,
    client,
    fault,
    place,
    search_endpoint,
    serving,
    source,
)
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.operations import FakeStateStore
from tests.support.patience import PATIENCE_SECONDS

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
    monkeypatch.setattr("inkscout.adapters.places.google_maps.READ_SECONDS", 0.3)
    with serving([place(1)]) as server:
        fault(server, "searchText", "timeout", seconds=5.0, times=None)
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
        state_store = FakeStateStore()
        meter = Counting()
        geocoder = GoogleGeocoder(lambda: client(server), state_store, meter)
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
        state_store=FakeStateStore(clock),
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


def guarded(server: WorldServer, state_store: FakeStateStore, clock: FakeClock) -> Callable[[], list[str]]:
    found = GuardedPlaces(
        source("new", client(server), Counting()), SharedBreaker(state_store, clock, "google")
    )
    return lambda: all_ids(found)


def test_the_breaker_opens_for_everybody_lets_one_probe_through_and_closes() -> None:
    clock = FakeClock()
    state_store = FakeStateStore(clock)
    with serving([place(1)]) as server:
        one, other = guarded(server, state_store, clock), guarded(server, state_store, clock)
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
        assert requests.delete(f"{server.google_url}/_world/faults", timeout=PATIENCE_SECONDS).ok
        clock.advance(seconds=OPEN_SECONDS + 1)
        assert one() == ["place-0001"]
        assert other() == ["place-0001"]


def test_only_one_of_two_functions_sends_the_probe() -> None:
    clock = FakeClock()
    state_store = FakeStateStore(clock)
    breakers = [SharedBreaker(state_store, clock, "google") for _ in range(2)]
    for _ in range(FAILURES_TO_OPEN):
        breakers[0].failed()
    clock.advance(seconds=OPEN_SECONDS + 1)
    breakers[0].check()
    with pytest.raises(ProviderPaused):
        breakers[1].check()
