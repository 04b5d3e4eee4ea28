"""The dead-letter queue of the scraping queue on SQS."""

import sys
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
        if queue is None:
            return 0
        # None becomes visible again before all were seen, and all are waited for, since none may stay behind.
        found = list(self._look(queue, expected=sys.maxsize, most=sys.maxsize))
        chosen = [delivery for delivery in found if wanted(delivery)]
        for delivery in chosen:
            self._inbox.send(delivery.body)
            queue.delete(delivery)
        queue.release([delivery for delivery in found if delivery not in chosen])
        return len(chosen)

    def messages(self, limit: int | None = None) -> list[Delivery]:
        """Returns the messages in the dead-letter queue, at most ``limit``; each is visible again at once.

        Another message is waited for only while the queue counts more than were seen.
        """
        queue = self._queue()
        if queue is None:
            return []
        found = list(self._look(queue, expected=queue.depth(), most=sys.maxsize if limit is None else limit))
        queue.release(found)
        return found

    def waiting(self) -> int:
        """Returns the approximate number of messages in the dead-letter queue."""
        queue = self._queue()
        return queue.depth() if queue else 0

    def _queue(self) -> SqsInbox | None:
        url = self._inbox.dead_letters_url()
        return SqsInbox(self._client, url) if url else None

    def _look(self, queue: SqsInbox, *, expected: int, most: int) -> Iterator[Delivery]:
        """Yields each message once, at most ``most``; messages already seen stay hidden meanwhile.

        After ``expected`` messages one that is not there at once is not waited for. Before, two responses
        without a message end it, a second each, since the queue's own count is an estimate.
        """
        seen: set[str] = set()
        empty = 0
        while empty < 2 and len(seen) < most:
            missing = len(seen) < expected
            received = queue.receive(most - len(seen), 1 if missing else 0, _HIDDEN_SECONDS)
            batch = [one for one in received if one.message_id not in seen]
            if not batch and not missing:
                return
            empty = 0 if batch else empty + 1
            seen.update(delivery.message_id for delivery in batch)
            yield from batch
