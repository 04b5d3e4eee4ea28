"""The queue of keys of entries whose documents the index rejected."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from inkscout.contracts.stored.stream import failure_body
from inkscout.domain.snapshot import EntryKind
from inkscout.errors import StoreThrottled


class SqsIndexFailures:
    """Implements ``ports.index.IndexFailures`` on one SQS queue."""

    def __init__(self, client: Any, queue_url: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``sqs`` client and the queue's URL."""
        self._client, self._url = client, queue_url

    def send(self, kind: EntryKind, entry_id: str, reason: str) -> None:
        """Queues the key of an entry with the reason.

        Raises:
            StoreThrottled: the queue did not accept it.
        """
        try:
            self._client.send_message(QueueUrl=self._url, MessageBody=failure_body(kind, entry_id, reason))
        except (BotoCoreError, ClientError) as error:
            raise StoreThrottled("the queue of failures did not take a key") from error
