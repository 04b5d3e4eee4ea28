"""Runs that were stopped from outside are recorded so, and give back the lease."""

from inkscout.usecases.runs.stopped_runs import record_stopped_run, record_stopped_runs, was_stopped
from tests.support.fakes.operations import FakeRunLedger


class FakeExecutions:
    """Runs the executions it is given."""

    def __init__(self, *running: str) -> None:
        self.running = running

    def is_running(self, execution_arn: str) -> bool:
        return execution_arn in self.running


def _ledger(*run_ids: str) -> FakeRunLedger:
    ledger = FakeRunLedger()
    for run_id in run_ids:
        ledger.lease = None
        ledger.start_run(run_id, {"execution_arn": f"arn:{run_id}"})
    return ledger


def test_a_run_whose_execution_is_gone_is_recorded_and_its_lease_is_free() -> None:
    ledger = _ledger("one")
    assert record_stopped_runs(ledger=ledger, executions=FakeExecutions()) == ["one"]
    stopped = ledger.run("one")
    assert stopped
    assert stopped["status"] == "failed"
    assert was_stopped(stopped)
    assert ledger.active_run() is None
    assert record_stopped_runs(ledger=ledger, executions=FakeExecutions()) == []


def test_an_older_run_that_lost_its_lease_is_recorded_too() -> None:
    ledger = _ledger("one", "two")
    assert set(record_stopped_runs(ledger=ledger, executions=FakeExecutions())) == {"one", "two"}


def test_a_run_at_work_and_finished_runs_are_left_alone() -> None:
    ledger = _ledger("done", "working")
    ledger.finish_run("done", "failed", {"error": "RegionNotFound", "cause": "no place"})
    assert record_stopped_runs(ledger=ledger, executions=FakeExecutions("arn:working")) == []
    assert not was_stopped(ledger.run("done") or {})
    assert (ledger.run("working") or {})["status"] == "running"


def test_the_reason_of_whoever_stopped_it_is_kept() -> None:
    ledger = _ledger("one")
    record_stopped_run("one", ledger, "stopped by the operator")
    assert (ledger.run("one") or {})["summary"]["cause"] == "stopped by the operator"
