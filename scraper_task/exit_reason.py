"""Reasons for a worker's exit, with their names in the run ledger and exit codes as in sysexits.h."""

from enum import StrEnum


class ExitReason(StrEnum):
    """Reason why a worker stopped; the value is its name in the run ledger."""

    QUEUE_EMPTY = "queue_empty"
    TIME_BUDGET = "time_budget"
    JOB_BUDGET = "job_budget"
    MEMORY_BUDGET = "memory_budget"
    INTERRUPTED = "interrupted"
    QUEUE_UNAVAILABLE = "queue_unavailable"
    MISCONFIGURED = "misconfigured"
    FAILED = "failed"

    @property
    def exit_code(self) -> int:
        """Exit code: 0 for an orderly end, else EX_TEMPFAIL, EX_UNAVAILABLE, EX_CONFIG or EX_SOFTWARE."""
        return _EXIT_CODES.get(self, 0)


_EXIT_CODES = {
    ExitReason.INTERRUPTED: 75,
    ExitReason.QUEUE_UNAVAILABLE: 69,
    ExitReason.MISCONFIGURED: 78,
    ExitReason.FAILED: 70,
}
