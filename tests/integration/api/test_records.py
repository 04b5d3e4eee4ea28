"""Records, histories and feeds through the API, over tables and a bucket in an emulator."""

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.client import BaseClient

from inkscout.bootstrap import stores
from inkscout.domain.feed_run import RunOutcome
from inkscout.domain.record import FeedRecord, RecordChange, as_text
from inkscout.usecases.feeds import lease
from tests.integration.api.conftest import FETCH_FEED, World
from tests.support import api_client as api
from tests.support.feed_records import RecordShelf, noon, put_feed
from tests.support.stores import REGION

POSTS, LIFTS, SECRET = "posts", "ski-lifts", "staff"
SIZES = {POSTS: 25, LIFTS: 7}


@pytest.fixture(scope="module")
def shelf(world: World) -> dict[str, FeedRecord]:
    """Two public feeds and a private one; the newest posts share one time."""
    s3 = boto3.client("s3", region_name=REGION)
    made = RecordShelf(boto3.client("dynamodb", region_name=REGION), s3, "records")
    put_feed(s3, POSTS, kind="posts", public=True, title="Posts")
    put_feed(s3, LIFTS, kind="lifts", public=True, title="Lifts")
    put_feed(s3, SECRET, kind="people", public=False)
    s3.put_object(Bucket="inkscout-test-feeds", Key="definitions/broken.toml", Body=b"title = 1")
    for number in range(SIZES[POSTS]):
        made.record(POSTS, str(number), noon(1) - timedelta(hours=number // 10), kind="posts")
    for number in range(SIZES[LIFTS]):
        made.record(LIFTS, str(number), noon(1) - timedelta(minutes=30 * number), kind="lifts")
    kept = {
        "changed": made.record(LIFTS, "wind", noon(2), kind="lifts", version=3),
        "gone": made.record(LIFTS, "tow", noon(2), kind="lifts", gone=True),
        "private": made.record(SECRET, "1", noon(), kind="people"),
    }
    made.versions(kept["changed"], [RecordChange.NEW, RecordChange.CHANGED, RecordChange.CHANGED])
    made.versions(kept["private"], [RecordChange.NEW])
    for source, live in {POSTS: 25, LIFTS: 8, SECRET: 1}.items():
        made.total(source, live=live, gone=int(source == LIFTS))
    made.run(POSTS, noon(3), RunOutcome.READ, found=25, new=25)
    made.run(POSTS, noon(1), RunOutcome.UNCHANGED)
    made.day(POSTS, noon(3), new=25)
    made.day(LIFTS, noon(1), new=2, changed=3, back=1)
    made.day(LIFTS, noon(20), new=6)
    made.paused(LIFTS, "refused three times")
    made.run(LIFTS, noon(1), RunOutcome.REFUSED)
    return kept


def pages(query: dict[str, Any], path: str = "/v1/records") -> list[list[dict[str, Any]]]:
    found, last = [], None
    while True:
        answer = api.get(path, query | ({"lastKey": last} if last else {}))
        assert answer.status == 200, answer.body
        body = answer.json()
        assert body["count"] == len(body["items"]) <= query.get("limit", 20)
        found.append(body["items"])
        last = body["lastKey"]
        if last is None:
            return found


@pytest.mark.parametrize("limit", [1, 3, 10, 100])
def test_pages_hold_every_public_record_once_and_the_newest_first(
    shelf: dict[str, FeedRecord], limit: int
) -> None:
    records = [record for page in pages({"limit": limit}) for record in page]
    times = [record["captured_at"] for record in records]
    assert times == sorted(times, reverse=True)
    wanted = {f"{source}-{number}" for source, size in SIZES.items() for number in range(size)}
    assert sorted(record["id"] for record in records) == sorted({*wanted, "ski-lifts-wind"})


def test_pages_of_one_feed_hold_its_records(shelf: dict[str, FeedRecord]) -> None:
    found = [one for page in pages({"limit": 4, "source": LIFTS}) for one in page]
    assert {one["source"] for one in found} == {LIFTS}
    assert len(found) == len({one["id"] for one in found}) == 8


def test_records_are_chosen_by_type_and_time(shelf: dict[str, FeedRecord]) -> None:
    by_type = [one for page in pages({"limit": 100, "type": "lifts"}) for one in page]
    assert {one["type"] for one in by_type} == {"lifts"}
    since = as_text(noon(1) - timedelta(hours=1))
    recent = [one for page in pages({"limit": 5, "since": since}) for one in page]
    assert len(recent) == 20 + 3
    assert all(one["captured_at"] >= since for one in recent)


def test_an_altered_or_borrowed_position_is_refused_by_name(shelf: dict[str, FeedRecord]) -> None:
    last = api.get("/v1/records", {"limit": 2}).json()["lastKey"]
    for query in (
        {"lastKey": "nonsense"},
        {"lastKey": f"A{last}"},
        {"lastKey": last, "source": POSTS},
    ):
        refused = api.get("/v1/records", query)
        assert refused.status == 400
        assert [fault["name"] for fault in refused.json()["invalid_params"]] == ["lastKey"]
    refused = api.get("/v1/records", {"since": "yesterday"})
    assert [fault["name"] for fault in refused.json()["invalid_params"]] == ["since"]


def test_the_plain_paths_answer_alike(shelf: dict[str, FeedRecord]) -> None:
    for path in ("/records", "/records/posts-1", "/analytics"):
        assert api.get(path).json() == api.get(f"/v1{path}").json()


def test_a_record_is_shown_with_its_original_on_request(shelf: dict[str, FeedRecord]) -> None:
    plain = api.get("/v1/records/posts-3").json()
    assert (plain["data"], plain["version"], plain["raw"]) == ({"title": "3 at 1"}, 1, None)
    whole = api.get("/v1/records/posts-3", {"include": "raw"}).json()
    assert whole["raw"] == {"id": "3", "title": "3 at 1", "extra": [1]}
    assert api.get("/v1/records/posts-3", {"include": "all"}).status == 400


def test_a_version_has_an_id_of_its_own(shelf: dict[str, FeedRecord]) -> None:
    history = api.get("/v1/records/ski-lifts-wind/history").json()["items"]
    oldest = api.get(f"/v1/records/{history[-1]['id']}").json()
    assert (oldest["change"], oldest["version"], oldest["data"]) == ("new", None, {"title": "wind at 1"})
    current = api.get("/v1/records/ski-lifts-wind").json()
    assert current["version_id"] == history[0]["id"]
    assert api.get("/v1/records/ski-lifts-wind-000000000000").status == 404


def test_a_history_is_given_in_pages(shelf: dict[str, FeedRecord]) -> None:
    path = "/v1/records/ski-lifts-wind/history"
    found = [one for page in pages({"limit": 1}, path) for one in page]
    assert [one["change"] for one in found] == ["changed", "changed", "new"]
    assert [one["data"]["title"] for one in found] == ["wind at 3", "wind at 2", "wind at 1"]
    assert [one["fields"] for one in found] == [["title"], ["title"], []]


def test_a_record_that_is_gone_is_shown_and_no_longer_listed(shelf: dict[str, FeedRecord]) -> None:
    gone = api.get("/v1/records/ski-lifts-tow").json()
    assert gone["gone_at"] == as_text(noon(2) + timedelta(hours=1))
    assert "ski-lifts-tow" not in {one["id"] for page in pages({"limit": 100}) for one in page}


def test_a_private_feed_is_shown_to_operators_alone(shelf: dict[str, FeedRecord]) -> None:
    for path in (
        "/v1/records/staff-1",
        f"/v1/records/{shelf['private'].version_id}",
        "/v1/records/staff-1/history",
        "/v1/feeds/staff",
        "/v1/feeds/none",
    ):
        assert api.get(path).status == 404
    assert api.get("/v1/records", {"source": SECRET}).status == 404
    assert SECRET not in {feed["name"] for feed in api.get("/v1/feeds").json()["items"]}
    assert SECRET not in {one["value"] for one in api.get("/v1/analytics").json()["records"]["sources"]}
    listed = api.get("/v1/feeds/staff/records").json()
    assert [one["id"] for one in listed["items"]] == ["staff-1"]
    assert api.get("/v1/feeds/staff/records/staff-1", {"include": "raw"}).json()["raw"]["id"] == "1"
    assert api.get("/v1/feeds/staff/records/staff-1/history").json()["count"] == 1
    assert api.get("/v1/feeds/posts/records/staff-1").status == 404


@pytest.mark.parametrize(
    "path", ["runs", "quarantine", "records", "records/staff-1", "records/staff-1/history"]
)
def test_an_operators_route_needs_a_signature(shelf: dict[str, FeedRecord], path: str) -> None:
    refused = api.get(f"/v1/feeds/staff/{path}", route_key="ANY /v1/{proxy+}")
    assert refused.status == 403


def test_feeds_tell_their_state(shelf: dict[str, FeedRecord]) -> None:
    feeds = {feed["name"]: feed for feed in api.get("/v1/feeds").json()["items"]}
    assert list(feeds) == [POSTS, LIFTS]
    assert {name: feed["state"] for name, feed in feeds.items()} == {POSTS: "late", LIFTS: "paused"}
    assert (feeds[LIFTS]["records"], feeds[LIFTS]["gone"]) == (8, 1)
    assert feeds[POSTS]["last_run"]["outcome"] == "unchanged"
    detail = api.get("/v1/feeds/posts").json()
    assert [run["outcome"] for run in detail["runs"]] == ["unchanged", "read"]
    assert detail["runs"][1]["counts"]["new"] == 25
    assert detail["fields"] == [{"name": "title", "type": "text"}]


def test_runs_are_listed_in_pages(shelf: dict[str, FeedRecord]) -> None:
    first = api.get("/v1/feeds/posts/runs", {"limit": 1}).json()
    second = api.get("/v1/feeds/posts/runs", {"limit": 1, "lastKey": first["lastKey"]}).json()
    assert [one["outcome"] for one in first["items"] + second["items"]] == ["unchanged", "read"]
    assert second["lastKey"] is None


def test_the_quarantine_is_shown_with_its_reasons(shelf: dict[str, FeedRecord]) -> None:
    from inkscout.bootstrap import feeds

    key = "quarantine/source=posts/date=2026-03-01/20260301T100000Z-000-00001-ab.json"
    entry = {
        "run": "2026-03-01T10:00:00Z",
        "reason": "title is missing",
        "field": "title",
        "record": {"id": 1},
    }
    feeds.feed_lake().put_quarantine(key, {**entry, "raw_s3_key": "raw/x.json", "raw_pointer": "/1"})
    found = api.get("/v1/feeds/posts/quarantine").json()["items"]
    assert found == [{"key": key, **entry, "raw_s3_key": "raw/x.json", "raw_pointer": "/1"}]


def test_analytics_count_the_records_of_public_feeds(shelf: dict[str, FeedRecord]) -> None:
    figures = api.get("/v1/analytics").json()["records"]
    assert figures["total"] == 33
    assert [(one["value"], one["count"]) for one in figures["sources"]] == [(POSTS, 25), (LIFTS, 8)]
    assert figures["sources"][1]["last_captured_at"] == as_text(noon(1))
    assert len(figures["timeline"]) == 7
    assert sum(day["new"] for day in figures["timeline"]) == 27
    assert sum(day["changed"] for day in figures["timeline"]) == 4
    assert [(one["date"], one["source"]) for one in figures["dates"]] == [
        (noon(3).date().isoformat(), POSTS),
        (noon(1).date().isoformat(), LIFTS),
    ]


def test_the_cards_of_the_desk_count_every_feed_and_its_last_seven_days(shelf: dict[str, FeedRecord]) -> None:
    from inkscout.bootstrap import api_records

    cards = api_records.read_feed_cards()()
    assert (cards.records, cards.gone) == (34, 1)
    assert cards.first_captured_at == as_text(noon(2))
    assert cards.last_captured_at == as_text(noon())
    assert cards.failing == [POSTS, LIFTS]
    assert [feed.name for feed in cards.feeds] == [POSTS, LIFTS, SECRET]
    weeks = {week.source: week.days for week in cards.weeks}
    assert {len(days) for days in weeks.values()} == {7}
    assert [(day.new, day.changed) for day in weeks[LIFTS] if day.new] == [(2, 4)]
    assert sum(day.new for day in weeks[POSTS]) == 25


def started(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Records what Lambda is asked to run, which moto would need Docker for."""
    asked: list[dict[str, Any]] = []
    plain = BaseClient._make_api_call

    def call(self: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:
        if operation != "Invoke":
            return plain(self, operation, parameters)
        asked.append({**parameters, "Payload": json.loads(parameters["Payload"])})
        return {"StatusCode": 202}

    monkeypatch.setattr(BaseClient, "_make_api_call", call)
    return asked


@pytest.mark.parametrize("force", [False, True])
def test_an_operator_runs_a_feed_that_need_not_be_public(
    shelf: dict[str, FeedRecord], monkeypatch: pytest.MonkeyPatch, force: bool
) -> None:
    asked = started(monkeypatch)
    answer = api.call("POST", f"/v1/feeds/{SECRET}/run", {"force": "true"} if force else "")
    assert answer.status == 202, answer.body
    body = answer.json()
    (invoked,) = asked
    assert (invoked["FunctionName"], invoked["InvocationType"]) == (FETCH_FEED, "Event")
    assert invoked["Payload"] == {
        "feed": SECRET,
        "scheduled": body["run"],
        "by_hand": True,
        "force": force,
    }
    assert body["feed"] == SECRET


def test_a_feed_whose_run_is_under_way_is_not_run_again(
    shelf: dict[str, FeedRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = started(monkeypatch)
    store, run_id = stores.state_store(), "2026-03-01T10:00:00Z"
    assert lease.take(store, POSTS, run_id)
    refused = api.call("POST", f"/v1/feeds/{POSTS}/run")
    assert (refused.status, refused.json()["type"]) == (409, "/docs#problem-already-running")
    assert run_id in refused.json()["detail"]
    lease.release(store, POSTS, run_id)
    assert api.call("POST", f"/v1/feeds/{POSTS}/run").status == 202
    assert api.call("POST", "/v1/feeds/unknown/run").status == 404
    assert api.call("POST", f"/v1/feeds/{POSTS}/run", route_key="ANY /v1/{proxy+}").status == 403
    assert len(asked) == 1


def test_an_unchanged_page_is_not_sent_again(shelf: dict[str, FeedRecord]) -> None:
    first = api.get("/v1/records", {"source": POSTS})
    assert "max-age=5" in first.headers["cache-control"]
    again = api.get("/v1/records", {"source": POSTS}, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


def test_a_page_of_one_feed_is_one_query(
    shelf: dict[str, FeedRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    from botocore.client import BaseClient

    api.get("/v1/records", {"source": POSTS})
    calls: list[str] = []
    true = BaseClient._make_api_call

    def counted(self: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:
        calls.append(operation)
        return true(self, operation, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", counted)
    for _ in range(3):
        assert api.get("/v1/records", {"source": POSTS, "limit": 9}).json()["count"] == 9
    assert calls == ["Query"], "the same page is read once in a moment"
