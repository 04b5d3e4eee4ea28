"""A table with its stream, the real handler and a search server, for tests of the sync."""

import random
from collections.abc import Sequence
from functools import partial

import boto3
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError

from functions.sync_index import handler
from inkscout.adapters.aws.dynamodb.directory import DynamoDbDirectory
from inkscout.adapters.opensearch.index import OpenSearchIndex, client
from inkscout.domain.snapshot import EntryKind
from inkscout.errors import IndexUnavailable
from inkscout.ports.index import ActionResult, IndexAction, WriteOutcome
from inkscout.usecases.index.audit_index import audit_extras, audit_index
from inkscout.usecases.index.rebuild_index import ensure_index
from inkscout.usecases.index.sync_index import SyncIndexPorts, sync_index
from tests.support.fakes.clock import FakeClock
from tests.support.search_server import clear
from tests.support.stores import REGION, create_tables
from tests.support.stream import Record, Stream, event, passes_filter

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
                next(said) if take else ActionResult(action=a, verdict=WriteOutcome.RETRY)
                for a, take in zip(actions, taken, strict=True)
            ]
        results = super().apply(actions, index=index, same_version=same_version)
        if self.fault == "answer lost":
            raise IndexUnavailable("timed out")
        return results


class Failures:
    """``ports.index.IndexFailures`` in memory."""

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
            deps=SyncIndexPorts(
                index=self.index,
                directory=self.directory,
                failures=self.failures,
                clock=self.clock,
                sleep=lambda _: None,
            ),
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
