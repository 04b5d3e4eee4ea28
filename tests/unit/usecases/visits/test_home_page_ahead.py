"""The home page is requested while the process that will read it starts, unless the visit needs no page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.page import Page
from inkscout.domain.reading import SiteReading
from inkscout.domain.site_visit import SiteToRead, WantedPage
from inkscout.usecases.visits.read_website import read_website
from tests.support.fakes.readers import HereReader
from tests.support.pages import page
from tests.support.patience import until_async

HOME = "http://wren.test/"


async def test_the_home_page_is_requested_while_the_reading_process_starts() -> None:
    events: list[str] = []

    class SlowSession:
        async def begin(self) -> WantedPage:
            await until_async(lambda: events == ["fetched"])
            events.append("began")
            return WantedPage(HOME)

        async def answer(self, page: Page | None) -> SiteReading:
            assert page is not None
            assert page.url == HOME
            return SiteReading(outcome=VisitOutcome.PARKED)

    class SlowReader(HereReader):
        @asynccontextmanager
        async def site(self, site: SiteToRead) -> AsyncIterator[Any]:
            yield SlowSession()

    async def fetch(url: str) -> Page:
        events.append("fetched")
        return page("<p>Anna", url)

    visit = await read_website(SiteToRead(url=HOME), fetch, reader=SlowReader())
    assert visit.reading.outcome is VisitOutcome.PARKED
    assert events == ["fetched", "began"]


async def test_nothing_is_requested_of_a_social_network() -> None:
    async def fetch(url: str) -> Page:
        raise AssertionError(url)

    visit = await read_website(SiteToRead(url="https://www.instagram.com/wren"), fetch, reader=HereReader())
    assert visit.reading.outcome is VisitOutcome.SOCIAL_MEDIA_ONLY
    assert visit.pages == ()
