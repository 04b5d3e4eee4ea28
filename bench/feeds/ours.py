"""Curates what an earlier process left, runs a feed, and curates its pages, over the configured stores.

Argument: the feed. A message that a killed process had taken is visible again after three seconds.
"""

import asyncio
import sys
from datetime import UTC, datetime
from typing import Any

from inkscout.bootstrap import feeds
from inkscout.bootstrap.stores import aws_client
from inkscout.contracts.feed_page import parse_message
from inkscout.contracts.fetch_feed import FetchFeedRequest
from inkscout.settings import FetchFeedSettings

VISIBLE_AFTER_SECONDS = 3
_LEFT = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]


def main() -> None:
    """Curates, fetches, and curates until no message is left; prints the number of records."""
    stored = _curated()
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    asyncio.run(feeds.fetch_feed()(FetchFeedRequest(feed=sys.argv[1], scheduled=now)))
    sys.stdout.write(f"{stored + _curated()}\n")


def _curated() -> int:
    queue, curate, stored = aws_client("sqs"), feeds.curate_feed(), 0
    address = FetchFeedSettings().feeds_queue_url
    while _messages_left(queue, address):
        taken = queue.receive_message(
            QueueUrl=address,
            MaxNumberOfMessages=10,
            VisibilityTimeout=VISIBLE_AFTER_SECONDS,
            WaitTimeSeconds=1,
        )
        for message in taken.get("Messages", ()):
            stored += curate(parse_message(message["Body"])).processed
            queue.delete_message(QueueUrl=address, ReceiptHandle=message["ReceiptHandle"])
    return stored


def _messages_left(queue: Any, address: str) -> bool:
    found = queue.get_queue_attributes(QueueUrl=address, AttributeNames=_LEFT)["Attributes"]
    return any(int(count) for count in found.values())


if __name__ == "__main__":
    main()
