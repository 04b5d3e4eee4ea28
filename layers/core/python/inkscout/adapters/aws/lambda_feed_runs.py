"""Starts runs of feeds by invoking the function FetchFeed asynchronously."""

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from inkscout.errors import InvalidInput, StoreThrottled


class LambdaFeedRuns:
    """Implements ``ports.feeds.FeedRunStarts``; an empty ARN means that the function is not deployed."""

    def __init__(self, client: Any, function_arn: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``lambda`` client and the ARN of the function."""
        self._client = client
        self._function_arn = function_arn

    def start(self, feed: str, scheduled: str, *, force: bool) -> None:
        """Queues an invocation, which Lambda repeats if it fails; returns once Lambda has taken it.

        Raises:
            InvalidInput: the function is not deployed.
            StoreThrottled: Lambda did not take the invocation.
        """
        if not self._function_arn:
            raise InvalidInput("this deployment lacks the function that runs feeds")
        event = {"feed": feed, "scheduled": scheduled, "by_hand": True, "force": force}
        try:
            self._client.invoke(
                FunctionName=self._function_arn, InvocationType="Event", Payload=json.dumps(event).encode()
            )
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            raise StoreThrottled(f"Lambda did not start the run: {code}") from error
        except BotoCoreError as error:
            raise StoreThrottled(f"Lambda did not answer: {type(error).__name__}") from error
