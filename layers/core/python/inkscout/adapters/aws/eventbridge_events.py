"""Events on EventBridge."""

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from inkscout.errors import StoreThrottled
from inkscout.ports import JsonMap

SOURCE = "inkscout"
"""Field ``source`` of every event, which rules match."""


class EventBridgeEvents:
    """Implements ``ports.Events`` on one event bus."""

    def __init__(self, client: Any, bus: str = "default") -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``events`` client and the bus's name."""
        self._client, self._bus = client, bus

    def publish(self, detail_type: str, detail: JsonMap) -> None:
        """Publishes one event. EventBridge responds 200 even if it refused it, so the count is checked.

        Raises:
            StoreThrottled: the event bus did not accept the event.
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
