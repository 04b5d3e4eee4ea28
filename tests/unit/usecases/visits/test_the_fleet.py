"""QueueScraping and CheckProgress: no job lost, none sent for a person who asked to be left out."""

from collections.abc import Sequence

import pytest

from inkscout.contracts.check_progress import CheckProgressRequest
from inkscout.contracts.queue_scraping import FleetPlan, QueueScrapingRequest
from inkscout.contracts.scrape_jobs import parse_message
from inkscout.contracts.stored.visit import Visit
from inkscout.domain.artist import Artist
from inkscout.domain.job import Job, JobKind
from inkscout.domain.outcome import JobStatus, VisitOutcome
from inkscout.domain.removal import identifiers
from inkscout.errors import StoreThrottled
from inkscout.usecases.visits.check_progress import MOST_WAITS, CheckProgressPorts, check_progress
from inkscout.usecases.visits.external_fleet import ExternalFleet
from inkscout.usecases.visits.queue_scraping import QueueScrapingPorts, fleet_plan, queue_scraping
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.directory import FakeDirectory
from tests.support.fakes.operations import FakeDenylist, FakeRunLedger
from tests.support.fakes.stores import FakeQueue


class World:
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.directory = FakeDirectory()
        self.ledger = FakeRunLedger(self.clock)
        self.denylist = FakeDenylist()
        self.external: ExternalFleet | None = None
        self.max_workers = 10
        self.queue = FakeQueue()

    def visit(self, studio_id: str, outcome: VisitOutcome, *artists: Artist) -> None:
        for artist in artists:
            self.directory.put_artist(artist)
        visit = Visit(
            studio_id=studio_id,
            outcome=outcome,
            website=f"http://{studio_id}.test/",
            artists=[artist.artist_id for artist in artists],
        )
        self.ledger.record("run", "visit", studio_id, visit.document())

    def queue_jobs(self) -> FleetPlan:
        return queue_scraping(
            QueueScrapingRequest(run_id="run"),
            deps=QueueScrapingPorts(
                ledger=self.ledger,
                directory=self.directory,
                denylist=self.denylist,
                queue=self.queue,
                external=self.external,
                max_workers=self.max_workers,
            ),
        )

    def check(self, round_number: int, waits: int | None = None) -> FleetPlan:
        return check_progress(
            CheckProgressRequest(run_id="run", round=round_number, waits=waits),
            deps=CheckProgressPorts(
                ledger=self.ledger, queue=self.queue, clock=self.clock, max_workers=self.max_workers
            ),
        )

    def jobs(self) -> dict[str, str]:
        return {job["url"]: job["status"] for job in self.ledger.jobs("run")}


def artist(name: str, **fields: str) -> Artist:
    return Artist(artist_id=f"a-{name}", name=name, studio_id="studio", **fields)  # type: ignore[arg-type]


def test_a_site_that_needs_a_browser_and_a_public_profile_each_become_a_job() -> None:
    world = World()
    world.visit("app", VisitOutcome.NEEDS_BROWSER)
    world.visit(
        "plain",
        VisitOutcome.ARTISTS_FOUND,
        artist("own", website="http://own.test/", instagram="own.ink"),
        artist("page", page_url="http://plain.test/page", instagram="page.ink"),
        artist("insta", instagram="insta.ink"),
        artist("nothing"),
    )
    plan = world.queue_jobs()
    assert plan.jobs == 4
    assert set(world.jobs()) == {
        "http://app.test/",
        "http://own.test/",
        "http://plain.test/page",
        "https://www.instagram.com/insta.ink/",
    }


def test_nothing_to_scrape_starts_no_worker() -> None:
    world = World()
    world.visit("plain", VisitOutcome.NO_ARTISTS_NAMED)
    plan = world.queue_jobs()
    assert (plan.scrape, plan.workers) == (False, [])


def test_a_person_on_the_denylist_gets_no_job() -> None:
    world = World()
    hidden = artist("hidden", instagram="hidden.ink")
    world.denylist.add(identifiers(handle="hidden.ink", names=(), studio_id="", artist_id=""))
    world.visit("plain", VisitOutcome.ARTISTS_FOUND, hidden)
    assert world.queue_jobs().jobs == 0


def test_queueing_twice_records_each_job_once() -> None:
    world = World()
    world.visit("app", VisitOutcome.NEEDS_BROWSER)
    world.queue_jobs()
    world.queue_jobs()
    assert len(world.jobs()) == 1


class DyingQueue(FakeQueue):
    """Takes what a number of calls send, then none."""

    def __init__(self, calls: int) -> None:
        super().__init__()
        self.left = calls

    def send(self, run_id: str, jobs: Sequence[Job]) -> int:
        if not self.left:
            raise StoreThrottled("the queue did not take a batch of messages")
        self.left -= 1
        return super().send(run_id, jobs)


def many_studios(monkeypatch: pytest.MonkeyPatch, calls: int) -> World:
    """Seven studios in slices of two, on a queue that dies after some calls; one artist is at two of them."""
    monkeypatch.setattr("inkscout.usecases.visits.queue_scraping.SLICE", 2)
    world = World()
    world.queue = DyingQueue(calls)
    guest = artist("guest", website="http://guest.test/")
    for number in range(7):
        here = artist(str(number), website=f"http://own-{number}.test/")
        world.visit(f"s-{number}", VisitOutcome.ARTISTS_FOUND, here, *([guest] if number in {0, 5} else []))
    return world


def sent(queue: FakeQueue) -> list[str]:
    return [job.url for body in queue.sent for job in parse_message(body).jobs]


@pytest.mark.parametrize("calls", [0, 1, 3])
def test_a_call_that_died_goes_on_where_it_was_and_counts_everything(
    monkeypatch: pytest.MonkeyPatch, calls: int
) -> None:
    world = many_studios(monkeypatch, calls)
    with pytest.raises(StoreThrottled):
        world.queue_jobs()
    before = sent(world.queue)
    assert isinstance(world.queue, DyingQueue)
    world.queue.left = 100
    plan = world.queue_jobs()
    assert plan.jobs == 8
    again = sent(world.queue)
    assert again[: len(before)] == before
    assert sorted(again) == sorted([f"http://own-{n}.test/" for n in range(7)] + ["http://guest.test/"])
    assert set(world.jobs()) == set(again)


def test_a_call_whose_answer_was_lost_sends_nothing_twice_and_plans_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = many_studios(monkeypatch, 100)
    plan = world.queue_jobs()
    first = sent(world.queue)
    assert world.queue_jobs() == plan
    assert sent(world.queue) == first


def test_sites_and_profiles_of_a_slice_fill_messages_of_their_own() -> None:
    world = World()
    for number in range(10):
        world.visit(f"app-{number}", VisitOutcome.NEEDS_BROWSER)
        one = artist(f"{number}", instagram=f"ink.{number}")
        world.visit(f"plain-{number}", VisitOutcome.ARTISTS_FOUND, one)
    world.queue_jobs()
    found = [parse_message(body) for body in world.queue.sent]
    assert [(message.kind, len(message.jobs)) for message in found] == [
        (JobKind.RENDER_SITE, 10),
        (JobKind.READ_PROFILE, 10),
    ]


def test_workers_follow_the_queue_and_stop_at_ten() -> None:
    assert fleet_plan(jobs=10, messages=1, round_number=1).workers == [1]
    assert len(fleet_plan(jobs=201, messages=21, round_number=1).workers) == 3
    assert len(fleet_plan(jobs=9999, messages=1000, round_number=1).workers) == 10
    assert len(fleet_plan(jobs=9999, messages=1000, round_number=1, most=4).workers) == 4


def test_no_round_has_more_workers_than_the_platform_allows() -> None:
    world = World()
    world.max_workers = 2
    for number in range(210):
        world.visit(f"app-{number}", VisitOutcome.NEEDS_BROWSER)
    assert world.queue_jobs().workers == [1, 2]
    assert world.check(1).workers == [1, 2]


def test_open_jobs_are_sent_again_and_the_last_round_runs_on_demand() -> None:
    world = World()
    world.visit("app", VisitOutcome.NEEDS_BROWSER)
    world.visit("other", VisitOutcome.NEEDS_BROWSER)
    world.queue_jobs()
    done = next(job for job in world.ledger.jobs("run") if job["url"] == "http://app.test/")
    world.ledger.finish_job("run", done["scrape_id"], JobStatus.DONE, {"outcome": "artists_found"})
    before = world.queue.depth()
    second = world.check(1)
    assert (second.scrape, second.round, second.jobs, second.capacity) == (True, 2, 1, "FARGATE_SPOT")
    assert world.queue.depth() == before + 1
    third = world.check(2)
    assert (third.scrape, third.round, third.capacity) == (True, 3, "FARGATE")
    assert world.check(3).scrape is False


def test_a_round_waits_for_messages_that_others_work_on_and_sends_none_of_them_again() -> None:
    world = World()
    world.visit("app", VisitOutcome.NEEDS_BROWSER)
    world.queue_jobs()
    world.queue.received, before = 1, world.queue.depth()
    plans = [world.check(1, waits=waits) for waits in range(MOST_WAITS)]
    assert [(plan.wait, plan.scrape, plan.round) for plan in plans] == [(True, False, 1)] * MOST_WAITS
    assert [plan.waits for plan in plans] == list(range(1, MOST_WAITS + 1))
    assert world.queue.depth() == before
    # A message that never comes back must not hold the run for ever.
    late = world.check(1, waits=MOST_WAITS)
    assert (late.wait, late.scrape, late.round, late.waits) == (False, True, 2, 0)
    world.queue.received = 0
    assert world.check(1, waits=3).scrape
    # Nor is the run's end written while the service still works on the last jobs.
    world.queue.received = 1
    assert world.check(3, waits=0).wait


def test_an_execution_that_cannot_wait_is_answered_with_a_round() -> None:
    """A run that is at work when a release comes keeps its definition, which knows no wait."""
    world = World()
    world.visit("app", VisitOutcome.NEEDS_BROWSER)
    world.queue_jobs()
    world.queue.received = 1
    assert world.check(1).scrape


def test_a_fleet_that_did_everything_is_not_sent_out_again() -> None:
    world = World()
    world.visit("app", VisitOutcome.NEEDS_BROWSER)
    world.queue_jobs()
    for job in list(world.ledger.jobs("run")):
        world.ledger.finish_job("run", job["scrape_id"], JobStatus.DONE, {"outcome": "artists_found"})
    assert world.check(1).scrape is False
