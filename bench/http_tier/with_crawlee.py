"""Benchmark client: crawlee's ParselCrawler with its default HTTP client, without sessions and retries."""

import asyncio
import logging

from crawlee import ConcurrencySettings
from crawlee.crawlers import ParselCrawler, ParselCrawlingContext
from crawlee.http_clients import ImpitHttpClient
from crawlee.proxy_configuration import ProxyConfiguration
from crawlee.storage_clients import MemoryStorageClient
from measure import Meter, proxy_url, read_addresses


async def main() -> None:
    logging.disable(logging.WARNING)
    counts = [0, 0]
    crawler = ParselCrawler(
        http_client=ImpitHttpClient(persist_cookies_per_session=False),
        proxy_configuration=ProxyConfiguration(proxy_urls=[proxy_url()]),
        storage_client=MemoryStorageClient(),
        concurrency_settings=ConcurrencySettings(
            min_concurrency=16, desired_concurrency=16, max_concurrency=16
        ),
        use_session_pool=False,
        retry_on_blocked=False,
        max_request_retries=0,
        configure_logging=False,
    )

    @crawler.router.default_handler
    async def read(context: ParselCrawlingContext) -> None:
        context.selector.css("title::text").get()
        counts[0] += 1
        counts[1] += len(context.selector.css("a[href]::attr(href)").getall())

    addresses = read_addresses()
    meter = Meter()
    await crawler.run(addresses)
    meter.report(*counts)


if __name__ == "__main__":
    asyncio.run(main())
