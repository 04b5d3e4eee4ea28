"""Visits the labelled websites of a world through its proxy, by HTTP and browser; scores the results."""

import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inkscout.adapters.reading.reader import ProcessReader, ReadingHost
from inkscout.adapters.system_clock import SystemClock
from inkscout.adapters.web.http_fetcher import HttpFetcher
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.page import Page
from inkscout.domain.reading import SiteReading
from inkscout.domain.site_visit import SiteToRead
from inkscout.extraction import NOBODY, Judge, read_site
from inkscout.ports import Fetcher, PageReader, SiteBrowser
from inkscout.usecases.visits.read_website import Fetch, WebsiteVisit, read_website
from inkscout.web.policy import FetchPolicy, PacePolicy
from inkscout_cli.evaluation.scoring import Evaluation, SiteLabel, read_labels, score_site
from inkscout_deploy import project
from inkscout_deploy.errors import BadInput
from inkscout_local.simulator.server import WorldServer

if TYPE_CHECKING:
    from scraper_task.browser.pool import BrowserPool

LABELS = "labels.jsonl"
_CONTACT = "evaluation@localhost.test"
_SECONDS_PER_SITE = 120.0


def labels_of(world: Path, hosts: Sequence[str] = ()) -> list[SiteLabel]:
    """Returns the labels (expected results) of a world's websites; only those of ``hosts``, if any are given.

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
    """A labelled website that was visited, with the pages and results.

    Attributes:
        label: The label (expected results) of the site.
        site: What was visited, with the studio's name and country as a places provider states them.
        plain: The visit by plain HTTP.
        rendered: The visit with a browser; None if there was none.
        milliseconds: Duration of the visits, fetching included.
    """

    label: SiteLabel
    site: SiteToRead
    plain: WebsiteVisit
    rendered: WebsiteVisit | None
    milliseconds: float

    def pages_read(self, *, asked_browser: bool) -> tuple[Page, ...]:
        """Returns the pages by plain HTTP, followed by the browser's if ``asked_browser``."""
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
    """Visits the labelled websites of a world; without rate limits, since the world runs on this machine.

    Args:
        world: Folder of the world.
        render: Whether to visit sites with a browser too if the HTTP tier requests one.
        for_any_judge: With ``render``, whether to visit also those with a browser that would request one if
            no artist were accepted, so that any judge finds the pages it would have read.
        chromium: Path of the browser; empty for Playwright's own, else one on the PATH.
        hosts: Hosts to visit; empty for all.
        max_pages: Maximum number of pages per site.
        say: Callback for progress, called with the host of each site before its visit.

    Raises:
        BadInput: the world has no labels, or none for these hosts.
        BrowserUnavailable: a browser is needed and does not start.
    """
    labels = labels_of(world, hosts)
    names = _studio_names(world)
    visited: list[VisitedSite] = []
    async with open_world(world, render=render, chromium=chromium) as opened:
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
            plain = await _read(site, opened.fetcher.fetch, opened.reader)
            rendered = None
            if opened.browser is not None and _asks_browser(site, plain, for_any_judge=for_any_judge):
                async with opened.browser.visit(label.host) as fetcher:
                    rendered = await _read(site, fetcher.fetch, opened.reader)
            milliseconds = (time.perf_counter() - started) * 1000
            visited.append(
                VisitedSite(label=label, site=site, plain=plain, rendered=rendered, milliseconds=milliseconds)
            )
    return visited


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWorld:
    """Connections to a world that is served on this machine; ``browser`` is None if none was requested."""

    fetcher: Fetcher
    reader: PageReader
    browser: SiteBrowser | None


@contextlib.asynccontextmanager
async def open_world(world: Path, *, render: bool, chromium: str = "") -> AsyncIterator[OpenWorld]:
    """Serves a world and opens connections to it, without rate limits.

    Raises:
        BrowserUnavailable: a browser is needed and does not start.
    """
    async with contextlib.AsyncExitStack() as stack:
        server = await stack.enter_async_context(WorldServer(world))
        policy = _policy(server.proxy_url)
        fetcher = await stack.enter_async_context(HttpFetcher(policy, state_store=None, clock=SystemClock()))
        reader = await stack.enter_async_context(ProcessReader(stack.enter_context(ReadingHost())))
        browser = await stack.enter_async_context(_browser(policy, chromium)) if render else None
        yield OpenWorld(fetcher=fetcher, reader=reader, browser=browser)


def _asks_browser(site: SiteToRead, visit: WebsiteVisit, *, for_any_judge: bool) -> bool:
    if visit.reading.outcome is VisitOutcome.NEEDS_BROWSER:
        return True
    return for_any_judge and _judged(site, visit, NOBODY).outcome is VisitOutcome.NEEDS_BROWSER


def score_sites(sites: Iterable[VisitedSite], judge: Judge | None = None) -> Evaluation:
    """Scores the visits' results, or, with ``judge``, what that judge reads in the same pages."""
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
    """Returns studio name and country by host, as the world's places provider states them."""
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


class _ContextPerSite:
    """Implements ``ports.SiteBrowser`` on a browser pool, as in the scraper task: one context per site."""

    def __init__(self, pool: "BrowserPool") -> None:
        self._pool = pool

    @contextlib.asynccontextmanager
    async def visit(self, subject: str) -> AsyncIterator[Fetcher]:
        """Yields a fetcher with its own browser context; ``subject`` is ignored."""
        from scraper_task.browser.browser_fetcher import BrowserFetcher

        async with self._pool.session() as session:
            yield BrowserFetcher(session, clock=SystemClock())


@contextlib.asynccontextmanager
async def _browser(policy: FetchPolicy, chromium: str) -> AsyncIterator[SiteBrowser]:
    """Provides browser contexts behind the egress proxy, as in the scraper task."""
    from inkscout.adapters.web.egress_proxy import EgressProxy

    project.make_importable()
    from scraper_task.browser.chromium import LaunchOptions, launch
    from scraper_task.browser.pool import BrowserPool

    async with EgressProxy(policy) as proxy:
        options = LaunchOptions(executable=chromium, proxy_url=proxy.url)
        async with BrowserPool(lambda: launch(options), user_agent=policy.user_agent) as pool:
            yield _ContextPerSite(pool)


async def evaluate_world(world: Path, *, render: bool, hosts: Sequence[str] = ()) -> Evaluation:
    """Visits and scores the labelled websites of a world, at most 12 pages each.

    Args:
        world: Folder of the world.
        render: Whether to visit sites with a browser too if the HTTP tier requests one: Playwright's own,
            else one on the PATH.
        hosts: Hosts to visit; empty for all.

    Raises:
        BadInput: the world has no labels, or none for these hosts.
        BrowserUnavailable: a browser is needed and does not start.
    """
    return score_sites(await visit_world(world, render=render, hosts=hosts))
