"""Tells how old the newest copies and the newest good restore test are, as the metrics of alarms."""

from typing import Any

from inkscout import observability
from inkscout.bootstrap import recovery


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Calls the use case, emits its ages as metrics and returns its result as JSON; ignores the event."""
    result = recovery.watch_backups()()
    observability.emit({"BackupAge": result.backup_hours})
    observability.emit({"RestoreTestAge": result.tested_hours})
    return result.model_dump(mode="json")
