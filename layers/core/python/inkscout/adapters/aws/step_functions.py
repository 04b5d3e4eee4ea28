"""Starts state machines, under execution names that make a repeated start harmless, and checks executions."""

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from inkscout.errors import InvalidInput, StoreThrottled
from inkscout.ports import JsonMap

_REPEATED = "ExecutionAlreadyExists"
_INVALID = frozenset({"InvalidExecutionInput", "InvalidName"})


class StepFunctionsWorkflows:
    """Implements ``ports.Workflows`` by the machines' ARNs; an empty ARN means it is not deployed."""

    def __init__(
        self,
        client: Any,  # noqa: ANN401 - boto3 makes its clients at run time
        *,
        pipeline_arn: str,
        scan_arn: str,
        removal_arn: str,
    ) -> None:
        self._client = client
        self._pipeline_arn = pipeline_arn
        self._scan_arn = scan_arn
        self._removal_arn = removal_arn

    def start_pipeline(self, run_id: str, document: JsonMap) -> None:
        """Starts the directory pipeline with the run's id as execution name.

        Raises:
            InvalidInput: the machine is not deployed, or Step Functions refused the input.
            StoreThrottled: Step Functions did not start it.
        """
        self._start(self._pipeline_arn, run_id, document)

    def start_scan(self, scan_id: str, document: JsonMap) -> None:
        """Starts the scan of one website with the scan's id as execution name.

        Raises:
            InvalidInput: the machine is not deployed, or Step Functions refused the input.
            StoreThrottled: Step Functions did not start it.
        """
        self._start(self._scan_arn, scan_id, document)

    def start_removal(self, request_id: str, document: JsonMap) -> None:
        """Starts an artist's removal with ``request_id`` as execution name.

        Raises:
            InvalidInput: the machine is not deployed, or Step Functions refused the input.
            StoreThrottled: Step Functions did not start it.
        """
        self._start(self._removal_arn, request_id, document)

    def _start(self, arn: str, name: str, document: JsonMap) -> None:
        if not arn:
            raise InvalidInput("this deployment lacks the state machine for it")
        try:
            self._client.start_execution(stateMachineArn=arn, name=name, input=json.dumps(dict(document)))
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code == _REPEATED:
                return
            if code in _INVALID:
                raise InvalidInput(f"Step Functions refused the input: {code}") from error
            raise StoreThrottled(f"Step Functions did not start the execution: {code}") from error
        except BotoCoreError as error:
            raise StoreThrottled(f"Step Functions did not answer: {type(error).__name__}") from error


class StepFunctionsExecutions:
    """Implements ``ports.Executions`` on Step Functions."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        self._client = client

    def is_running(self, execution_arn: str) -> bool:
        """Whether an execution is still running; False if Step Functions does not know it.

        Raises:
            StoreThrottled: Step Functions limited the rate of requests.
        """
        if not execution_arn:
            return False
        try:
            answer = self._client.describe_execution(executionArn=execution_arn)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in {"ExecutionDoesNotExist", "InvalidArn"}:
                return False
            if code in {"ThrottlingException", "Throttling", "TooManyRequestsException"}:
                raise StoreThrottled(f"Step Functions: {code}") from error
            raise
        return bool(answer["status"] == "RUNNING")
