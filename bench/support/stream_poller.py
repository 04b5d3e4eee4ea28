"""Process that reads a table's stream and calls the function ``sync_index``, as Lambda's event source does.

It polls four times a second, applies the template's filter and batch size, keeps the order, and delivers a
batch again from the first failed record. Runs as ``python -m bench.support.stream_poller TABLE BATCH``.
"""

import signal
import sys
import time

import boto3
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError

from functions.sync_index.handler import lambda_handler
from tests.support.stream import Record, Stream, event, passes_filter

_POLL_SECONDS = 0.25


def main(table: str, batch: int) -> None:
    """Polls the stream of ``table`` until SIGTERM, and delivers batches of at most ``batch`` records."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    stream = Stream(boto3.client("dynamodb"), boto3.client("dynamodbstreams"), table)
    waiting: list[Record] = []
    while True:
        started = time.monotonic()
        waiting += [record for record in stream.poll() if passes_filter(record)]
        stream.records.clear()
        while waiting:
            left = _deliver(waiting[:batch])
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


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
