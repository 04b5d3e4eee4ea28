"""One hostile page harms nobody: good studios beside it are read, in both tiers, and timers go on."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from inkscout.adapters.reading.reader import ProcessReader
from inkscout.contracts.find_artists import FindArtistsRequest
from inkscout.domain.job import Delivery, Job, JobKind
from inkscout.domain.outcome import VisitOutcome
from inkscout.usecases.visits.find_artists import FindArtistsPorts, find_artists
from inkscout.usecases.visits.render_site import RenderSitePorts, render_site
from inkscout.web.policy import FetchPolicy, PacePolicy
from scraper_task.browser.browser_fetcher import OpenGate
from scraper_task.browser.pool import BrowserPool
from scraper_task.browser.site_browser import ChromiumSiteBrowser
from scraper_task.exit_reason import ExitReason
from scraper_task.worker import Budget, Worker
from tests.integration.scraper_task.conftest import QUICK, executable, pool  # noqa: F401 - fixtures
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.inbox import FakeInbox
from tests.support.fakes.stores import FakeLake, FakeQueue
from tests.support.fakes.websites import FakeBrowser
from tests.support.hostile_neighbours import (
    ARTISTS_OF_EACH,
    HostileWorld,
    hostile_world,
    responses,
    stores_of,
)
from tests.support.internet import Internet, Site
from tests.support.loopback_site import loopback_site

RUN = "run-1"


def outcomes(stores: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {str(entry["key"]): entry for entry in stores["ledger"].entries(RUN, "visit")}


def assert_nobody_was_harmed(world: HostileWorld, stores: dict[str, Any]) -> None:
    found = outcomes(stores)
    assert set(found) == set(world.pages)
    for host in world.good:
        assert found[host]["outcome"] == VisitOutcome.ARTISTS_FOUND, found[host]
        assert len(found[host]["artists"]) == ARTISTS_OF_EACH
    for host in world.poisoned:
        assert found[host]["outcome"] == VisitOutcome.UNREADABLE, found[host]
    for host in world.hostile:
        assert found[host]["outcome"] not in (VisitOutcome.UNREADABLE, VisitOutcome.ERROR), found[host]


async def find(world: HostileWorld, reader: ProcessReader) -> dict[str, Any]:
    """FindArtists over the world as one batch."""
    stores = stores_of(world)
    internet = Internet()
    policy = FetchPolicy(
        contact="crawler@inkscout.example", timeout_seconds=10, pace=PacePolicy(min_delay_seconds=0)
    )
    async with Site(responses(world)) as site:
        for host in world.pages:
            internet.add(host, site.port)
        deps = FindArtistsPorts(
            **stores,
            open_fetcher=lambda _: internet.fetcher(policy),
            reader=reader,
            max_pages=4,
            seconds=60,
        )
        request = FindArtistsRequest(run_id=RUN, studio_ids=list(world.pages), force=True)
        await find_artists(request, deps=deps)
    return stores


@pytest.mark.timeout(300)
async def test_twenty_good_studios_are_read_over_http_beside_hostile_ones(reader: ProcessReader) -> None:
    world = hostile_world()
    assert_nobody_was_harmed(world, await find(world, reader))


async def test_the_event_loop_is_free_while_a_page_is_read(reader: ProcessReader) -> None:
    world = HostileWorld(pages={"slow.example": "<h1>Raven Tattoo</h1>[spin]"}, poisoned=["slow.example"])
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    ticking = asyncio.create_task(tick())
    assert_nobody_was_harmed(world, await find(world, reader))
    ticking.cancel()
    assert ticks > 20  # a reading of one second of computing, with a tick every hundredth


class CountingInbox(FakeInbox):
    """Counts how often each message is held on to."""

    held: Counter[str]

    def extend(self, delivery: Delivery, seconds: int) -> bool:
        self.held = getattr(self, "held", Counter())
        self.held[delivery.message_id] += seconds > 0
        return super().extend(delivery, seconds)


async def drain(world: HostileWorld, urls: dict[str, str], browser: Any, reader: ProcessReader) -> Any:
    """One worker of the fleet over the world's sites; returns stores and inbox."""
    stores = stores_of(world)
    jobs = [
        Job(scrape_id=host, run_id=RUN, kind=JobKind.RENDER_SITE, url=urls[host], studio_id=host)
        for host in world.pages
    ]
    inbox = CountingInbox()
    stores["ledger"].add_jobs(RUN, jobs)
    inbox.put_jobs(jobs)
    deps = RenderSitePorts(
        **stores, browser=browser, queue=FakeQueue(), reader=reader, max_pages=1, seconds=60
    )

    async def do(job: Job) -> dict[str, Any]:
        return await render_site(job, deps=deps)

    budget = Budget(
        max_seconds=240,
        idle_seconds=0.3,
        job_seconds=90,
        visibility_seconds=2,
        poll_seconds=0,
        slots=4,
        slow_slots=2,
    )
    worker = Worker(inbox, stores["ledger"], do, budget)
    assert await worker.run() is ExitReason.QUEUE_EMPTY
    assert worker.tally.failed == 0
    return stores, inbox


@pytest.mark.timeout(300)
async def test_a_worker_reads_good_studios_and_holds_its_messages_beside_hostile_ones(
    reader: ProcessReader,
) -> None:
    world = hostile_world(good=8, endless=False)
    urls = {host: f"http://{host}/" for host in world.pages}
    browser = FakeBrowser({urls[host]: str(page) for host, page in world.pages.items()})
    stores, inbox = await drain(world, urls, browser, reader)
    assert_nobody_was_harmed(world, stores)
    assert not inbox.kept
    assert not inbox.dead
    assert sum(inbox.held.values()) > 0


@pytest.mark.slow
@pytest.mark.chromium
@pytest.mark.timeout(600)
async def test_a_worker_with_a_browser_reads_good_studios_beside_hostile_ones(
    pool: BrowserPool,  # noqa: F811 - the fixture
    reader: ProcessReader,
) -> None:
    world = hostile_world(endless=False)
    browser = ChromiumSiteBrowser(pool, lake=FakeLake(), clock=FakeClock(), gate=OpenGate, bounds=QUICK)
    pages = {f"/{host}/": str(page) for host, page in world.pages.items()}
    async with loopback_site(dict(pages)) as site:
        urls = {host: site.url(f"/{host}/") for host in world.pages}
        stores, inbox = await drain(world, urls, browser, reader)
    found = outcomes(stores)
    for host in world.good:
        assert found[host]["outcome"] == VisitOutcome.ARTISTS_FOUND, found[host]
    for host in world.poisoned:
        assert found[host]["outcome"] == VisitOutcome.UNREADABLE, found[host]
    assert set(found) == set(world.pages)
    assert not inbox.kept
