"""Checks a table that AWS Backup restored for a test; called for every restore that ends."""

from typing import Any

from inkscout import observability
from inkscout.bootstrap import recovery
from inkscout.contracts.base import parse
from inkscout.contracts.verify_restore import VerifyRestoreRequest


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses EventBridge's event of a restore job, calls the use case, and emits a metric of a test.

    Errors propagate: EventBridge delivers the event again.
    """
    job_id = str(event.get("detail", {}).get("restoreJobId", ""))
    result = recovery.verify_restore()(parse(VerifyRestoreRequest, {"restore_job_id": job_id}))
    if result.table:
        observability.emit({"BackupsBad": float(result.faults > 0)})
    return result.model_dump(mode="json")
