"""Google and Overpass of a world, met through the real client of each generation."""

from collections.abc import Iterator
from typing import Any

import googlemaps
import pytest
import requests
from googlemaps.exceptions import ApiError, HTTPError
from googlemaps.exceptions import Timeout as GoogleTimeout

from inkscout_local.simulator import GoogleFault, WorldServer, serve_world
from tests.support.patience import until
from tests.support.project import ROOT
from tests.unit.inkscout_local.simulator.builders import grid, place, world

DEMO = ROOT / "inkscout_local" / "worlds" / "demo"
KEY = "".join(("AI", "za", "-any-key-will-do"))
FIELD_MASK = "X-Goog-FieldMask"


@pytest.fixture(scope="module")
def demo() -> Iterator[WorldServer]:
    with serve_world(DEMO) as server:
        yield server


@pytest.fixture
def city() -> Iterator[WorldServer]:
    """A city of 400 studios, alone on its ports, so that a test may switch faults on."""
    with serve_world(world(grid(400), google={"page_token_delay_seconds": 2.0})) as server:
        yield server


def client(server: WorldServer, **more: object) -> googlemaps.Client:
    settings = {"timeout": 60, "retry_timeout": 1, "retry_over_query_limit": False, **more}
    return googlemaps.Client(key=KEY, base_url=server.google_url, **settings)


def new(server: WorldServer, method: str, body: object, mask: str = "*", key: str = "k") -> requests.Response:
    headers = {"X-Goog-Api-Key": key, FIELD_MASK: mask}
    sent = {name: value for name, value in headers.items() if value}
    return requests.post(f"{server.google_url}/v1/places:{method}", json=body, headers=sent, timeout=60)


def next_page(maps: googlemaps.Client, page: dict[str, Any]) -> dict[str, Any] | None:
    """The page after one, once its token is valid."""
    try:
        found: dict[str, Any] = maps.places(page_token=page["next_page_token"])
    except ApiError:
        return None
    return found


def box(south: float, west: float, north: float, east: float) -> dict[str, object]:
    return {
        "rectangle": {
            "low": {"latitude": south, "longitude": west},
            "high": {"latitude": north, "longitude": east},
        }
    }


# The legacy services, through the googlemaps client


def test_the_client_geocodes_a_city(demo: WorldServer) -> None:
    (found,) = client(demo).geocode("Leeds, UK")
    assert found["geometry"]["viewport"]["northeast"] == {"lat": 53.95, "lng": -1.29}
    assert client(demo).geocode("Atlantis") == []


def test_a_text_search_comes_in_three_pages_once_its_token_is_valid(city: WorldServer) -> None:
    maps = client(city)
    first = maps.places("tattoo studio", location=(53.81, -1.54), radius=20_000)
    assert len(first["results"]) == 20
    with pytest.raises(ApiError, match="INVALID_REQUEST"):
        maps.places(page_token=first["next_page_token"])
    second = until(lambda: next_page(maps, first))
    third = until(lambda: next_page(maps, second))
    ids = [one["place_id"] for page in (first, second, third) for one in page["results"]]
    assert len(ids) == len(set(ids)) == 60
    assert "next_page_token" not in third


def test_a_legacy_search_carries_no_website_and_the_details_do(demo: WorldServer) -> None:
    maps = client(demo)
    found = maps.places("copper beech tattoo")["results"][0]
    assert not {"website", "international_phone_number"} & set(found)
    details = maps.place(found["place_id"], fields=["name", "website", "international_phone_number", "type"])
    assert details["result"] == {
        "name": "Copper Beech Tattoo",
        "website": "http://copperbeechtattoo.test/",
        "international_phone_number": "+44 113 496 0101",
        "types": ["point_of_interest", "store", "establishment"],
    }


def test_full_details_have_address_parts_and_a_national_number(demo: WorldServer) -> None:
    result = client(demo).place("lds-copper-beech")["result"]
    assert result["formatted_phone_number"] == "0113 496 0101"
    assert {"long_name": "Leeds", "short_name": "Leeds", "types": ["locality", "political"]} in result[
        "address_components"
    ]
    assert {"long_name": "United Kingdom", "short_name": "GB", "types": ["country", "political"]} in result[
        "address_components"
    ]


def test_a_place_id_that_is_gone_is_not_found() -> None:
    with serve_world(
        world(
            [
                place(1, 53.8, -1.5, gone=True),
                place(2, 53.8, -1.5, moved_to="place-000003"),
                place(3, 53.8, -1.5),
            ]
        )
    ) as server:
        maps = client(server)
        with pytest.raises(ApiError, match="NOT_FOUND"):
            maps.place("place-000001")
        assert maps.place("place-000002")["result"]["place_id"] == "place-000003"
        mask = {FIELD_MASK: "id", "X-Goog-Api-Key": "k"}
        answer = requests.get(f"{server.google_url}/v1/places/place-000001", headers=mask, timeout=60)
        assert (answer.status_code, answer.json()["error"]["status"]) == (404, "NOT_FOUND")


def test_nearby_search_binds_and_ranks_by_distance(city: WorldServer) -> None:
    maps = client(city)
    near = maps.places_nearby(location=(53.81, -1.54), radius=150, keyword="tattoo")["results"]
    assert 0 < len(near) < 20
    assert all("vicinity" in one and "formatted_address" not in one for one in near)
    ranked = maps.places_nearby(location=(53.81, -1.54), rank_by="distance", keyword="tattoo")["results"]
    assert ranked[0]["geometry"]["location"] == {"lat": 53.81, "lng": -1.54}


def test_an_empty_search_has_zero_results(demo: WorldServer) -> None:
    assert client(demo).places("tattoo", location=(0, 0), radius=1000)["status"] == "ZERO_RESULTS"
    assert client(demo).places("submarine repairs")["status"] == "ZERO_RESULTS"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("textsearch/json?query=tattoo", "REQUEST_DENIED"),
        ("textsearch/json?query=tattoo&key=denied", "REQUEST_DENIED"),
        ("textsearch/json?key=k", "INVALID_REQUEST"),
        ("nearbysearch/json?key=k&location=53.8,-1.5", "INVALID_REQUEST"),
        ("nearbysearch/json?key=k&location=53.8,-1.5&rankby=distance&radius=5&keyword=x", "INVALID_REQUEST"),
        ("details/json?key=k", "INVALID_REQUEST"),
        ("details/json?key=k&place_id=x&fields=shoe_size", "INVALID_REQUEST"),
        ("details/json?key=k&place_id=nowhere", "NOT_FOUND"),
    ],
)
def test_legacy_refusals_are_http_200_with_a_status(demo: WorldServer, path: str, status: str) -> None:
    answer = requests.get(f"{demo.google_url}/maps/api/place/{path}", timeout=60)
    assert (answer.status_code, answer.json()["status"]) == (200, status)


# Places API (New)


def test_a_new_text_search_returns_masked_fields_and_pages_at_once(city: WorldServer) -> None:
    request: dict[str, object] = {
        "textQuery": "tattoo",
        "locationRestriction": box(53.79, -1.56, 53.83, -1.5),
    }
    seen: list[str] = []
    for _ in range(3):
        body = new(city, "searchText", request, "places.id,nextPageToken").json()
        assert all(set(one) == {"id"} for one in body["places"])
        seen += [one["id"] for one in body["places"]]
        request = {**request, "pageToken": body.get("nextPageToken", "")}
    assert len(set(seen)) == 60
    assert "nextPageToken" not in body


def test_a_page_token_of_another_request_is_refused(city: WorldServer) -> None:
    token = new(city, "searchText", {"textQuery": "tattoo"}).json()["nextPageToken"]
    answer = new(city, "searchText", {"textQuery": "tattoo shop", "pageToken": token})
    assert (answer.status_code, answer.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")


def test_a_new_place_has_the_shapes_of_the_new_service(demo: WorldServer) -> None:
    headers = {"X-Goog-Api-Key": "k", FIELD_MASK: "*"}
    shape = requests.get(f"{demo.google_url}/v1/places/lds-copper-beech", headers=headers, timeout=60).json()
    assert shape["name"] == "places/lds-copper-beech"
    assert shape["displayName"] == {"text": "Copper Beech Tattoo", "languageCode": "en"}
    assert shape["location"] == {"latitude": 53.81946, "longitude": -1.57612}
    assert shape["websiteUri"] == "http://copperbeechtattoo.test/"
    assert shape["primaryType"] in shape["types"]
    assert shape["viewport"]["low"]["latitude"] < 53.81946 < shape["viewport"]["high"]["latitude"]
    assert {
        "longText": "Leeds",
        "shortText": "Leeds",
        "types": ["locality", "political"],
        "languageCode": "en",
    } in shape["addressComponents"]


def test_a_new_nearby_search_stops_at_twenty(city: WorldServer) -> None:
    circle = {"circle": {"center": {"latitude": 53.81, "longitude": -1.54}, "radius": 20_000.0}}
    request = {
        "locationRestriction": circle,
        "includedTypes": ["body_art_service"],
        "rankPreference": "DISTANCE",
    }
    body = new(city, "searchNearby", request).json()
    assert len(body["places"]) == 20
    assert "nextPageToken" not in body
    assert body["places"][0]["location"] == {"latitude": 53.81, "longitude": -1.54}


def test_a_restriction_may_cross_the_antimeridian() -> None:
    with serve_world(world([place(1, -17, 179.9), place(2, -17, -179.9), place(3, -17, 10)])) as server:
        body = new(
            server, "searchText", {"textQuery": "tattoo", "locationRestriction": box(-18, 179, -16, -179)}
        ).json()
        assert {one["id"] for one in body["places"]} == {"place-000001", "place-000002"}


def test_nothing_found_is_an_empty_object(demo: WorldServer) -> None:
    request = {"textQuery": "tattoo", "locationRestriction": box(0, 0, 1, 1)}
    assert new(demo, "searchText", request).json() == {}


@pytest.mark.parametrize(
    ("method", "body", "mask", "code", "says"),
    [
        ("searchText", {"textQuery": "x"}, "", 400, "FieldMask is a required parameter"),
        ("searchText", {"textQuery": "x"}, "places.shoeSize", 400, "Cannot find matching fields"),
        ("searchText", {}, "*", 400, "Empty text_query"),
        ("searchText", {"textQuery": "x", "includedTypes": ["a"]}, "*", 400, 'Unknown name "includedTypes"'),
        (
            "searchText",
            {"textQuery": "x", "locationRestriction": {"circle": {}}},
            "*",
            400,
            "Cannot find field",
        ),
        ("searchText", {"textQuery": "x", "locationRestriction": box(2, 0, 1, 1)}, "*", 400, "low latitude"),
        (
            "searchText",
            {
                "textQuery": "x",
                "locationBias": {"circle": {"center": {"latitude": 1, "longitude": 1}, "radius": 50_001}},
            },
            "*",
            400,
            "50000",
        ),
        ("searchNearby", {}, "*", 400, "location_restriction is required"),
        (
            "searchNearby",
            {
                "locationRestriction": {"circle": {"center": {"latitude": 1, "longitude": 1}, "radius": 5}},
                "maxResultCount": 21,
            },
            "*",
            400,
            "between 1 and 20",
        ),
        (
            "searchNearby",
            {
                "locationRestriction": {"circle": {"center": {"latitude": 1, "longitude": 1}, "radius": 5}},
                "includedTypes": ["tattoo_parlour"],
            },
            "*",
            400,
            "Unsupported types",
        ),
        ("searchText", [1], "*", 400, "Root element"),
    ],
)
def test_new_refusals_have_googles_error_body(
    demo: WorldServer, method: str, body: object, mask: str, code: int, says: str
) -> None:
    answer = new(demo, method, body, mask)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["status"]) == (code, code, "INVALID_ARGUMENT")
    assert says in error["message"]


@pytest.mark.parametrize("key", ["", "denied"])
def test_a_new_call_without_a_good_key_is_forbidden(demo: WorldServer, key: str) -> None:
    answer = new(demo, "searchText", {"textQuery": "x"}, key=key)
    assert (answer.status_code, answer.json()["error"]["status"]) == (403, "PERMISSION_DENIED")


# Faults


def test_a_fault_applies_as_often_as_it_says_and_to_its_endpoint_only(city: WorldServer) -> None:
    city.google.faults.add(GoogleFault(endpoint="textsearch", kind="OVER_QUERY_LIMIT", times=2, after=1))
    maps = client(city)
    statuses = []
    for _ in range(4):
        try:
            statuses.append(maps.places("tattoo")["status"])
        except ApiError as error:
            statuses.append(error.status)
    assert statuses == ["OK", "OVER_QUERY_LIMIT", "OVER_QUERY_LIMIT", "OK"]
    assert city.google.calls["textsearch"] == 4


def test_the_client_sees_http_errors_timeouts_and_malformed_json(city: WorldServer) -> None:
    faults = city.google.faults
    faults.add(GoogleFault(endpoint="details", kind="status", status=429))
    with pytest.raises(HTTPError, match="429"):
        client(city).place("place-000001")
    faults.add(GoogleFault(endpoint="details", kind="malformed"))
    with pytest.raises(ValueError):  # noqa: PT011  the JSON decoder's own class differs by requests' back end
        client(city).place("place-000001")
    faults.add(GoogleFault(endpoint="details", kind="timeout", seconds=5))
    with pytest.raises(GoogleTimeout):
        client(city, timeout=0.3, retry_timeout=0.1).place("place-000001")
    faults.add(GoogleFault(endpoint="details", kind="reset"))
    with pytest.raises(googlemaps.exceptions.TransportError):
        client(city).place("place-000001")
    assert client(city).place("place-000001")["status"] == "OK"


def test_new_faults_have_the_new_shapes(city: WorldServer) -> None:
    city.google.faults.add(GoogleFault(endpoint="searchText", kind="OVER_QUERY_LIMIT"))
    city.google.faults.add(GoogleFault(endpoint="searchText", kind="status", status=503))
    first, second, third = (new(city, "searchText", {"textQuery": "tattoo"}) for _ in range(3))
    assert (first.status_code, first.json()["error"]["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert (second.status_code, second.json()["error"]["status"]) == (503, "UNAVAILABLE")
    assert third.status_code == 200


def test_a_page_may_repeat_places(city: WorldServer) -> None:
    city.google.faults.add(GoogleFault(endpoint="textsearch", kind="duplicates"))
    ids = [one["place_id"] for one in client(city).places("tattoo")["results"]]
    assert len(ids) == 20
    assert len(set(ids)) < 20


def test_faults_can_be_switched_over_http(city: WorldServer) -> None:
    address = f"{city.google_url}/_world/faults"
    assert (
        requests.post(address, json={"endpoint": "nowhere", "kind": "reset"}, timeout=60).status_code == 400
    )
    assert requests.post(
        address,
        json={"endpoint": "geocode", "kind": "status", "status": 500, "times": None},
        timeout=60,
    ).ok
    asked = f"{city.google_url}/maps/api/geocode/json?address=Leeds&key=k"
    assert requests.get(asked, timeout=60).status_code == 500
    requests.delete(address, timeout=60)
    assert requests.get(asked, timeout=60).json()["status"] == "OK"
    assert requests.get(f"{city.google_url}/_world/requests", timeout=60).json()["calls"] == {"geocode": 2}


def test_overpass_answers_form_posts_and_its_own_faults(demo: WorldServer) -> None:
    query = '[out:json][timeout:25];nwr["shop"~"tattoo"](53.7,-1.8,53.95,-1.29);out center tags;'
    elements = requests.post(demo.overpass_url, data={"data": query}, timeout=60).json()["elements"]
    assert "Bramble Tattoo" in {one["tags"]["name"] for one in elements}
    assert all("lat" in one or "center" in one for one in elements)
    assert requests.post(demo.overpass_url, data={"data": "nonsense"}, timeout=60).status_code == 400
    demo.google.faults.add(GoogleFault(endpoint="overpass", kind="remark"))
    assert "timed out" in requests.post(demo.overpass_url, data={"data": query}, timeout=60).json()["remark"]
    demo.google.faults.add(GoogleFault(endpoint="overpass", kind="status", status=429))
    assert requests.post(demo.overpass_url, data={"data": query}, timeout=60).status_code == 429


def test_five_thousand_places_are_searched_around_a_hundred_points() -> None:
    with serve_world(world(grid(5000))) as server:
        maps = client(server, queries_per_second=1000, queries_per_minute=60_000)
        for number in range(100):
            found = maps.places("tattoo studio", location=(53.8 + number * 0.0005, -1.52), radius=2000)
            assert len(found["results"]) == 20
