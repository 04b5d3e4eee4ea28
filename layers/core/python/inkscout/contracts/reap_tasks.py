"""ReapTasks: stops workers that outlived their run."""

from inkscout.contracts.base import Contract


class ReapTasksResult(Contract):
    """Numbers of tasks seen and stopped."""

    seen: int
    stopped: int
