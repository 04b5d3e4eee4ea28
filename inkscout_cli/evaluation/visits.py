"""Visits every labelled website of a world through its proxy, as both tiers do, and scores what they read."""

import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inkscout.adapters.reading.reader import ProcessReader, ReadingHost
from inkscout.adapters.system_clock import SystemClock
from inkscout.adapters.web.http_fetcher import HttpFetcher
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.page import Page
from inkscout.domain.reading import SiteReading
from inkscout.domain.site_visit import SiteToRead
from inkscout.extraction import NOBODY, Judge, read_site
from inkscout.ports import PageReader
from inkscout.usecases.visits.read_website import Fetch, WebsiteVisit, read_website
from inkscout.web.policy import FetchPolicy, PacePolicy
from inkscout_cli.evaluation.scoring import Evaluation, SiteLabel, read_labels, score_site
from inkscout_deploy import project
from inkscout_deploy.errors import BadInput
from inkscout_local.simulator.server import WorldServer

LABELS = "labels.jsonl"
_CONTACT = "evaluation@localhost.test"
_SECONDS_PER_SITE = 120.0


def labels_of(world: Path, hosts: Sequence[str] = ()) -> list[SiteLabel]:
    """Labels of a world, of some of its hosts only where hosts are named.

    Raises:
        BadInput: the world has no labels, or none for these hosts.
    """
    path = world / LABELS
    if not path.is_file():
        raise BadInput(f"{world} has no {LABELS}: there is nothing to measure against.")
    labels = [
        label
        for label in read_labels(path.read_text("utf-8").splitlines())
        if not hosts or label.host in hosts
    ]
    if not labels:
        raise BadInput(f"{path} labels none of: {', '.join(hosts)}.")
    return labels


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitedSite:
    """A labelled website that was visited: its pages, and what the visit read of them.

    Attributes:
        label: The label of the site.
        site: The request, with the studio's name and country as a provider of places would give them.
        plain: The visit by plain HTTP.
        rendered: The browser's visit, where there was one.
        milliseconds: Time of the visits, fetching included.
    """

    label: SiteLabel
    site: SiteToRead
    plain: WebsiteVisit
    rendered: WebsiteVisit | None
    milliseconds: float

    def pages_read(self, *, asked_browser: bool) -> tuple[Page, ...]:
        """Returns the pages of the tiers that took part in a reading."""
        both = self.rendered is not None and asked_browser
        return (*self.plain.pages, *self.rendered.pages) if self.rendered and both else self.plain.pages


async def visit_world(
    world: Path,
    *,
    render: bool,
    for_any_judge: bool = False,
    chromium: str = "",
    hosts: Sequence[str] = (),
    max_pages: int = 12,
    say: Callable[[str], None] = lambda _text: None,
) -> list[VisitedSite]:
    """Visits every labelled site, politeness off, since the world is this machine's own.

    Args:
        world: Folder of the world.
        render: Also visit with a browser the sites for which the HTTP tier asks for one.
        for_any_judge: With ``render``, also those that would ask for one if nobody were found in their HTML,
            so that another judge of people than the shipped one can read what it would have read.
        chromium: The browser to use.
        hosts: Only these hosts.
        max_pages: Pages a site.
        say: Told the name of each site before it is read.
    """
    labels = labels_of(world, hosts)
    names = _studio_names(world)
    visited: list[VisitedSite] = []
    async with contextlib.AsyncExitStack() as stack:
        server = await stack.enter_async_context(WorldServer(world))
        policy = _policy(server.proxy_url)
        fetcher = await stack.enter_async_context(HttpFetcher(policy, state_store=None, clock=SystemClock()))
        reader = await stack.enter_async_context(ProcessReader(stack.enter_context(ReadingHost())))
        browser = await stack.enter_async_context(_browser(policy, chromium)) if render else None
        for label in labels:
            say(label.host)
            known = names.get(label.host, ("", ""))
            site = SiteToRead(
                url=f"http://{label.host}{label.entry}",
                studio_name=known[0],
                country=known[1],
                max_pages=max_pages,
            )
            started = time.perf_counter()
            plain = await _read(site, fetcher.fetch, reader)
            rendered = None
            if browser is not None and _asks_browser(site, plain, for_any_judge=for_any_judge):
                async with browser() as fetch:
                    rendered = await _read(site, fetch, reader)
            milliseconds = (time.perf_counter() - started) * 1000
            visited.append(
                VisitedSite(label=label, site=site, plain=plain, rendered=rendered, milliseconds=milliseconds)
            )
    return visited


def _asks_browser(site: SiteToRead, visit: WebsiteVisit, *, for_any_judge: bool) -> bool:
    if visit.reading.outcome is VisitOutcome.NEEDS_BROWSER:
        return True
    return for_any_judge and _judged(site, visit, NOBODY).outcome is VisitOutcome.NEEDS_BROWSER


def score_sites(sites: Iterable[VisitedSite], judge: Judge | None = None) -> Evaluation:
    """Scores what the visits read, or what another judge of people reads in the same pages."""
    evaluation = Evaluation()
    for visited in sites:
        reading = _reading(visited.site, visited.plain, judge)
        asked = reading.outcome is VisitOutcome.NEEDS_BROWSER
        if asked and visited.rendered is not None:
            reading = _reading(visited.site, visited.rendered, judge)
        pages = visited.pages_read(asked_browser=asked)
        evaluation.sites.append(
            score_site(
                visited.label,
                reading,
                asked_browser=asked,
                pages=len(pages),
                milliseconds=visited.milliseconds,
                size=sum(page.size for page in pages),
            )
        )
    return evaluation


def _reading(site: SiteToRead, visit: WebsiteVisit, judge: Judge | None) -> SiteReading:
    return visit.reading if judge is None else _judged(site, visit, judge)


def _judged(site: SiteToRead, visit: WebsiteVisit, judge: Judge) -> SiteReading:
    return read_site(visit.pages, studio_name=site.studio_name, country=site.country, judge=judge)


def _policy(proxy_url: str) -> FetchPolicy:
    pace = PacePolicy(min_delay_seconds=0.0, one_at_a_time=False)
    return FetchPolicy(contact=_CONTACT, pace=pace, proxies=(proxy_url,))


def _studio_names(world: Path) -> dict[str, tuple[str, str]]:
    """Name and country of each host's place, as the directory would know them."""
    document: dict[str, Any] = json.loads((world / "world.json").read_text("utf-8"))
    names: dict[str, tuple[str, str]] = {}
    for place in document.get("places", []):
        website = place.get("website") or ""
        if "//" in website:
            country = str(place.get("formatted_address") or "").rsplit(",", 1)[-1].strip()
            names.setdefault(website.split("/")[2].removeprefix("www."), (place.get("name", ""), country))
    return names


async def _read(site: SiteToRead, fetch: Fetch, reader: PageReader) -> WebsiteVisit:
    return await read_website(site, fetch, reader=reader, seconds=_SECONDS_PER_SITE)


@contextlib.asynccontextmanager
async def _browser(
    policy: FetchPolicy, chromium: str
) -> AsyncIterator[Callable[[], contextlib.AbstractAsyncContextManager[Fetch]]]:
    """A browser behind the egress proxy, as the scraper has it; gives a context for each site."""
    from inkscout.adapters.web.egress_proxy import EgressProxy

    project.make_importable()
    from scraper_task.browser.browser_fetcher import BrowserFetcher
    from scraper_task.browser.chromium import LaunchOptions, launch
    from scraper_task.browser.pool import BrowserPool

    async with EgressProxy(policy) as proxy:
        options = LaunchOptions(executable=chromium, proxy_url=proxy.url)
        async with BrowserPool(lambda: launch(options), user_agent=policy.user_agent) as pool:

            @contextlib.asynccontextmanager
            async def visit() -> AsyncIterator[Fetch]:
                async with pool.session() as session:
                    yield BrowserFetcher(session, clock=SystemClock()).fetch

            yield visit


async def evaluate_world(world: Path, *, render: bool, hosts: Sequence[str] = ()) -> Evaluation:
    """Visits and scores every labelled site of a world."""
    return score_sites(await visit_world(world, render=render, hosts=hosts))
