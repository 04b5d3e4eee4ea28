"""Stops executions, starts the rebuild of an index, and says in which state an execution is."""

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from inkscout.domain.execution import ExecutionState
from inkscout.errors import StoreThrottled

_GONE = frozenset({"ExecutionDoesNotExist", "InvalidArn"})
_STOPPED = "ExecutionStopped"


class StepFunctionsControl:
    """Implements ``ports.StopExecution`` and ``ports.IndexRebuilds`` on Step Functions."""

    def __init__(self, client: Any, rebuild_arn: str = "") -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``stepfunctions`` client, and the ARN of the machine that rebuilds an index."""
        self._client, self._rebuild_arn = client, rebuild_arn

    def stop(self, execution_arn: str, cause: str) -> None:
        """Stops an execution, with the tasks that it waits for; does nothing if Step Functions knows none.

        Raises:
            StoreThrottled: Step Functions did not stop it.
        """
        try:
            self._client.stop_execution(executionArn=execution_arn, error=_STOPPED, cause=cause)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code not in _GONE:
                raise StoreThrottled(f"Step Functions did not stop the execution: {code}") from error
        except BotoCoreError as error:
            raise StoreThrottled(f"Step Functions did not answer: {type(error).__name__}") from error

    def start(self, name: str, kind: str) -> str:
        """Starts the rebuild of the index of a kind under an execution name; returns the execution's ARN.

        Raises:
            StoreThrottled: Step Functions did not start it.
        """
        document = json.dumps({"kind": kind})
        try:
            answer = self._client.start_execution(
                stateMachineArn=self._rebuild_arn, name=name, input=document
            )
        except (ClientError, BotoCoreError) as error:
            raise StoreThrottled("Step Functions did not start the rebuild") from error
        return str(answer["executionArn"])

    def newest(self, machine_arn: str, prefix: str) -> str:
        """Returns the ARN of the newest execution of a machine whose name begins so; empty if there is none.

        Looks at the newest thousand.

        Raises:
            StoreThrottled: Step Functions did not answer.
        """
        try:
            found = self._client.list_executions(stateMachineArn=machine_arn, maxResults=1000)
        except (ClientError, BotoCoreError) as error:
            raise StoreThrottled("Step Functions did not list the executions") from error
        named = [one for one in found["executions"] if one["name"].startswith(prefix)]
        return str(max(named, key=lambda one: one["startDate"])["executionArn"]) if named else ""

    def state(self, execution_arn: str) -> ExecutionState | None:
        """Returns the status of an execution and the state that it entered last; None if there is none.

        Raises:
            StoreThrottled: Step Functions did not answer.
        """
        try:
            found = self._client.describe_execution(executionArn=execution_arn)
            history = self._client.get_execution_history(
                executionArn=execution_arn, reverseOrder=True, maxResults=50, includeExecutionData=False
            )
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in _GONE:
                return None
            raise StoreThrottled(f"Step Functions: {code}") from error
        except BotoCoreError as error:
            raise StoreThrottled(f"Step Functions did not answer: {type(error).__name__}") from error
        entered = [
            event["stateEnteredEventDetails"]["name"]
            for event in history["events"]
            if "stateEnteredEventDetails" in event
        ]
        return ExecutionState(
            status=str(found["status"]).lower(),
            last_state=entered[0] if entered else "",
            error=": ".join(filter(None, (found.get("error", ""), found.get("cause", ""))))[:500],
        )
