"""Ports for parsing and extracting from pages within limits of time and memory, off the event loop."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from inkscout.domain.page import Page
from inkscout.domain.reading import ProfileReading, SiteReading
from inkscout.domain.site_visit import ProfilePage, SiteToRead, WantedPage


class SiteSession(Protocol):
    """Reading of one website in progress; it requests pages until it has read the site.

    Raises:
        ReadingStopped: by each method, if the last page sent exceeded the limits; the session has ended.
    """

    async def begin(self) -> WantedPage | SiteReading:
        """Returns the first page to fetch, or the finished reading if no page is needed."""
        ...

    async def answer(self, page: Page | None) -> WantedPage | SiteReading:
        """Takes the requested page (None: no time left for it).

        Returns the next page to fetch or the reading.
        """
        ...


class PageReader(Protocol):
    """Reads pages; a page that exceeds the limits does not affect other pages.

    Raises:
        ReadingStopped: by each method, if the pages exceeded the limits.
    """

    def site(self, site: SiteToRead) -> AbstractAsyncContextManager[SiteSession]:
        """Opens a session that reads one website."""
        ...

    async def profile_page(self, page: Page, further: int) -> ProfilePage:
        """Reads a profile's first page; lists at most ``further`` more pages of the profile to fetch."""
        ...

    async def profile(self, pages: Sequence[Page]) -> ProfileReading:
        """Reads the pages of one profile; the first page must be the profile's own URL."""
        ...
