"""Benchmark client: scrapy-playwright, as ``with_scrapy.py WORK``; prints one line of JSON."""

import json
import sys
from collections.abc import AsyncIterator
from fnmatch import translate
from pathlib import Path
from re import compile as pattern

import scrapy
from playwright.async_api import Request
from scrapy.crawler import CrawlerProcess
from scrapy.http import TextResponse
from scrapy_playwright.page import PageMethod

WORK = json.loads(Path(sys.argv[1]).read_text())
WAIT = (Path(__file__).parent / "wait.js").read_text()
BLOCKED = pattern("|".join(translate(rule) for rule in WORK["blocked"]))
FOUND = {"pages": 0, "good": 0, "characters": 0}


def abort(request: Request) -> bool:
    """Whether scrapy-playwright should block a request: its URL matches a given pattern."""
    return BLOCKED.match(request.url) is not None


class Pages(scrapy.Spider):
    """Spider that requests every URL once."""

    name = "pages"

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Yields all requests; Scrapy limits their concurrency."""
        for site in WORK["sites"]:
            for address in site:
                FOUND["pages"] += 1
                yield scrapy.Request(
                    address,
                    dont_filter=True,
                    meta={
                        "playwright": True,
                        "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded"},
                        "playwright_page_methods": [PageMethod("evaluate", WAIT)],
                        "handle_httpstatus_all": True,
                    },
                )

    def parse(self, response: TextResponse) -> None:
        """Counts pages with text, and characters."""
        FOUND["good"] += bool(response.text)
        FOUND["characters"] += len(response.text)


if __name__ == "__main__":
    process = CrawlerProcess(
        {
            "DOWNLOAD_HANDLERS": {
                "http": "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler",
                "https": "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler",
            },
            "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
            "PLAYWRIGHT_LAUNCH_OPTIONS": {
                "executable_path": WORK["chromium"],
                "args": ["--no-sandbox"],
                "proxy": {"server": WORK["proxy"]},
            },
            "PLAYWRIGHT_ABORT_REQUEST": abort,
            "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": WORK["concurrency"],
            "CONCURRENT_REQUESTS": WORK["concurrency"],
            "CONCURRENT_REQUESTS_PER_DOMAIN": WORK["concurrency"],
            "DOWNLOAD_DELAY": 0,
            "ROBOTSTXT_OBEY": False,
            "RETRY_ENABLED": False,
            "LOG_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
        }
    )
    process.crawl(Pages)
    process.start()
    print(json.dumps(FOUND))
