"""A feed with its real table and bucket in moto, a scripted source, and a queue in a list."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Any, Self

import boto3

from inkscout.adapters.aws.dynamodb.record_reader import DynamoDbRecordReader
from inkscout.adapters.aws.dynamodb.record_writer import DynamoDbRecordWriter
from inkscout.adapters.aws.s3.feed_definitions import S3FeedDefinitions
from inkscout.adapters.aws.s3.feed_lake import S3FeedLake
from inkscout.contracts.feed_page import FeedPage
from inkscout.contracts.fetch_feed import FetchFeedRequest, FetchFeedResult
from inkscout.domain.feed_run import RunOutcome
from inkscout.ports import JsonMap
from inkscout.ports.feeds import JsonAnswer, JsonRequest
from inkscout.usecases.feeds.curate_feed import Curated, CurateFeedPorts, curate_feed
from inkscout.usecases.feeds.fetch_feed import FetchFeedPorts, fetch_feed
from inkscout.usecases.feeds.withhold import Withholding
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.operations import FakeDenylist, FakeStateStore
from tests.support.fakes.stores import FakeEvents
from tests.support.stores import _TABLE_FIELDS, read_template

REGION = "eu-west-1"

THINGS = """
title = "Things"
terms = "https://things.example/terms"
schedule = "rate(5 minutes)"
public = true
[[requests]]
url = "https://things.example/all"
[records]
each = [{ at = "things", as = "thing" }]
key = ["thing.id"]
type = "things"
may_be_empty = true
absences = 2
[fields]
name = { from = "thing.name", type = "text", required = true }
size = { from = "thing.size", type = "integer" }
[[exports]]
name = "things"
columns = ["id", "name", "size"]
"""
"""A definition whose source always sends everything; two absences in a row make a record gone."""


class Killed(BaseException):
    """The process ended here; no handler of the product may catch it."""


class Fuse:
    """Ends the process before a chosen call of any port, and all calls after it."""

    def __init__(self) -> None:
        self.left: int | None = None
        self.calls = 0

    def burn(self) -> None:
        self.calls += 1
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise Killed

    def over(self, port: Any) -> Any:
        return _Fused(port, self)


class _Fused:
    def __init__(self, port: Any, fuse: Fuse) -> None:
        self._port, self._fuse = port, fuse

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._port, name)
        if not callable(value):
            return value

        def call(*args: Any, **kwargs: Any) -> Any:
            self._fuse.burn()
            return value(*args, **kwargs)

        return call


class ScriptedSource:
    """``ports.feeds.JsonSource``; ``answer`` answers a request, and ``asked`` holds the requests."""

    def __init__(self) -> None:
        self.asked: list[JsonRequest] = []
        self.answer: Callable[[JsonRequest], JsonAnswer] = lambda _: answer([])

    async def get(self, request: JsonRequest) -> JsonAnswer:
        self.asked.append(request)
        return self.answer(request)

    @asynccontextmanager
    async def opened(self) -> Any:
        yield self


def answer(document: Any, **more: Any) -> JsonAnswer:
    """A 200 with a document, or with bytes as they are."""
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return JsonAnswer(
        **{"outcome": RunOutcome.READ, "body": body, "http_status": 200, "milliseconds": 5, **more}
    )


class FeedBench:
    """One platform's feeds; made inside ``aws_in_memory``."""

    def __init__(self, name: str = "things", text: str = THINGS, stores: str = "test") -> None:
        self.name, self.clock, self.table = name, FakeClock(), f"inkscout-{stores}-records"
        dynamodb, s3 = boto3.client("dynamodb", REGION), boto3.client("s3", REGION)
        self.s3, self.bucket = s3, f"inkscout-{stores}-feeds"
        resources = read_template("feeds.yaml")["Resources"]
        properties = resources["RecordsTableResource"]["Properties"]
        dynamodb.create_table(
            TableName=self.table, **{n: properties[n] for n in _TABLE_FIELDS if n in properties}
        )
        s3.create_bucket(Bucket=self.bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        self.dynamodb = dynamodb
        self.definitions = S3FeedDefinitions(s3, self.bucket)
        self.definitions.put(name, text)
        self.reader = DynamoDbRecordReader(dynamodb, self.table)
        self.writer = DynamoDbRecordWriter(dynamodb, self.table, self.clock)
        self.lake = S3FeedLake(s3, self.bucket)
        self.denylist = FakeDenylist()
        self.state_store, self.events = FakeStateStore(self.clock), FakeEvents()
        self.source, self.fuse = ScriptedSource(), Fuse()
        self.queue: list[JsonMap] = []

    def fetch_ports(self) -> FetchFeedPorts:
        over = self.fuse.over

        async def no_sleep(_: float) -> None:
            return None

        return FetchFeedPorts(
            definitions=over(self.definitions), reader=over(self.reader), writer=over(self.writer),
            lake=over(self.lake), queue=over(self), open_source=self.source.opened,
            state_store=over(self.state_store), clock=self.clock, secret=lambda name: f"secret {name}",
            withhold=Withholding(lambda: self.denylist),
            sleep=no_sleep,
        )  # fmt: skip

    def curate_ports(self) -> CurateFeedPorts:
        over = self.fuse.over
        return CurateFeedPorts(
            definitions=over(self.definitions), reader=over(self.reader), writer=over(self.writer),
            lake=over(self.lake), state_store=over(self.state_store), events=over(self.events),
            clock=self.clock, sleep=lambda _: None,
        )  # fmt: skip

    def send(self, messages: Sequence[JsonMap]) -> None:
        """``ports.feeds.FeedQueue``."""
        self.queue += [json.loads(json.dumps(dict(message))) for message in messages]

    def says(self, document: Any, **more: Any) -> Self:
        self.source.answer = lambda _: answer(document, **more)
        return self

    def fetch(
        self, *, scheduled: datetime | None = None, force: bool = False, by_hand: bool = False
    ) -> FetchFeedResult:
        """Runs the feed at the next minute of the clock, or once more at a scheduled time."""
        if scheduled is None:
            self.clock.advance(minutes=5)
            scheduled = self.clock.now()
        request = FetchFeedRequest(
            feed=self.name, scheduled=scheduled.isoformat(), force=force, by_hand=by_hand
        )
        return asyncio.run(fetch_feed(request, deps=self.fetch_ports()))

    def deliver(self, message: JsonMap | None = None) -> Curated:
        """Delivers a message, by default the first of the queue."""
        return curate_feed(FeedPage.model_validate(message or self.queue.pop(0)), deps=self.curate_ports())

    def run(self, document: Any = None, **more: Any) -> FetchFeedResult:
        """Fetches once and delivers all messages."""
        if document is not None:
            self.says(document, **more)
        result = self.fetch()
        while self.queue:
            self.deliver()
        return result

    def items(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Every item of the table by its key."""
        pages = self.dynamodb.get_paginator("scan").paginate(TableName=self.table)
        unpack = self.reader._table.unpacked
        found = [unpack(item) for page in pages for item in page["Items"]]
        return {(item["id"], item["sk"]): item for item in found}

    def objects(self, prefix: str = "") -> list[str]:
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix)
        return [entry["Key"] for page in pages for entry in page.get("Contents", [])]

    def object(self, key: str) -> bytes:
        body: bytes = self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        return body

    def current(self) -> dict[str, dict[str, Any]]:
        """Fields of the listed records by id."""
        return {
            key: dict(item["data"])
            for (key, sk), item in self.items().items()
            if sk == "CURRENT" and "gone_at" not in item
        }

    def hold_invariants(self) -> None:
        """Counters agree with what they count, and every record that was found is accounted for."""
        items = self.items()
        live = sum(1 for (_, sk), item in items.items() if sk == "CURRENT" and "gone_at" not in item)
        gone = sum(1 for (_, sk), item in items.items() if sk == "CURRENT" and "gone_at" in item)
        (total,) = self.reader.totals() or (None,)
        assert (live, gone) == ((total.live, total.gone) if total else (0, 0))
        versions = Counter(
            (item["at"][:10], item["change"])
            for (_, sk), item in items.items()
            if sk.startswith("V#") and not item.get("late")
        )
        days = self.reader.days(self.name, date(2020, 1, 1), date(2040, 1, 1))
        counted = {(one.day, name): count for one in days for name, count in one.counts.items() if count}
        late = Counter(
            item["at"][:10] for (_, sk), item in items.items() if sk.startswith("V#") and item.get("late")
        )
        for day, change in {*versions, *((d, "changed") for d in late)}:
            expected = versions[day, change]
            if change == "changed":
                expected += versions[day, "back"] + late[day]
            assert counted.get((day, change), 0) == expected, (day, change)
        for run in self.reader.runs(self.name, limit=1000):
            assert run.counts.is_whole, run


def thing(number: int, name: str, size: int | None = None) -> dict[str, Any]:
    return {"id": number, "name": name, "size": size}


def things(*many: Mapping[str, Any]) -> dict[str, Any]:
    return {"things": list(many)}
