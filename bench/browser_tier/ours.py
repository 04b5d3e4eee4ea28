"""Benchmark client: Inkscout's browser fetcher, as ``ours.py WORK``; prints one line of JSON."""

import asyncio
import json
import sys
from pathlib import Path

from inkscout.adapters.system_clock import SystemClock
from inkscout.adapters.web.egress_proxy import EgressProxy
from inkscout.web.policy import FetchPolicy, PacePolicy
from scraper_task.browser.browser_fetcher import BrowserFetcher
from scraper_task.browser.chromium import LaunchOptions, launch
from scraper_task.browser.pool import BrowserPool


async def main(work: dict[str, object]) -> None:
    """Visits all pages, ``concurrency`` sites at once, through the egress proxy."""
    sites: asyncio.Queue[list[str]] = asyncio.Queue()
    for site in work["sites"]:  # type: ignore[attr-defined]
        sites.put_nowait(site)
    pages = good = characters = 0
    seconds = 0.0
    policy = FetchPolicy(
        contact="bench@inkscout.example",
        pace=PacePolicy(min_delay_seconds=0),
        proxies=(str(work["proxy"]),),
    )
    async with EgressProxy(policy) as proxy:
        options = LaunchOptions(executable=str(work["chromium"]), proxy_url=proxy.url)
        async with BrowserPool(lambda: launch(options), user_agent=policy.user_agent) as pool:

            async def visit() -> None:
                nonlocal pages, good, characters, seconds
                while not sites.empty():
                    site = sites.get_nowait()
                    async with pool.session() as session:
                        fetcher = BrowserFetcher(session, clock=SystemClock())
                        for address in site:
                            page = await fetcher.fetch(address)
                            pages += 1
                            good += bool(page.html)
                            characters += len(page.html)
                            seconds += page.elapsed_ms / 1000

            await asyncio.gather(*[visit() for _ in range(int(str(work["concurrency"])))])
    found = {"pages": pages, "good": good, "characters": characters, "page_seconds": seconds / pages}
    print(json.dumps(found))


if __name__ == "__main__":
    asyncio.run(main(json.loads(Path(sys.argv[1]).read_text())))
