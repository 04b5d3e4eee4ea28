"""Reading pages: parsing and extraction within bounds of time and memory, away from the event loop."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from inkscout.domain.page import Page
from inkscout.domain.reading import ProfileReading, SiteReading
from inkscout.domain.site_visit import ProfilePage, SiteToRead, WantedPage


class SiteSession(Protocol):
    """The reading of one website under way: asks for pages until it has read the site.

    Raises:
        ReadingStopped: by each method, when the page sent last passed the bounds; the session is over.
    """

    async def begin(self) -> WantedPage | SiteReading:
        """The first page that is wanted, or the reading where none is needed."""
        ...

    async def answer(self, page: Page | None) -> WantedPage | SiteReading:
        """Takes the page that was wanted, None when there is no time for it; the next wish or the reading."""
        ...


class PageReader(Protocol):
    """Reads pages; a page that passes the bounds harms no other.

    Raises:
        ReadingStopped: by each method, when the pages passed the bounds.
    """

    def site(self, site: SiteToRead) -> AbstractAsyncContextManager[SiteSession]:
        """Opens the reading of one website."""
        ...

    async def profile_page(self, page: Page, further: int) -> ProfilePage:
        """Reads a profile's first page, and lists at most ``further`` pages to read beside it."""
        ...

    async def profile(self, pages: Sequence[Page]) -> ProfileReading:
        """Reads the pages of one profile, the profile's own address first."""
        ...
