"""Run time of twenty good sites with hostile ones among them, beside that without, in both tiers.

The hostile ones are pages and responses that once held up everything, and three that break the process which
reads them. They are there to be visited and take their own bounds of time; so the time that counts is that
until the last good site is done. A third measurement has as many ordinary sites in the place of the hostile
ones: no site can be told from an ordinary one before it was visited for a while, so that is what a hostile
site costs at least where sites wait for slots. Real sockets, a real Chromium, real reading processes with the
product's bounds; stores in memory.
"""

import asyncio
import os
import random
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from inkscout.adapters.reading.reader import ProcessReader, ReadingHost
from inkscout.contracts.find_artists import FindArtistsRequest
from inkscout.domain.job import Job, JobKind
from inkscout.domain.outcome import VisitOutcome
from inkscout.ports import JsonMap
from inkscout.usecases.visits.find_artists import FindArtistsPorts, find_artists
from inkscout.usecases.visits.render_site import RenderSitePorts, render_site
from inkscout.web.policy import FetchPolicy
from scraper_task.browser.browser_fetcher import OpenGate
from scraper_task.browser.chromium import FLAGS, LaunchOptions, find_executable, launch
from scraper_task.browser.pool import BrowserPool
from scraper_task.browser.site_browser import ChromiumSiteBrowser
from scraper_task.worker import Budget, Worker
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.inbox import FakeInbox
from tests.support.fakes.operations import FakeRunLedger
from tests.support.fakes.stores import FakeLake, FakeQueue
from tests.support.hostile_neighbours import (
    GOOD,
    HostileWorld,
    good_page,
    hostile_world,
    responses,
    stores_of,
)
from tests.support.internet import Internet, Site
from tests.support.loopback_site import loopback_site

ROUNDS = int(os.environ.get("ROUNDS", "3"))
SLOTS = int(os.environ.get("SLOTS", "4"))
"""Sites that the worker has under way at once: two for each of two CPUs."""
RUN = "run-1"
_NAMES_TO_LOOPBACK = "--host-resolver-rules=MAP *.example 127.0.0.1"
"""Flag by which each site has a host of its own, as on the web: one host may use half of the slots only."""


class _TimedLedger(FakeRunLedger):
    """Notes when the last visit of each studio was recorded."""

    def __init__(self) -> None:
        super().__init__()
        self.recorded: dict[str, float] = {}

    def record(self, run_id: str, kind: str, key: str, document: JsonMap) -> None:
        if kind == "visit":
            self.recorded[key] = time.monotonic()
        super().record(run_id, kind, key, document)


@dataclass(frozen=True)
class _Run:
    """Seconds until the last good site was done, until all were, and of the median visit of a good one."""

    good: float
    whole: float
    visit: float


class _Beside(StrEnum):
    """Sites among the good ones."""

    NOBODY = "alone"
    ORDINARY = "beside ordinary"
    HOSTILE = "beside hostile"


_LABELS = {"good": "last good site", "visit": "median good visit", "whole": "all sites"}
_Tier = Callable[[_Beside, ProcessReader], Awaitable[_Run]]


def main() -> None:
    """Prints the least of some rounds alone, beside ordinary and beside hostile sites, for each tier."""
    tiers: dict[str, _Tier] = {"HTTP": _over_http}
    if find_executable(""):
        tiers["browser"] = _in_a_browser
    print(f"20 good sites, least of {ROUNDS} rounds; seconds, and ratios to the time alone")
    heads = "".join(f"{beside:>20}" for beside in _Beside)
    print(f"{'tier':<10} {'':<18}{heads}")
    for name, tier in tiers.items():
        runs = asyncio.run(_rounds(tier))
        for what, label in _LABELS.items():
            least = {beside: min(getattr(run, what) for run in runs[beside]) for beside in _Beside}
            alone = least[_Beside.NOBODY]
            cells = "".join(f"{seconds:>13.2f} {seconds / alone:>6.2f}" for seconds in least.values())
            print(f"{name:<10} {label:<18}{cells}")


async def _rounds(tier: _Tier) -> dict[_Beside, list[_Run]]:
    runs: dict[_Beside, list[_Run]] = {beside: [] for beside in _Beside}
    with ReadingHost("tests.support.poisoned_host") as host:
        for _ in range(ROUNDS):
            for beside in _Beside:
                async with ProcessReader(host) as reader:
                    runs[beside].append(await tier(beside, reader))
    return runs


def _world(beside: _Beside, *, endless: bool) -> HostileWorld:
    """The world with its hosts in an order that mixes the good ones with those beside them."""
    world = hostile_world(hostile=beside is not _Beside.NOBODY, endless=endless)
    hosts = list(world.pages)
    random.Random(1).shuffle(hosts)
    pages = {host: world.pages[host] for host in hosts}
    if beside is _Beside.ORDINARY:
        pages |= {host: good_page(GOOD + at) for at, host in enumerate(hosts) if host not in world.good}
    return HostileWorld(pages=pages, good=world.good, hostile=world.hostile, poisoned=world.poisoned)


def _result(world: HostileWorld, ledger: _TimedLedger, started: float) -> _Run:
    """The times of a run.

    Raises:
        AssertionError: a good site was not read, so that the times say nothing.
    """
    entries = {str(entry["key"]): entry for entry in ledger.entries(RUN, "visit")}
    for host in world.good:
        assert entries[host]["outcome"] == VisitOutcome.ARTISTS_FOUND, entries[host]
    return _Run(
        good=max(ledger.recorded[host] for host in world.good) - started,
        whole=max(ledger.recorded.values()) - started,
        visit=statistics.median(float(entries[host]["seconds"]) for host in world.good),
    )


async def _over_http(beside: _Beside, reader: ProcessReader) -> _Run:
    """FindArtists over the world as one batch, at the pace of a run."""
    world = _world(beside, endless=True)
    stores, internet = stores_of(world, _TimedLedger()), Internet()
    policy = FetchPolicy(contact="bench@inkscout.example")
    async with Site(responses(world)) as site:
        for host in world.pages:
            internet.add(host, site.port)
        deps = FindArtistsPorts(
            **stores,
            open_fetcher=lambda _: internet.fetcher(policy),
            reader=reader,
            max_pages=12,
            seconds=60,
        )
        started = time.monotonic()
        request = FindArtistsRequest(run_id=RUN, studio_ids=list(world.pages), force=True)
        await find_artists(request, deps=deps)
    return _result(world, stores["ledger"], started)


async def _in_a_browser(beside: _Beside, reader: ProcessReader) -> _Run:
    """One worker with a Chromium over the world, good and hostile sites in one queue."""
    world = _world(beside, endless=False)
    stores, inbox = stores_of(world, _TimedLedger()), FakeInbox()
    flags = [_NAMES_TO_LOOPBACK if flag.startswith("--host-resolver-rules") else flag for flag in FLAGS]
    options = LaunchOptions(executable=find_executable("") or "", flags=flags)
    async with (
        BrowserPool(lambda: launch(options), user_agent="Inkscout/bench") as pool,
        loopback_site({f"{host}/": str(page) for host, page in world.pages.items()}) as site,
    ):
        browser = ChromiumSiteBrowser(pool, lake=FakeLake(), clock=FakeClock(), gate=OpenGate)
        deps = RenderSitePorts(
            **stores, browser=browser, queue=FakeQueue(), reader=reader, max_pages=1, seconds=60
        )
        jobs = [
            Job(
                scrape_id=host,
                run_id=RUN,
                kind=JobKind.RENDER_SITE,
                url=f"http://{host}:{site.port}/",
                studio_id=host,
            )
            for host in world.pages
        ]
        stores["ledger"].add_jobs(RUN, jobs)
        inbox.put_jobs(jobs)

        async def do(job: Job) -> dict[str, Any]:
            return await render_site(job, deps=deps)

        budget = Budget(max_seconds=600, idle_seconds=1, poll_seconds=1, slots=SLOTS, slow_slots=SLOTS // 2)
        started = time.monotonic()
        await Worker(inbox, stores["ledger"], do, budget).run()
    return _result(world, stores["ledger"], started)
