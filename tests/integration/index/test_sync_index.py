"""Whatever happens on the way, the index ends up equal to the table."""

import json
import random
from dataclasses import replace
from typing import Any

import boto3
import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError

from functions.redrive_index import handler as redrive_handler
from functions.sync_index import handler
from inkscout.bootstrap import index
from inkscout.domain.artist import Artist
from inkscout.usecases.index import index_actions
from inkscout.usecases.index.redrive_index import RedriveIndexPorts, redrive_index
from tests.integration.index.sync_world import ARTIST, World
from tests.support.directory_data import artist, studio
from tests.support.stores import REGION
from tests.support.stream import event


@pytest.fixture
def world(aws: None, search_url: str, monkeypatch: pytest.MonkeyPatch) -> World:
    made = World(search_url)
    monkeypatch.setattr(index, "sync_index", lambda: made.sync)
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
    redrive_index([(ARTIST, "a-2")], deps=RedriveIndexPorts(index=world.index, directory=world.directory))
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


def test_an_item_made_anew_is_indexed_where_its_deletion_is_repeated_last(world: World) -> None:
    world.directory.put_artist(artist(1))
    world.directory.delete(ARTIST, "a-1")
    world.remove_behind_its_back(1)
    world.directory.put_artist(artist(1))
    world.poll()
    deletion = world.waiting[1]
    assert deletion["eventName"] == "MODIFY"
    world.waiting = world.deliver([*world.waiting, deletion])
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
    monkeypatch.setattr(index, "search_index", lambda: world.index)
    monkeypatch.setattr(index, "directory", lambda: world.directory)
    monkeypatch.setattr(index, "aws_client", lambda _: streams)
    index.redrive_index.cache_clear()
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
    index.redrive_index.cache_clear()
    assert [entry["itemIdentifier"] for entry in answer["batchItemFailures"]] == ["2"]
    world.index.refresh("artists")
    assert world.index.count("artists") == 3
    world.check()


def test_actions_that_a_busy_index_refused_are_retried(world: World) -> None:
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


def test_an_item_made_again_outlives_its_removal_that_comes_after(world: World) -> None:
    world.directory.put_artist(artist(1))
    world.drain()
    world.remove_behind_its_back(1)
    world.directory.put_artist(artist(1))
    world.poll()
    world.waiting.reverse()
    world.waiting = world.deliver(world.waiting)
    world.drain()
    assert world.index.count("artists") == 1
    world.check()
