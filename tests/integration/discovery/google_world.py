"""A world of places behind the Google adapters, for tests of discovery."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests

from inkscout.adapters.places.google_geocoder import GoogleGeocoder
from inkscout.adapters.places.google_maps import GoogleMaps
from inkscout.adapters.places.google_places import LegacyGooglePlaces, NewGooglePlaces
from inkscout.contracts.discover_studios import SearchArea
from inkscout.discovery.spend import Budgets, prices
from inkscout.domain.geo import Box
from inkscout.ports import Meter, PlaceSource
from inkscout.usecases.discovery.plan_areas import plan_areas
from inkscout.usecases.discovery.spend_meter import SpendMeter
from inkscout_local.simulator.model import World
from inkscout_local.simulator.server import WorldServer, serve_world
from tests.support.fakes.discovery import DiscoveryBench
from tests.support.patience import PATIENCE_SECONDS

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
    assert requests.post(f"{server.google_url}/_world/faults", json=body, timeout=PATIENCE_SECONDS).ok


def search_endpoint(kind: str) -> str:
    return {"new": "searchText", "legacy": "nearbysearch", "legacy text": "textsearch"}[kind]


def leeds(server: WorldServer, bench: DiscoveryBench) -> SearchArea:
    meter = SpendMeter(bench.state_store, bench.clock, "geocoding", Budgets(), prices())
    geocoder = GoogleGeocoder(lambda: client(server), bench.state_store, meter)
    return plan_areas(["Leeds, UK"], geocoder=geocoder, state_store=bench.state_store)[0]


def bench_for(server: WorldServer, kind: str, **options: Any) -> DiscoveryBench:
    return DiscoveryBench(lambda meter: [source(kind, client(server), meter)], **options)


def all_ids(found: PlaceSource) -> list[str]:
    return [one.source_id for page in found.search("tattoo studio", BOX, "en") for one in page.places]
