"""Benchmark client: Inkscout's HTTP fetcher; with the third argument ``extract``, also extracts artists."""

import asyncio
import gc
import sys
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from measure import Meter, proxy_url, read_addresses
from selectolax.lexbor import LexborHTMLParser

from inkscout.adapters.system_clock import SystemClock
from inkscout.adapters.web.http_fetcher import HttpFetcher
from inkscout.domain.page import FetchStatus
from inkscout.extraction import read_site
from inkscout.web.policy import FetchPolicy, PacePolicy

CONCURRENCY = 16
PAGES_A_SITE = 12


async def work(fetcher: HttpFetcher, addresses: Iterator[str], counts: list[int]) -> None:
    for address in addresses:
        page = await fetcher.fetch(address)
        if page.status is not FetchStatus.OK:
            continue
        tree = LexborHTMLParser(page.html)
        title = tree.css_first("title")
        counts[0] += 1
        counts[1] += len([link.attributes.get("href") for link in tree.css("a[href]")])
        counts[2] += len(title.text()) if title else 0


async def read(fetcher: HttpFetcher, sites: Iterator[list[str]], counts: list[int]) -> None:
    """Fetches the pages of each visit and extracts its artists; adds pages and artists to ``counts``."""
    for addresses in sites:
        pages = [await fetcher.fetch(address) for address in addresses]
        found = read_site([page for page in pages if page.status is FetchStatus.OK])
        counts[0] += sum(page.status is FetchStatus.OK for page in pages)
        counts[1] += len(found.artists)


def visits(addresses: list[str]) -> list[list[str]]:
    """Returns the URLs grouped by host, in visits of at most ``PAGES_A_SITE`` pages."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        hosts[urlsplit(address).netloc].append(address)
    return [of[at : at + PAGES_A_SITE] for of in hosts.values() for at in range(0, len(of), PAGES_A_SITE)]


async def main() -> None:
    addresses = read_addresses()
    extract = sys.argv[3:] == ["extract"]
    policy = FetchPolicy(
        contact="bench@inkscout.example",
        proxies=(proxy_url(),),
        pace=PacePolicy(min_delay_seconds=0, one_at_a_time=False),
        concurrency=CONCURRENCY,
    )
    counts = [0, 0, 0]
    gc.freeze()
    meter = Meter()
    async with HttpFetcher(policy, state_store=None, clock=SystemClock()) as fetcher:
        if extract:
            sites = iter(visits(addresses))
            tasks = [read(fetcher, sites, counts) for _ in range(CONCURRENCY)]
        else:
            source = iter(addresses)
            tasks = [work(fetcher, source, counts) for _ in range(CONCURRENCY)]
        await asyncio.gather(*tasks)
    meter.report(counts[0], counts[1])


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
