"""StopRun: a run that is in progress is stopped, with its execution, and recorded so."""

import pytest

from inkscout.errors import NotFound, StateChanged, StoreThrottled
from inkscout.usecases.runs.stop_run import StopRun
from tests.support.fakes.operations import FakeRunLedger


class Stopped:
    """Remembers the executions that it was asked to stop."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.fails = False

    def __call__(self, execution_arn: str, cause: str) -> None:
        if self.fails:
            raise StoreThrottled("Step Functions did not answer")
        self.asked.append((execution_arn, cause))


def test_a_run_is_stopped_with_its_execution() -> None:
    ledger, stop = FakeRunLedger(), Stopped()
    ledger.start_run("run-1", {"execution_arn": "arn:1"})
    StopRun(ledger, stop)("run-1", "by ada")
    assert stop.asked == [("arn:1", "by ada")]
    run = ledger.run("run-1")
    assert run is not None
    assert (run["status"], run["summary"]) == ("failed", {"error": "ExecutionStopped", "cause": "by ada"})
    assert ledger.active_run() is None


def test_a_run_that_has_ended_is_left_as_it_is() -> None:
    ledger, stop = FakeRunLedger(), Stopped()
    ledger.start_run("run-1", {"execution_arn": "arn:1"})
    ledger.finish_run("run-1", "succeeded", {})
    with pytest.raises(StateChanged):
        StopRun(ledger, stop)("run-1", "by ada")
    with pytest.raises(NotFound):
        StopRun(ledger, stop)("run-2", "by ada")
    assert stop.asked == []


def test_a_run_whose_execution_goes_on_is_not_recorded_as_stopped() -> None:
    ledger, stop = FakeRunLedger(), Stopped()
    ledger.start_run("run-1", {"execution_arn": "arn:1"})
    stop.fails = True
    with pytest.raises(StoreThrottled):
        StopRun(ledger, stop)("run-1", "by ada")
    assert ledger.active_run() is not None
