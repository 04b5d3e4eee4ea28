"""Soak test of a worker's browser: memory over 2,000 page visits, and processes left afterwards.

It fails if memory at the end is more than 1.25 times that after 200 visits, or if a process is left. Memory
is the proportional set size of all processes, as the median of a stretch's samples, since two browsers run
while one is being replaced.
"""

import asyncio
import os
import statistics
import time
from itertools import cycle

from bench.bench_browser_tier import sites_of, world_folder
from inkscout.adapters.system_clock import SystemClock
from inkscout.adapters.web.egress_proxy import EgressProxy
from inkscout.web.policy import FetchPolicy, PacePolicy
from inkscout_local.simulator.server import WorldServer
from scraper_task.browser import processes
from scraper_task.browser.browser_fetcher import BrowserFetcher
from scraper_task.browser.chromium import LaunchOptions, find_executable, launch
from scraper_task.browser.memory_guard import group_bytes
from scraper_task.browser.pool import BrowserPool, PoolLimits
from scraper_task.limits import this_machine

VISITS = int(os.environ.get("VISITS", "2000"))
FIRST = VISITS // 10
CONCURRENCY = int(os.environ.get("CONCURRENCY", "8"))
"""Number of sites at once; the default is a worker's maximum."""
BOUND = 1.25
_MIB = 1024 * 1024


class Samples:
    """Samples of memory by number of visits."""

    def __init__(self) -> None:
        self.taken: list[tuple[int, int]] = []
        self.visits = 0

    async def take(self) -> None:
        """Takes a sample every second until cancelled."""
        while True:
            self.taken.append((self.visits, await asyncio.to_thread(group_bytes)))
            await asyncio.sleep(1)

    def around(self, visits: int, width: int) -> float:
        """Returns the median memory in MiB over the ``width`` visits up to the number ``visits``."""
        found = [size for seen, size in self.taken if visits - width < seen <= visits]
        return statistics.median(found or [0]) / _MIB


async def soak(samples: Samples) -> tuple[int, int]:
    """Visits pages until ``VISITS``; returns the numbers of pages read and of browsers started."""
    world = world_folder()
    sites = cycle(sites_of(world, 200))
    good = 0
    async with WorldServer(world) as server:
        policy = FetchPolicy(
            contact="bench@inkscout.example",
            pace=PacePolicy(min_delay_seconds=0),
            proxies=(server.proxy_url,),
        )
        async with EgressProxy(policy) as proxy:
            options = LaunchOptions(
                executable=find_executable(os.environ.get("CHROMIUM_PATH", "")), proxy_url=proxy.url
            )
            limits = PoolLimits(renderer_bytes=this_machine().renderer_bytes)
            async with BrowserPool(
                lambda: launch(options), user_agent=policy.user_agent, limits=limits
            ) as pool:

                async def visit() -> None:
                    nonlocal good
                    while samples.visits < VISITS:
                        async with pool.session() as session:
                            fetcher = BrowserFetcher(session, clock=SystemClock())
                            for address in next(sites):
                                samples.visits += 1
                                page = await fetcher.fetch(address)
                                good += bool(page.html)

                await asyncio.gather(*[visit() for _ in range(CONCURRENCY)])
            return good, pool.launched


async def run() -> None:
    """Runs the test and prints the table.

    Raises:
        SystemExit: memory grew too much, or a process was left.
    """
    samples = Samples()
    sampler = asyncio.create_task(samples.take())
    started = time.monotonic()
    good, browsers = await soak(samples)
    sampler.cancel()
    seconds = time.monotonic() - started
    orphans = [process for process in processes.descendants(os.getpid()) if process.pid != os.getpid()]
    after_first, at_end = samples.around(FIRST * 2, FIRST), samples.around(samples.visits, FIRST)
    peak = max(size for _, size in samples.taken) / _MIB
    print(f"{samples.visits} visits, {good} read, {browsers} browsers, {seconds:.0f} s")
    print(f"{'visits':>8} {'group PSS MB (median)':>22}")
    for stretch in range(FIRST, samples.visits + 1, FIRST):
        print(f"{stretch:>8} {samples.around(stretch, FIRST):>22.0f}")
    print(
        f"after {FIRST}: {after_first:.0f} MB, at the end: {at_end:.0f} MB ({at_end / after_first:.2f} times)"
    )
    print(f"peak {peak:.0f} MB, orphan processes {len(orphans)}")
    if at_end > BOUND * after_first or orphans:
        raise SystemExit(1)


def main() -> None:
    """Runs the soak test."""
    asyncio.run(run())


if __name__ == "__main__":
    main()
