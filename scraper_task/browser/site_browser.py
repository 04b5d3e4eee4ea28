"""``ports.SiteBrowser`` on the pool: sessions that go through the gate, and snapshots of what failed."""

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
"""Snapshots kept of one visit: the first failures tell, the rest repeat them."""


class ChromiumSiteBrowser:
    """Opens a browser session for one site at a time."""

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
        """A fetcher with a context of its own; what failed pages looked like is kept under ``subject``.

        Raises:
            BrowserUnavailable: no browser can be started (by the fetcher, on first use).
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
