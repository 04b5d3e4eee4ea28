"""Handles work that the last session left unfinished: stopped runs, and approved removals."""

from collections.abc import Callable

from inkscout.adapters.aws.dynamodb.directory import DynamoDbDirectory
from inkscout.adapters.aws.dynamodb.removals import DynamoDbRemovals
from inkscout.adapters.aws.dynamodb.run_ledger import DynamoDbRunLedger
from inkscout.adapters.aws.step_functions import StepFunctionsExecutions, StepFunctionsWorkflows
from inkscout.adapters.system_clock import SystemClock
from inkscout.domain.removal_request import RemovalStatus
from inkscout.usecases.removal.removal_requests import ApproveRemoval
from inkscout.usecases.runs.stopped_runs import record_stopped_runs, unended_runs
from inkscout_local.platform.connection import Connection

_POLL_SECONDS = 0.5


def is_settled(connection: Connection) -> bool:
    """Returns whether ``settle`` would find nothing to do on a platform on which no execution runs."""
    operations = connection.outputs.get("OperationsTable")
    if not operations:
        return True
    dynamodb = connection.client("dynamodb")
    ledger = DynamoDbRunLedger(dynamodb, operations, SystemClock())
    nothing_runs = not unended_runs(ledger)
    return nothing_runs and not any(DynamoDbRemovals(dynamodb, operations).requests(RemovalStatus.APPROVED))


def wait_for_removals(connection: Connection, seconds: float, pause: Callable[[float], None]) -> bool:
    """Waits at most ``seconds`` until every approved removal has been carried out; returns whether it has.

    ``pause`` waits for some seconds, such as ``time.sleep``.
    """
    operations = connection.outputs.get("OperationsTable")
    if not operations:
        return True
    removals = DynamoDbRemovals(connection.client("dynamodb"), operations)
    for _ in range(int(seconds / _POLL_SECONDS)):
        if not removals.requests(RemovalStatus.APPROVED):
            return True
        pause(_POLL_SECONDS)
    return not removals.requests(RemovalStatus.APPROVED)


def settle(connection: Connection) -> list[str]:
    """Records interrupted runs as aborted and restarts approved removals; returns a sentence for each."""
    operations = connection.outputs.get("OperationsTable")
    if not operations:
        return []
    states, dynamodb = connection.client("stepfunctions"), connection.client("dynamodb")
    clock = SystemClock()
    ledger = DynamoDbRunLedger(dynamodb, operations, clock)
    stopped = record_stopped_runs(ledger=ledger, executions=StepFunctionsExecutions(states))
    notes = [f"Run {run_id} was cut off; it is recorded as aborted." for run_id in stopped]
    removals = DynamoDbRemovals(dynamodb, operations)
    workflows = StepFunctionsWorkflows(
        states, pipeline_arn="", scan_arn="", removal_arn=connection.outputs.get("RemoveArtistArn", "")
    )
    directory = DynamoDbDirectory(dynamodb, connection.outputs["DirectoryTable"], clock)
    approve = ApproveRemoval(removals, directory, workflows, clock)
    for request in removals.requests(RemovalStatus.APPROVED):
        approve(request.request_id, request.note)
        notes.append(f"The removal {request.request_id} had not ended; it was started again.")
    return notes
