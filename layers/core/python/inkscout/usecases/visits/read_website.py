"""Visit one website: read its most promising pages, extract, and say how the visit ended.

The HTTP tier and the browser tier run this same code with different ``fetch`` functions.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from inkscout.domain.garbled import is_garbled
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.page import FetchStatus, Page
from inkscout.domain.reading import SiteReading
from inkscout.extraction import (
    Frontier,
    Judge,
    PageView,
    best_sitemaps,
    home_page_outcome,
    is_studio_site,
    name_key,
    page_key,
    read_sitemap,
    read_views,
    same_host,
    shell_reason,
    social_only_reason,
    view_of,
)
from inkscout.web.policy import PRODUCT_TOKEN
from inkscout.web.robots import parse as parse_robots

Fetch = Callable[[str], Awaitable[Page]]
"""Fetches one page; every failure is a page whose status says so."""
_STALE_PAGES = 4
"""Pages in a row without a new name after which only strong links are followed."""
_JUDGED_AFTER = 4
"""Pages after which a site that is plainly no studio's is left alone."""
_STRONG = 2.2
"""Score of a link that is followed even then."""
_PROMISING = 3.0
"""Score of a page of people; where no known page has it and hardly anybody is named, the sitemap is asked."""
_MAX_SITEMAPS = 3
"""Sitemaps asked for, an index included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebsiteVisit:
    """All pages that were asked for, in order, and what they say."""

    pages: tuple[Page, ...]
    reading: SiteReading


async def read_website(
    url: str,
    fetch: Fetch,
    *,
    studio_name: str = "",
    country: str = "",
    studio_handles: tuple[str, ...] = (),
    max_pages: int = 12,
    seconds: float = 60.0,
    clock: Callable[[], float] = time.monotonic,
    judge: Judge | None = None,
) -> WebsiteVisit:
    """Visits a website and extracts what it says.

    Args:
        url: The website's address as the directory knows it.
        fetch: Fetches one page within the egress rule, robots.txt, the pace and the bounds.
        studio_name: The studio's name from another source, to tell the brand from people.
        country: ISO 3166-1 alpha-2 or a name; the hint for phone numbers printed without a prefix.
        studio_handles: Instagram handles known to be the studio's.
        max_pages: Most pages that are asked for; robots.txt and sitemaps are none.
        seconds: Time after which no further page is begun; a page under way is cut off.
        clock: Monotonic seconds.
        judge: Judges people in place of the trained judge, for measurements.
    """
    if reason := social_only_reason(url, None):
        return _ended((), VisitOutcome.SOCIAL_MEDIA_ONLY, reason)
    visit = _WebsiteReader(url, fetch, max_pages=max_pages, deadline=clock() + seconds, clock=clock)
    home = await visit.get(url)
    if home is None:
        return _ended(tuple(visit.pages), VisitOutcome.UNREACHABLE, "the site does not answer in time")
    readable = home.status is FetchStatus.OK and bool(home.html.strip())
    if ended := home_page_outcome(home, home.final_url or url, visit.take_in(home) if readable else None):
        return _ended(tuple(visit.pages), *ended)
    await visit.follow()
    reading = read_views(
        visit.views,
        studio_name=studio_name,
        country=country,
        studio_handles=studio_handles,
        failed=visit.failed(),
        judge=judge,
    )
    if home.rendered and reading.outcome is VisitOutcome.NEEDS_BROWSER:
        reading = replace(reading, outcome=VisitOutcome.NO_ARTISTS_NAMED, browser_reason="")
    return WebsiteVisit(pages=tuple(visit.pages), reading=reading)


def _ended(pages: tuple[Page, ...], outcome: VisitOutcome, reason: str) -> WebsiteVisit:
    return WebsiteVisit(pages=pages, reading=SiteReading(outcome=outcome, reason=reason))


class _WebsiteReader:
    """The state of one visit."""

    def __init__(
        self, url: str, fetch: Fetch, *, max_pages: int, deadline: float, clock: Callable[[], float]
    ) -> None:
        self.fetch = fetch
        self.max_pages = max_pages
        self.deadline = deadline
        self.clock = clock
        self.pages: list[Page] = []
        self.views: list[PageView] = []
        self.names: set[tuple[str, ...]] = set()
        self.hashes: set[int] = set()
        self.frontier = Frontier(start=url)
        self.sitemaps_left = _MAX_SITEMAPS

    async def get(self, url: str) -> Page | None:
        """Fetches a page within what is left of the visit's time; None when nothing is left."""
        self.frontier.mark(url)
        page = await self._within_time(url)
        if page is None:
            return None
        self.pages.append(page)
        if page.final_url:
            self.frontier.mark(page.final_url)
        return page

    async def _within_time(self, url: str) -> Page | None:
        left = self.deadline - self.clock()
        if left <= 0:
            return None
        try:
            return await asyncio.wait_for(self.fetch(url), timeout=left)
        except TimeoutError:
            return None

    def take_in(self, page: Page) -> PageView:
        """Parses a page, keeps it and offers its links."""
        if not self.views:
            self.frontier.start = page.final_url or page.url
            self.frontier.routes = page.rendered
            self.frontier.mark(self.frontier.start)
        view = view_of(page)
        self.views.append(view)
        self.hashes.add(hash(page.html))
        self.names.update(name_key(candidate.name) for candidate in view.people)
        self.frontier.add_view(view)
        return view

    async def follow(self) -> None:
        """Reads pages by promise until the bounds are reached or further pages bring nothing new."""
        stale = 0
        while len(self.pages) < self.max_pages:
            if self.sitemaps_left and self._lacks_people():
                await self._ask_sitemaps()
            chosen = self.frontier.take()
            if chosen is None or (stale >= _STALE_PAGES and chosen[1] < _STRONG):
                return
            page = await self.get(chosen[0])
            if page is None:
                return
            if page.status in (FetchStatus.BLOCKED, FetchStatus.TIMEOUT) and len(self.views) > 1:
                return
            if page.status is not FetchStatus.OK or not page.html or hash(page.html) in self.hashes:
                continue
            if is_garbled(page.html):
                continue
            if len(self.views) == _JUDGED_AFTER and not is_studio_site(self.views, "")[0]:
                return
            known = len(self.names)
            self.take_in(page)
            stale = 0 if len(self.names) > known else stale + 1

    def _lacks_people(self) -> bool:
        """Whether links promise nobody and no list of people was read, so that a sitemap may pay.

        A browser shows no sitemap, and the pages of a shell that scripts fill are that shell again.
        """
        if self.frontier.best() >= _PROMISING or len(self.names) > 1:
            return False
        home = self.views[0]
        return not (
            home.document.page.rendered or any(view.is_team for view in self.views) or shell_reason(home)
        )

    async def _ask_sitemaps(self) -> None:
        """Offers the pages of the site's sitemaps, which count towards pace and time and not as pages."""
        start = self.frontier.start
        robots = await self._within_time(urljoin(start, "/robots.txt"))
        named = parse_robots(robots.html.encode(), PRODUCT_TOKEN).sitemaps if robots is not None else ()
        waiting = best_sitemaps(named, start, _MAX_SITEMAPS) or [urljoin(start, "/sitemap.xml")]
        while waiting and self.sitemaps_left:
            self.sitemaps_left -= 1
            page = await self._within_time(waiting.pop(0))
            if page is None or page.status is not FetchStatus.OK or not same_host(page.final_url, start):
                continue
            sitemap = read_sitemap(page.html)
            self.frontier.add_listed(sitemap.pages)
            waiting.extend(best_sitemaps(sitemap.sitemaps, start, self.sitemaps_left))
        self.sitemaps_left = 0

    def failed(self) -> frozenset[str]:
        """Keys of pages that were asked for and could not be read."""
        return frozenset(page_key(page.url) for page in self.pages if page.status is not FetchStatus.OK)
