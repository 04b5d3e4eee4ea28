"""The receiving end of the scraping queue on SQS."""

import json
from collections.abc import Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from inkscout.domain.job import Delivery
from inkscout.errors import StoreThrottled

_BATCH = 10
"""Maximum number of messages in a request (SQS's quota)."""

DEFAULT_MAX_RECEIVES = 3
"""Assumed if the queue has no redrive policy, for example in a test."""

_LOST = frozenset(
    {"InvalidParameterValue", "ReceiptHandleIsInvalid", "MessageNotInflight"}
    | {"AWS.SimpleQueueService.MessageNotInflight", "AWS.SimpleQueueService.ReceiptHandleIsInvalid"}
)


class SqsInbox:
    """Implements ``ports.JobInbox`` on one SQS queue."""

    def __init__(self, client: Any, queue_url: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``sqs`` client and the queue's URL; reads the redrive policy on first use."""
        self._client, self._url = client, queue_url
        self._policy: dict[str, Any] | None = None

    @property
    def max_receives(self) -> int:
        """Value of the queue's ``maxReceiveCount``."""
        return int(self._redrive_policy().get("maxReceiveCount", DEFAULT_MAX_RECEIVES))

    def receive(self, limit: int, wait_seconds: int, visibility_seconds: int) -> Sequence[Delivery]:
        """Returns up to ``limit`` messages, at most 10, by long polling for at most 20 seconds.

        Raises:
            StoreThrottled: the queue did not respond, or limited the rate of requests.
        """
        answer = self._call(
            "receive_message",
            MaxNumberOfMessages=min(limit, _BATCH),
            WaitTimeSeconds=min(wait_seconds, 20),
            VisibilityTimeout=visibility_seconds,
            MessageSystemAttributeNames=["ApproximateReceiveCount", "SentTimestamp"],
        )
        return [_delivery(message) for message in answer.get("Messages", [])]

    def extend(self, delivery: Delivery, seconds: int) -> bool:
        """Sets the visibility timeout to ``seconds`` from now; returns False if it had expired already.

        Raises:
            StoreThrottled: the queue did not respond, or limited the rate of requests.
        """
        try:
            self._client.change_message_visibility(
                QueueUrl=self._url, ReceiptHandle=delivery.handle, VisibilityTimeout=seconds
            )
        except ClientError as error:
            if error.response.get("Error", {}).get("Code", "") in _LOST:
                return False
            raise StoreThrottled("the queue did not extend a message") from error
        except BotoCoreError as error:
            raise StoreThrottled("the queue did not extend a message") from error
        return True

    def release(self, deliveries: Sequence[Delivery]) -> None:
        """Makes messages visible to others at once, ten per request; leaves those that are lost.

        Raises:
            StoreThrottled: the queue did not respond, or limited the rate of requests.
        """
        for start in range(0, len(deliveries), _BATCH):
            entries = [
                {"Id": str(number), "ReceiptHandle": delivery.handle, "VisibilityTimeout": 0}
                for number, delivery in enumerate(deliveries[start : start + _BATCH])
            ]
            self._call("change_message_visibility_batch", Entries=entries)

    def delete(self, delivery: Delivery) -> None:
        """Deletes the message; does nothing if it is gone already.

        Raises:
            StoreThrottled: the queue did not respond, or limited the rate of requests.
        """
        try:
            self._client.delete_message(QueueUrl=self._url, ReceiptHandle=delivery.handle)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code", "") not in _LOST:
                raise StoreThrottled("the queue did not delete a message") from error
        except BotoCoreError as error:
            raise StoreThrottled("the queue did not delete a message") from error

    def send(self, body: str) -> None:
        """Sends a body as a new message.

        Raises:
            StoreThrottled: the queue did not accept it.
        """
        self._call("send_message", MessageBody=body)

    def send_again(self, delivery: Delivery) -> None:
        """Sends the body as a new message and deletes the old one; a crash in between leaves both.

        This is harmless, since a job done twice changes nothing.
        """
        self.send(delivery.body)
        self.delete(delivery)

    def depth(self) -> int:
        """Returns the approximate number of messages, visible or in flight."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        attributes = self._call("get_queue_attributes", AttributeNames=names).get("Attributes", {})
        return sum(int(attributes.get(name, 0)) for name in names)

    def dead_letters_url(self) -> str:
        """Returns the URL of the queue's dead-letter queue; empty if it has none."""
        arn = str(self._redrive_policy().get("deadLetterTargetArn", ""))
        if not arn:
            return ""
        try:
            return str(self._client.get_queue_url(QueueName=arn.rsplit(":", 1)[-1])["QueueUrl"])
        except (BotoCoreError, ClientError) as error:
            raise StoreThrottled("the dead-letter queue was not found") from error

    def _redrive_policy(self) -> dict[str, Any]:
        if self._policy is None:
            answer = self._call("get_queue_attributes", AttributeNames=["RedrivePolicy"])
            self._policy = dict(json.loads(answer.get("Attributes", {}).get("RedrivePolicy", "{}")))
        return self._policy

    def _call(self, operation: str, **arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - as the operation takes them
        try:
            return dict(getattr(self._client, operation)(QueueUrl=self._url, **arguments))
        except (BotoCoreError, ClientError) as error:
            raise StoreThrottled(f"the queue failed: {operation}") from error


def _delivery(message: dict[str, Any]) -> Delivery:
    attributes = message.get("Attributes", {})
    return Delivery(
        message_id=message["MessageId"],
        handle=message["ReceiptHandle"],
        body=message["Body"],
        receives=int(attributes.get("ApproximateReceiveCount", 1)),
        sent_at=int(attributes.get("SentTimestamp", 0)) / 1000,
    )
