"""A rendered page that fails over a pause of the worker, which is the browser's way out, is visited again."""

import asyncio

import pytest
from aiohttp import web

from inkscout.domain.page import FetchStatus
from scraper_task.browser.browser_fetcher import Bounds, BrowserFetcher
from scraper_task.browser.pool import BrowserPool
from tests.support.fakes.clock import FakeClock, FakeStopwatch
from tests.support.loopback_site import loopback_site

pytestmark = [pytest.mark.chromium, pytest.mark.asyncio(loop_scope="module")]


@pytest.mark.parametrize("paused", [True, False])
async def test_only_a_failure_over_a_pause_is_tried_again(paused: bool, pool: BrowserPool) -> None:
    stopwatch, asked = FakeStopwatch(), 0

    async def late_once(_: web.Request) -> web.StreamResponse:
        nonlocal asked
        asked += 1
        if asked == 1:
            if paused:
                stopwatch.pause()
            await asyncio.sleep(4)
        return web.Response(text="<p>Anna Bell", content_type="text/html")

    async with loopback_site({"/": late_once}) as site, pool.session() as session:
        fetcher = BrowserFetcher(
            session, clock=FakeClock(), bounds=Bounds(navigation_seconds=2), stopwatch=stopwatch
        )
        page = await fetcher.fetch(site.url("/"))
    assert page.status is (FetchStatus.OK if paused else FetchStatus.TIMEOUT)
    assert asked == (2 if paused else 1)
