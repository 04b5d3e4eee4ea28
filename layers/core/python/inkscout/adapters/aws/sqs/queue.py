"""The sending end of the scraping queue on SQS."""

import random
import time
from collections.abc import Callable, Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from inkscout.contracts.scrape_jobs import messages
from inkscout.domain.job import Job
from inkscout.errors import StoreThrottled

BATCH = 10
"""Maximum number of messages in a SendMessageBatch (SQS's quota)."""

_ATTEMPTS = 5
_WAITING = "ApproximateNumberOfMessages"
_IN_FLIGHT = "ApproximateNumberOfMessagesNotVisible"


class SqsQueue:
    """Implements ``ports.JobQueue`` on one SQS queue."""

    def __init__(
        self,
        client: Any,  # noqa: ANN401 - boto3 makes its clients at run time
        queue_url: str,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Uses a boto3 ``sqs`` client and the queue's URL."""
        self._client, self._url, self._sleep = client, queue_url, sleep

    def send(self, run_id: str, jobs: Sequence[Job]) -> int:
        """Sends jobs, at most 10 to a message; returns the number of messages."""
        bodies = [message.model_dump_json() for message in messages(jobs)]
        self.send_bodies(bodies)
        return len(bodies)

    def send_bodies(self, bodies: Sequence[str]) -> None:
        """Sends messages with these bodies, ten in a request.

        Raises:
            StoreThrottled: the queue did not take all of them.
        """
        for start in range(0, len(bodies), BATCH):
            self._send(bodies[start : start + BATCH])

    def depth(self) -> int:
        """Returns the approximate number of messages, visible or in flight."""
        return sum(self.counts())

    def in_flight(self) -> int:
        """Returns the approximate number of messages that were received and neither deleted nor returned."""
        return self._counted(_IN_FLIGHT)[0]

    def counts(self) -> tuple[int, int]:
        """Returns the approximate numbers of messages that wait, and that are in flight.

        Raises:
            StoreThrottled: the queue did not answer.
        """
        waiting, in_flight = self._counted(_WAITING, _IN_FLIGHT)
        return waiting, in_flight

    def _counted(self, *names: str) -> list[int]:
        try:
            answer = self._client.get_queue_attributes(QueueUrl=self._url, AttributeNames=list(names))
        except (BotoCoreError, ClientError) as error:
            raise StoreThrottled("the queue did not say how deep it is") from error
        return [int(answer.get("Attributes", {}).get(name, 0)) for name in names]

    def _send(self, bodies: Sequence[str]) -> None:
        """Sends one batch, and repeats the messages that SQS refused.

        A message sent twice changes nothing.
        """
        entries = [{"Id": str(number), "MessageBody": body} for number, body in enumerate(bodies)]
        for attempt in range(_ATTEMPTS):
            try:
                answer = self._client.send_message_batch(QueueUrl=self._url, Entries=entries)
            except (BotoCoreError, ClientError) as error:
                raise StoreThrottled("the queue did not take a batch of messages") from error
            failed = {entry["Id"] for entry in answer.get("Failed", [])}
            entries = [entry for entry in entries if entry["Id"] in failed]
            if not entries:
                return
            self._sleep(random.uniform(0, 0.1 * 2**attempt))  # noqa: S311 - jitter, no secret
        raise StoreThrottled("the queue kept refusing messages of a batch")
