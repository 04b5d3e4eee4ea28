"""Stores what was read of a world's websites as a run does, in memory: the directory of that run."""

import contextlib
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from inkscout.adapters.places.google_shapes import legacy_place
from inkscout.adapters.system_clock import SystemClock
from inkscout.discovery.identity import e164
from inkscout.discovery.studios import absorb
from inkscout.domain.artist import Artist
from inkscout.domain.geo import Box
from inkscout.domain.naming import studio_id_for
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.page import FetchStatus, Page
from inkscout.domain.place import Place, Region
from inkscout.domain.studio import Studio
from inkscout.errors import BrowserUnavailable
from inkscout.ports import Clock, Fetcher
from inkscout.usecases.directory.store_reading import store_reading
from inkscout.usecases.visits.queue_scraping import profile_job
from inkscout.usecases.visits.read_profile import ReadProfilePorts, read_profile
from inkscout.usecases.visits.read_website import WebsiteVisit
from inkscout.vocabulary.countries import country_code
from inkscout_cli.evaluation.in_memory.directory import MemoryDirectory
from inkscout_cli.evaluation.in_memory.stores import (
    MemoryDenylist,
    MemoryHeldPeople,
    MemoryLake,
    MemoryStateStore,
)
from inkscout_cli.evaluation.visits import OpenWorld, VisitedSite, open_world, visit_world
from inkscout_local.simulator.google.legacy_shapes import details_result
from inkscout_local.simulator.model import World

_RUN = "evaluation"
_KEEP_DAYS = 30
PUBLISH_CONFIDENCE = 0.7
"""Threshold of an evaluation, as a stage's parameter has it by default."""
_ANYWHERE = Region(key="anywhere", name="anywhere", box=Box(-90.0, -180.0, 90.0, 180.0))


@dataclass(slots=True)
class StoredWorld:
    """Stores in memory after one run over a world; ``studio_ids`` holds the id of the studio by host."""

    clock: SystemClock = field(default_factory=SystemClock)
    directory: MemoryDirectory = field(init=False)
    lake: MemoryLake = field(init=False)
    state_store: MemoryStateStore = field(init=False)
    denylist: MemoryDenylist = field(default_factory=MemoryDenylist)
    held_people: MemoryHeldPeople = field(default_factory=MemoryHeldPeople)
    studio_ids: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.directory = MemoryDirectory(self.clock)
        self.lake = MemoryLake(self.clock)
        self.state_store = MemoryStateStore(self.clock)

    def studio_of(self, host: str) -> Studio | None:
        """Returns the studio whose website a host is; None if there is none."""
        return self.directory.studio(self.studio_ids.get(host, ""))

    def artists_of(self, host: str) -> list[Artist]:
        """Returns the artists that searchers see at a host's studio, by name."""
        stays = self.directory.residencies(self.studio_ids.get(host, ""))
        found = (self.directory.artist(stay.artist_id) for stay in stays if stay.active)
        return sorted(
            (artist for artist in found if artist is not None and artist.is_shown),
            key=lambda artist: artist.name,
        )


class NoBrowser:
    """Implements ``ports.SiteBrowser`` where no browser was requested."""

    @contextlib.asynccontextmanager
    async def visit(self, subject: str) -> AsyncIterator[Fetcher]:
        """Refuses to open a session.

        Raises:
            BrowserUnavailable: always.
        """
        raise BrowserUnavailable(f"no browser was requested for {subject}")
        yield  # makes this a generator


class _WithinWorld:
    """Implements ``ports.Fetcher`` for a world: other hosts do not respond, without a wait."""

    def __init__(self, fetcher: Fetcher, hosts: Collection[str], clock: Clock) -> None:
        self._fetcher, self._hosts, self._clock = fetcher, hosts, clock

    async def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Page:
        """Returns a page of the world; a page with the status ``UNREACHABLE`` for any other host."""
        if (urlsplit(url).hostname or "").removeprefix("www.") in self._hosts:
            return await self._fetcher.fetch(url, etag=etag, last_modified=last_modified)
        now = self._clock.now()
        return Page(url=url, final_url=url, status=FetchStatus.UNREACHABLE, fetched_at=now)


async def visit_and_store(
    world: Path, *, render: bool, chromium: str = "", hosts: Sequence[str], say: Callable[[str], None]
) -> StoredWorld:
    """Visits websites of a world and stores them and their artists' profiles, as a run does.

    Raises:
        BadInput: the world has no labels for these hosts.
        BrowserUnavailable: a browser is needed and does not start.
    """
    sites = await visit_world(world, render=render, chromium=chromium, hosts=hosts, say=say)
    async with open_world(world, render=render, chromium=chromium) as opened:
        say("profiles")
        return await store_world(world, sites, opened)


async def store_world(world: Path, sites: Sequence[VisitedSite], opened: OpenWorld) -> StoredWorld:
    """Stores the visits of a world's websites, then reads and stores the profiles of the artists found.

    Discovery's record of each studio is stored first, as the world's places provider gives it.
    """
    stored = StoredWorld()
    enter_studios(stored, world, sites)
    for visited in sites:
        store_visits(stored, visited)
    hosts = {path.name for path in (world / "sites").iterdir()}
    deps = ReadProfilePorts(
        fetcher=_WithinWorld(opened.fetcher, hosts, stored.clock),
        reader=opened.reader,
        browser=opened.browser or NoBrowser(),
        business=None,
        directory=stored.directory,
        denylist=stored.denylist,
        lake=stored.lake,
        clock=stored.clock,
    )
    for artist in list(stored.directory.artists()):
        job = profile_job(_RUN, artist)
        if job is not None:
            await read_profile(job, deps=deps)
    return stored


def enter_studios(stored: StoredWorld, world: Path, sites: Iterable[VisitedSite]) -> None:
    """Stores a studio for each website: the provider's record of it, or the bare address without one."""
    places = places_by_host(world)
    for visited in sites:
        host = visited.label.host
        bare = Place(source="google", source_id=host, name=visited.site.studio_name or host)
        place = replace(places.get(host, bare), website=visited.site.url)
        studio = absorb(
            None,
            studio_id_for(place.source, place.source_id),
            place,
            _ANYWHERE,
            now=stored.clock.now(),
            keep_days=_KEEP_DAYS,
            review="",
        )
        stored.directory.put_studio(studio)
        stored.studio_ids[host] = studio.studio_id


def places_by_host(world: Path) -> Mapping[str, Place]:
    """Returns the provider's record of each place with a website, by host.

    Where the world gives no address components, country and city are the last parts of the address, since
    the provider always states them.
    """
    found: dict[str, Place] = {}
    for known in World.load(world).places:
        place = legacy_place(details_result(known))
        parts = [part.strip() for part in place.address.split(",")]
        country = place.country or country_code(parts[-1])
        city = place.city or (parts[-2] if len(parts) > 1 and country else "")
        host = (urlsplit(place.website).hostname or "").removeprefix("www.")
        if host:
            full = replace(place, country=country, city=city, phone=e164(place.phone, country))
            found.setdefault(host, full)
    return found


def store_visits(stored: StoredWorld, visited: VisitedSite) -> None:
    """Stores pages and reading of a website; those of the browser if the HTTP visit asked for one."""
    visit, source = visited.plain, "site"
    _store_pages(stored, visited, visit, source)
    if visit.reading.outcome is VisitOutcome.NEEDS_BROWSER:
        if visited.rendered is None:
            return
        visit, source = visited.rendered, "browser"
        _store_pages(stored, visited, visit, source)
    studio = stored.studio_of(visited.label.host)
    if studio is not None:
        store_reading(
            studio,
            visit.reading,
            directory=stored.directory,
            denylist=stored.denylist,
            held_people=stored.held_people,
            state_store=stored.state_store,
            lake=stored.lake,
            now=stored.clock.now(),
            visit_id=_RUN,
            least_confidence=PUBLISH_CONFIDENCE,
        )


def _store_pages(stored: StoredWorld, visited: VisitedSite, visit: WebsiteVisit, source: str) -> None:
    for page in visit.pages:
        if page.status is FetchStatus.OK:
            stored.lake.put_page(source, stored.studio_ids[visited.label.host], page)
