"""The JSON APIs of a world, met through the forward proxy: shapes, conditional requests, pages and faults."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from inkscout_local.simulator import ApiFault, WorldServer, serve_world
from inkscout_local.simulator.apis.faults import HTML
from inkscout_local.simulator.model import World
from tests.support.patience import PATIENCE_SECONDS

PEAK = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
"""Eleven in the morning in Denver: lifts are open and queues are long."""

RESORT = {
    "id": "6",
    "name": "Elk Hollow",
    "areas": {
        "Ridge": {f"Lift {number}": "Triple Chair" for number in range(40)},
        "Base": {"Tow": "Surface"},
    },
    "out_of_season": ["Tow"],
}
ITEMS = [{"id": number, "name": f"Item {number}"} for number in range(1, 8)]
PAGED = {"kind": "file", "document": {"data": {"items": ITEMS}}, "at": "data.items", "size": 3}
WORLD = World.from_document(
    {
        "name": "apis",
        "regions": [],
        "places": [],
        "hosts": {},
        "apis": {
            "posts.test": {"kind": "posts", "stands_for": "https://posts.example", "count": 30},
            "people.test": {"kind": "people"},
            "old-people.test": {"kind": "people", "version": "1.2"},
            **{
                f"{family}.test": {"kind": "lifts", "family": family, "resorts": [RESORT]}
                for family in ("mtnpowder", "dor", "boyne", "liftie", "zaneray")
            },
            "parks.test": {"kind": "parks", "parks": [{"id": "p", "name": "P", "rides": ["A", "B", "C"]}]},
            **{
                f"{paging}.test": {**PAGED, "paging": paging}
                for paging in ("none", "page", "offset", "cursor", "link", "next")
            },
        },
    }
)


@pytest.fixture(scope="module")
def served() -> Iterator[WorldServer]:
    with serve_world(WORLD) as server:
        yield server


@pytest.fixture
def world(served: WorldServer) -> Iterator[WorldServer]:
    served.apis.fixed = PEAK
    yield served
    for name in WORLD.apis:
        served.apis[name].faults.clear()


def get(server: WorldServer, url: str, **headers: str) -> requests.Response:
    proxies = {"http": server.proxy_url}
    return requests.get(f"http://{url}", proxies=proxies, headers=headers, timeout=PATIENCE_SECONDS)


def test_an_api_stands_for_the_origin_that_the_world_names(world: WorldServer) -> None:
    assert world.feed_endpoints == {"https://posts.example": "http://posts.test"}


def test_posts_have_a_weak_etag_and_are_answered_304_while_unchanged(world: WorldServer) -> None:
    first = get(world, "posts.test/posts")
    assert [post["id"] for post in first.json()] == list(range(1, 31))
    assert first.headers["ETag"].startswith('W/"')
    again = get(world, "posts.test/posts", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_pages_of_posts_are_linked_and_counted(world: WorldServer) -> None:
    page = get(world, "posts.test/posts?_page=2&_limit=10")
    assert [post["id"] for post in page.json()] == list(range(11, 21))
    assert page.headers["X-Total-Count"] == "30"
    assert {name: link["url"] for name, link in page.links.items()} == {
        "first": "http://posts.test/posts?_page=1&_limit=10",
        "prev": "http://posts.test/posts?_page=1&_limit=10",
        "next": "http://posts.test/posts?_page=3&_limit=10",
        "last": "http://posts.test/posts?_page=3&_limit=10",
    }
    assert "next" not in get(world, "posts.test/posts?_page=3&_limit=10").links
    assert get(world, "posts.test/posts?_page=4&_limit=10").json() == []


def test_an_unknown_post_is_an_empty_object_with_404(world: WorldServer) -> None:
    missing = get(world, "posts.test/posts/31")
    assert (missing.status_code, missing.json()) == (404, {})


def test_people_are_new_at_each_request_and_repeat_with_a_seed(world: WorldServer) -> None:
    def ids(query: str) -> list[str]:
        return [one["login"]["uuid"] for one in get(world, f"people.test/api/?{query}").json()["results"]]

    assert not set(ids("results=10")) & set(ids("results=10"))
    assert ids("results=5&seed=abc&page=2") == ids("results=5&seed=abc&page=2")
    assert not set(ids("results=5&seed=abc&page=1")) & set(ids("results=5&seed=abc&page=2"))


def test_people_have_postcodes_of_two_types_and_ids_without_a_value(world: WorldServer) -> None:
    people = get(world, "people.test/api/?results=200&seed=abc").json()["results"]
    assert {type(one["location"]["postcode"]) for one in people} == {int, str}
    assert {type(one["id"]["value"]) for one in people} == {type(None), str}
    assert {type(one["location"]["street"]) for one in people} == {dict}
    assert any(not one["name"]["first"].isascii() for one in people)
    old = get(world, "old-people.test/api/?results=3").json()["results"]
    assert {type(one["location"]["street"]) for one in old} == {str}


def test_an_invalid_number_of_people_is_an_error_with_http_200(world: WorldServer) -> None:
    refused = get(world, "people.test/api/?results=many")
    assert (refused.status_code, list(refused.json())) == (200, ["error"])


def test_lifts_open_wait_hold_and_close_by_the_clock(world: WorldServer) -> None:
    def lifts() -> Any:
        return get(world, "mtnpowder.test/feed/6/lifts").json()

    said: set[str] = set()
    for hour in range(24):
        world.apis.fixed = PEAK + timedelta(hours=hour)
        said |= {lift["Status"] for lift in lifts()}
    assert said == {
        "Open",
        "Closed",
        "Scheduled",
        "Expected",
        "Wind Hold",
        "Mechanical Hold",
        "Closed for Season",
    }
    world.apis.fixed = PEAK
    waits = {lift["WaitTime"] for lift in lifts() if lift["Status"] == "Open" and "WaitTime" in lift}
    assert max(wait for wait in waits if wait is not None) > 5
    assert None in waits
    world.apis.fixed = PEAK + timedelta(hours=9)
    assert {lift.get("WaitTime", "missing") for lift in lifts()} == {None, "--", 0, "missing"}


def test_lifts_do_not_change_within_ten_minutes(world: WorldServer) -> None:
    first = get(world, "mtnpowder.test/feed/6/lifts")
    world.apis.fixed = PEAK + timedelta(minutes=9, seconds=59)
    again = get(world, "mtnpowder.test/feed/6/lifts", **{"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("url", "at", "fields"),
    [
        ("mtnpowder.test/feed?resortId=6", "MountainAreas", {"Name", "LastUpdate", "Lifts", "Trails"}),
        (
            "mtnpowder.test/feed/v3.json",
            "Resorts",
            {"Name", "OperatingStatus", "MountainAreas", "SnowReport"},
        ),
        ("dor.test/api/v1/dor/drupal/lift-trail-report", "lift", {"id", "sector", "hours", "wait_time"}),
        ("dor.test/api/v1/dor/drupal/lifts", "", {"id", "name", "vertical", "updated"}),
        ("boyne.test/6", "", {"statusIcon", "openTime", "skierWaitTime", "scenicWaitTime"}),
        ("zaneray.test/api/all.json", "lifts", {"openingStatus", "waitTime"}),
        ("parks.test/v1/entity/p/live", "liveData", {"id", "status", "queue", "lastUpdated"}),
    ],
)
def test_each_family_of_apis_has_its_shape(world: WorldServer, url: str, at: str, fields: set[str]) -> None:
    document = get(world, url).json()
    records = document[at] if at else document
    assert records
    assert all(fields <= set(record) for record in records)


def test_lifts_of_one_family_are_pairs_of_an_object(world: WorldServer) -> None:
    lifts = get(world, "liftie.test/api/resort/6").json()["lifts"]
    assert lifts["status"]["Tow"] == "closed"
    assert sum(lifts["stats"][word] for word in ("open", "hold", "scheduled", "closed")) == 41


def test_some_lifts_have_an_empty_list_in_place_of_an_object(world: WorldServer) -> None:
    lifts = get(world, "dor.test/api/v1/dor/drupal/lifts").json()
    assert {type(lift["sector"]) for lift in lifts} == {dict, list}


def test_every_kind_of_paging_gives_each_record_once(world: WorldServer) -> None:
    def items(answer: requests.Response) -> list[int]:
        return [item["id"] for item in answer.json()["data"]["items"]]

    wanted = [item["id"] for item in ITEMS]
    assert items(get(world, "none.test/")) == wanted
    by_page = [get(world, f"page.test/?page={page}&per_page=3") for page in (1, 2, 3, 4)]
    assert [one for page in by_page for one in items(page)] == wanted
    by_offset = [get(world, f"offset.test/?offset={start}&limit=5") for start in (0, 5, 10)]
    assert [one for page in by_offset for one in items(page)] == wanted
    assert by_offset[0].json()["total"] == len(wanted)
    followed: dict[str, list[int]] = {}
    for kind in ("cursor", "link", "next"):
        url: str | None = f"{kind}.test/"
        followed[kind] = []
        while url:
            page = get(world, url)
            followed[kind] += items(page)
            cursor = page.json().get("next_cursor")
            after = (
                f"http://cursor.test/?cursor={cursor}" if cursor else page.links.get("next", {}).get("url")
            )
            url = (after or page.json().get("next") or "").removeprefix("http://")
    assert followed == dict.fromkeys(("cursor", "link", "next"), wanted)


def faulty(world: WorldServer, **fault: Any) -> requests.Response:
    world.apis["posts.test"].faults.add(ApiFault(times=1, **fault))
    return get(world, "posts.test/posts")


def test_faults_of_the_document_change_what_they_name(world: WorldServer) -> None:
    whole = get(world, "posts.test/posts").json()
    assert faulty(world, kind="empty").json() == []
    assert faulty(world, kind="short").json() == whole[:10]
    assert faulty(world, kind="short_page").json() == whole[:-1]
    assert faulty(world, kind="error_200").json().keys() == {"error"}
    assert faulty(world, kind="drift", wrap="data").json() == {"data": whole}
    assert all("title" not in post for post in faulty(world, kind="drift").json())
    assert {post["body"] for post in faulty(world, kind="drift", field="body", value="x").json()} == {"x"}
    assert faulty(world, kind="duplicates").json() == [*whole, whole[0]]
    *same, other = faulty(world, kind="conflicts").json()
    assert same == whole
    assert (other["id"], other == whole[0]) == (1, False)
    large = [post["id"] for post in faulty(world, kind="big_integers").json()]
    assert len(set(large)) == len(whole)
    assert len({float(number) for number in large}) < len(whole)
    changed = zip(faulty(world, kind="nulls").json(), whole, strict=True)
    assert all(sum(now[key] != then[key] for key in then) == 1 for now, then in changed)
    assert get(world, "posts.test/posts").json() == whole


def test_faults_of_the_text_give_what_no_strict_reader_takes(world: WorldServer) -> None:
    html = faulty(world, kind="not_json")
    assert (html.status_code, html.content) == (200, HTML)
    assert html.headers["Content-Type"].startswith("text/html")
    with pytest.raises(json.JSONDecodeError):
        json.loads(faulty(world, kind="cut_off").content)
    pairs = json.loads(faulty(world, kind="double_keys").content, object_pairs_hook=list)
    assert [name for name, _ in pairs[0]].count("userId") == 2
    assert b"NaN" in faulty(world, kind="not_a_number").content
    assert b"\\ud800 alone" in faulty(world, kind="surrogates").content
    assert faulty(world, kind="byte_order_mark").content.startswith(b"\xef\xbb\xbf[")
    assert len(faulty(world, kind="too_large", size=200_000).content) == 200_000
    assert len(faulty(world, kind="packed", size=3_000_000).content) > 2_000_000


def test_faults_of_the_connection_break_it(world: WorldServer) -> None:
    with pytest.raises(requests.ConnectionError):
        faulty(world, kind="reset")
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        faulty(world, kind="truncate")
    limited = faulty(world, kind="status", status=429, headers={"Retry-After": "7"})
    assert (limited.status_code, limited.headers["Retry-After"]) == (429, "7")


def test_a_repeated_page_is_the_first_one_for_ever(world: WorldServer) -> None:
    world.apis["posts.test"].faults.add(ApiFault(kind="repeat_page"))
    world.apis["cursor.test"].faults.add(ApiFault(kind="repeat_page"))
    pages = [get(world, f"posts.test/posts?_page={page}&_limit=5").content for page in (1, 2, 9)]
    assert len(set(pages)) == 1
    first = get(world, "cursor.test/").json()
    assert get(world, f"cursor.test/?cursor={first['next_cursor']}").json() == first


def test_a_lying_etag_hides_a_change(world: WorldServer) -> None:
    true = get(world, "posts.test/posts")
    world.apis["posts.test"].faults.add(ApiFault(kind="etag_lies"))
    lie = get(world, "posts.test/posts")
    assert lie.headers["ETag"] == true.headers["ETag"]
    assert lie.content != true.content
    assert get(world, "posts.test/posts", **{"If-None-Match": lie.headers["ETag"]}).status_code == 304


def test_a_stale_answer_is_that_of_an_earlier_time(world: WorldServer) -> None:
    now = get(world, "mtnpowder.test/feed/v3.json").json()["LastUpdate"]
    world.apis["mtnpowder.test"].faults.add(ApiFault(kind="stale", seconds=7200))
    old = get(world, "mtnpowder.test/feed/v3.json").json()["LastUpdate"]
    assert datetime.fromisoformat(now) - datetime.fromisoformat(old) == timedelta(hours=2)


def test_a_fault_waits_for_its_turn_and_ends(world: WorldServer) -> None:
    world.apis["posts.test"].faults.add(ApiFault(kind="status", after=1, times=2, path="/posts"))
    assert [get(world, "posts.test/posts").status_code for _ in range(4)] == [200, 503, 503, 200]


def test_another_process_sets_faults_and_the_clock(world: WorldServer) -> None:
    control = f"{world.google_url}/_world/apis"

    def post(path: str, body: dict[str, str]) -> int:
        return requests.post(f"{control}/{path}", json=body, timeout=PATIENCE_SECONDS).status_code

    assert post("posts.test/faults", {"kind": "empty"}) == 200
    assert get(world, "posts.test/posts").json() == []
    assert requests.delete(f"{control}/posts.test/faults", timeout=PATIENCE_SECONDS).ok
    assert len(get(world, "posts.test/posts").json()) == 30
    assert post("posts.test/faults", {"kind": "nonsense"}) == 400
    assert post("nowhere.test/faults", {"kind": "empty"}) == 404
    assert post("clock", {"at": "2026-01-02T03:04:05Z"}) == 200
    assert world.apis.now() == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    counted = requests.get(f"{control}/posts.test", timeout=PATIENCE_SECONDS).json()
    assert counted["requests"] == world.apis["posts.test"].requests
