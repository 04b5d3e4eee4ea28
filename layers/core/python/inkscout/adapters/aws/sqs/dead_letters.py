"""The dead-letter queue of the scraping queue on SQS."""

from collections.abc import Callable, Iterator
from typing import Any

from inkscout.adapters.aws.sqs.inbox import SqsInbox
from inkscout.domain.job import Delivery

_HIDDEN_SECONDS = 60
"""Visibility timeout while messages are examined, so that each is seen once."""


class SqsDeadLetters:
    """Implements ``ports.DeadLetters`` on SQS; examining messages leaves them in the queue."""

    def __init__(self, client: Any, inbox: SqsInbox) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``sqs`` client and the inbox of the queue whose dead letters are read."""
        self._client, self._inbox = client, inbox

    def redrive(self, wanted: Callable[[Delivery], bool]) -> int:
        """Moves the messages that ``wanted`` selects back to the queue as new ones; returns how many."""
        queue = self._queue()
        moved = 0
        if queue is None:
            return 0
        for delivery in list(self._look(queue)):  # none becomes visible again before all were seen
            if wanted(delivery):
                self._inbox.send(delivery.body)
                queue.delete(delivery)
                moved += 1
            else:
                queue.extend(delivery, 0)
        return moved

    def messages(self) -> list[Delivery]:
        """Returns every message in the dead-letter queue, and makes each visible again at once."""
        queue = self._queue()
        if queue is None:
            return []
        found = list(self._look(queue))
        for delivery in found:
            queue.extend(delivery, 0)
        return found

    def waiting(self) -> int:
        """Returns the approximate number of messages in the dead-letter queue."""
        queue = self._queue()
        return queue.depth() if queue else 0

    def _queue(self) -> SqsInbox | None:
        url = self._inbox.dead_letters_url()
        return SqsInbox(self._client, url) if url else None

    def _look(self, queue: SqsInbox) -> Iterator[Delivery]:
        """Yields each message once; messages already seen stay hidden meanwhile."""
        seen: set[str] = set()
        empty = 0
        while empty < 2:
            batch = [one for one in queue.receive(10, 1, _HIDDEN_SECONDS) if one.message_id not in seen]
            empty = 0 if batch else empty + 1
            for delivery in batch:
                seen.add(delivery.message_id)
                yield delivery
