"""A site's session: politeness first, a snapshot of what failed, fresh state for each site."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from inkscout.domain.page import FetchStatus, Page
from inkscout.errors import BrowserUnavailable
from scraper_task.browser.browser_fetcher import OpenGate
from scraper_task.browser.chromium import LaunchOptions, find_executable, launch
from scraper_task.browser.pool import BrowserPool, PoolLimits
from scraper_task.browser.processes import descendants
from scraper_task.browser.site_browser import ChromiumSiteBrowser
from tests.integration.scraper_task.conftest import QUICK, browser_pool
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.stores import FakeLake
from tests.support.loopback_site import loopback_site
from tests.support.patience import until_async

pytestmark = pytest.mark.chromium


@pytest.fixture
async def pool(executable: str) -> AsyncIterator[BrowserPool]:
    """A pool of each test's own, since others here count the browsers that are left."""
    async with browser_pool(executable) as pool:
        yield pool


async def wall(_: web.Request) -> web.StreamResponse:
    return web.Response(status=403, text="<title>Just a moment...</title><p>wall", content_type="text/html")


async def test_at_most_two_snapshots_of_failed_pages_are_stored(pool: BrowserPool) -> None:
    lake = FakeLake()
    browser = ChromiumSiteBrowser(pool, lake=lake, clock=FakeClock(), gate=OpenGate, bounds=QUICK)
    pages = {"/a": wall, "/b": wall, "/c": wall, "/": "<p>Fine"}
    async with loopback_site(pages) as site, browser.visit("s-1") as fetcher:
        assert (await fetcher.fetch(site.url("/"))).status is FetchStatus.OK
        assert not lake.objects
        for path in ("/a", "/b", "/c"):
            assert (await fetcher.fetch(site.url(path))).status is FetchStatus.BLOCKED
    documents = [body for key, body in lake.objects.items() if key.endswith(".html")]
    pictures = [body for key, body in lake.objects.items() if key.endswith(".jpg")]
    assert len(documents) == 2
    assert pictures
    assert all(site.url("/").encode() in body and b"wall" in body for body in documents)
    assert all(picture.startswith(b"\xff\xd8") for picture in pictures)


async def test_nothing_of_one_site_is_left_for_the_next(pool: BrowserPool) -> None:
    keeps = "<script>document.cookie='who=me; path=/'; localStorage.who='me';</script><p>kept"
    tells = "<p id=a></p><script>a.textContent = `[${document.cookie}|${localStorage.who}]`</script>"
    browser = ChromiumSiteBrowser(pool, lake=FakeLake(), clock=FakeClock(), gate=OpenGate, bounds=QUICK)
    async with loopback_site({"/keep": keeps, "/tell": tells}) as site:
        async with browser.visit("s-1") as fetcher:
            await fetcher.fetch(site.url("/keep"))
            assert "[who=me|me]" in (await fetcher.fetch(site.url("/tell"))).html
        async with browser.visit("s-2") as fetcher:
            assert "[|undefined]" in (await fetcher.fetch(site.url("/tell"))).html


class ClosedGate:
    """Refuses one path, and notes what came of the others."""

    def __init__(self) -> None:
        self.left: list[tuple[str, FetchStatus]] = []
        self.abandoned = 0

    async def enter(self, url: str) -> Page | None:
        if not url.endswith("/closed"):
            return None
        now = FakeClock().now()
        return Page(url=url, final_url=url, status=FetchStatus.ROBOTS_FORBIDDEN, fetched_at=now)

    async def leave(self, url: str, page: Page) -> Page:
        self.left.append((url, page.status))
        return page

    async def abandon(self) -> None:
        self.abandoned += 1


async def test_a_page_that_may_not_be_fetched_is_not_asked_for_and_every_turn_is_given_back(
    pool: BrowserPool,
) -> None:
    gate = ClosedGate()
    browser = ChromiumSiteBrowser(pool, lake=FakeLake(), clock=FakeClock(), gate=lambda: gate, bounds=QUICK)

    async def slow(_: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        return web.Response(text="late")

    async with loopback_site({"/": "<p>Fine", "/slow": slow}) as site:
        async with browser.visit("s-1") as fetcher:
            assert (await fetcher.fetch(site.url("/closed"))).status is FetchStatus.ROBOTS_FORBIDDEN
            await fetcher.fetch(site.url("/"))
            cut_off = asyncio.create_task(fetcher.fetch(site.url("/slow")))
            await until_async(lambda: "/slow" in site.asked)
            cut_off.cancel()
            with pytest.raises(asyncio.CancelledError):
                await cut_off
        assert site.asked == ["/", "/slow"]
    assert gate.left == [(site.url("/"), FetchStatus.OK)]
    assert gate.abandoned == 1


async def test_a_browser_that_is_killed_under_a_page_is_replaced_and_the_page_read(executable: str) -> None:
    options = LaunchOptions(executable=executable)
    async with BrowserPool(lambda: launch(options), user_agent="Inkscout/test") as pool:
        browser = ChromiumSiteBrowser(pool, lake=FakeLake(), clock=FakeClock(), gate=OpenGate, bounds=QUICK)
        killed = asyncio.Event()

        async def kill_first(_: web.Request) -> web.StreamResponse:
            if not killed.is_set():
                killed.set()
                for process in descendants(os.getpid()):
                    if "chrom" in process.command:
                        os.kill(process.pid, 9)
            return web.Response(text="<p>Read all the same", content_type="text/html")

        async with loopback_site({"/": kill_first}) as site, browser.visit("s-1") as fetcher:
            page = await fetcher.fetch(site.url("/"))
        assert page.status is FetchStatus.OK
        assert "Read all the same" in page.html
        assert pool.launched == 2


async def test_a_browser_is_retired_after_its_pages_without_losing_the_site_under_way(
    executable: str,
) -> None:
    options = LaunchOptions(executable=executable)
    limits = PoolLimits(pages_per_browser=3)
    async with BrowserPool(lambda: launch(options), user_agent="Inkscout/test", limits=limits) as pool:
        browser = ChromiumSiteBrowser(pool, lake=FakeLake(), clock=FakeClock(), gate=OpenGate, bounds=QUICK)
        async with loopback_site({f"/{n}": f"<p>page {n}" for n in range(4)}) as site:
            for subject in ("s-1", "s-2"):
                async with browser.visit(subject) as fetcher:
                    for n in range(4):
                        assert f"page {n}" in (await fetcher.fetch(site.url(f"/{n}"))).html
        assert pool.launched == 2
    assert [process for process in descendants(os.getpid()) if "chrom" in process.command] == []


async def test_a_browser_that_dies_while_it_starts_is_started_once_more(
    executable: str, tmp_path: Path
) -> None:
    starts, dies = tmp_path / "starts", tmp_path / "chromium"
    dies.write_text(
        f'#!/bin/sh\necho >> {starts}\n[ $(wc -l < {starts}) -gt 1 ] || exit 139\nexec {executable} "$@"\n'
    )
    dies.chmod(0o755)
    async with BrowserPool(
        lambda: launch(LaunchOptions(executable=str(dies))), user_agent="Inkscout/test"
    ) as pool:
        browser = ChromiumSiteBrowser(pool, lake=FakeLake(), clock=FakeClock(), gate=OpenGate, bounds=QUICK)
        async with loopback_site({"/": "<p>Read all the same"}) as site, browser.visit("s-1") as fetcher:
            page = await fetcher.fetch(site.url("/"))
    assert page.status is FetchStatus.OK
    assert starts.read_text() == "\n\n"


async def test_a_browser_that_never_starts_is_tried_twice_and_said_to_be_unavailable(tmp_path: Path) -> None:
    starts, dies = tmp_path / "starts", tmp_path / "chromium"
    dies.write_text(f"#!/bin/sh\necho >> {starts}\nexit 139\n")
    dies.chmod(0o755)
    with pytest.raises(BrowserUnavailable, match="did not start"):
        await launch(LaunchOptions(executable=str(dies)))
    assert starts.read_text() == "\n\n"
    assert [process for process in descendants(os.getpid()) if "node" in process.command] == []


async def test_a_machine_without_chromium_says_so_at_once() -> None:
    options = LaunchOptions(executable="/nonexistent/chromium")
    async with BrowserPool(lambda: launch(options), user_agent="Inkscout/test") as pool:
        browser = ChromiumSiteBrowser(pool, lake=FakeLake(), clock=FakeClock(), gate=OpenGate)
        for _ in range(2):
            async with browser.visit("s-1") as fetcher:
                with pytest.raises(BrowserUnavailable):
                    await fetcher.fetch("http://127.0.0.1:8080/")
    assert [process for process in descendants(os.getpid()) if "node" in process.command] == []
    assert find_executable("/nonexistent/chromium") == "/nonexistent/chromium"
