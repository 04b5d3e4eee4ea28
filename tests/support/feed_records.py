"""The Records table and feeds' bucket in an emulator, with feeds, records, versions, runs and counters."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from boto3.dynamodb.types import TypeSerializer

from inkscout.adapters.aws.s3.feed_definitions import S3FeedDefinitions
from inkscout.contracts.stored import feed_items as items
from inkscout.domain.feed_run import FeedRun, RecordCounts, RequestReport, RunOutcome, RunState
from inkscout.domain.record import FeedRecord, RecordChange, RecordVersion
from inkscout.feeds.json_text import digest
from tests.support.stores import REGION, read_template

FEEDS_BUCKET = "inkscout-test-feeds"

DEFINITION = """
title = "{title}"
terms = "https://example.com/terms"
schedule = "rate(5 minutes)"
public = {public}
[[requests]]
url = "https://example.com/{name}"
[records]
each = [{{ at = "@", as = "one" }}]
key = ["one.id"]
type = "{kind}"
[fields]
title = {{ from = "one.title", type = "text" }}
"""


def create_records_table(dynamodb: Any, name: str) -> str:
    """Creates the Records table as ``infra/feeds.yaml`` defines it; returns its name."""
    properties = read_template("feeds.yaml")["Resources"]["RecordsTableResource"]["Properties"]
    wanted = ("AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes")
    dynamodb.create_table(TableName=name, **{field: properties[field] for field in wanted})
    return name


def create_feeds_bucket(s3: Any) -> str:
    """Creates the feeds' bucket; returns its name."""
    s3.create_bucket(Bucket=FEEDS_BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    return FEEDS_BUCKET


def put_feed(s3: Any, name: str, *, kind: str, public: bool, title: str = "A feed") -> None:
    """Puts a small definition in force."""
    text = DEFINITION.format(title=title, name=name, kind=kind, public=str(public).lower())
    S3FeedDefinitions(s3, FEEDS_BUCKET).put(name, text)


class RecordShelf:
    """Writes items of the Records table as they are after runs."""

    def __init__(self, dynamodb: Any, s3: Any, table: str) -> None:
        self._dynamodb = dynamodb
        self._s3 = s3
        self._table = table

    def record(
        self, source: str, key: str, at: datetime, *, kind: str, version: int = 1, gone: bool = False
    ) -> FeedRecord:
        """Stores a record and its answer, an array with this element at index 0."""
        data = {"title": f"{key} at {version}"}
        raw_key = f"raw/source={source}/date={at.date()}/{at:%Y%m%dT%H%M%SZ}-{key}.json"
        self._s3.put_object(
            Bucket=FEEDS_BUCKET, Key=raw_key, Body=json.dumps([{"id": key, **data, "extra": [1]}]).encode()
        )
        record = FeedRecord(
            record_id=f"{source}-{key}",
            source=source,
            kind=kind,
            captured_at=at,
            fingerprint=digest(data),
            version=version,
            data=data,
            raw_key=raw_key,
            raw_pointer="/0",
            element=digest(key),
            definition="sha256:00",
            run=f"{at:%Y-%m-%dT%H:%M:%SZ}",
            processed_at=at + timedelta(seconds=1),
            gone_at=at + timedelta(hours=1) if gone else None,
        )
        self._put(items.record_item(record))
        return record

    def versions(self, record: FeedRecord, changes: Sequence[RecordChange]) -> None:
        """Stores a history that ends in the record, a version an hour."""
        for back, change in enumerate(reversed(changes)):
            number = len(changes) - back
            data = {"title": f"{record.record_id.rpartition('-')[2]} at {number}"}
            self._put(
                items.version_item(
                    RecordVersion(
                        record_id=record.record_id,
                        source=record.source,
                        kind=record.kind,
                        at=record.captured_at - timedelta(hours=back),
                        change=change,
                        fields=("title",) if back + 1 < len(changes) else (),
                        data=data,
                        fingerprint=digest(data),
                        raw_key=record.raw_key,
                        raw_pointer="/0",
                        run=record.run,
                    )
                )
            )

    def run(self, source: str, at: datetime, outcome: RunOutcome, **counts: int) -> None:
        """Stores a run that has ended."""
        run = FeedRun(
            source=source,
            run_id=f"{at:%Y-%m-%dT%H:%M:%SZ}",
            state=RunState.ENDED,
            outcome=outcome,
            started_at=at,
            ended_at=at + timedelta(seconds=2),
            requests=(
                RequestReport(
                    number=0, url="https://example.com/", outcome=outcome, pages=1, bytes=900, milliseconds=40
                ),
            ),
            counts=RecordCounts(**counts),
        )
        self._put(items.run_item(run))

    def day(self, source: str, at: datetime, **counts: int) -> None:
        """Stores the counts of a day."""
        counted = {f"n_{name}": count for name, count in counts.items()}
        self._put({**items.day_key(source, at), "feed": source, **counted})

    def total(self, source: str, *, live: int, gone: int = 0) -> None:
        """Stores the numbers of a source's records."""
        self._put({**items.total_key(source), "live": live, "gone": gone})

    def paused(self, source: str, reason: str) -> None:
        """Stores that a feed is paused."""
        self._put({**items.state_key(source), "paused": reason})

    def _put(self, item: dict[str, Any]) -> None:
        typed = {name: TypeSerializer().serialize(value) for name, value in item.items()}
        self._dynamodb.put_item(TableName=self._table, Item=typed)


def noon(days_ago: int = 0) -> datetime:
    """Returns noon, in UTC, of a day so many days ago."""
    today = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    return today - timedelta(days=days_ago)
