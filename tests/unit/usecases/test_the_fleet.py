"""QueueScraping and CheckProgress: no job lost, none sent for a person who asked to be left out."""

from inkscout.contracts.check_progress import CheckProgressRequest
from inkscout.contracts.queue_scraping import FleetPlan, QueueScrapingRequest
from inkscout.contracts.visit import Visit
from inkscout.domain.artist import Artist
from inkscout.domain.outcome import JobStatus, VisitOutcome
from inkscout.domain.removal import identifiers
from inkscout.usecases.check_progress import check_progress
from inkscout.usecases.queue_scraping import fleet_plan, queue_scraping
from tests.fakes.directory import FakeDirectory
from tests.fakes.operations import FakeDenylist, FakeLedger
from tests.fakes.stores import FakeQueue


class World:
    def __init__(self) -> None:
        self.directory = FakeDirectory()
        self.ledger = FakeLedger()
        self.denylist = FakeDenylist()
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
            ledger=self.ledger,
            directory=self.directory,
            denylist=self.denylist,
            queue=self.queue,
        )

    def check(self, round_number: int) -> FleetPlan:
        return check_progress(
            CheckProgressRequest(run_id="run", round=round_number), ledger=self.ledger, queue=self.queue
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


def test_workers_follow_the_queue_and_stop_at_ten() -> None:
    assert fleet_plan(jobs=10, messages=1, round_number=1).workers == [1]
    assert len(fleet_plan(jobs=100, messages=11, round_number=1).workers) == 3
    assert len(fleet_plan(jobs=9999, messages=1000, round_number=1).workers) == 10


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


def test_a_fleet_that_did_everything_is_not_sent_out_again() -> None:
    world = World()
    world.visit("app", VisitOutcome.NEEDS_BROWSER)
    world.queue_jobs()
    for job in list(world.ledger.jobs("run")):
        world.ledger.finish_job("run", job["scrape_id"], JobStatus.DONE, {"outcome": "artists_found"})
    assert world.check(1).scrape is False
