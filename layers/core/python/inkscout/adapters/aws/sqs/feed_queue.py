"""The sending end of the feeds' queue on SQS."""

import json
from collections.abc import Callable, Sequence
from time import sleep as system_sleep
from typing import Any

from inkscout.adapters.aws.sqs.queue import SqsQueue
from inkscout.ports import JsonMap


class SqsFeedQueue:
    """Implements ``ports.feeds.FeedQueue`` on one queue."""

    def __init__(
        self,
        client: Any,  # noqa: ANN401 - boto3 makes its clients at run time
        queue_url: str,
        sleep: Callable[[float], None] = system_sleep,
    ) -> None:
        """Uses a boto3 ``sqs`` client and the queue's URL."""
        self._queue = SqsQueue(client, queue_url, sleep)

    def send(self, messages: Sequence[JsonMap]) -> None:
        """Sends messages, ten in a request.

        Raises:
            StoreThrottled: the queue did not take all of them.
        """
        self._queue.send_bodies([json.dumps(dict(message), separators=(",", ":")) for message in messages])
