"""One Chromium for all sites under way: a fresh context for each site, and a fresh browser in time."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from playwright.async_api import BrowserContext, Page
from playwright.async_api import Error as PlaywrightError

from inkscout.errors import BrowserUnavailable
from inkscout.observability import logger
from scraper_task.browser import processes
from scraper_task.browser.chromium import Chromium
from scraper_task.browser.request_blocking import BLOCKED_URLS

_OPEN_SECONDS = 15.0
_CLOSE_SECONDS = 5.0
_RELAUNCH_SECONDS = 60.0
_HOARDER_SECONDS = 3.0
_WEIGH_TICKS = 20
VIEWPORT = {"width": 1024, "height": 768}


class BrowserGone(Exception):
    """The browser or its page ended or hung under a visit; a fresh one may do."""


@dataclass(frozen=True, slots=True)
class PoolLimits:
    """Limits after which a browser is replaced.

    Bytes are the proportional set size of its whole process family.
    """

    pages_per_browser: int = 100
    browser_bytes: int = 1200 * 1024 * 1024
    renderer_bytes: int = 700 * 1024 * 1024
    watch_seconds: float = 0.5


class BrowserPool:
    """Lends contexts of a running browser. Use as an asynchronous context manager."""

    def __init__(
        self, launch: Callable[[], Awaitable[Chromium]], *, user_agent: str, limits: PoolLimits | None = None
    ) -> None:
        self._launch = launch
        self._user_agent = user_agent
        self._limits = limits or PoolLimits()
        self._lock = asyncio.Lock()
        self._current: Chromium | None = None
        self._all: set[Chromium] = set()
        self._closing: set[asyncio.Task[None]] = set()
        self._watcher: asyncio.Task[None] | None = None
        self._census = processes.Census()
        self._not_before, self._why_not = 0.0, ""
        self.launched = 0
        self.pages = 0
        self.peak_bytes = 0

    async def __aenter__(self) -> "BrowserPool":
        self._watcher = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._watcher:
            self._watcher.cancel()
            await asyncio.gather(self._watcher, return_exceptions=True)
        for chromium in list(self._all):
            await self._close(chromium)
        await asyncio.gather(*self._closing, return_exceptions=True)

    @contextlib.asynccontextmanager
    async def session(self) -> AsyncIterator["Session"]:
        """A context of its own for one site.

        Raises:
            BrowserUnavailable: no browser can be started.
        """
        session = Session(self)
        try:
            yield session
        finally:
            await session.close()

    async def acquire(self) -> Chromium:
        """A browser that takes work, started if need be; ``release`` gives it back.

        Raises:
            BrowserUnavailable: none can be started.
        """
        async with self._lock:
            current = self._current
            if current is None or not current.usable:
                if current is not None:
                    self.retire(current)
                current = self._current = await self._start()
                self._all.add(current)
                self.launched += 1
            current.sessions += 1
            return current

    async def _start(self) -> Chromium:
        """Starts a browser; after a failure the next attempt waits, so that a broken one costs little."""
        if time.monotonic() < self._not_before:
            raise BrowserUnavailable(self._why_not)
        try:
            return await self._launch()
        except BrowserUnavailable as error:
            self._not_before, self._why_not = time.monotonic() + _RELAUNCH_SECONDS, str(error)
            logger().error("No browser could be started", reason=str(error))
            raise

    def release(self, chromium: Chromium) -> None:
        """Ends a use; a retired browser is closed with its last one."""
        chromium.sessions -= 1
        if chromium.retired and chromium.sessions <= 0:
            self._close_soon(chromium)

    def retire(self, chromium: Chromium) -> None:
        """Gives the browser no new work."""
        chromium.retired = True
        if self._current is chromium:
            self._current = None
        if chromium.sessions <= 0 or not chromium.browser.is_connected():
            self._close_soon(chromium)

    def count_page(self, chromium: Chromium) -> None:
        """Counts a visit and retires the browser when it has had enough of them."""
        self.pages += 1
        chromium.pages += 1
        if chromium.pages >= self._limits.pages_per_browser and not chromium.retired:
            self.retire(chromium)

    @property
    def user_agent(self) -> str:
        """The User-Agent of every request."""
        return self._user_agent

    def _close_soon(self, chromium: Chromium) -> None:
        if chromium in self._all:
            self._all.discard(chromium)
            task = asyncio.create_task(self._end(chromium))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    async def _close(self, chromium: Chromium) -> None:
        if chromium in self._all:
            self._all.discard(chromium)
            await self._end(chromium)

    async def _end(self, chromium: Chromium) -> None:
        survivors = await chromium.close()
        if survivors:
            logger().error("Browser processes survived their end", count=len(survivors))

    async def _watch(self) -> None:
        """Ends a renderer that outgrows its bound, and retires a browser that does."""
        ticks = 0
        while True:
            await asyncio.sleep(self._limits.watch_seconds)
            ticks += 1
            for chromium in list(self._all):
                members = await asyncio.to_thread(self._members, chromium)
                await self._end_hoarders(chromium, members)
                if ticks % _WEIGH_TICKS == 0:
                    await self._weigh(chromium, members)

    def _members(self, chromium: Chromium) -> list[processes.Process]:
        driver = chromium.driver
        return [driver, *self._census.descendants(driver.pid)] if driver else []

    async def _end_hoarders(self, chromium: Chromium, members: list[processes.Process]) -> None:
        """Kills renderers above their bound; their pages crash, and nobody else's."""
        hoarders = [
            process
            for process in members[2:]
            if processes.rss_bytes(process.pid) > self._limits.renderer_bytes
        ]
        if hoarders:
            # Noted before the kill: the page hears of its renderer's end sooner than the killer is done.
            chromium.hoarders_ended += [time.monotonic()] * len(hoarders)
            logger().warning("Ended a renderer that outgrew its memory", count=len(hoarders))
            await asyncio.to_thread(processes.kill, hoarders)

    async def _weigh(self, chromium: Chromium, members: list[processes.Process]) -> None:
        size = await asyncio.to_thread(processes.pss_bytes, [process.pid for process in members])
        self.peak_bytes = max(self.peak_bytes, size)
        if size > self._limits.browser_bytes and not chromium.retired:
            logger().info("Retiring a browser on memory", megabytes=size >> 20, pages=chromium.pages)
            self.retire(chromium)


class Session:
    """One site's context and the page that walks through it; reopened when it breaks."""

    def __init__(self, pool: BrowserPool) -> None:
        self._pool = pool
        self._chromium: Chromium | None = None
        self._context: BrowserContext | None = None
        self._page: Page | None = None
        self._closing: set[asyncio.Task[None]] = set()

    async def page(self) -> Page:
        """The site's page, opened on first use and again after ``discard``.

        Raises:
            BrowserUnavailable: no browser can be started.
            BrowserGone: the browser broke while opening.
        """
        if self._page is not None and not self._page.is_closed():
            return self._page
        chromium = self._chromium or await self._pool.acquire()
        self._chromium = chromium
        try:
            async with asyncio.timeout(_OPEN_SECONDS):
                if self._context is None:
                    self._context = await self._open_context(chromium)
                self._page = await self._context.new_page()
                await _block(self._context, self._page)
        except (PlaywrightError, TimeoutError) as error:
            self._pool.retire(chromium)
            raise BrowserGone("the browser could not open a page") from error
        return self._page

    @property
    def open_page(self) -> Page | None:
        """The site's page as far as it is open."""
        return self._page if self._page is not None and not self._page.is_closed() else None

    @property
    def address(self) -> str:
        """The address that the page shows now; empty before the first."""
        return self._page.url if self._page is not None and not self._page.is_closed() else ""

    def count(self) -> None:
        """Counts one page visit towards the browser's retirement."""
        if self._chromium is not None:
            self._pool.count_page(self._chromium)

    def outgrew_memory(self) -> bool:
        """Whether a renderer of this browser was ended for its memory just now; one page is told of each."""
        if self._chromium is None:
            return False
        ended = self._chromium.hoarders_ended
        ended[:] = [at for at in ended if time.monotonic() - at < _HOARDER_SECONDS]
        if not ended:
            return False
        ended.pop()
        return True

    @property
    def is_connected(self) -> bool:
        """Whether the browser itself is alive."""
        return self._chromium is not None and self._chromium.browser.is_connected()

    async def discard(self, *, broken: bool = False) -> None:
        """Drops page and context: the next visit starts afresh; ``broken`` also retires the browser."""
        context, chromium = self._context, self._chromium
        self._context = self._page = self._chromium = None
        if context is not None:
            with contextlib.suppress(PlaywrightError, TimeoutError):
                closed = False
                async with asyncio.timeout(_CLOSE_SECONDS):
                    await context.close()
                    closed = True
            broken = broken or not closed
        if chromium is not None:
            if broken and not chromium.retired:
                self._pool.retire(chromium)
            self._pool.release(chromium)

    async def close(self) -> None:
        """Ends the site's context."""
        await self.discard()

    async def _open_context(self, chromium: Chromium) -> BrowserContext:
        context = await chromium.browser.new_context(
            user_agent=self._pool.user_agent,
            viewport=VIEWPORT,  # type: ignore[arg-type]  # Playwright types it as a TypedDict
            accept_downloads=False,
            service_workers="block",
            reduced_motion="reduce",
            locale="en-GB",
            extra_http_headers={"DNT": "1"},
        )
        await context.add_init_script(script("harden.js"))
        context.on("page", self._on_page)
        return context

    def _on_page(self, page: Page) -> None:
        """A page that the site opened itself is closed unread."""
        if self._page is not None:
            task = asyncio.create_task(_close_page(page))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)


async def _close_page(page: Page) -> None:
    with contextlib.suppress(PlaywrightError, TimeoutError):
        async with asyncio.timeout(_CLOSE_SECONDS):
            await page.close()


async def _block(context: BrowserContext, page: Page) -> None:
    """Refuses what is never read inside Chromium itself, without a round trip for each request."""
    session = await context.new_cdp_session(page)
    await session.send("Network.enable", {"maxTotalBufferSize": 0, "maxResourceBufferSize": 0})
    await session.send("Network.setBlockedURLs", {"urls": list(BLOCKED_URLS)})


@lru_cache(maxsize=4)
def script(name: str) -> str:
    """A script of ``scripts/``."""
    return (resources.files("scraper_task.browser") / "scripts" / name).read_text(encoding="utf-8")
