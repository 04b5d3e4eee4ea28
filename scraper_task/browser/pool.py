"""Pool with one Chromium for all sites being read; each site gets a new browser context.

The browser is replaced after a number of pages or when it uses too much memory.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from playwright.async_api import BrowserContext, CDPSession, Page
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
_HEAP_BYTES = 8 * 1024 * 1024
"""Heap of a renderer from which its garbage is collected between pages, which takes some 20 ms.

An ordinary page leaves one or two MB; with 8 MB of them, a renderer takes 20 MB more than with none.
"""

VIEWPORT = {"width": 1024, "height": 768}
"""Size that pages are laid out for, in CSS pixels; the window itself is smaller (``chromium.FLAGS``)."""


class BrowserGone(Exception):
    """The browser or its page crashed or hung during a visit; a new one may succeed."""


@dataclass(frozen=True, slots=True)
class PoolLimits:
    """Limits of a browser.

    Attributes:
        pages_per_browser: Page visits after which it is replaced.
        browser_bytes: Proportional set size of all its processes above which it is replaced.
        renderer_bytes: Resident size of a renderer process above which that is killed.
        renderer_cpu_seconds: CPU seconds after which a renderer gives way to those of other sites; an
            ordinary page takes 0.1 of them.
        watch_seconds: Seconds between two measurements of the renderers.
    """

    pages_per_browser: int = 300
    browser_bytes: int = 1200 * 1024 * 1024
    renderer_bytes: int = 700 * 1024 * 1024
    renderer_cpu_seconds: float = 1.0
    watch_seconds: float = 0.5


class BrowserPool:
    """Provides sessions of a running browser; an asynchronous context manager.

    Attributes:
        launched: Number of browsers started.
        pages: Number of page visits.
        peak_bytes: Highest measured size of a browser.
    """

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
        self._slowed: set[processes.Process] = set()
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
        """Yields a session for one site; its browser context is opened on first use and closed at the end."""
        session = Session(self)
        try:
            yield session
        finally:
            await session.close()

    async def acquire(self) -> Chromium:
        """Returns a usable browser, started if necessary; the caller must ``release`` it.

        Raises:
            BrowserUnavailable: no browser can be started.
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
        """Starts a browser; for 60 seconds after a failure it raises the same error without an attempt."""
        if time.monotonic() < self._not_before:
            raise BrowserUnavailable(self._why_not)
        try:
            return await self._launch()
        except BrowserUnavailable as error:
            self._not_before, self._why_not = time.monotonic() + _RELAUNCH_SECONDS, str(error)
            logger().error("No browser could be started", reason=str(error))
            raise

    def release(self, chromium: Chromium) -> None:
        """Ends one use of a browser; closes it if it is retired and no longer in use."""
        chromium.sessions -= 1
        if chromium.retired and chromium.sessions <= 0:
            self._close_soon(chromium)

    def retire(self, chromium: Chromium) -> None:
        """Excludes a browser from new sessions; closes it once it is no longer in use."""
        chromium.retired = True
        if self._current is chromium:
            self._current = None
        if chromium.sessions <= 0 or not chromium.browser.is_connected():
            self._close_soon(chromium)

    def count_page(self, chromium: Chromium) -> None:
        """Counts a page visit and retires the browser if it reached its limit."""
        self.pages += 1
        chromium.pages += 1
        if chromium.pages >= self._limits.pages_per_browser and not chromium.retired:
            self.retire(chromium)

    @property
    def user_agent(self) -> str:
        """User-Agent header of every request."""
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
        """Kills renderers and retires browsers that exceed their memory limits; never returns.

        Renderers that compute for long get the lowest priority.
        """
        ticks = 0
        while True:
            await asyncio.sleep(self._limits.watch_seconds)
            ticks += 1
            alive: set[processes.Process] = set()
            for chromium in list(self._all):
                members = await asyncio.to_thread(self._members, chromium)
                await asyncio.to_thread(self._slow_down_busy, members[2:])
                alive.update(members)
                await self._end_hoarders(chromium, members)
                if ticks % _WEIGH_TICKS == 0:
                    await self._weigh(chromium, members)
            self._slowed &= alive

    def _slow_down_busy(self, members: list[processes.Process]) -> None:
        """Lowers the priority of renderers that have used much CPU time, for the rest of their lives."""
        for process in members:
            if (
                process in self._slowed
                or processes.cpu_seconds(process.pid) < self._limits.renderer_cpu_seconds
            ):
                continue
            if processes.is_renderer(process.pid):
                processes.slow_down(process)
                self._slowed.add(process)

    def _members(self, chromium: Chromium) -> list[processes.Process]:
        driver = chromium.driver
        return [driver, *self._census.descendants(driver.pid)] if driver else []

    async def _end_hoarders(self, chromium: Chromium, members: list[processes.Process]) -> None:
        """Kills renderers above their memory limit; only their own pages crash."""
        hoarders = [
            process
            for process in members[2:]
            if processes.rss_bytes(process.pid) > self._limits.renderer_bytes
        ]
        if hoarders:
            # Recorded before the kill, since the page may report its crash before the kill returns.
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
    """Browser context of one site with one page, reopened after a crash."""

    def __init__(self, pool: BrowserPool) -> None:
        self._pool = pool
        self._chromium: Chromium | None = None
        self._context: BrowserContext | None = None
        self._page: Page | None = None
        self._devtools: CDPSession | None = None
        self._is_used = False
        self._background: set[asyncio.Task[None]] = set()

    async def page(self) -> Page:
        """Returns the site's page, opened on first use and after ``discard``.

        Raises:
            BrowserUnavailable: no browser can be started.
            BrowserGone: the browser could not open a page.
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
                self._devtools = await _set_up(self._context, self._page)
        except (PlaywrightError, TimeoutError) as error:
            self._pool.retire(chromium)
            raise BrowserGone("the browser could not open a page") from error
        return self._page

    @property
    def open_page(self) -> Page | None:
        """The site's page; None if none is open."""
        return self._page if self._page is not None and not self._page.is_closed() else None

    @property
    def address(self) -> str:
        """Current URL of the page; empty if none is open."""
        return self._page.url if self._page is not None and not self._page.is_closed() else ""

    def count(self) -> None:
        """Counts one page visit towards the browser's limit."""
        if self._chromium is not None:
            self._pool.count_page(self._chromium)

    def forget_last_page(self) -> None:
        """Has the renderer free what the documents before the present one held, while this one loads.

        A renderer that walks through a site would otherwise grow by each of its pages: V8 waits for a heap
        far larger than theirs. Does nothing at a site's first page, nor while the heap is small.
        """
        if self._devtools is not None and self._is_used:
            self._in_background(_free_memory(self._devtools))
        self._is_used = True

    def outgrew_memory(self) -> bool:
        """Whether a renderer of this browser was killed for its memory in the last three seconds.

        Each kill is reported only once, so that only one page takes it as its own.
        """
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
        """Whether the browser is still connected."""
        return self._chromium is not None and self._chromium.browser.is_connected()

    async def discard(self, *, broken: bool = False) -> None:
        """Closes page and context; the next visit gets new ones. ``broken`` also retires the browser."""
        context, chromium = self._context, self._chromium
        self._context = self._page = self._devtools = self._chromium = None
        self._is_used = False
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
        """Closes the site's page and context."""
        await self.discard()

    async def _open_context(self, chromium: Chromium) -> BrowserContext:
        context = await chromium.browser.new_context(
            user_agent=self._pool.user_agent,
            # Playwright would make the window as large as the viewport.
            no_viewport=True,
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
        """Closes pages that the site opened itself, such as pop-ups."""
        if self._page is not None:
            self._in_background(_close_page(page))

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)


async def _close_page(page: Page) -> None:
    with contextlib.suppress(PlaywrightError, TimeoutError):
        async with asyncio.timeout(_CLOSE_SECONDS):
            await page.close()


async def _free_memory(devtools: CDPSession) -> None:
    """Collects a renderer's garbage if its heaps, of scripts and of documents, are worth it."""
    with contextlib.suppress(PlaywrightError):
        heaps = await devtools.send("Runtime.getHeapUsage")
        if heaps["usedSize"] + heaps.get("embedderHeapUsedSize", 0) >= _HEAP_BYTES:
            await devtools.send("HeapProfiler.collectGarbage")


async def _set_up(context: BrowserContext, page: Page) -> CDPSession:
    """Sets the size to lay the page out for, and has Chromium itself block ``BLOCKED_URLS``.

    Blocking needs no round trip for each request then. Both last as long as the page.
    """
    session = await context.new_cdp_session(page)
    screen = {"screenWidth": VIEWPORT["width"], "screenHeight": VIEWPORT["height"]}
    await asyncio.gather(
        session.send(
            "Emulation.setDeviceMetricsOverride",
            {**VIEWPORT, **screen, "deviceScaleFactor": 1, "mobile": False},
        ),
        session.send("Network.enable", {"maxTotalBufferSize": 0, "maxResourceBufferSize": 0}),
        session.send("Network.setBlockedURLs", {"urls": list(BLOCKED_URLS)}),
    )
    return session


@lru_cache(maxsize=4)
def script(name: str) -> str:
    """Returns the source of a script in ``scripts/``."""
    return (resources.files("scraper_task.browser") / "scripts" / name).read_text(encoding="utf-8")
