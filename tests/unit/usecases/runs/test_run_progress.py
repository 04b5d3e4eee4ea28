"""Progress of a run for the desk, and the list of runs, from the ledger and Step Functions together."""

from datetime import timedelta
from typing import Any

import pytest

from inkscout.domain.job import Job, JobKind
from inkscout.domain.outcome import JobStatus
from inkscout.domain.state_progress import ExecutionRecord, history_event
from inkscout.errors import NotFound
from inkscout.usecases.runs.browse_runs import BrowseRuns, RunFilters
from inkscout.usecases.runs.run_progress import ReadRunProgress, RunProgress, ShownStatus
from inkscout.usecases.runs.stopped_runs import record_stopped_run
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.operations import FakeRunLedger

DEFINITION: dict[str, Any] = {
    "StartAt": "Plan",
    "States": {"Plan": {"Type": "Task", "Next": "Done"}, "Done": {"Type": "Succeed"}},
}


class Executions:
    """Executions by their ARNs; ``set`` gives one a status."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.known: dict[str, ExecutionRecord] = {}

    def set(self, arn: str, status: str, error: str = "") -> None:
        now = self._clock.now()
        self.known[arn] = ExecutionRecord(
            status=status,
            started_at=now,
            stopped_at=None if status == "RUNNING" else now,
            definition=DEFINITION,
            events=(
                history_event(
                    {
                        "id": 1,
                        "type": "TaskStateEntered",
                        "timestamp": now,
                        "stateEnteredEventDetails": {"name": "Plan"},
                    }
                ),
            ),
            error=error,
        )

    def read(self, execution_arn: str) -> ExecutionRecord | None:
        return self.known.get(execution_arn)

    def is_running(self, execution_arn: str) -> bool:
        known = self.known.get(execution_arn)
        return known is not None and known.is_running


class Bench:
    """A ledger and executions, and the use cases over them."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.ledger = FakeRunLedger(self.clock)
        self.executions = Executions(self.clock)

    def start(self, run_id: str, regions: tuple[str, ...] = ("Leeds, UK",), **more: Any) -> None:
        self.executions.set(f"arn:{run_id}", "RUNNING")
        document = {"execution_arn": f"arn:{run_id}", "regions": list(regions), "areas": 2, **more}
        self.ledger.start_run(run_id, document)

    def progress(self, run_id: str) -> RunProgress:
        return ReadRunProgress(self.ledger, self.executions, "arn:{}".format, self.clock)(run_id)

    def listed(self, **filters: Any) -> list[tuple[str, str]]:
        page = BrowseRuns(self.ledger, self.executions, self.clock)(RunFilters(**filters))
        return [(run.run_id, run.status) for run in page.runs]


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_run_at_work_is_counted_as_it_goes(bench: Bench) -> None:
    bench.start("r-1", input={"budget_usd": 5})
    bench.ledger.record("r-1", "plan", "all", {"studios": 3})
    bench.ledger.record("r-1", "visit", "s-1", {"outcome": "artists_found", "artists": ["a"]})
    bench.ledger.record("r-1", "visit", "s-2", {"outcome": "blocked"})
    bench.ledger.record("r-1", "area", "k/r", {"outcome": "exhausted", "spend_usd": 0.5})
    job = Job(scrape_id="j", run_id="r-1", kind=JobKind.READ_PROFILE, url="https://a.example/", studio_id="s")
    bench.ledger.add_jobs("r-1", [job])
    bench.ledger.finish_job("r-1", "j", JobStatus.DONE, {})
    bench.clock.advance(seconds=7)
    run = bench.progress("r-1")
    assert (run.status, run.is_live, run.seconds) == (ShownStatus.RUNNING, True, 7)
    assert (run.visits, run.planned) == ({"artists_found": 1, "blocked": 1}, 3)
    assert (run.jobs, run.spend_usd, run.budget_usd) == ({"done": 1}, 0.5, 5)
    assert [(state.name, state.status) for state in run.states] == [("Plan", "running"), ("Done", "waiting")]


def test_a_run_that_the_ledger_does_not_know_yet_is_starting(bench: Bench) -> None:
    bench.executions.set("arn:r-1", "RUNNING")
    assert bench.progress("r-1").status is ShownStatus.STARTING
    with pytest.raises(NotFound):
        bench.progress("r-2")


@pytest.mark.parametrize(
    ("ended", "shown"),
    [("ABORTED", ShownStatus.STOPPED), ("FAILED", ShownStatus.FAILED), ("TIMED_OUT", ShownStatus.FAILED)],
)
def test_an_end_that_nobody_recorded_is_shown(bench: Bench, ended: str, shown: ShownStatus) -> None:
    bench.start("r-1")
    bench.clock.advance(seconds=3)
    bench.executions.set("arn:r-1", ended, "States.Runtime")
    run = bench.progress("r-1")
    assert (run.status, run.is_live, run.error) == (shown, False, "States.Runtime")
    assert run.finished_at
    bench.clock.advance(minutes=9)
    assert bench.progress("r-1").seconds == 3


def test_a_stopped_run_is_no_failed_run(bench: Bench) -> None:
    bench.start("r-1")
    bench.executions.set("arn:r-1", "ABORTED")
    record_stopped_run("r-1", bench.ledger, "stopped by an operator")
    run = bench.progress("r-1")
    assert (run.status, run.cause) == (ShownStatus.STOPPED, "stopped by an operator")
    assert bench.listed() == [("r-1", "stopped")]


def test_a_run_is_live_until_its_execution_has_ended(bench: Bench) -> None:
    bench.start("r-1")
    bench.ledger.finish_run("r-1", "succeeded", {"outcomes": {"parked": 2}})
    assert bench.progress("r-1").is_live
    bench.executions.set("arn:r-1", "SUCCEEDED")
    run = bench.progress("r-1")
    assert (run.status, run.is_live, run.visits) == (ShownStatus.SUCCEEDED, False, {"parked": 2})


def test_the_summary_counts_once_a_run_has_ended(bench: Bench) -> None:
    bench.start("r-1")
    bench.ledger.record("r-1", "visit", "s-1", {"outcome": "blocked"})
    summary = {"outcomes": {"blocked": 1, "error": 4}, "due": 5, "discovery": {"spend_usd": 0.25}}
    bench.ledger.finish_run("r-1", "succeeded", summary)
    run = bench.progress("r-1")
    assert (run.visits, run.planned, run.spend_usd) == ({"error": 4, "blocked": 1}, 5, 0.25)


def test_runs_are_filtered_by_state_region_and_end(bench: Bench) -> None:
    bench.start("r-1", ("Leeds, UK",))
    bench.ledger.finish_run("r-1", "succeeded", {"artists": 9})
    bench.clock.advance(days=3)
    bench.start("r-2", ("Otley, UK", "Ilkley, UK"))
    bench.ledger.finish_run("r-2", "failed", {"error": "NothingRead"})
    bench.clock.advance(hours=1)
    bench.start("r-3")
    assert bench.listed() == [("r-3", "running"), ("r-2", "failed"), ("r-1", "succeeded")]
    assert bench.listed(state="failed") == [("r-2", "failed")]
    assert bench.listed(region="ILKLEY") == [("r-2", "failed")]
    assert bench.listed(ended_hours=24) == [("r-2", "failed")]
    bench.executions.set("arn:r-3", "ABORTED")
    assert bench.listed(state="stopped") == [("r-3", "stopped")]


def test_runs_go_on_where_a_page_ended(bench: Bench) -> None:
    for number in range(120):
        bench.start(f"r-{number:03}")
        bench.ledger.finish_run(f"r-{number:03}", "succeeded", {})
        bench.clock.advance(minutes=1)
    browse = BrowseRuns(bench.ledger, bench.executions, bench.clock)
    found: list[str] = []
    before = ""
    for _ in range(5):
        page = browse(RunFilters(before=before))
        found += [run.run_id for run in page.runs]
        before = page.next_before
        if not before:
            break
    assert found == [f"r-{number:03}" for number in reversed(range(120))]


def test_the_change_of_artists_is_told_against_the_run_before(bench: Bench) -> None:
    bench.start("r-1")
    bench.ledger.finish_run("r-1", "succeeded", {"artists": 90, "artists_before": 99, "new_artists": 4})
    [run] = BrowseRuns(bench.ledger, bench.executions, bench.clock)(RunFilters()).runs
    assert (run.artists, run.new, run.change) == (90, 4, -9)
    assert run.seconds == timedelta(0).total_seconds()
