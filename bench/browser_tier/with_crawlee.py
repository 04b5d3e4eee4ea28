"""Benchmark client: crawlee's PlaywrightCrawler, as ``with_crawlee.py WORK``; prints one line of JSON."""

import asyncio
import json
import logging
import sys
from datetime import timedelta
from pathlib import Path

from crawlee import ConcurrencySettings, Request
from crawlee.configuration import Configuration
from crawlee.crawlers import PlaywrightCrawler, PlaywrightCrawlingContext, PlaywrightPreNavCrawlingContext
from crawlee.storage_clients import MemoryStorageClient

WAIT = (Path(__file__).parent / "wait.js").read_text()


async def main(work: dict) -> None:
    """Visits all pages with fixed concurrency, without retries; crawlee blocks the given URL patterns."""
    good = characters = 0
    width = work["concurrency"]
    crawler = PlaywrightCrawler(
        configuration=Configuration(purge_on_start=True),
        storage_client=MemoryStorageClient(),
        headless=True,
        browser_launch_options={
            "executable_path": work["chromium"],
            "args": ["--no-sandbox"],
            "proxy": {"server": work["proxy"]},
            "chromium_sandbox": False,
        },
        concurrency_settings=ConcurrencySettings(
            min_concurrency=width, max_concurrency=width, desired_concurrency=width
        ),
        max_request_retries=0,
        goto_options={"wait_until": "domcontentloaded"},
        navigation_timeout=timedelta(seconds=20),
        retry_on_blocked=False,
        ignore_http_error_status_codes=[404, 500],
        configure_logging=False,
    )

    @crawler.pre_navigation_hook
    async def block(context: PlaywrightPreNavCrawlingContext) -> None:
        await context.block_requests(url_patterns=work["blocked"])

    @crawler.router.default_handler
    async def handle(context: PlaywrightCrawlingContext) -> None:
        nonlocal good, characters
        await context.page.evaluate(WAIT)
        html = await context.page.content()
        good += bool(html)
        characters += len(html)

    requests = [Request.from_url(address, always_enqueue=True) for site in work["sites"] for address in site]
    await crawler.run(requests)
    print(json.dumps({"pages": len(requests), "good": good, "characters": characters}))


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    asyncio.run(main(json.loads(Path(sys.argv[1]).read_text())))
