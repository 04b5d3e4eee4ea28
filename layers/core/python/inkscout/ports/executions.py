"""Port of the executions of state machines, for those who follow them."""

from typing import Protocol

from inkscout.domain.state_progress import ExecutionRecord


class ExecutionReader(Protocol):
    """Executions of Step Functions with their states."""

    def read(self, execution_arn: str) -> ExecutionRecord | None:
        """Returns an execution as it is now; None if Step Functions does not know it, or no longer.

        Raises:
            StoreThrottled: Step Functions limited the rate of requests, or did not answer.
        """
        ...
