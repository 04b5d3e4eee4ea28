"""RenderSite: what a browser saw is stored once, and the run goes on without one."""

from typing import Any

import pytest

from inkscout.contracts.stored.visit import Visit
from inkscout.domain.job import Job, JobKind
from inkscout.domain.naming import digest
from inkscout.domain.outcome import JobStatus, VisitOutcome
from inkscout.domain.page import FetchStatus
from inkscout.domain.removal import identifiers
from inkscout.domain.studio import Studio
from inkscout.usecases.visits.render_site import RenderSitePorts, render_site
from tests.support.fakes.clock import FakeClock, FakeStopwatch
from tests.support.fakes.directory import FakeDirectory
from tests.support.fakes.operations import FakeDenylist, FakeHeldPeople, FakeRunLedger, FakeStateStore
from tests.support.fakes.readers import HereReader
from tests.support.fakes.stores import FakeLake, FakeQueue
from tests.support.fakes.websites import FakeBrowser

RUN = "run-1"
STUDIO = Studio(
    studio_id="s-1", name="Harbour Tattoo", website="http://harbour.example/", country="GB", city="Leeds"
)
TEAM = """<!doctype html><title>Harbour Tattoo</title>
<p>A tattoo studio by the harbour in Leeds, open from Tuesday to Saturday. We work by appointment and are glad
to talk through an idea, its size and its place over a cup of tea before anything is drawn.</p>
<a href="/contact">Contact</a><h1>Our artists</h1>
<section class="artist"><h2>Mara Voss</h2><p>Tattoo artist, fine line and botanical.</p>
<a href="https://www.instagram.com/mara.voss.ink/">@mara.voss.ink</a></section>
<section class="artist"><h2>Ivo Lindqvist</h2><p>Tattoo artist, blackwork.</p>
<a href="https://www.instagram.com/ivo.blackwork/">@ivo.blackwork</a></section>"""


class World:
    def __init__(self, browser: FakeBrowser) -> None:
        self.browser = browser
        self.directory, self.ledger, self.state_store = FakeDirectory(), FakeRunLedger(), FakeStateStore()
        self.lake, self.denylist, self.queue = FakeLake(), FakeDenylist(), FakeQueue()
        self.directory.put_studio(STUDIO)
        self.job = Job(
            scrape_id=digest(RUN, JobKind.RENDER_SITE, "s-1"),
            run_id=RUN,
            kind=JobKind.RENDER_SITE,
            url=STUDIO.website,
            studio_id="s-1",
            reason="the page is an empty #root that scripts fill",
        )
        self.ledger.add_jobs(RUN, [self.job])
        http = Visit(studio_id="s-1", outcome=VisitOutcome.NEEDS_BROWSER, tier="http", website=STUDIO.website)
        self.ledger.record(RUN, "visit", "s-1", http.document())

    async def render(self) -> dict[str, Any]:
        deps = RenderSitePorts(
            browser=self.browser,
            directory=self.directory,
            ledger=self.ledger,
            state_store=self.state_store,
            lake=self.lake,
            reader=HereReader(),
            stopwatch=FakeStopwatch(),
            denylist=self.denylist,
            held_people=FakeHeldPeople(),
            queue=self.queue,
            clock=FakeClock(),
            max_pages=5,
            seconds=10,
        )
        return await render_site(self.job, deps=deps)

    def visit(self) -> Visit:
        [entry] = self.ledger.entries(RUN, "visit")
        return Visit.model_validate({name: value for name, value in entry.items() if name != "key"})

    def profile_jobs(self) -> list[dict[str, Any]]:
        return [job for job in self.ledger.jobs(RUN) if job["kind"] == JobKind.READ_PROFILE]


async def test_a_rendered_visit_replaces_the_http_visit_and_its_artists_are_stored_and_queued() -> None:
    world = World(FakeBrowser({STUDIO.website: TEAM}))
    end = await world.render()
    visit = world.visit()
    assert end["outcome"] == visit.outcome == VisitOutcome.ARTISTS_FOUND
    assert visit.tier == "browser"
    assert {artist.name for artist in world.directory.artists()} == {"Mara Voss", "Ivo Lindqvist"}
    assert sorted(visit.artists) == sorted(artist.artist_id for artist in world.directory.artists())
    assert len(world.profile_jobs()) == end["jobs"] == 2
    assert len(world.queue.sent) == 1
    assert [page.html for page in world.lake.pages("s-1")] == [TEAM]


async def test_rendering_twice_changes_nothing_the_second_time() -> None:
    world = World(FakeBrowser({STUDIO.website: TEAM}))
    await world.render()
    before = {artist.artist_id: artist for artist in world.directory.artists()}
    for job in world.profile_jobs():
        world.ledger.finish_job(RUN, job["scrape_id"], JobStatus.DONE, {"outcome": "read"})
    again = await world.render()
    assert {artist.artist_id: artist for artist in world.directory.artists()} == before
    assert world.visit().written == 0
    assert again["jobs"] == 0
    assert len(world.profile_jobs()) == 2


async def test_jobs_recorded_by_an_attempt_that_died_before_sending_are_sent_by_the_next() -> None:
    world = World(FakeBrowser({STUDIO.website: TEAM}))
    await world.render()
    world.queue.sent.clear()
    assert (await world.render())["jobs"] == 2
    assert len(world.queue.sent) == 1


async def test_a_machine_without_a_browser_ends_the_visit_with_an_outcome_of_its_own() -> None:
    world = World(FakeBrowser(missing=True))
    end = await world.render()
    assert end["outcome"] == VisitOutcome.BROWSER_UNAVAILABLE
    assert world.visit().outcome is VisitOutcome.BROWSER_UNAVAILABLE
    assert world.visit().promised == world.job.reason
    assert not world.queue.sent


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (FetchStatus.ROBOTS_FORBIDDEN, VisitOutcome.ROBOTS_FORBIDDEN),
        (FetchStatus.BLOCKED, VisitOutcome.BLOCKED),
        (FetchStatus.TOO_LARGE, VisitOutcome.TOO_LARGE),
        (FetchStatus.TIMEOUT, VisitOutcome.UNREACHABLE),
        (FetchStatus.CRASHED, VisitOutcome.ERROR),
    ],
)
async def test_a_sites_fault_is_its_outcome(status: FetchStatus, outcome: VisitOutcome) -> None:
    world = World(FakeBrowser({STUDIO.website: status}))
    assert (await world.render())["outcome"] == outcome
    assert not list(world.directory.artists())


async def test_no_profile_is_queued_for_one_who_asked_not_to_be_listed() -> None:
    world = World(FakeBrowser({STUDIO.website: TEAM}))
    world.denylist.add(identifiers(handle="mara.voss.ink"))
    await world.render()
    assert {artist.name for artist in world.directory.artists()} == {"Ivo Lindqvist"}
    assert [job["url"] for job in world.profile_jobs()] == ["https://www.instagram.com/ivo.blackwork/"]
    assert world.visit().suppressed == 1


async def test_a_studio_that_is_gone_is_not_visited() -> None:
    world = World(FakeBrowser({STUDIO.website: TEAM}))
    world.directory.delete("studio", "s-1")
    assert (await world.render())["outcome"] == VisitOutcome.ERROR
    assert not world.browser.visits
