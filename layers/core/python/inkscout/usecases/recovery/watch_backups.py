"""WatchBackups: tells how old the newest copies of the tables are, and the newest good restore test."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from inkscout.contracts.verify_restore import WatchBackupsResult
from inkscout.ports import Clock
from inkscout.ports.recovery import RestoreTests


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchBackupsPorts:
    """Ports of WatchBackups; ``tables`` are the names of the tables, the Directory table first."""

    tests: RestoreTests
    tables: Sequence[str]
    clock: Clock


def watch_backups(*, deps: WatchBackupsPorts) -> WatchBackupsResult:
    """Returns both ages in hours; without a copy or a test yet, the hours since restores are tested."""
    begun = deps.tests.begun()
    copies = [deps.tests.newest_copy(table) or begun for table in deps.tables]
    tested = deps.tests.newest_success(deps.tables[0]) or begun

    def hours(since: datetime) -> float:
        return round((deps.clock.now() - since).total_seconds() / 3600, 2)

    return WatchBackupsResult(backup_hours=max(map(hours, copies)), tested_hours=hours(tested))
