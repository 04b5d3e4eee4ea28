"""Benchmark client: Scrapy with all features turned off that the benchmark does not need."""

from collections.abc import AsyncIterator
from typing import Any

import scrapy
from measure import Meter, proxy_url, read_addresses
from scrapy.crawler import CrawlerProcess

COUNTS = [0, 0]


class Pages(scrapy.Spider):
    name = "pages"

    async def start(self) -> AsyncIterator[Any]:
        for address in read_addresses():
            yield scrapy.Request(address, meta={"proxy": proxy_url()}, dont_filter=True)

    def parse(self, response: Any) -> None:
        response.css("title::text").get()
        COUNTS[0] += 1
        COUNTS[1] += len(response.css("a[href]::attr(href)").getall())


if __name__ == "__main__":
    process = CrawlerProcess(
        {
            "CONCURRENT_REQUESTS": 16,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
            "DOWNLOAD_DELAY": 0,
            "ROBOTSTXT_OBEY": False,
            "COOKIES_ENABLED": False,
            "RETRY_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "LOG_LEVEL": "ERROR",
        }
    )
    process.crawl(Pages)
    meter = Meter()
    process.start()
    meter.report(*COUNTS)
