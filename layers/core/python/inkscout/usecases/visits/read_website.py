"""Visits one website: reads its most promising pages, extracts facts, and decides the outcome.

Both the HTTP visit and the browser worker run this code, with different ``fetch`` functions.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from inkscout.deadlines import within
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.page import FetchStatus, Page
from inkscout.domain.reading import SiteReading
from inkscout.domain.site_visit import SiteToRead, WantedPage
from inkscout.errors import ReadingStopped
from inkscout.ports import PageReader, SiteSession
from inkscout.vocabulary.networks import network_of

Fetch = Callable[[str], Awaitable[Page]]
"""Fetches one page; every failure is a page whose status says so."""
_MOST_UNREADABLE = 1
"""Maximum number of unreadable pages of a site; one more ends the visit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebsiteVisit:
    """All pages that were requested, in order, and the reading of them."""

    pages: tuple[Page, ...]
    reading: SiteReading


async def read_website(
    site: SiteToRead,
    fetch: Fetch,
    *,
    reader: PageReader,
    seconds: float = 60.0,
    clock: Callable[[], float] = time.monotonic,
) -> WebsiteVisit:
    """Visits a website and extracts what it says.

    A page that exceeds the reader's limits counts as failed, and the site is read without it.

    Args:
        site: The website and what is known of its studio.
        fetch: Fetches one page within the egress rule, robots.txt, the rate limit and the size limits.
        reader: Parses pages within limits of its own, off the event loop.
        seconds: Time after which no further page is requested and the current request is cancelled.
        clock: Monotonic clock in seconds; it may leave out time in which this process was paused.
    """
    visit = _Fetching(fetch, deadline=clock() + seconds, clock=clock)
    home = "" if network_of(site.url) else site.url
    reason = ""
    for _ in range(_MOST_UNREADABLE + 1):
        try:
            async with reader.site(site) as session:
                reading = await visit.serve(session, home)
            return WebsiteVisit(pages=tuple(visit.pages), reading=reading)
        except ReadingStopped as stopped:
            reason = str(stopped)
            if not visit.drop_last(reason):
                break
    unreadable = SiteReading(outcome=VisitOutcome.UNREADABLE, reason=f"the site cannot be read ({reason})")
    return WebsiteVisit(pages=tuple(visit.pages), reading=unreadable)


@dataclass(slots=True)
class _Fetching:
    """Fetches the pages that a visit requests; keeps every response, so that the visit can be repeated."""

    fetch: Fetch
    deadline: float
    clock: Callable[[], float]
    answers: list[tuple[WantedPage, Page | None]] = field(default_factory=list)

    @property
    def pages(self) -> list[Page]:
        """Pages and their parts that were requested, without robots.txt and sitemaps."""
        return [
            page for wanted, page in self.answers if page is not None and (wanted.counts or wanted.part_of)
        ]

    async def serve(self, session: SiteSession, home: str) -> SiteReading:
        """Fetches what the session requests, until it returns the reading.

        Pages fetched for an earlier session are served from memory. ``home`` is the page that the session
        requests first, which is fetched while the session starts; empty if it requests none.
        """
        async with _ahead(self._within_time(home) if home and not self.answers else None) as ahead:
            step = await session.begin()
            at = 0
            while isinstance(step, WantedPage):
                if at == len(self.answers):
                    is_fetched = ahead is not None and at == 0 and step.url == home
                    page = await (ahead if ahead and is_fetched else self._within_time(step.url))
                    if page is not None and step.part_of:
                        page = replace(page, part_of=step.part_of)
                    self.answers.append((step, page))
                step = await session.answer(self.answers[at][1])
                at += 1
        return step

    def drop_last(self, reason: str) -> bool:
        """Marks the page that was read last as unreadable; returns False if there is no such page."""
        if not self.answers:
            return False
        wanted, page = self.answers[-1]
        if page is None or page.status is not FetchStatus.OK:
            return False
        self.answers[-1] = (
            wanted,
            replace(page, status=FetchStatus.UNREADABLE, html="", detail=reason),
        )
        return True

    async def _within_time(self, url: str) -> Page | None:
        """Returns the page; None if the visit's time is over before it is fetched."""
        left = self.deadline - self.clock()
        if left <= 0:
            return None
        try:
            return await within(self.fetch(url), left, self.clock)
        except TimeoutError:
            return None


@asynccontextmanager
async def _ahead(
    work: Coroutine[Any, Any, Page | None] | None,
) -> AsyncIterator["asyncio.Task[Page | None] | None"]:
    """Starts work beside the block, which ends with the block at the latest."""
    task = asyncio.create_task(work) if work is not None else None
    try:
        yield task
    finally:
        if task is not None and not task.done():
            task.cancel()
        if task is not None:
            await asyncio.gather(task, return_exceptions=True)
