"""Reading pages in the test's own process, without bounds."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from inkscout.adapters.reading.worker import read_profile_page, read_profile_pages
from inkscout.domain.page import Page
from inkscout.domain.reading import ProfileReading, SiteReading
from inkscout.domain.site_visit import ProfilePage, SiteToRead, WantedPage
from inkscout.errors import ReadingStopped
from inkscout.usecases.visits.site_visit import SiteVisit, visit_site


class HereSession:
    """``ports.SiteSession``; stops at a page whose markup holds one of ``poison``."""

    def __init__(self, visit: SiteVisit, poison: Sequence[str]) -> None:
        self._visit, self._poison = visit, poison

    async def begin(self) -> WantedPage | SiteReading:
        return self._step(None)

    async def answer(self, page: Page | None) -> WantedPage | SiteReading:
        if page is not None and any(mark in page.html for mark in self._poison):
            raise ReadingStopped("reading it takes more than 5 s of computing")
        return self._step(page)

    def _step(self, page: Page | None) -> WantedPage | SiteReading:
        try:
            return self._visit.send(page)
        except StopIteration as ended:
            reading: SiteReading = ended.value
            return reading


@dataclass
class HereReader:
    """``ports.PageReader``; pages that hold one of ``poison`` cannot be read."""

    poison: Sequence[str] = ()
    sites: list[SiteToRead] = field(default_factory=list)

    @asynccontextmanager
    async def site(self, site: SiteToRead) -> AsyncIterator[HereSession]:
        self.sites.append(site)
        yield HereSession(visit_site(site), self.poison)

    async def profile_page(self, page: Page, further: int) -> ProfilePage:
        self._check([page])
        return read_profile_page(page, further)

    async def profile(self, pages: Sequence[Page]) -> ProfileReading:
        self._check(pages)
        return read_profile_pages(pages)

    def _check(self, pages: Sequence[Page]) -> None:
        if any(mark in page.html for page in pages for mark in self.poison):
            raise ReadingStopped("reading it takes more than 5 s of computing")
