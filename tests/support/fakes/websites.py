"""Websites and a browser in memory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from inkscout.domain.page import FetchStatus, Page
from inkscout.errors import BrowserUnavailable

WHEN = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@dataclass
class FakeFetcher:
    """``ports.Fetcher``: HTML or a status by address; ``asked`` lists what was fetched."""

    pages: dict[str, str | FetchStatus] = field(default_factory=dict)
    rendered: bool = False
    asked: list[str] = field(default_factory=list)

    async def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Page:
        self.asked.append(url)
        found = self.pages.get(url, FetchStatus.NOT_FOUND)
        ok = not isinstance(found, FetchStatus)
        return Page(
            url=url,
            final_url=url,
            status=FetchStatus.OK if ok else FetchStatus(found),
            http_status=200 if ok else 0,
            html=found if ok else "",
            content_type="text/html",
            fetched_at=WHEN,
            rendered=self.rendered,
            size=len(found) if ok else 0,
        )


@dataclass
class FakeBrowser:
    """``ports.SiteBrowser``; ``missing`` makes it a machine without Chromium."""

    pages: dict[str, str | FetchStatus] = field(default_factory=dict)
    missing: bool = False
    visits: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def visit(self, subject: str) -> AsyncIterator[FakeFetcher]:
        self.visits.append(subject)
        yield _NoBrowser() if self.missing else FakeFetcher(self.pages, rendered=True)


class _NoBrowser(FakeFetcher):
    async def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Page:
        raise BrowserUnavailable("no Chromium here")
