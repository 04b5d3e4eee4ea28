"""The Directory table's stream, read from the emulator and handed to handlers as Lambda would."""

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

Record = dict[str, Any]


class Stream:
    """All records of a table's stream so far, in order."""

    def __init__(self, dynamodb: Any, streams: Any, table: str) -> None:
        self._streams = streams
        self.arn = dynamodb.describe_table(TableName=table)["Table"]["LatestStreamArn"]
        self.records: list[Record] = []
        self._iterators: dict[str, str] = {}

    def poll(self, now: datetime | None = None) -> list[Record]:
        """The records since the last call; ``now`` is written into them as the time of the change."""
        fresh: list[Record] = []
        for shard in self.shards():
            iterator = self._iterators.get(shard) or self._start(shard)
            answer = self._streams.get_records(ShardIterator=iterator)
            self._iterators[shard] = answer["NextShardIterator"]
            fresh += [_as_lambda(record, now) for record in answer["Records"]]
        self.records += fresh
        return fresh

    def shards(self) -> list[str]:
        """The ids of the stream's shards."""
        found = self._streams.describe_stream(StreamArn=self.arn)["StreamDescription"]["Shards"]
        return [str(shard["ShardId"]) for shard in found]

    def _start(self, shard: str) -> str:
        answer = self._streams.get_shard_iterator(
            StreamArn=self.arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON"
        )
        return str(answer["ShardIterator"])


def passes_filter(record: Record) -> bool:
    """Applies the event source mapping's filter of ``infra/sync.yaml``."""
    data = record["dynamodb"]
    if data["Keys"]["SK"]["S"] != "PROFILE":
        return False
    if record["eventName"] == "REMOVE":
        return True
    return data["NewImage"].get("change", {}).get("S") in {"visible", "gone"}


def event(records: Sequence[Record]) -> dict[str, Any]:
    """The event of a batch."""
    return {"Records": list(records)}


def _as_lambda(record: Record, now: datetime | None) -> Record:
    data = dict(record["dynamodb"])
    moment = now.timestamp() if now else data.get("ApproximateCreationDateTime", time.time())
    data["ApproximateCreationDateTime"] = moment.timestamp() if isinstance(moment, datetime) else moment
    return {
        "eventID": record["eventID"],
        "eventName": record["eventName"],
        "eventSource": "aws:dynamodb",
        "eventVersion": "1.1",
        "awsRegion": "eu-west-1",
        "eventSourceARN": "arn:aws:dynamodb:eu-west-1:123456789012:table/directory/stream/x",
        "dynamodb": data,
    }
