"""ReapTasks: workers that nobody waits for any more."""

from inkscout.contracts.base import Contract


class ReapTasksResult(Contract):
    """Counts of one look at the cluster."""

    seen: int
    stopped: int
