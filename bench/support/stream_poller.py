"""Process that reads a table's stream and calls the function ``sync_index``, as Lambda's event source does.

It polls four times a second, applies the template's filter and batch size, keeps the order, and delivers a
batch again from the first failed record. Runs as ``python -m bench.support.stream_poller TABLE BATCH LOG``.
The log has a line of JSON for each delivered batch: when it was asked for, read, begun and done (seconds
since the epoch), and the tokens of its writes.
"""

import json
import signal
import sys
import time
from pathlib import Path
from typing import TextIO

import boto3
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError

from functions.sync_index.handler import lambda_handler
from tests.support.stream import Record, Stream, event, passes_filter

_POLL_SECONDS = 0.25
_SHARDS_SECONDS = 10.0


class RarelyDescribed(Stream):
    """A stream whose shards are looked up every ten seconds instead of before each poll."""

    _known: tuple[float, list[str]] = (0.0, [])

    def shards(self) -> list[str]:
        """The ids of the shards as they were at most ten seconds ago."""
        at, known = self._known
        if not known or time.monotonic() - at > _SHARDS_SECONDS:
            self._known = (time.monotonic(), super().shards())
        return self._known[1]


def main(table: str, batch: int, log: TextIO) -> None:
    """Polls the stream of ``table`` until SIGTERM, and delivers batches of at most ``batch`` records."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    stream = RarelyDescribed(boto3.client("dynamodb"), boto3.client("dynamodbstreams"), table)
    waiting: list[Record] = []
    while True:
        started, asked = time.monotonic(), time.time()
        waiting += [record for record in stream.poll() if passes_filter(record)]
        stream.records.clear()
        read = time.time()
        while waiting:
            begun = time.time()
            left = _deliver(waiting[:batch])
            done = waiting[: min(batch, len(waiting)) - len(left)]
            times = {"asked": asked, "read": read, "begun": begun, "done": time.time()}
            log.write(
                json.dumps({**times, "tokens": [token for one in done for token in _tokens(one)]}) + "\n"
            )
            log.flush()
            waiting = left + waiting[batch:]
            if left:
                break
        time.sleep(max(0.0, _POLL_SECONDS - (time.monotonic() - started)))


def _deliver(batch: list[Record]) -> list[Record]:
    try:
        answer = lambda_handler(event(batch), None)
    except BatchProcessingError:
        return batch
    failed = {entry["itemIdentifier"] for entry in answer["batchItemFailures"]}
    numbers = [record["dynamodb"]["SequenceNumber"] for record in batch]
    first = next((place for place, number in enumerate(numbers) if number in failed), len(batch))
    return batch[first:]


def _tokens(record: Record) -> list[str]:
    """Returns the token in the text of a written artist."""
    text = str(record["dynamodb"].get("NewImage", {}).get("bio", {}).get("S", ""))
    return [text.removeprefix("Says ").removesuffix(".")] if text.startswith("Says ") else []


if __name__ == "__main__":
    with Path(sys.argv[3]).open("a", encoding="utf-8") as opened:
        main(sys.argv[1], int(sys.argv[2]), opened)
