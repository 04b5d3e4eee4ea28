"""Visits every labelled website of a world through its proxy, as both tiers do, and scores what they read."""

import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inkscout.adapters.system_clock import SystemClock
from inkscout.adapters.web.http_fetcher import HttpFetcher
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.page import Page
from inkscout.domain.reading import SiteReading
from inkscout.extraction import NOBODY, Judge, read_site
from inkscout.usecases.visits.read_website import Fetch, WebsiteVisit, read_website
from inkscout.web.policy import FetchPolicy, PacePolicy
from inkscout_cli.evaluation.scoring import Evaluation, SiteLabel, read_labels, score_site
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
    """A labelled website that was visited: its pages, and how the visit went.

    Attributes:
        label: The label of the site.
        name: The studio's name as a provider of places would give it.
        country: The country of the place.
        pages: The pages of plain HTTP.
        rendered: The browser's pages, of each site whose HTML shows signs that scripts add people to it.
        milliseconds: Time of the visit, fetching included.
        size: Decoded bytes of all pages.
    """

    label: SiteLabel
    name: str
    country: str
    pages: tuple[Page, ...]
    rendered: tuple[Page, ...]
    milliseconds: float
    size: int


async def visit_world(
    world: Path,
    *,
    render: bool,
    chromium: str = "",
    hosts: Sequence[str] = (),
    max_pages: int = 12,
    say: Callable[[str], None] = lambda _text: None,
) -> list[VisitedSite]:
    """Visits every labelled site, politeness off, since the world is this machine's own.

    The visit believes in nobody, so that no judge of people decides which pages there are to read.

    Args:
        world: Folder of the world.
        render: Also read with a browser the sites for which the HTTP tier asks for one.
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
        browser = await stack.enter_async_context(_browser(policy, chromium)) if render else None
        for label in labels:
            say(label.host)
            known = names.get(label.host, ("", ""))
            visited.append(await _visit(label, known, fetcher.fetch, browser, max_pages))
    return visited


def score_sites(sites: Iterable[VisitedSite], judge: Judge | None = None) -> Evaluation:
    """Reads and scores visited sites, by the shipped judge of people or the given one."""
    evaluation = Evaluation()
    for site in sites:
        reading = _read_pages(site, site.pages, judge)
        asked = reading.outcome is VisitOutcome.NEEDS_BROWSER
        if asked and site.rendered:
            reading = _read_pages(site, site.rendered, judge)
        evaluation.sites.append(
            score_site(
                site.label,
                reading,
                asked_browser=asked,
                pages=len(site.pages) + (len(site.rendered) if asked else 0),
                milliseconds=site.milliseconds,
                size=site.size,
            )
        )
    return evaluation


def _read_pages(site: VisitedSite, pages: Sequence[Page], judge: Judge | None) -> SiteReading:
    return read_site(pages, studio_name=site.name, country=site.country, judge=judge)


async def evaluate_world(world: Path, *, render: bool, chromium: str = "") -> Evaluation:
    """Visits and scores every labelled site of a world with the shipped judge."""
    return score_sites(await visit_world(world, render=render, chromium=chromium))


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


async def _visit(
    label: SiteLabel,
    known: tuple[str, str],
    fetch: Fetch,
    browser: Callable[[], contextlib.AbstractAsyncContextManager[Fetch]] | None,
    max_pages: int,
) -> VisitedSite:
    url = f"http://{label.host}{label.entry}"
    started = time.perf_counter()
    visit = await _read(url, fetch, known, max_pages)
    rendered: tuple[Page, ...] = ()
    if visit.reading.outcome is VisitOutcome.NEEDS_BROWSER and browser is not None:
        async with browser() as fetch_rendered:
            rendered = (await _read(url, fetch_rendered, known, max_pages)).pages
    return VisitedSite(
        label=label,
        name=known[0],
        country=known[1],
        pages=visit.pages,
        rendered=rendered,
        milliseconds=(time.perf_counter() - started) * 1000,
        size=sum(page.size for page in (*visit.pages, *rendered)),
    )


async def _read(url: str, fetch: Fetch, known: tuple[str, str], max_pages: int) -> WebsiteVisit:
    name, country = known
    return await read_website(
        url,
        fetch,
        studio_name=name,
        country=country,
        max_pages=max_pages,
        seconds=_SECONDS_PER_SITE,
        judge=NOBODY,
    )


@contextlib.asynccontextmanager
async def _browser(
    policy: FetchPolicy, chromium: str
) -> AsyncIterator[Callable[[], contextlib.AbstractAsyncContextManager[Fetch]]]:
    """A browser behind the egress proxy, as the scraper has it; gives a context for each site."""
    from inkscout.adapters.web.egress_proxy import EgressProxy
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
