"""Start, progress and abort of one execution of the directory pipeline."""

import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from inkscout.bootstrap import stores
from inkscout.domain.state_progress import HistoryEvent, StateProgress, history_event, progress
from inkscout.usecases.runs.stopped_runs import STOPPED, record_stopped_run
from inkscout_cli.choice import Reached

_POLL_SECONDS = 0.4


@dataclass(frozen=True)
class ExecutionView:
    """Snapshot of an execution.

    Attributes:
        run_id: Id of the run, which is the execution's name.
        status: Status of Step Functions, such as ``RUNNING`` or ``SUCCEEDED``.
        states: Progress of the top-level states.
        seconds: Time since the start, or until the end.
        error: Error name of a failed execution; else empty.
        cause: Cause of a failed execution; else empty.
    """

    run_id: str
    status: str
    states: list[StateProgress] = field(default_factory=list)
    seconds: float = 0.0
    error: str = ""
    cause: str = ""

    @property
    def ended(self) -> bool:
        """Whether the execution has ended, in whatever way."""
        return self.status != "RUNNING"

    @property
    def succeeded(self) -> bool:
        """Whether the execution has succeeded."""
        return self.status == "SUCCEEDED"


class Execution:
    """One execution of the directory pipeline, through the Step Functions API."""

    def __init__(self, connection: Reached) -> None:
        self._states = connection.client("stepfunctions")
        self._machine = connection.state_machine
        self._definition: dict[str, Any] = {}
        self._arn = ""
        self.run_id = ""

    def start(self, document: dict[str, Any]) -> str:
        """Starts the execution with an input; returns the run's id, which is the execution's name."""
        described = self._states.describe_state_machine(stateMachineArn=self._machine)
        self._definition = json.loads(described["definition"])
        self.run_id = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        answer = self._states.start_execution(
            stateMachineArn=self._machine, name=self.run_id, input=json.dumps(document)
        )
        self._arn = answer["executionArn"]
        return self.run_id

    def follow(self) -> Iterator[ExecutionView]:
        """Yields snapshots until the execution has ended; the last one has the final status."""
        while True:
            snapshot = self.snapshot()
            yield snapshot
            if snapshot.ended:
                return
            time.sleep(_POLL_SECONDS)

    def snapshot(self) -> ExecutionView:
        """Returns the current progress of the execution."""
        description = self._states.describe_execution(executionArn=self._arn)
        events = self._events()
        now = datetime.now(UTC)
        until = description.get("stopDate", now)
        return ExecutionView(
            run_id=self.run_id,
            status=description["status"],
            states=progress(self._definition, events, now),
            seconds=(until - description["startDate"]).total_seconds(),
            error=description.get("error", ""),
            cause=description.get("cause", ""),
        )

    def abort(self, cause: str) -> None:
        """Stops the execution and records the run as stopped, which releases the lease for the next run."""
        self._states.stop_execution(executionArn=self._arn, error=STOPPED, cause=cause)
        record_stopped_run(self.run_id, stores.ledger(), cause)

    def _events(self) -> list[HistoryEvent]:
        pages = self._states.get_paginator("get_execution_history").paginate(
            executionArn=self._arn, includeExecutionData=False, PaginationConfig={"PageSize": 1000}
        )
        return [history_event(event) for page in pages for event in page["events"]]
