"""PlanVisits: who is visited, who is not and why, and no host in two batches."""

import json

from inkscout.contracts.plan_visits import PlanVisitsRequest, PlanVisitsResult
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.studio import Studio
from inkscout.usecases.visits.plan_visits import PlanVisitsPorts, plan_visits
from inkscout.usecases.visits.site_backoff import remember_visit
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.directory import FakeDirectory
from tests.support.fakes.operations import FakeRunLedger, FakeStateStore
from tests.support.fakes.stores import FakeManifests


class World:
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.directory = FakeDirectory(self.clock)
        self.ledger = FakeRunLedger(self.clock)
        self.state_store = FakeStateStore(self.clock)
        self.manifests = FakeManifests()

    def studio(self, studio_id: str, **fields: str) -> None:
        self.directory.put_studio(Studio(studio_id=studio_id, name=studio_id, **fields))  # type: ignore[arg-type]
        self.ledger.record("run", "studio", studio_id, {"new": True})

    def plan(self, **options: int | bool) -> PlanVisitsResult:
        return plan_visits(
            PlanVisitsRequest(run_id="run", **options),  # type: ignore[arg-type]
            deps=PlanVisitsPorts(
                directory=self.directory,
                ledger=self.ledger,
                state_store=self.state_store,
                manifests=self.manifests,
                bucket="bucket",
                clock=self.clock,
            ),
        )

    def batches(self) -> list[list[str]]:
        lines = self.manifests.texts["manifests/run=run/visits.jsonl"].splitlines()
        return [list(json.loads(line)["studio_ids"]) for line in lines]

    def outcomes(self) -> dict[str, str]:
        return {entry["key"]: entry["outcome"] for entry in self.ledger.entries("run", "visit")}


def test_a_closed_studio_and_one_without_a_website_are_not_visited() -> None:
    world = World()
    world.studio("open", website="http://open.test/")
    world.studio("closed", website="http://closed.test/", business_status="CLOSED_PERMANENTLY")
    world.studio("bare")
    world.studio("social", instagram="social.ink")
    result = world.plan()
    assert (result.visits, result.not_visited) == (1, 3)
    assert world.batches() == [["open"]]
    assert world.outcomes() == {"closed": "closed", "bare": "no_website", "social": "social_media_only"}


def test_studios_of_one_host_share_a_batch() -> None:
    world = World()
    for number in range(30):
        world.studio(f"s{number:02}", website=f"http://host{number % 7}.test/{number}")
    world.plan()
    owners: dict[str, int] = {}
    for index, batch in enumerate(world.batches()):
        for studio_id in batch:
            host = f"host{int(studio_id[1:]) % 7}"
            assert owners.setdefault(host, index) == index
    assert sorted(id_ for batch in world.batches() for id_ in batch) == [f"s{n:02}" for n in range(30)]


def test_an_empty_region_is_a_plan_without_batches() -> None:
    world = World()
    assert world.plan().batches == 0


def test_a_site_that_failed_three_times_is_left_alone_for_a_day_unless_forced() -> None:
    world = World()
    world.studio("down", website="http://down.test/")
    for number in range(3):
        remember_visit(world.state_store, "down", f"run{number}", VisitOutcome.UNREACHABLE, world.clock.now())
    assert world.plan().visits == 0
    assert world.outcomes() == {"down": "unreachable"}
    assert world.plan(force=True).visits == 1
    world.clock.advance(hours=25)
    assert world.plan().visits == 1


def test_a_repeated_visit_of_one_run_counts_once_and_a_good_one_clears_the_record() -> None:
    world = World()
    world.studio("down", website="http://down.test/")
    for _ in range(5):
        remember_visit(world.state_store, "down", "same-run", VisitOutcome.UNREACHABLE, world.clock.now())
    assert world.plan().visits == 1
    for number in range(2):
        remember_visit(world.state_store, "down", f"run{number}", VisitOutcome.BLOCKED, world.clock.now())
    assert world.plan().visits == 0
    remember_visit(world.state_store, "down", "good", VisitOutcome.ARTISTS_FOUND, world.clock.now())
    assert world.plan().visits == 1


def test_a_limit_visits_that_many_and_says_how_many_were_left() -> None:
    world = World()
    for number in range(5):
        world.studio(f"s{number}", website=f"http://s{number}.test/")
    result = world.plan(max_studios=2)
    assert (result.visits, result.not_visited) == (2, 3)
    assert len(list(world.ledger.entries("run", "planned"))) == 2
