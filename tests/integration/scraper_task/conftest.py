"""One browser for the tests of a module, which run in one event loop."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from scraper_task.browser.browser_fetcher import Bounds, BrowserFetcher
from scraper_task.browser.chromium import LaunchOptions, find_executable, launch
from scraper_task.browser.pool import BrowserPool, PoolLimits
from scraper_task.browser.reading_limits import ReadingLimits
from tests.support.fakes.clock import FakeClock

QUICK = Bounds(
    navigation_seconds=30,
    page_seconds=60,
    reading=ReadingLimits(total_ms=30_000, settle_ms=10_000, empty_ms=1500, slow_ms=700, quiet_ms=150),
)


def chromium_path() -> str:
    """The browser of the tests; skips, saying so, where there is none."""
    path = os.environ.get("CHROMIUM_PATH", "") or find_executable("")
    if path and (shutil.which(path) or Path(path).exists()):
        return path
    pytest.skip("no Chromium on this machine: set CHROMIUM_PATH")


@pytest.fixture(scope="module")
def executable() -> str:
    return chromium_path()


@asynccontextmanager
async def browser_pool(executable: str) -> AsyncIterator[BrowserPool]:
    options = LaunchOptions(executable=executable)
    limits = PoolLimits(renderer_bytes=450 * 1024 * 1024, renderer_cpu_seconds=0.5, watch_seconds=0.25)
    async with BrowserPool(lambda: launch(options), user_agent="Inkscout/test", limits=limits) as pool:
        yield pool


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pool(executable: str) -> AsyncIterator[BrowserPool]:
    async with browser_pool(executable) as pool:
        yield pool


@pytest_asyncio.fixture(loop_scope="module")
async def fetcher(pool: BrowserPool) -> AsyncIterator[BrowserFetcher]:
    async with pool.session() as session:
        yield BrowserFetcher(session, clock=FakeClock(), bounds=QUICK)
