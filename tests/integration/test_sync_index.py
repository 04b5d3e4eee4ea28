"""Whatever happens on the way, the index ends up equal to the table."""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import boto3
import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from moto import mock_aws

from functions.redrive_index import handler as redrive_handler
from functions.sync_index import handler
from inkscout import bootstrap_directory
from inkscout.adapters.dynamodb_directory import DynamoDbDirectory
from inkscout.adapters.opensearch_index import OpenSearchIndex, client
from inkscout.domain.artist import Artist
from inkscout.domain.snapshot import EntryKind
from inkscout.errors import IndexUnavailable
from inkscout.index_ports import ActionResult, IndexAction, Verdict
from inkscout.usecases import index_actions
from inkscout.usecases.audit_index import audit_extras, audit_index
from inkscout.usecases.rebuild_index import ensure_index, rebuild
from inkscout.usecases.redrive_index import redrive_index
from inkscout.usecases.sync_index import sync_index
from tests.directory_data import artist, studio
from tests.fakes.clock import FakeClock
from tests.search_server import clear
from tests.stores import REGION, create_tables
from tests.stream import Record, Stream, event, passes_filter

ARTIST, STUDIO = EntryKind.ARTIST, EntryKind.STUDIO


class Flaky(OpenSearchIndex):
    """The real index behind a line that fails as it is told to."""

    fault = ""
    chance: random.Random = random.Random(0)

    def apply(
        self, actions: Sequence[IndexAction], *, index: str = "", same_version: bool = False
    ) -> Sequence[ActionResult]:
        if self.fault == "outage":
            raise IndexUnavailable("down")
        if self.fault == "partial":
            taken = [self.chance.random() < 0.3 for _ in actions]
            said = iter(super().apply([a for a, take in zip(actions, taken, strict=True) if take]))
            return [
                next(said) if take else ActionResult(action=a, verdict=Verdict.RETRY)
                for a, take in zip(actions, taken, strict=True)
            ]
        results = super().apply(actions, index=index, same_version=same_version)
        if self.fault == "answer lost":
            raise IndexUnavailable("timed out")
        return results


class Failures:
    """``index_ports.IndexFailures`` in memory."""

    def __init__(self) -> None:
        self.kept: list[tuple[EntryKind, str, str]] = []

    def send(self, kind: EntryKind, entry_id: str, reason: str) -> None:
        self.kept.append((kind, entry_id, reason))


class World:
    """A table with its stream, an index, and the real handler between them."""

    def __init__(self, search_url: str) -> None:
        self.dynamodb = boto3.client("dynamodb", region_name=REGION)
        streams = boto3.client("dynamodbstreams", region_name=REGION)
        self.table = create_tables(self.dynamodb, stream=True)["directory"]
        self.stream = Stream(self.dynamodb, streams, self.table)
        self.clock = FakeClock()
        self.directory = DynamoDbDirectory(self.dynamodb, self.table, self.clock, sleep=lambda _: None)
        clear(search_url)
        self.index = Flaky(client(search_url))
        ensure_index(self.index)
        self.failures = Failures()
        self.sync = partial(
            sync_index,
            index=self.index,
            directory=self.directory,
            failures=self.failures,
            clock=self.clock,
            sleep=lambda _: None,
        )
        self.waiting: list[Record] = []

    def poll(self) -> None:
        self.waiting += [record for record in self.stream.poll(self.clock.now()) if passes_filter(record)]

    def deliver(self, batch: Sequence[Record]) -> list[Record]:
        """Hands a batch to the handler; returns what Lambda delivers again: all from the first failure."""
        try:
            answer = handler.lambda_handler(event(batch), None)
        except BatchProcessingError:
            return list(batch)
        failed = {entry["itemIdentifier"] for entry in answer["batchItemFailures"]}
        numbers = [record["dynamodb"]["SequenceNumber"] for record in batch]
        first = next((place for place, number in enumerate(numbers) if number in failed), len(batch))
        return list(batch[first:])

    def drain(self) -> None:
        """Delivers everything, without faults, until the stream is empty."""
        self.index.fault = ""
        for _ in range(50):
            self.poll()
            if not self.waiting:
                break
            self.waiting = self.deliver(self.waiting[:10]) + self.waiting[10:]
        assert not self.waiting, "the stream never ran empty"
        self.index.refresh("artists,studios")

    def check(self) -> None:
        for kind in EntryKind:
            drift = audit_index(kind, directory=self.directory, index=self.index)
            drift.add(audit_extras(kind, directory=self.directory, index=self.index))
            assert drift.total == 0, (kind, drift)

    def remove_behind_its_back(self, number: int) -> None:
        key = {"PK": {"S": f"ARTIST#a-{number}"}, "SK": {"S": "PROFILE"}}
        self.dynamodb.delete_item(TableName=self.table, Key=key)


@pytest.fixture
def world(aws: None, search_url: str, monkeypatch: pytest.MonkeyPatch) -> World:
    made = World(search_url)
    monkeypatch.setattr(bootstrap_directory, "sync_index", lambda: made.sync)
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Inkscout")
    return made


def test_a_write_is_indexed_and_a_deletion_too(world: World) -> None:
    world.directory.put_artist(artist(1))
    world.drain()
    assert world.index.count("artists") == 1
    world.directory.delete(ARTIST, "a-1")
    world.drain()
    assert world.index.count("artists") == 0
    world.check()


def test_only_visible_changes_pass_the_filter(world: World) -> None:
    world.directory.put_artist(artist(1))
    world.directory.put_alias("handle", "inks.by_1", "a-1")
    world.directory.put_residency(artist(1).residencies[0])
    world.directory.update_artist("a-1", lambda known: known and replace(known, followers=10))
    world.poll()
    assert len(world.waiting) == 1
    assert len(world.stream.records) > 4


def test_a_renamed_studio_renames_it_on_its_artists(world: World) -> None:
    world.directory.put_studio(studio(0))
    for number in (0, 1):
        world.directory.put_artist(artist(number))
        world.directory.put_residency(artist(number).residencies[0])
    world.drain()
    world.directory.update_studio(
        "s-0", lambda known: known and replace(known, name="Black Harbour", city="Leeds")
    )
    world.drain()
    hits = world.index.search("artists", {"query": {"match": {"studio_name": "harbour"}}})["hits"]["hits"]
    assert sorted(hit["_id"] for hit in hits) == ["a-0", "a-1"]
    assert {hit["_source"]["city_key"] for hit in hits} == {"leeds"}
    world.check()


def test_a_replayed_write_does_not_bring_a_deleted_artist_back(world: World) -> None:
    world.directory.put_artist(artist(1))
    world.poll()
    old = list(world.waiting)
    world.directory.delete(ARTIST, "a-1")
    world.drain()
    world.deliver(old)
    world.index.refresh("artists")
    assert world.index.count("artists") == 0


def test_a_write_replayed_after_the_index_forgot_the_deletion_stays_deleted(world: World) -> None:
    world.directory.put_artist(artist(1))
    world.poll()
    old = list(world.waiting)
    world.directory.delete(ARTIST, "a-1")
    world.drain()
    live = world.index.live(ARTIST)
    world.index.drop(live)
    world.index.create(ARTIST, live, live=True)
    world.clock.advance(hours=1)
    world.deliver(old)
    world.index.refresh("artists")
    assert world.index.count("artists") == 0


def test_a_document_the_index_refuses_goes_to_the_failures_with_its_key(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = index_actions.artist_document

    def spoiled(known: Artist) -> dict[str, Any] | None:
        document = real(known)
        return {**document, "surprise": 1} if document and known.artist_id == "a-2" else document

    monkeypatch.setattr(index_actions, "artist_document", spoiled)
    for number in (1, 2, 3):
        world.directory.put_artist(artist(number))
    world.poll()
    assert world.deliver(world.waiting) == []
    ((kind, entry_id, reason),) = world.failures.kept
    assert (kind, entry_id) == (ARTIST, "a-2")
    assert "strict_dynamic_mapping_exception" in reason
    world.index.refresh("artists")
    assert world.index.count("artists") == 2
    monkeypatch.undo()
    redrive_index([(ARTIST, "a-2")], index=world.index, directory=world.directory)
    world.index.refresh("artists")
    world.check()


def test_an_item_that_breaks_the_contract_goes_to_the_failures_and_holds_nothing_up(world: World) -> None:
    item = {
        "PK": {"S": "ARTIST#a-9"},
        "SK": {"S": "PROFILE"},
        "version": {"N": "1"},
        "change": {"S": "visible"},
    }
    world.dynamodb.put_item(TableName=world.table, Item={**item, "portfolio": {"S": "not a list"}})
    world.directory.put_artist(artist(1))
    world.poll()
    assert world.deliver(world.waiting) == []
    assert [(kept[0], kept[1]) for kept in world.failures.kept] == [(ARTIST, "a-9")]
    world.index.refresh("artists")
    assert world.index.count("artists") == 1


def test_an_item_made_anew_in_the_batch_that_ends_it_is_indexed(world: World) -> None:
    world.directory.put_artist(artist(1))
    world.drain()
    world.directory.delete(ARTIST, "a-1")
    world.remove_behind_its_back(1)
    world.directory.put_artist(artist(1))
    world.poll()
    assert [record["eventName"] for record in world.waiting] == ["MODIFY", "REMOVE", "INSERT"]
    world.drain()
    assert world.index.count("artists") == 1
    world.check()


def test_the_lag_is_measured(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.directory.put_artist(artist(1))
    world.poll()
    world.clock.advance(seconds=2)
    world.deliver(world.waiting)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert [line["IndexLag"] for line in lines] == [[2000.0]]


def test_the_redriver_reads_the_table_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    streams = boto3.client("dynamodbstreams", region_name=REGION)
    monkeypatch.setattr(bootstrap_directory, "search_index", lambda: world.index)
    monkeypatch.setattr(bootstrap_directory, "directory", lambda: world.directory)
    monkeypatch.setattr(bootstrap_directory, "aws_client", lambda _: streams)
    bootstrap_directory.redrive_index.cache_clear()
    for number in (1, 2, 3):
        world.directory.put_artist(artist(number))
    world.directory.update_artist("a-2", lambda known: known and replace(known, bio="Changed since."))
    world.poll()
    numbers = [record["dynamodb"]["SequenceNumber"] for record in world.waiting]
    shard = streams.describe_stream(StreamArn=world.stream.arn)["StreamDescription"]["Shards"][0]["ShardId"]
    lost = {
        "streamArn": world.stream.arn,
        "shardId": shard,
        "startSequenceNumber": numbers[0],
        "endSequenceNumber": numbers[1],
    }
    own = {"kind": "artist", "entry_id": "a-3", "reason": "400"}
    bodies = [{"DDBStreamBatchInfo": lost}, own, {"nonsense": True}]
    records = [
        {"messageId": str(place), "body": json.dumps(body), "eventSource": "aws:sqs"}
        for place, body in enumerate(bodies)
    ]
    answer = redrive_handler.lambda_handler({"Records": records}, None)
    bootstrap_directory.redrive_index.cache_clear()
    assert [entry["itemIdentifier"] for entry in answer["batchItemFailures"]] == ["2"]
    world.index.refresh("artists")
    assert world.index.count("artists") == 3
    world.check()


class History(RuleBasedStateMachine):
    """Random histories of writes and deliveries; after each of them the index equals the table."""

    search_url = ""

    def __init__(self) -> None:
        super().__init__()
        self.mock = mock_aws()
        self.mock.start()
        self.world = World(self.search_url)
        bootstrap_directory.sync_index = lambda: self.world.sync  # type: ignore[assignment]  # restored by the test

    def teardown(self) -> None:
        try:
            self.world.drain()
            self.world.check()
        finally:
            self.mock.stop()

    numbers = st.integers(min_value=0, max_value=3)

    @initialize()
    def open_studios(self) -> None:
        for number in (0, 1):
            self.world.directory.put_studio(studio(number))

    @rule(number=numbers, bio=st.sampled_from(["A", "B", "C"]), active=st.booleans())
    def write(self, number: int, bio: str, active: bool) -> None:
        wanted = replace(artist(number), bio=bio, active=active)
        self.world.directory.update_artist(
            wanted.artist_id, lambda known: replace(wanted, version=known.version if known else 0)
        )
        self.world.directory.put_residency(wanted.residencies[0])

    @rule(number=numbers)
    def delete(self, number: int) -> None:
        self.world.directory.delete(ARTIST, f"a-{number}")

    @rule(number=numbers, other=numbers)
    def merge(self, number: int, other: int) -> None:
        if number != other and self.world.directory.artist(f"a-{other}"):
            self.world.directory.redirect(ARTIST, f"a-{number}", f"a-{other}")

    @rule(number=numbers, again=st.booleans())
    def remove_behind_its_back(self, number: int, again: bool) -> None:
        """Somebody deletes the item in the console; the next visit makes it anew, from version 1."""
        self.world.remove_behind_its_back(number)
        if again:
            self.write(number, "A", True)

    @rule(number=st.integers(0, 1), name=st.sampled_from(["Harbour", "Needle", "Anchor"]))
    def rename_studio(self, number: int, name: str) -> None:
        self.world.directory.update_studio(f"s-{number}", lambda known: known and replace(known, name=name))

    @rule(
        size=st.integers(1, 10),
        fault=st.sampled_from(["", "", "outage", "partial", "answer lost"]),
        seed=st.integers(0, 2**16),
        shuffled=st.booleans(),
        doubled=st.booleans(),
    )
    def deliver(self, size: int, fault: str, seed: int, shuffled: bool, doubled: bool) -> None:
        self.world.poll()
        batch, rest = self.world.waiting[:size], self.world.waiting[size:]
        if not batch:
            return
        chance = random.Random(seed)
        if doubled:
            batch = batch + chance.sample(batch, k=len(batch) // 2)
        if shuffled:
            chance.shuffle(batch)
        self.world.index.fault, self.world.index.chance = fault, chance
        self.world.waiting = self.world.deliver(batch) + rest
        self.world.index.fault = ""

    @rule(seed=st.integers(0, 2**16), size=st.integers(1, 10))
    def replay(self, seed: int, size: int) -> None:
        """Lambda delivers again what it delivered long ago, in any order."""
        before = [record for record in self.world.stream.records if passes_filter(record)]
        if before:
            chance = random.Random(seed)
            again = chance.sample(before, k=min(size, len(before)))
            self.world.deliver(again)

    @rule(minutes=st.sampled_from([1, 10, 120]))
    def wait(self, minutes: int) -> None:
        self.world.clock.advance(minutes=minutes)

    @rule()
    def rebuild(self) -> None:
        for kind in EntryKind:
            rebuild(
                kind,
                directory=self.world.directory,
                index=self.world.index,
                clock=self.world.clock,
                segments=1,
            )

    @invariant()
    def no_document_is_refused(self) -> None:
        assert not self.world.failures.kept


@pytest.mark.timeout(900)
def test_after_any_history_the_index_equals_the_table(
    search_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("POWERTOOLS_METRICS_DISABLED", "true")
    monkeypatch.setattr(bootstrap_directory, "sync_index", bootstrap_directory.sync_index)
    monkeypatch.setattr(History, "search_url", search_url)
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_what_a_busy_index_did_not_take_is_offered_again(world: World) -> None:
    for number in range(5):
        world.directory.put_artist(artist(number))
    world.poll()
    world.index.fault, world.index.chance = "partial", random.Random(3)
    left = list(world.waiting)
    for _ in range(20):
        left = world.deliver(left) if left else left
    assert left == []
    world.index.fault = ""
    world.index.refresh("artists")
    world.check()


def test_an_outage_fails_the_whole_batch(world: World) -> None:
    world.directory.put_artist(artist(1))
    world.poll()
    world.index.fault = "outage"
    with pytest.raises(BatchProcessingError):
        handler.lambda_handler(event(world.waiting), None)
