"""Step Functions executions behind the Executions port."""

from typing import Any

from botocore.exceptions import ClientError

from inkscout.errors import StoreThrottled


class StepFunctionsExecutions:
    """Asks Step Functions about executions."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        self._client = client

    def is_running(self, execution_arn: str) -> bool:
        """Whether an execution still runs; False for one that Step Functions no longer knows.

        Raises:
            StoreThrottled: Step Functions asked for a slower pace.
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
