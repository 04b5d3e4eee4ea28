"""Announcements on EventBridge."""

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from inkscout.errors import StoreThrottled
from inkscout.ports import JsonMap

SOURCE = "inkscout"
"""The ``source`` of every event, which rules match on."""


class EventBridgeEvents:
    """``ports.Events`` on one event bus."""

    def __init__(self, client: Any, bus: str = "default") -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``events`` client and the bus's name."""
        self._client, self._bus = client, bus

    def publish(self, detail_type: str, detail: JsonMap) -> None:
        """Puts one event; EventBridge answers 200 also when it took none, so the count is read.

        Raises:
            StoreThrottled: the bus did not take the event.
        """
        entry = {
            "Source": SOURCE,
            "DetailType": detail_type,
            "Detail": json.dumps(dict(detail), default=str),
            "EventBusName": self._bus,
        }
        try:
            answer = self._client.put_events(Entries=[entry])
        except (BotoCoreError, ClientError) as error:
            raise StoreThrottled("the event bus did not answer") from error
        if answer.get("FailedEntryCount"):
            raise StoreThrottled(
                f"the event bus answered {answer['Entries'][0].get('ErrorCode', 'an error')}"
            )
