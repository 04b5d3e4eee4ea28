"""Runs, scans, removals, exports and analytics through the API."""

import json
from datetime import UTC, datetime

import pytest

from inkscout.bootstrap import api as api_bootstrap
from inkscout.bootstrap import api_removals, stores
from inkscout.domain.held_person import HeldPerson
from inkscout.domain.removal_request import RemovalStatus
from inkscout.usecases.directory.export_directory import export_directory
from inkscout.usecases.removal.request_limit import RequestLimit
from tests.integration.api.conftest import World, store
from tests.support import api_client as api


def executions(world: World, name: str) -> list[dict[str, object]]:
    arn = next(
        m["stateMachineArn"]
        for m in world.machines.list_state_machines()["stateMachines"]
        if m["name"] == name
    )
    started = world.machines.list_executions(stateMachineArn=arn)["executions"]
    return [
        {
            "name": one["name"],
            "input": json.loads(world.machines.describe_execution(executionArn=one["executionArn"])["input"]),
        }
        for one in started
    ]


def test_a_run_is_started_with_what_was_asked_for(world: World) -> None:
    answer = api.call("POST", "/v1/runs", body='{"regions":["Leeds, UK"],"budget_usd":2.5}')
    assert answer.status == 202, answer.body
    started = next(one for one in executions(world, "pipeline") if one["name"] == answer.json()["run_id"])
    assert started["input"] == {"regions": ["Leeds, UK"], "budget_usd": 2.5}


def test_a_second_run_is_a_conflict_while_the_first_is_at_work(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    stores.ledger().start_run(
        "run-active",
        {"execution_arn": "arn:x", "started_at": datetime.now(UTC).isoformat(), "regions": ["Leeds"]},
    )
    monkeypatch.setattr(api_bootstrap.launch_run()._executions, "is_running", lambda arn: arn == "arn:x")
    answer = api.call("POST", "/v1/runs", body='{"regions":["Leeds, UK"]}')
    assert answer.status == 409
    stores.ledger().finish_run("run-active", "failed", {})


def test_a_runs_progress_is_counted_from_the_ledger(world: World) -> None:
    ledger = stores.ledger()
    started = datetime.now(UTC).isoformat()
    ledger.start_run(
        "run-1", {"execution_arn": "arn:y", "started_at": started, "regions": ["York"], "areas": 3}
    )
    ledger.record("run-1", "visit", "s-1", {"studio_id": "s-1", "outcome": "artists_found"})
    ledger.record("run-1", "visit", "s-2", {"studio_id": "s-2", "outcome": "unreachable"})
    ledger.record("run-1", "area", "a-1", {"outcome": "exhausted", "spend_usd": 0.25})
    ledger.record("run-1", "area", "a-2", {"outcome": "open_cells", "spend_usd": 0.5})
    run = api.get("/v1/runs/run-1").json()
    assert run["status"] == "running"
    assert run["visits"] == {"artists_found": 1, "unreachable": 1}
    assert run["regions"] == ["York"]
    assert (run["areas_exhausted"], run["spend_usd"]) == (1, 0.75)
    summary = {"studios": 2, "new_artists": 5, "outcomes": {"artists_found": 1, "unreachable": 1}}
    ledger.finish_run("run-1", "succeeded", summary)
    assert api.get("/v1/runs/run-1").json()["status"] == "succeeded"
    assert "run-1" in {one["run_id"] for one in api.get("/v1/runs").json()["items"]}
    assert api.get("/v1/runs/run-none").status == 404


def test_analytics_count_the_directory_and_the_recent_runs(world: World) -> None:
    ledger = stores.ledger()
    today = datetime.now(UTC)
    ledger.start_run(
        "run-2", {"execution_arn": "arn:z", "started_at": today.isoformat(), "regions": ["Bath"]}
    )
    ledger.finish_run("run-2", "succeeded", {"studios": 7, "new_artists": 11, "outcomes": {"parked": 2}})
    api_bootstrap.read_analytics.cache_clear()
    figures = api.get("/v1/analytics").json()
    assert figures["artists"] == len(world.generated.artists)
    assert figures["studios"] == len(world.generated.studios)
    assert len(figures["last_7_days"]) == 7
    assert len(figures["last_30_days"]) == 30
    last = figures["last_30_days"][-1]
    assert last["date"] == today.date().isoformat()
    assert last["artists_found"] >= 11
    assert {"value": "parked", "label": "parked", "count": 2} in figures["outcomes"]


def test_a_scan_can_be_followed_from_its_start_to_its_results(world: World) -> None:
    store(world, 5)
    answer = api.call("POST", "/v1/scans", body='{"url":"http://blackharbour.test/"}')
    assert answer.status == 202, answer.body
    scan_id = answer.json()["scan_id"]
    assert executions(world, "scan")[0] == {"name": scan_id, "input": {"url": "http://blackharbour.test/"}}
    assert api.get(f"/v1/scans/{scan_id}").json()["status"] == "running"
    found = [artist.artist_id for artist in world.generated.artists[:5]]
    document = stores.state_store().get("scan", scan_id) or {}
    ended = {k: v for k, v in document.items() if k != "version"} | {
        "status": "succeeded",
        "outcome": "artists_found",
        "artists": found,
    }
    stores.state_store().put("scan", scan_id, ended, 3600)
    assert api.get(f"/v1/scans/{scan_id}").json()["artists_found"] == 5
    first = api.get(f"/v1/scans/{scan_id}/results", "limit=3").json()
    second = api.get(f"/v1/scans/{scan_id}/results", {"limit": "3", "cursor": first["next_cursor"]}).json()
    assert [one["artist_id"] for one in first["items"] + second["items"]] == found
    assert second["next_cursor"] is None
    other = api.get("/v1/scans/scan-none/results", {"cursor": first["next_cursor"]})
    assert other.status == 404


@pytest.mark.parametrize(
    "url",
    ["ftp://a.test/", "javascript:alert(1)", "http://", "http://user:pw@a.test/", "http://[::1", "nonsense"],
)
def test_a_scan_of_no_website_is_refused(world: World, url: str) -> None:
    assert api.call("POST", "/v1/scans", body=json.dumps({"url": url})).status == 400


def ask(**fields: str) -> str:
    answer = api.call("POST", "/v1/removal-requests", body=json.dumps(fields))
    assert answer.status == 202, answer.body
    return str(answer.json()["request_id"])


def test_a_removal_request_waits_for_an_operator_and_repeats_nothing_personal(world: World) -> None:
    request_id = ask(instagram="@Mara.Ink", contact="mara@mail.test", reason="I left the trade")
    view = api.get(f"/v1/removal-requests/{request_id}")
    assert view.json()["status"] == "pending"
    assert b"mara" not in view.body.lower()
    stored = stores.removals().requests(RemovalStatus.PENDING)
    assert next(one for one in stored if one.request_id == request_id).instagram == "mara.ink"


def test_ids_of_requests_cannot_be_guessed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_removals, "request_limit", unlimited)
    ids = {ask(instagram=f"someone{n}") for n in range(20)}
    assert len(ids) == 20
    assert all(len(one) == 36 for one in ids)
    assert api.get("/v1/removal-requests/1").status == 404


def test_an_approved_request_starts_the_removal_once(world: World) -> None:
    request_id = ask(artist_id="a-00001")
    path = f"/v1/removal-requests/{request_id}"
    for _ in range(2):
        assert api.call("POST", f"{path}/approve", body='{"note":"checked"}').json()["status"] == "approved"
    started = [one for one in executions(world, "removal") if one["name"] == f"removal-{request_id}"]
    assert started == [{"name": f"removal-{request_id}", "input": {"request_id": request_id}}]
    assert api.call("POST", f"{path}/reject", body="{}").status == 400


def test_a_rejected_request_starts_nothing(world: World) -> None:
    request_id = ask(artist_id="a-00002")
    assert (
        api.call("POST", f"/v1/removal-requests/{request_id}/reject", body="{}").json()["status"]
        == "rejected"
    )
    assert f"removal-{request_id}" not in {one["name"] for one in executions(world, "removal")}
    assert api.call("POST", f"/v1/removal-requests/{request_id}/approve", body="{}").status == 400


def test_too_many_requests_from_one_address_are_a_problem_that_says_when(world: World) -> None:
    per_hour = api_bootstrap.settings().removal_requests_per_hour
    body = json.dumps({"instagram": "asked.often"})
    answers = [
        api.call("POST", "/v1/removal-requests", body=body, source="203.0.113.9") for _ in range(per_hour + 1)
    ]
    assert {one.status for one in answers[:-1]} == {202}
    assert len({one.json()["request_id"] for one in answers[:-1]}) == 1
    refused = answers[-1]
    assert refused.status == 429
    assert refused.headers["content-type"] == "application/problem+json"
    assert 0 < int(refused.headers["retry-after"]) <= 3600
    assert api.call("POST", "/v1/removal-requests", body=body, source="203.0.113.10").status == 202


def test_behind_the_edge_the_viewer_is_counted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[tuple[str, tuple[str, ...]]] = []

    class Limit:
        def __call__(self, address: str, shared: tuple[str, ...]) -> None:
            counted.append((address, shared))

    monkeypatch.setattr(api_removals, "request_limit", Limit)
    settings = api_bootstrap.settings().model_copy(update={"viewer_address_header": "x-viewer-address"})
    monkeypatch.setattr(api_bootstrap, "settings", lambda: settings)
    body, viewer = json.dumps({"instagram": "behind.edge"}), {"X-Viewer-Address": "2001:db8::1"}
    api.call("POST", "/v1/removal-requests", body=body, source="192.0.2.1", headers=viewer)
    api.call("POST", "/v1/removal-requests", body=body, source="192.0.2.1")
    assert counted == [("2001:db8::1", ("192.0.2.1",)), ("192.0.2.1", ())]


@pytest.mark.parametrize("field", ["contact", "reason", "instagram"])
def test_control_and_bidirectional_characters_are_refused_by_name(world: World, field: str) -> None:
    for steering in ("\x1b[2J", "\x1b]52;c;eA==\x07", "\x00", "\u202e"):
        fields = {"instagram": "steering", field: f"a{steering}"}
        answer = api.call("POST", "/v1/removal-requests", body=json.dumps(fields), source="203.0.113.11")
        assert answer.status == 400
        assert [one["name"] for one in answer.json()["invalid_params"]] == [field]


def test_an_id_and_a_handle_of_two_people_are_refused(world: World) -> None:
    store(world, 5)
    one, other = world.generated.artists[0], next(a for a in world.generated.artists[1:5] if a.instagram)
    stores.directory().put_alias("handle", other.instagram, other.artist_id)
    body = json.dumps({"artist_id": one.artist_id, "instagram": other.instagram})
    answer = api.call("POST", "/v1/removal-requests", body=body, source="203.0.113.12")
    assert answer.status == 400
    assert answer.json()["invalid_params"][0]["name"] == "instagram"


def test_a_contact_is_confirmed_by_its_link(world: World) -> None:
    request_id = ask(instagram="confirming", contact="c@mail.test")
    stored = stores.removals().get(request_id)
    assert stored is not None
    path = f"/v1/removal-requests/{request_id}/confirmation"
    assert api.get(path, {"token": "x" * 22}).status == 404
    assert api.get(path, {"token": stored.confirm_token}).json()["confirmed"] is True
    assert api.get(f"/v1/removal-requests/{request_id}").json()["confirmed"] is True


def test_operators_see_requests_and_held_people_and_decide(world: World) -> None:
    asked = ask(instagram="to.be.listed", contact="l@mail.test")
    listed = api.get("/v1/removal-requests", {"status": "pending"}).json()["items"]
    assert next(one for one in listed if one["request_id"] == asked)["instagram"] == "to.be.listed"
    for held_id in ("aa11", "bb22"):
        stores.held_people().hold(HeldPerson(held_id=held_id, name="Zoë B.", studio_id="s-1", seen_at="2026"))
    assert {one["held_id"] for one in api.get("/v1/held-people").json()["items"]} == {"aa11", "bb22"}
    left = api.call("POST", "/v1/held-people/aa11/release")
    assert [one["held_id"] for one in left.json()["items"]] == ["bb22"]
    removed = api.call("POST", "/v1/held-people/bb22/remove").json()
    assert removed["status"] == "approved"
    assert f"removal-{removed['request_id']}" in {one["name"] for one in executions(world, "removal")}
    assert api.get("/v1/held-people").json()["items"] == []
    assert api.call("POST", "/v1/held-people/bb22/remove").status == 404


def unlimited() -> RequestLimit:
    return RequestLimit(stores.state_store(), stores.clock(), b"key", 0)


def test_an_export_is_a_redirect_to_the_newest_file(world: World) -> None:
    assert api.get("/v1/exports/artists.csv").status == 404
    export_directory(
        "run-9", directory=stores.directory(), manifests=stores.manifests(), clock=stores.clock()
    )
    answer = api.get("/v1/exports/artists.csv")
    assert answer.status == 302
    assert "exports/latest/artists.csv" in answer.headers["location"]
    assert answer.headers["cache-control"] == "no-store"
    assert api.get("/v1/exports/passwords.txt").status == 400
