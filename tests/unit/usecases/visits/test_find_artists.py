"""FindArtists: a visit of each studio, an unchanged site that costs no write, an error that names itself."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from inkscout.contracts.find_artists import FindArtistsRequest, FindArtistsResult
from inkscout.contracts.queue_scraping import QueueScrapingRequest
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.page import FetchStatus, Page
from inkscout.domain.removal import KnownAt, listing
from inkscout.domain.studio import Studio
from inkscout.errors import StoreThrottled
from inkscout.usecases.visits.find_artists import FindArtistsPorts, find_artists
from inkscout.usecases.visits.queue_scraping import QueueScrapingPorts, queue_scraping
from tests.support.fakes.clock import FakeClock, FakeStopwatch
from tests.support.fakes.directory import FakeDirectory
from tests.support.fakes.operations import FakeDenylist, FakeHeldPeople, FakeRunLedger, FakeStateStore
from tests.support.fakes.readers import HereReader
from tests.support.fakes.stores import FakeLake, FakeQueue
from tests.support.listed import HANDLE, NAME, trace_of

TEAM = """<html><head><title>Otter Ink</title></head><body><h1>Otter Ink tattoo studio</h1>
<h2>Our artists</h2>
<div class="card"><h3>Mara Lindqvist</h3><p>Tattoo artist. Fine line and botanical.</p>
<a href="https://www.instagram.com/mara.lindqvist.ink">@mara.lindqvist.ink</a></div>
<div class="card"><h3>Teo Brandsma</h3><p>Tattoo artist. Blackwork.</p>
<a href="https://www.instagram.com/teobrandsma">@teobrandsma</a></div></body></html>"""


class Site:
    """Answers one page per address; conditional requests as a server with ETags does."""

    def __init__(self, **bodies: str) -> None:
        self.bodies = bodies
        self.asked: list[tuple[str, str]] = []

    async def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Page:
        self.asked.append((url, etag))
        body = self.bodies.get(url.split("/", 3)[2].removesuffix(".test"))
        at = datetime(2026, 11, 21, 12, tzinfo=UTC)
        if body is None:
            return Page(
                url=url, final_url=url, status=FetchStatus.UNREACHABLE, fetched_at=at, detail="refused"
            )
        if not url.endswith(".test/"):
            return Page(url=url, final_url=url, status=FetchStatus.NOT_FOUND, http_status=404, fetched_at=at)
        if etag == f'"{hash(body)}"':
            return Page(
                url=url, final_url=url, status=FetchStatus.NOT_MODIFIED, http_status=304, fetched_at=at
            )
        return Page(
            url=url,
            final_url=url,
            status=FetchStatus.OK,
            http_status=200,
            html=body,
            content_type="text/html",
            content_hash=str(hash(body)),
            etag=f'"{hash(body)}"',
            size=len(body),
            fetched_at=at,
        )


class World:
    def __init__(self) -> None:
        self.clock = clock = FakeClock()
        self.directory = FakeDirectory(clock)
        self.lake = FakeLake(clock)
        self.deps = FindArtistsPorts(
            open_fetcher=lambda _: nullcontext(Site()),
            directory=self.directory,
            ledger=FakeRunLedger(clock),
            state_store=FakeStateStore(clock),
            lake=self.lake,
            reader=HereReader(),
            stopwatch=FakeStopwatch(),
            denylist=FakeDenylist(),
            held_people=FakeHeldPeople(),
            clock=clock,
            max_pages=4,
            seconds=5,
        )

    def studio(self, name: str) -> None:
        self.directory.put_studio(Studio(studio_id=name, name=name.title(), website=f"http://{name}.test/"))

    async def run(self, site: Site, run_id: str, *studios: str, force: bool = False) -> FindArtistsResult:
        self.deps.ledger.start_run(run_id, {"execution_arn": run_id})
        result = await find_artists(
            FindArtistsRequest(run_id=run_id, studio_ids=list(studios), force=force),
            deps=replace(self.deps, open_fetcher=lambda _: nullcontext(site)),
        )
        self.deps.ledger.finish_run(run_id, "succeeded", {})
        return result

    def visit(self, run_id: str, studio_id: str) -> dict[str, object]:
        return next(e for e in self.deps.ledger.entries(run_id, "visit") if e["key"] == studio_id)


async def test_every_studio_of_a_batch_ends_in_an_outcome() -> None:
    world = World()
    world.studio("otter")
    world.studio("down")
    result = await world.run(Site(otter=TEAM), "one", "otter", "down", "unknown")
    assert result.outcomes == {"artists_found": 1, "unreachable": 1}
    assert {artist.name for artist in world.directory.artists()} == {"Mara Lindqvist", "Teo Brandsma"}
    assert world.visit("one", "otter")["new_artists"] == 2


async def test_an_unchanged_site_is_asked_conditionally_and_writes_nothing() -> None:
    world = World()
    world.studio("otter")
    site = Site(otter=TEAM)
    await world.run(site, "one", "otter")
    stored = dict(world.lake.objects)
    site.asked.clear()
    world.clock.advance(days=1)
    await world.run(site, "two", "otter")
    assert site.asked[0][1] != ""
    visit = world.visit("two", "otter")
    assert (visit["outcome"], visit["written"], visit["new_artists"]) == (VisitOutcome.ARTISTS_FOUND, 0, 0)
    assert {k for k in world.lake.objects if ".test" not in k} == {k for k in stored if ".test" not in k}


async def test_a_forced_visit_asks_for_everything_anew() -> None:
    world = World()
    world.studio("otter")
    site = Site(otter=TEAM)
    await world.run(site, "one", "otter")
    site.asked.clear()
    await world.run(site, "two", "otter", force=True)
    assert {etag for _, etag in site.asked} == {""}


async def test_a_repeated_batch_changes_nothing() -> None:
    world = World()
    world.studio("otter")
    site = Site(otter=TEAM)
    await world.run(site, "one", "otter")
    before = {artist.artist_id: artist.version for artist in world.directory.artists()}
    await world.run(site, "one", "otter")
    assert {artist.artist_id: artist.version for artist in world.directory.artists()} == before
    assert world.visit("one", "otter")["new_artists"] == 2


async def test_neither_the_ledger_nor_a_job_names_a_removed_person_by_the_address_of_a_route() -> None:
    world = World()
    world.studio("otter")
    world.deps.denylist.add(listing(handles=[HANDLE], names=[NAME], at=[KnownAt(studio_id="otter")]))
    shell = (
        "<title>Otter Ink</title><h1>Otter Ink tattoo studio</h1><script src='/app.js'></script>"
        "<p>We tattoo by appointment from Tuesday to Saturday, and talk an idea through first.</p>"
        "<a href='#/team/zoe-bronnimann'>Our artists</a>"
    )
    await world.run(Site(otter=shell), "one", "otter")
    visit = world.visit("one", "otter")
    assert visit["outcome"] == VisitOutcome.NEEDS_BROWSER
    assert "#/team/" in str(visit["promised"])
    queue = FakeQueue()
    deps = QueueScrapingPorts(
        ledger=world.deps.ledger, directory=world.directory, denylist=world.deps.denylist, queue=queue
    )
    queue_scraping(QueueScrapingRequest(run_id="one"), deps=deps)
    (job,) = queue.sent
    assert trace_of(f"{visit} {job}") == ""


async def test_an_error_of_a_store_goes_up_under_its_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    world.studio("otter")

    def refuse(*_: object, **__: object) -> None:
        raise StoreThrottled("slow down")

    monkeypatch.setattr(world.directory, "change_studios", refuse)
    with pytest.raises(StoreThrottled):
        await world.run(Site(otter=TEAM), "one", "otter")


class Stopped(Site):
    """Does not answer at first; with a stopwatch, because the process was stopped meanwhile."""

    def __init__(self, stopwatch: FakeStopwatch | None, **bodies: str) -> None:
        super().__init__(**bodies)
        self.stopwatch, self.failed = stopwatch, False

    async def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Page:
        if self.failed:
            return await super().fetch(url, etag=etag, last_modified=last_modified)
        self.failed = True
        if self.stopwatch is not None:
            self.stopwatch.pause()
        return await Site().fetch(url)


async def test_a_visit_that_failed_over_a_pause_is_made_again_and_counts_as_no_failure() -> None:
    world = World()
    world.studio("otter")
    stopwatch = world.deps.stopwatch
    assert isinstance(stopwatch, FakeStopwatch)
    result = await world.run(Stopped(stopwatch, otter=TEAM), "one", "otter")
    assert result.outcomes == {"artists_found": 1}
    assert world.deps.state_store.get("site", "otter") is None
    result = await world.run(Stopped(None, otter=TEAM), "two", "otter")
    assert result.outcomes == {"unreachable": 1}
