"""StopRun: ends a run that is in progress, and records it as stopped."""

from inkscout.domain.outcome import RunStatus
from inkscout.errors import NotFound, StateChanged
from inkscout.ports import RunLedger, StopExecution
from inkscout.usecases.runs.stopped_runs import record_stopped_run


class StopRun:
    """Serves ``/desk/runs/{id}/stop``."""

    def __init__(self, ledger: RunLedger, stop: StopExecution) -> None:
        self._ledger, self._stop = ledger, stop

    def __call__(self, run_id: str, cause: str) -> None:
        """Stops the run's execution, with its workers, and releases the run lease.

        Raises:
            NotFound: the ledger has no such run.
            StateChanged: the run has ended.
        """
        run = self._ledger.run(run_id)
        if run is None:
            raise NotFound("no run has this id")
        if str(run.get("status", RunStatus.RUNNING)) != RunStatus.RUNNING:
            raise StateChanged("the run has ended")
        self._stop(str(run.get("execution_arn", "")), cause)
        record_stopped_run(run_id, self._ledger, cause)
