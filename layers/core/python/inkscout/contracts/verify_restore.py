"""Contracts of VerifyRestore and WatchBackups."""

from pydantic import Field

from inkscout.contracts.base import Contract


class VerifyRestoreRequest(Contract):
    """Input of VerifyRestore.

    Attributes:
        restore_job_id: Id of AWS Backup's restore job that has ended.
    """

    restore_job_id: str = Field(min_length=1, max_length=200)


class VerifyRestoreResult(Contract):
    """Result of VerifyRestore.

    Attributes:
        table: Short name of the table that was restored; empty if the job was no restore test of this stage.
        items: Number of its items.
        faults: Number of faults in it.
        examples: The first faults, one sentence each.
    """

    table: str = ""
    items: int = 0
    faults: int = 0
    examples: list[str] = Field(default_factory=list)


class WatchBackupsResult(Contract):
    """Result of WatchBackups.

    Attributes:
        backup_hours: Hours since the newest copy of the table whose copy is oldest.
        tested_hours: Hours since a restore test of the Directory table succeeded.
    """

    backup_hours: float
    tested_hours: float
