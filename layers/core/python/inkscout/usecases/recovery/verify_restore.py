"""VerifyRestore: checks a table that AWS Backup restored for a test, and tells AWS Backup the result."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from inkscout.contracts.verify_restore import VerifyRestoreRequest, VerifyRestoreResult
from inkscout.ports.recovery import RestoreTests, WholeTable
from inkscout.usecases.recovery.check_directory import EXAMPLES, check_directory

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyRestorePorts:
    """Ports of VerifyRestore.

    Attributes:
        tests: Restore tests of AWS Backup.
        tables: Short names of the tables that are backed up, by their names.
        restored: Returns a restored table by its short name and its own name.
    """

    tests: RestoreTests
    tables: Mapping[str, str]
    restored: Callable[[str, str], WholeTable]


def verify_restore(request: VerifyRestoreRequest, *, deps: VerifyRestorePorts) -> VerifyRestoreResult:
    """Checks the table of a restore test; does nothing for other restores.

    The Directory table must hold what ``check_directory`` says, the denylist nothing but hashes, and no table
    may be empty. Whoever was removed since the copy was made is in it: a restore leaves them out.

    Raises:
        StoreThrottled: a retry may succeed.
    """
    job = deps.tests.job(request.restore_job_id)
    name = deps.tables.get(job.source) if job.is_test else None
    if name is None:
        return VerifyRestoreResult()
    found = _checked(name, deps.restored(name, job.created))
    said = "; ".join(found.examples) or f"{found.items} items"
    deps.tests.conclude(request.restore_job_id, is_good=not found.faults, message=said)
    return found


def _checked(name: str, table: WholeTable) -> VerifyRestoreResult:
    if name == "directory":
        check = check_directory(table)
        items, faults, examples = check.items, check.faults, list(check.examples)
    else:
        items, faults, examples = 0, 0, []
        for item in table.scan(only=table.keys):
            items += 1
            if name == "denylist" and not _HASH.fullmatch(item["PK"]["S"]):
                faults += 1
                examples = [*examples, "the denylist has an entry that is no hash"][:EXAMPLES]
    if not items:
        faults, examples = faults + 1, [f"the {name} table is empty"]
    return VerifyRestoreResult(table=name, items=items, faults=faults, examples=examples)
