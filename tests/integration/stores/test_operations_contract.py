"""Contract of every run ledger, state store and denylist; tables and fakes pass the same tests."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from typing import Any

import boto3
import pytest

from inkscout.adapters.aws.dynamodb.denylist import DynamoDbDenylist
from inkscout.adapters.aws.dynamodb.run_ledger import DynamoDbRunLedger
from inkscout.adapters.aws.dynamodb.state_store import DynamoDbStateStore
from inkscout.domain.job import Job, JobKind
from inkscout.domain.outcome import JobStatus
from inkscout.domain.removal import identifiers
from inkscout.errors import ProviderPaused, RunAlreadyActive, WriteConflict
from inkscout.ports import Denylist, RunLedger, StateStore
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.operations import FakeDenylist, FakeRunLedger, FakeStateStore
from tests.support.stores import create_tables

JOB = Job(scrape_id="j-1", run_id="r-1", kind=JobKind.READ_PROFILE, url="https://a.example/", studio_id="s-1")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(params=["fake", "table"])
def kind(request: pytest.FixtureRequest) -> str:
    if request.param == "table":
        request.getfixturevalue("aws")
    return str(request.param)


@pytest.fixture
def ledger(kind: str, clock: FakeClock) -> RunLedger:
    if kind == "fake":
        return FakeRunLedger(clock)
    client = boto3.client("dynamodb")
    return DynamoDbRunLedger(client, create_tables(client)["operations"], clock)


@pytest.fixture
def state_store(kind: str, clock: FakeClock) -> StateStore:
    if kind == "fake":
        return FakeStateStore(clock)
    client = boto3.client("dynamodb")
    return DynamoDbStateStore(client, create_tables(client)["operations"], clock)


@pytest.fixture
def denylist(kind: str) -> Iterator[Denylist]:
    if kind == "fake":
        yield FakeDenylist()
        return
    client = boto3.client("dynamodb")
    yield DynamoDbDenylist(client, create_tables(client)["denylist"], lambda: b"a key for tests")


def test_one_run_at_a_time(ledger: RunLedger, clock: FakeClock) -> None:
    ledger.start_run("r-1", {"regions": ["Leeds"]})
    with pytest.raises(RunAlreadyActive):
        ledger.start_run("r-2", {})
    active = ledger.active_run()
    assert active is not None
    assert (active["run_id"], active["regions"], active["status"]) == ("r-1", ["Leeds"], "running")
    ledger.finish_run("r-1", "succeeded", {"artists": 7, "cost_usd": 0.25})
    assert ledger.active_run() is None
    clock.advance(minutes=1)
    ledger.start_run("r-2", {})
    assert [run["run_id"] for run in ledger.runs(5)] == ["r-2", "r-1"]
    assert [run["run_id"] for run in ledger.runs(1)] == ["r-2"]
    first = ledger.run("r-1")
    assert first is not None
    assert (first["status"], first["summary"]) == ("succeeded", {"artists": 7, "cost_usd": 0.25})


def test_a_run_started_twice_by_a_retry_is_one_run(ledger: RunLedger, clock: FakeClock) -> None:
    ledger.start_run("r-1", {"regions": ["Leeds"]})
    before = ledger.run("r-1")
    clock.advance(seconds=5)
    ledger.start_run("r-1", {"regions": ["Leeds"]})
    assert ledger.run("r-1") == before
    assert len(ledger.runs(5)) == 1


def test_a_run_that_died_gives_its_lease_up_after_a_day(ledger: RunLedger, clock: FakeClock) -> None:
    ledger.start_run("r-1", {})
    clock.advance(hours=24)
    assert ledger.active_run() is None
    ledger.start_run("r-2", {})


def test_a_run_that_was_refused_at_its_start_is_listed_as_failed(ledger: RunLedger, clock: FakeClock) -> None:
    ledger.finish_run("refused", "failed", {"error": "InvalidInput"})
    assert [(run["run_id"], run["status"]) for run in ledger.runs(5)] == [("refused", "failed")]


def test_the_end_of_one_run_does_not_release_the_lease_of_another(
    ledger: RunLedger, clock: FakeClock
) -> None:
    ledger.start_run("r-1", {})
    clock.advance(hours=25)
    ledger.start_run("r-2", {})
    ledger.finish_run("r-1", "failed", {})
    active = ledger.active_run()
    assert active is not None
    assert active["run_id"] == "r-2"


def test_an_entry_recorded_twice_is_one_entry(ledger: RunLedger) -> None:
    ledger.record("r-1", "visit", "s-2", {"outcome": "blocked", "seconds": 1.5})
    ledger.record("r-1", "visit", "s-1", {"outcome": "parked"})
    ledger.record("r-1", "visit", "s-2", {"outcome": "artists_found", "seconds": 2})
    ledger.record("r-1", "visits", "s-3", {"of": "another kind"})
    ledger.record("r-2", "visit", "s-4", {"of": "another run"})
    assert list(ledger.entries("r-1", "visit")) == [
        {"outcome": "parked", "key": "s-1"},
        {"outcome": "artists_found", "seconds": 2, "key": "s-2"},
    ]


def test_many_entries_are_recorded_like_one(ledger: RunLedger) -> None:
    ledger.record("r-1", "studio", "s-007", {"review": "unclear"})
    ledger.record_many("r-1", "studio", {f"s-{number:03}": {"review": ""} for number in range(60)})
    ledger.record_many("r-1", "studio", {})
    found = list(ledger.entries("r-1", "studio"))
    assert len(found) == 60
    assert found[7] == {"review": "", "key": "s-007"}


def test_a_job_is_known_once_and_ends_once(ledger: RunLedger) -> None:
    assert ledger.add_jobs("r-1", [JOB]) == [JOB]
    assert ledger.add_jobs("r-1", [JOB]) == []
    assert ledger.finish_job("r-1", "j-1", JobStatus.DONE, {"outcome": "read"})
    assert not ledger.finish_job("r-1", "j-1", JobStatus.DONE, {"outcome": "read"})
    assert not ledger.finish_job("r-1", "j-1", JobStatus.FAILED, {})
    assert not ledger.finish_job("r-1", "j-9", JobStatus.DONE, {})
    (job,) = ledger.jobs("r-1")
    assert (job["scrape_id"], job["status"], job["outcome"]) == ("j-1", "done", "read")
    assert job["kind"] == JobKind.READ_PROFILE
    assert ledger.job("r-1", "j-1") == job
    assert ledger.job("r-1", "j-9") is None
    assert ledger.jobs_by_id([("r-1", "j-1"), ("r-1", "j-9"), ("r-9", "j-1")]) == {("r-1", "j-1"): job}


def test_many_jobs_are_recorded_at_once_and_those_that_are_new_are_told_in_order(ledger: RunLedger) -> None:
    jobs = [replace(JOB, scrape_id=f"j-{number:03d}") for number in range(60)]
    assert ledger.add_jobs("r-1", jobs[10:20]) == jobs[10:20]
    assert ledger.add_jobs("r-1", jobs) == [*jobs[:10], *jobs[20:]]
    assert [job["scrape_id"] for job in ledger.jobs("r-1")] == [job.scrape_id for job in jobs]
    assert ledger.add_jobs("r-1", []) == []


def test_a_failed_job_may_still_become_done(ledger: RunLedger) -> None:
    ledger.add_jobs("r-1", [JOB])
    assert ledger.finish_job("r-1", "j-1", JobStatus.FAILED, {"outcome": "error"})
    assert not ledger.finish_job("r-1", "j-1", JobStatus.FAILED, {"outcome": "error", "reason": "later"})
    [failed] = ledger.jobs("r-1")
    assert (failed["status"], failed["reason"]) == ("failed", "later")
    assert ledger.finish_job("r-1", "j-1", JobStatus.DONE, {"outcome": "read"})
    assert [job["status"] for job in ledger.jobs("r-1")] == ["done"]


def test_many_values_are_kept_and_read_like_one(state_store: StateStore, clock: FakeClock) -> None:
    state_store.put("place", "google:7", {"verdict": "rejected"})
    state_store.put_many("place", {f"google:{number}": {"verdict": "studio"} for number in range(130)}, 60)
    state_store.put_many("place", {})
    found = state_store.get_many("place", [f"google:{number}" for number in range(140)])
    assert len(found) == 130
    assert found["google:7"] == state_store.get("place", "google:7")
    assert state_store.put_if("place", "google:7", {"verdict": "gone"}, found["google:7"]["version"])
    assert state_store.get_many("place", []) == {}
    clock.advance(seconds=61)
    assert set(state_store.get_many("place", [f"google:{number}" for number in range(130)])) <= {"google:7"}


def test_a_value_is_replaced_whole(state_store: StateStore) -> None:
    assert state_store.get("area", "a") is None
    state_store.put("area", "a", {"name": "x", "nested": {"n": 1.5}, "list": [1]})
    state_store.put("area", "a", {"other": True})
    value = state_store.get("area", "a")
    assert value is not None
    assert value.pop("version") is not None
    assert value == {"other": True}
    assert state_store.get("visit", "a") is None


def test_a_value_expires_at_its_second(state_store: StateStore, clock: FakeClock) -> None:
    state_store.put("host", "h", {"delay": 2}, ttl_seconds=60)
    clock.advance(seconds=59)
    assert state_store.get("host", "h") is not None
    clock.advance(seconds=1)
    assert state_store.get("host", "h") is None


def test_only_who_saw_the_last_version_may_replace_it(state_store: StateStore, clock: FakeClock) -> None:
    assert state_store.put_if("breaker", "b", {"n": 1}, None, ttl_seconds=60)
    assert not state_store.put_if("breaker", "b", {"n": 9}, None)
    value = state_store.get("breaker", "b")
    assert value is not None
    assert state_store.put_if("breaker", "b", {"n": 2}, value["version"], ttl_seconds=60)
    assert not state_store.put_if("breaker", "b", {"n": 3}, value["version"])
    newer = state_store.get("breaker", "b")
    assert newer is not None
    assert newer["n"] == 2
    clock.advance(seconds=60)
    assert not state_store.put_if("breaker", "b", {"n": 4}, newer["version"])
    assert state_store.put_if("breaker", "b", {"n": 5}, None)


def test_an_update_stores_what_the_change_returns(state_store: StateStore, clock: FakeClock) -> None:
    def one_more(stored: Mapping[str, Any] | None) -> dict[str, Any]:
        return {"n": (stored["n"] if stored else 0) + 1}

    assert state_store.update("absence", "s-1", one_more, ttl_seconds=60)
    assert state_store.update("absence", "s-1", one_more)
    stored = state_store.get("absence", "s-1")
    assert stored is not None
    assert stored["n"] == 2
    assert state_store.update("absence", "s-2", one_more, ttl_seconds=60)
    clock.advance(seconds=60)
    seen: list[Mapping[str, Any] | None] = []
    assert not state_store.update("absence", "s-2", seen.append)
    assert seen == [None]


def test_an_update_that_changes_nothing_writes_nothing(state_store: StateStore) -> None:
    state_store.put("absence", "s-1", {"missing": {"a": 1}, "when": [1, 2]})
    before = state_store.get("absence", "s-1")
    seen: list[Mapping[str, Any] | None] = []

    def same(stored: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        seen.append(stored)
        return stored

    assert not state_store.update("absence", "s-1", same)
    assert not state_store.update("absence", "s-1", lambda _: None)
    assert not state_store.update("absence", "unknown", lambda _: None)
    assert state_store.get("absence", "s-1") == before
    assert seen == [{"missing": {"a": 1}, "when": [1, 2]}]


def test_an_update_is_made_again_where_another_writer_came_first(state_store: StateStore) -> None:
    state_store.put("import", "tile", {"studios": ["a"]})
    waiting = ["b", "c"]

    def add(stored: Mapping[str, Any] | None) -> dict[str, Any]:
        studios = list(stored["studios"]) if stored else []
        if waiting:
            state_store.put("import", "tile", {"studios": [*studios, waiting.pop(0)]})
        return {"studios": [*studios, "mine"]}

    assert state_store.update("import", "tile", add)
    stored = state_store.get("import", "tile")
    assert stored is not None
    assert stored["studios"] == ["a", "b", "c", "mine"]


def test_an_update_gives_up_where_others_keep_writing(state_store: StateStore) -> None:
    writes = count()

    def raced(_: Mapping[str, Any] | None) -> dict[str, Any]:
        state_store.put("spot", "1:2", {"n": next(writes)})
        return {"n": -1}

    with pytest.raises(WriteConflict):
        state_store.update("spot", "1:2", raced)
    stored = state_store.get("spot", "1:2")
    assert stored is not None
    assert stored["n"] == next(writes) - 1


def test_an_error_of_the_change_ends_the_update(state_store: StateStore) -> None:
    def refuse(_: Mapping[str, Any] | None) -> None:
        raise ProviderPaused("not now")

    with pytest.raises(ProviderPaused):
        state_store.update("breaker", "google", refuse)
    assert state_store.get("breaker", "google") is None


def test_added_amounts_are_summed_until_they_expire(state_store: StateStore, clock: FakeClock) -> None:
    assert state_store.add("spend", "day", {"usd": 0.1, "calls": 1}, ttl_seconds=60) == {
        "usd": 0.1,
        "calls": 1,
    }
    clock.advance(seconds=30)
    again = state_store.add("spend", "day", {"usd": 0.2}, ttl_seconds=60)
    assert again["usd"] == pytest.approx(0.3)
    clock.advance(seconds=30)
    assert state_store.add("spend", "day", {"usd": 0.5}, ttl_seconds=60) == {"usd": 0.5}


def test_many_additions_are_all_counted(state_store: StateStore) -> None:
    for _ in range(230):
        total = state_store.add("spend", "run", {"calls": 1})
    assert total == {"calls": 230}
    value = state_store.get("spend", "run")
    assert value is not None
    assert value["calls"] == 230


def test_denylisted_people_are_recognised_by_any_identifier(denylist: Denylist) -> None:
    listed = identifiers(handle="@Zoe.Inks", names=("Zoë Müller", "Zo"), studio_id="s-1", artist_id="a-1")
    assert denylist.add(listed) == len(listed)
    assert denylist.contains(handle="zoe.inks")
    assert denylist.contains(name="ZOE MUELLER", studio_id="s-1")
    assert denylist.contains(name="zo", studio_id="s-1")
    assert denylist.contains(artist_id="a-1")
    assert denylist.contains(handle="someone", name="Zoë Müller", studio_id="s-1")


def test_many_identifiers_are_looked_up_at_once(denylist: Denylist) -> None:
    asked = [f"handle#artist.{number}" for number in range(250)]
    denylist.add([asked[3], asked[120], asked[249], "id#somebody"])
    assert denylist.matching(asked) == {asked[3], asked[120], asked[249]}
    assert denylist.matching([]) == frozenset()


def test_a_namesake_elsewhere_is_not_listed(denylist: Denylist) -> None:
    denylist.add(identifiers(handle="zoe.inks", names=("Zoë",), studio_id="s-1"))
    assert not denylist.contains(name="Zoë", studio_id="s-2")
    assert not denylist.contains(name="Zoë")
    assert not denylist.contains(handle="zoe_inks")
    assert not denylist.contains()


def test_nothing_of_a_person_can_be_read_from_the_denylist(denylist: Denylist) -> None:
    listed = identifiers(handle="zoe.inks", names=("Zoë",), studio_id="s-1")
    denylist.add(listed)
    assert denylist.hashes() == {denylist.hashed(identifier) for identifier in listed}
    assert all(len(kept) == 64 and int(kept, 16) >= 0 for kept in denylist.hashes())
    assert not denylist.hashes() & {hashlib.sha256(identifier.encode()).hexdigest() for identifier in listed}
