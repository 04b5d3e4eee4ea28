"""A request that fails because this process was stopped is made again, and is no fault of the site's."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest

from inkscout.adapters.web.http_fetcher import HttpFetcher
from inkscout.domain.page import FetchStatus
from inkscout.web.policy import FetchPolicy, PacePolicy
from tests.support.fakes.clock import FakeStopwatch
from tests.support.internet import Internet, Request, Site, Writer, response
from tests.support.project import ROOT

HOME = "http://studio.example/"
STOPPED_SECONDS = 3.0


@pytest.fixture
def stopwatch() -> FakeStopwatch:
    return FakeStopwatch()


@pytest.fixture
async def fetcher(internet: Internet, stopwatch: FakeStopwatch) -> AsyncIterator[HttpFetcher]:
    policy = FetchPolicy(
        contact="crawler@inkscout.example",
        timeout_seconds=0.5,
        pace=PacePolicy(min_delay_seconds=0, breaker_failures=1_000),
    )
    async with internet.fetcher(policy, stopwatch=stopwatch) as fetcher:
        yield fetcher


class Stalls:
    """Answers too late as often as told, then at once."""

    def __init__(self, times: int, stopwatch: FakeStopwatch | None = None) -> None:
        self.times, self.asked, self.stopwatch = times, 0, stopwatch

    async def __call__(self, request: Request, writer: Writer) -> None:
        del request
        self.asked += 1
        if self.asked <= self.times:
            if self.stopwatch is not None:
                self.stopwatch.pause()
            await asyncio.sleep(2)
        writer.write(response("<p>hello"))


async def test_a_request_that_failed_over_a_pause_is_made_again(
    fetcher: HttpFetcher, site: Site, stopwatch: FakeStopwatch
) -> None:
    site.pages["/"] = stalls = Stalls(1, stopwatch)
    page = await fetcher.fetch(HOME)
    assert (page.status, page.html, stalls.asked) == (FetchStatus.OK, "<p>hello", 2)


async def test_a_request_that_failed_without_a_pause_is_the_sites_failure(
    fetcher: HttpFetcher, site: Site
) -> None:
    site.pages["/"] = stalls = Stalls(1)
    page = await fetcher.fetch(HOME)
    assert (page.status, stalls.asked) == (FetchStatus.TIMEOUT, 1)


async def test_a_request_is_made_again_once(
    fetcher: HttpFetcher, site: Site, stopwatch: FakeStopwatch
) -> None:
    site.pages["/"] = stalls = Stalls(9, stopwatch)
    page = await fetcher.fetch(HOME)
    assert (page.status, stalls.asked) == (FetchStatus.TIMEOUT, 2)


STOPPED_READER = """
import asyncio, sys
from inkscout.adapters.system_clock import SystemClock
from inkscout.adapters.web.http_fetcher import HttpFetcher
from inkscout.adapters.working_clock import WorkingClock
from inkscout.domain.site_visit import SiteToRead
from inkscout.usecases.visits.read_website import read_website
from inkscout.web.policy import FetchPolicy, PacePolicy
from tests.support.fakes.readers import HereReader
from tests.support.internet import Internet

async def main():
    internet = Internet()
    internet.add("studio.example", int(sys.argv[1]))
    policy = FetchPolicy(contact="a@b.example", timeout_seconds=2, pace=PacePolicy(min_delay_seconds=0))
    async with WorkingClock(tick_seconds=0.05, pause_seconds=0.5) as stopwatch:
        async with HttpFetcher(policy, state_store=None, clock=SystemClock(), resolve=internet.resolve,
                               make_socket=internet.make_socket, stopwatch=stopwatch) as fetcher:
            print("ready", flush=True)
            site = SiteToRead(url="http://studio.example/", max_pages=1)
            visit = await read_website(site, fetcher.fetch, reader=HereReader(), seconds=2, clock=stopwatch)
            print(visit.reading.outcome.value, stopwatch.pauses, flush=True)

asyncio.run(main())
"""


async def test_a_process_stopped_by_a_signal_blames_no_site_for_it(site: Site) -> None:
    """The stop is longer than the request's time and the visit's together."""
    asked = asyncio.Event()

    async def answer(request: Request, writer: Writer) -> None:
        if request.path == "/" and not asked.is_set():
            asked.set()
            await asyncio.sleep(STOPPED_SECONDS + 1)
        writer.write(response("<h1>Our artists</h1><h3>Anna Bell</h3><p>Tattoo artist</p>"))

    site.pages["/"] = answer
    command = [sys.executable, "-c", STOPPED_READER, str(site.port)]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=subprocess.PIPE)
    try:
        await asyncio.wait_for(asked.wait(), 60)
        os.kill(process.pid, signal.SIGSTOP)
        await asyncio.sleep(STOPPED_SECONDS)
        os.kill(process.pid, signal.SIGCONT)
        said, _ = await asyncio.wait_for(process.communicate(), 60)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    outcome, pauses = said.decode().splitlines()[-1].split()
    assert outcome == "artists_found"
    assert int(pauses) >= 1
