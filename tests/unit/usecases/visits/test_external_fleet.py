"""Waiting for an external fleet: nothing is sent while jobs end, and every wait has an end."""

from typing import Any

import pytest

from inkscout.contracts.check_progress import CheckProgressRequest
from inkscout.contracts.queue_scraping import FleetPlan
from inkscout.domain.outcome import JobStatus, VisitOutcome
from inkscout.usecases.runs.fleet_record import fleet_of
from inkscout.usecases.visits.check_progress import CheckProgressPorts, check_progress
from inkscout.usecases.visits.external_fleet import ExternalFleet
from inkscout.usecases.visits.queue_scraping import LAST_ROUND
from tests.unit.usecases.visits.test_the_fleet import World

LOOK, STALL, DEADLINE = 60, 900, 21_600


class Run(World):
    """A run of a few jobs with an external fleet, looked at as its execution does."""

    def __init__(self, jobs: int = 3) -> None:
        super().__init__()
        self.external = ExternalFleet(
            clock=self.clock, look_seconds=LOOK, stall_seconds=STALL, deadline_seconds=DEADLINE
        )
        for number in range(jobs):
            self.visit(f"app-{number}", VisitOutcome.NEEDS_BROWSER)
        self.plan = self.queue_jobs()
        self.looks = 0
        self._open = [job["scrape_id"] for job in self.ledger.jobs("run")]

    def end_a_job(self) -> None:
        self.ledger.finish_job("run", self._open.pop(), JobStatus.DONE, {"outcome": "artists_found"})

    def look(self) -> FleetPlan:
        """Waits as long as the plan says, and looks; the payload passes through JSON, as in an execution."""
        self.clock.advance(seconds=self.plan.wait_seconds)
        state: dict[str, Any] = self.plan.model_dump(mode="json")
        request = CheckProgressRequest.model_validate(
            {"run_id": "run", "round": state["round"], "waits": state["waits"], "watch": state["watch"]}
        )
        deps = CheckProgressPorts(ledger=self.ledger, queue=self.queue, clock=self.clock)
        self.plan = check_progress(request, deps=deps)
        self.looks += 1
        return self.plan

    def follow(self) -> list[int]:
        """Looks until the run goes on; returns the number of messages sent after each look."""
        sent = []
        while self.plan.wait:
            self.look()
            sent.append(self.queue.depth())
        return sent


def test_no_worker_is_planned_and_the_mode_is_recorded() -> None:
    run = Run()
    assert (run.plan.workers, run.plan.scrape, run.plan.wait, run.plan.wait_seconds) == (
        [],
        False,
        True,
        LOOK,
    )
    assert fleet_of("run", run.ledger) == "external"
    fargate = World()
    fargate.queue_jobs()
    assert fleet_of("run", fargate.ledger) == "fargate"


def test_a_run_without_jobs_waits_for_nobody() -> None:
    assert not Run(jobs=0).plan.wait


def test_nothing_is_sent_while_jobs_end_and_the_run_goes_on_with_the_last() -> None:
    run = Run(jobs=20)
    before = run.queue.depth()
    for left in range(19, 0, -1):
        run.end_a_job()
        for _ in range(STALL // LOOK - 1):  # a job ends just before the stall each time
            assert run.look().jobs == left
        assert (run.plan.round, run.queue.depth()) == (1, before)
    run.end_a_job()
    assert (run.look().wait, run.plan.scrape) == (False, False)


def test_open_jobs_are_sent_again_after_a_stall_and_twice_at_most() -> None:
    run = Run()
    before = run.queue.depth()
    sent = run.follow()
    assert run.looks == LAST_ROUND * STALL // LOOK
    again = [number for number, depth in enumerate(sent) if depth > ([before, *sent])[number]]
    assert again == [STALL // LOOK - 1, 2 * STALL // LOOK - 1]
    assert (run.plan.wait, run.plan.scrape) == (False, False)


def test_only_what_is_open_is_sent_again() -> None:
    run = Run(jobs=3)
    run.end_a_job()
    before = run.queue.depth()
    while run.plan.round == 1:
        run.look()
    assert run.plan.jobs == 2
    assert run.queue.depth() == before + 1


def test_a_fleet_that_is_slow_for_ever_meets_the_deadline() -> None:
    run = Run(jobs=400)
    while run.plan.wait:
        run.end_a_job()
        run.look()
    assert run.looks == DEADLINE // LOOK
    assert sum(job["status"] == JobStatus.QUEUED for job in run.ledger.jobs("run")) == 400 - run.looks


def test_counts_that_are_an_entry_short_neither_end_a_run_early_nor_hold_it() -> None:
    run = Run(jobs=2)
    run.end_a_job()
    run.ledger.counted["run"].update({"job:queued": -1})  # one open job is not counted
    assert run.look().wait
    run = Run(jobs=2)
    run.end_a_job()
    run.look()
    run.end_a_job()
    run.ledger.counted["run"].update({"job:queued": 1, "job:done": -1})  # an end is not counted
    assert not run.look().wait


@pytest.mark.parametrize("round_number", [1, LAST_ROUND])
def test_a_run_keeps_the_mode_that_it_began_with(round_number: int) -> None:
    """A stage may be given another mode while a run is at work: its execution says which it has."""
    run = Run()
    watch = run.plan.watch
    run.external = None
    plan = check_progress(
        CheckProgressRequest(run_id="run", round=round_number, waits=0, watch=watch),
        deps=CheckProgressPorts(ledger=run.ledger, queue=run.queue, clock=run.clock),
    )
    assert plan.wait
