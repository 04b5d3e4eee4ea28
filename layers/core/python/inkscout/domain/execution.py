"""State of an execution of a state machine."""

from dataclasses import dataclass

RUNNING = "running"
"""Status of an execution that has not ended; the others are those of Step Functions in lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionState:
    """Status of an execution, the name of the state that it entered last, and the error that ended it."""

    status: str
    last_state: str = ""
    error: str = ""

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self.status == RUNNING
