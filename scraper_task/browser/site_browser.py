"""Implementation of the port ``SiteBrowser`` with the browser pool; stores snapshots of failed pages."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from functools import partial

from inkscout.errors import InkscoutError
from inkscout.observability import logger
from inkscout.ports import Clock, RawLake, Stopwatch
from scraper_task.browser.browser_fetcher import Bounds, BrowserFetcher, Gate, PageSnapshot
from scraper_task.browser.pool import BrowserPool

_SNAPSHOTS = 2
"""Maximum number of snapshots stored for a visit."""


class ChromiumSiteBrowser:
    """Opens browser sessions, one for each site."""

    def __init__(
        self,
        pool: BrowserPool,
        *,
        lake: RawLake,
        clock: Clock,
        gate: Callable[[], Gate],
        bounds: Bounds | None = None,
        stopwatch: Stopwatch | None = None,
    ) -> None:
        self._stopwatch = stopwatch
        self._pool, self._lake, self._clock = pool, lake, clock
        self._gate, self._bounds = gate, bounds

    @contextlib.asynccontextmanager
    async def visit(self, subject: str) -> AsyncIterator[BrowserFetcher]:
        """Yields a fetcher with its own browser context; stores snapshots of failed pages under ``subject``.

        Raises:
            BrowserUnavailable: no browser can be started (raised by the fetcher on first use).
        """
        kept: list[str] = []
        async with self._pool.session() as session:
            yield BrowserFetcher(
                session,
                clock=self._clock,
                gate=self._gate(),
                bounds=self._bounds,
                stopwatch=self._stopwatch,
                on_failure=partial(self._keep, subject, kept),
            )

    async def _keep(self, subject: str, kept: list[str], snapshot: PageSnapshot) -> None:
        if len(kept) >= _SNAPSHOTS:
            return
        kept.append(snapshot.url)
        try:
            await asyncio.to_thread(self._store, subject, snapshot)
        except InkscoutError as error:
            logger().warning("A snapshot could not be kept", error=type(error).__name__)

    def _store(self, subject: str, snapshot: PageSnapshot) -> None:
        document = f"<!-- {snapshot.url}\n{snapshot.reason} -->\n{snapshot.html}".encode("utf-8", "replace")
        self._lake.put_bytes("snapshot", subject, ".html", document, "text/html; charset=utf-8")
        if snapshot.screenshot:
            self._lake.put_bytes("snapshot", subject, ".jpg", snapshot.screenshot, "image/jpeg")
