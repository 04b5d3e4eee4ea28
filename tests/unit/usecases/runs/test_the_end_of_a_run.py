"""FinishRun and RecordFailure: every studio accounted for, every failure in words, every lease released."""

import json
from typing import Any

import pytest

from inkscout.contracts.finish_run import FinishRunRequest, RecordFailureRequest, RunSummary
from inkscout.contracts.stored.visit import Visit
from inkscout.domain.job import Job, JobKind
from inkscout.domain.outcome import JobStatus, VisitOutcome
from inkscout.usecases.runs.finish_run import FinishRunPorts, finish_run
from inkscout.usecases.runs.fleet_record import record_fleet
from inkscout.usecases.runs.record_failure import RecordFailurePorts, record_failure
from inkscout.usecases.runs.run_metrics import run_metrics
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.operations import FakeRunLedger
from tests.support.fakes.stores import FakeEvents


class World:
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.ledger = FakeRunLedger(self.clock)
        self.events = FakeEvents()
        started = {"execution_arn": "arn", "started_at": self.clock.now().isoformat(), "regions": ["Leeds"]}
        self.ledger.start_run("run", started)

    def visit(self, studio_id: str, outcome: VisitOutcome, **fields: Any) -> None:
        visit = Visit(studio_id=studio_id, outcome=outcome, **fields)
        self.ledger.record("run", "visit", studio_id, visit.document())

    def job(self, name: str, status: JobStatus | None = None, **document: Any) -> None:
        job = Job(
            scrape_id=name, run_id="run", kind=JobKind.READ_PROFILE, url="http://x.test/", studio_id="s"
        )
        self.ledger.add_jobs("run", [job])
        if status:
            self.ledger.finish_job("run", name, status, document)

    def finish(self, **discovery: Any) -> RunSummary:
        self.clock.advance(seconds=90)
        return finish_run(
            FinishRunRequest(run_id="run"),
            deps=FinishRunPorts(
                ledger=self.ledger,
                events=self.events,
                clock=self.clock,
                export=lambda run_id: [f"exports/{run_id}.csv"],
                discovery=lambda run_id: dict(discovery),
                expire=lambda: 2,
                enforce=lambda: 0,
            ),
        )


def test_the_summary_counts_both_tiers() -> None:
    world = World()
    world.visit("a", VisitOutcome.ARTISTS_FOUND, artists=["1", "2"], written=5, unchanged=1)
    world.visit("b", VisitOutcome.ARTISTS_FOUND, artists=["2"], written=0, unchanged=2)
    world.visit("c", VisitOutcome.CLOSED)
    world.job("p1", JobStatus.DONE, outcome="read", written=1)
    world.job("p2", JobStatus.FAILED, outcome="login_wall")
    summary = world.finish(studios=3, written=3)
    assert summary.outcomes == {"artists_found": 2, "closed": 1}
    assert (summary.studios, summary.artists, summary.written, summary.unchanged) == (3, 2, 9, 3)
    assert summary.jobs == {"read_profile": {"read": 1, "login_wall": 1}}
    assert (summary.seconds, summary.exports) == (90.0, ["exports/run.csv"])


@pytest.mark.parametrize(
    ("done", "open_", "words"),
    [
        (0, 3, "no worker took any of the 3 jobs"),
        (0, 1, "no worker took the job"),
        (2, 1, "1 of 3 jobs were left when the workers stopped"),
        (3, 0, ""),
    ],
)
def test_the_summary_names_an_external_fleet_and_says_what_it_left(done: int, open_: int, words: str) -> None:
    world = World()
    world.visit("a", VisitOutcome.ARTISTS_FOUND)
    record_fleet("run", "external", world.ledger)
    for number in range(done):
        world.job(f"d{number}", JobStatus.DONE, outcome="read")
    for number in range(open_):
        world.job(f"o{number}")
    summary = world.finish()
    assert (summary.fleet, summary.status) == ("external", "succeeded")
    assert summary.warning.startswith(words)
    assert ("docs/runbooks/external-fleet.md" in summary.warning) == bool(words)
    assert summary.warning != "" or not words


def test_a_failed_run_tells_of_an_external_fleet_in_its_cause() -> None:
    world = _with_outcomes(needs_browser=10)
    record_fleet("run", "external", world.ledger)
    world.job("one")
    summary = world.finish()
    assert summary.error == "NothingRead"
    assert "; no worker took the job" in summary.cause
    assert summary.warning == ""


def test_a_fleet_on_fargate_leaves_no_word_of_external_workers() -> None:
    world = World()
    record_fleet("run", "fargate", world.ledger)
    world.job("one")
    summary = world.finish()
    assert (summary.fleet, summary.warning) == ("fargate", "")


def test_the_summary_says_how_many_of_the_reachable_websites_were_read() -> None:
    world = World()
    for number, outcome in enumerate(VisitOutcome):
        world.visit(f"s-{number}", outcome)
    summary = world.finish()
    assert (summary.reachable, summary.read) == (len(VisitOutcome) - 4, 5)
    assert summary.success_rate == round(5 / 11, 4)
    assert summary.due == len(VisitOutcome) - 3


def _with_outcomes(**numbers: int) -> World:
    world = World()
    for outcome, number in numbers.items():
        for at in range(number):
            world.visit(f"{outcome}-{at}", VisitOutcome(outcome))
    return world


@pytest.mark.parametrize(
    ("numbers", "error", "words"),
    [
        ({"error": 11}, "NothingRead", "only 0 of 11 websites were read (11 error)"),
        ({"unreachable": 5, "artists_found": 1}, "NothingRead", "1 of 6 websites were read (5 unreachable)"),
        ({"needs_browser": 6}, "NothingRead", "0 of 6"),
        ({"unreachable": 2, "blocked": 2, "no_artists_named": 2, "closed": 9}, "", "only 2 of 6"),
        ({"unreachable": 1}, "", "only 0 of 1 websites were read (1 unreachable)"),
        ({"artists_found": 8, "unreachable": 2, "no_website": 30}, "", ""),
        ({"robots_forbidden": 9, "closed": 3}, "", ""),
    ],
)
def test_a_run_that_read_next_to_nothing_has_failed_and_one_that_read_little_says_so(
    numbers: dict[str, int], error: str, words: str
) -> None:
    world = _with_outcomes(**numbers)
    summary = world.finish()
    assert summary.error == error
    assert words in (summary.cause or summary.warning)
    assert bool(summary.cause or summary.warning) is bool(words)
    assert summary.status == ("failed" if error else "succeeded")
    run = world.ledger.run("run")
    assert run is not None
    assert run["status"] == summary.status
    assert [name for name, _ in world.events.published] == ["Run Failed" if error else "Run Finished"]
    assert run_metrics(summary)["BarrenRuns"] == int(bool(error))


def test_a_run_that_reached_no_website_has_no_rate() -> None:
    world = World()
    world.visit("a", VisitOutcome.NO_WEBSITE)
    assert world.finish().success_rate is None


def test_a_studio_of_a_lost_batch_is_accounted_for_as_an_error() -> None:
    world = World()
    world.ledger.record("run", "planned", "lost", {"website": "http://lost.test/"})
    world.ledger.record("run", "planned", "read", {"website": "http://read.test/"})
    world.visit("read", VisitOutcome.NO_ARTISTS_NAMED)
    assert world.finish().outcomes == {"error": 1, "no_artists_named": 1}


def test_a_job_that_three_rounds_did_not_end_is_recorded_as_failed() -> None:
    world = World()
    world.job("open")
    assert world.finish().jobs == {"read_profile": {"error": 1}}
    job = world.ledger.job("run", "open")
    assert job is not None
    assert job["status"] == JobStatus.FAILED


def test_finishing_twice_is_one_end_and_releases_the_lease() -> None:
    world = World()
    world.visit("a", VisitOutcome.ARTISTS_FOUND, artists=["1"])
    first, second = world.finish(), world.finish()
    assert first.outcomes == second.outcomes
    assert world.ledger.active_run() is None


def test_a_spent_budget_is_the_status_of_the_run() -> None:
    assert World().finish(outcomes=["budget_reached", "exhausted"]).status == "budget_reached"


def test_a_failure_is_recorded_in_the_words_of_the_error() -> None:
    world = World()
    cause = json.dumps(
        {"errorMessage": "regions: field required", "errorType": "InvalidInput", "stackTrace": []}
    )
    result = record_failure(
        RecordFailureRequest(run_id="run", error={"Error": "InvalidInput", "Cause": cause}),
        deps=RecordFailurePorts(ledger=world.ledger, events=world.events, clock=world.clock),
    )
    assert (result.error, result.cause) == ("InvalidInput", "regions: field required")
    run = world.ledger.run("run")
    assert run is not None
    assert run["status"] == "failed"
    assert world.ledger.active_run() is None


def test_a_failure_of_another_run_leaves_the_lease_where_it_is() -> None:
    world = World()
    record_failure(
        RecordFailureRequest(run_id="other", error={"Error": "RunAlreadyActive", "Cause": "busy"}),
        deps=RecordFailurePorts(ledger=world.ledger, events=world.events, clock=world.clock),
    )
    active = world.ledger.active_run()
    assert active is not None
    assert active["run_id"] == "run"
