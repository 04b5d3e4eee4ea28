"""RecordFailure: records a failed run in the ledger, with a readable error."""

import json
from dataclasses import dataclass
from typing import Any

from inkscout.contracts.finish_run import RecordFailureRequest, RecordFailureResult
from inkscout.domain.outcome import RunStatus
from inkscout.ports import Clock, Events, RunLedger


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFailurePorts:
    """Ports of RecordFailure."""

    ledger: RunLedger
    events: Events
    clock: Clock


def record_failure(request: RecordFailureRequest, *, deps: RecordFailurePorts) -> RecordFailureResult:
    """Records the run as failed, releases its lease, publishes an event, and returns the error."""
    result = in_words(request.error)
    summary = {"error": result.error, "cause": result.cause, "finished_at": deps.clock.now().isoformat()}
    deps.ledger.finish_run(request.run_id, RunStatus.FAILED, summary)
    deps.events.publish("Run Failed", {"run_id": request.run_id, "error": result.error})
    return result


def in_words(caught: dict[str, Any]) -> RecordFailureResult:
    """Returns the error's name and message; for a Lambda function, the ``errorMessage`` of its JSON cause."""
    error = str(caught.get("Error", "UnknownError"))
    cause = str(caught.get("Cause", ""))
    try:
        document = json.loads(cause)
    except ValueError:
        document = None
    if isinstance(document, dict) and document.get("errorMessage"):
        cause = str(document["errorMessage"])
    return RecordFailureResult(error=error, cause=cause[:2000] or "no cause was given")
