"""Calls a Lambda function that goes on after the caller has its answer."""

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from inkscout.errors import StoreThrottled
from inkscout.ports import JsonMap


class AsyncFunction:
    """Implements ``ports.StartTask`` by an asynchronous invocation."""

    def __init__(self, client: Any, function: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``lambda`` client and the function's name or ARN."""
        self._client, self._function = client, function

    def __call__(self, document: JsonMap) -> None:
        """Starts the function with a document.

        Raises:
            StoreThrottled: Lambda did not take the call.
        """
        try:
            self._client.invoke(
                FunctionName=self._function,
                InvocationType="Event",
                Payload=json.dumps(dict(document)).encode(),
            )
        except (ClientError, BotoCoreError) as error:
            raise StoreThrottled("Lambda did not take the call") from error
