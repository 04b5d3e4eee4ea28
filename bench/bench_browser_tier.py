"""Benchmark of the browser fetcher beside crawlee and scrapy-playwright, on the same 200 pages.

Every client is a process of its own behind the same forward proxy, with the same browser, blocking and number
of pages at once (CONCURRENCY, 4), without crawl delays. Inkscout's also uses the egress proxy, waits longer
for content than the others, opens collapsed content, and uses a new context for each site. The others wait
for 150 ms of unchanged text after DOMContentLoaded.
"""

import json
import os
import statistics
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from bench.support.other_tools import interpreter_with
from bench.support.process_tree import Measured, measure
from inkscout_local.simulator.server import serve_world
from scraper_task.browser.chromium import find_executable
from scraper_task.browser.request_blocking import BLOCKED_URLS
from tests.support.project import ROOT
from tests.support.shared_data import shared_path

PINS = ("crawlee[playwright]==1.11.0", "scrapy==2.19.0", "scrapy-playwright==0.0.48", "playwright==1.65.2")
PAGES = 200
CONCURRENCY = int(os.environ.get("CONCURRENCY", "4"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
OURS = "inkscout"
WORKERS, SLOTS, VCPU = 10, 2, 1.0
"""Assumed fleet: ten Fargate workers with two sites at once and one vCPU each, as in ``infra/fleet.yaml``."""
SITE_PAGES, DELAY = 12, 1.0
"""Assumed pages of a site and seconds between requests, the defaults of the settings."""
TIER = Path(__file__).parent / "browser_tier"
DEMO = ROOT / "inkscout_local" / "worlds" / "demo"


def world_folder() -> Path:
    """Returns the folder of the recorded world beside the checkout; the demo world's if there is none."""
    recorded = shared_path("worlds", "real-sites")
    return recorded if recorded.is_dir() else DEMO


def sites_of(world: Path, limit: int) -> list[list[str]]:
    """Returns the URLs of ``limit`` pages grouped by site, the sites' first pages before their second."""
    by_host = {}
    for host in sorted(path for path in (world / "sites").iterdir() if path.is_dir()):
        pages = sorted(page.relative_to(host).as_posix() for page in host.rglob("*.html"))
        entry = [""] if "index.html" in pages else []
        by_host[host.name] = [*entry, *[page for page in pages if page != "index.html"]]
    chosen: dict[str, list[str]] = {host: [] for host in by_host}
    for depth in range(max(map(len, by_host.values()))):
        for name, pages in by_host.items():
            if depth < len(pages) and sum(map(len, chosen.values())) < limit:
                chosen[name].append(f"http://{name}/{quote(pages[depth])}")
    return [pages for pages in chosen.values() if pages]


def row(name: str, runs: list[Measured]) -> str:
    """Returns the table row of a client, with medians over its runs and the highest memory peak."""
    done = [json.loads(run.output.strip().splitlines()[-1]) for run in runs]
    speed = statistics.median(found["pages"] / run.wall for found, run in zip(done, runs, strict=True))
    cpu = statistics.median(run.cpu / found["pages"] for found, run in zip(done, runs, strict=True))
    peak = max(run.peak_mb for run in runs)
    text = statistics.median(found["characters"] for found in done) / 1e6
    spread = [round(run.cpu / found["pages"], 2) for found, run in zip(done, runs, strict=True)]
    return (
        f"{name:<28} {done[0]['good']:>4}/{done[0]['pages']:<4} {speed:>8.2f} {cpu:>10.3f} {1 / cpu:>12.2f}"
        f" {peak:>8.0f} {text:>8.2f}   {spread}"
    )


def ratio(runs: dict[str, list[Measured]]) -> str:
    """Returns a sentence that compares Inkscout's pages per CPU second with the best other client's."""
    cpu = {name: statistics.median(run.cpu for run in measured) for name, measured in runs.items()}
    best = min((name for name in cpu if name != OURS), key=lambda name: cpu[name])
    return f"{cpu[best] / cpu[OURS]:.2f} times the pages of {best} for each CPU second"


def projection(runs: list[Measured]) -> str:
    """Returns projected studios an hour for the assumed fleet, from the measured time and CPU for a page.

    A visit reads up to ``SITE_PAGES`` pages with ``DELAY`` seconds between them. A worker is limited by its
    slots or by its CPU, whichever is used up first.
    """
    done = [json.loads(run.output.strip().splitlines()[-1]) for run in runs]
    seconds = statistics.median(found["page_seconds"] for found in done)
    cpu = statistics.median(run.cpu / found["pages"] for found, run in zip(done, runs, strict=True))
    lines = [f"{seconds:.2f} s and {cpu:.3f} CPU s a page; {DELAY:.0f} s between two requests to one host:"]
    for what, pages in (("studios of 12 pages, an hour", SITE_PAGES), ("profiles of 3 pages, a day", 3)):
        one = pages * (seconds + DELAY)
        hourly = WORKERS * min(SLOTS * 3600 / one, VCPU * 3600 / (cpu * pages))
        number = hourly * 24 if what.endswith("day") else hourly
        lines.append(f"  {one:5.1f} s each, {number:>8.0f} {what} with {WORKERS} workers")
    return "\n".join(lines)


def main() -> None:
    """Runs all clients and prints the table, the ratio and the projection."""
    chromium = os.environ.get("CHROMIUM_PATH", "") or find_executable("")
    world = world_folder()
    sites = sites_of(world, PAGES)
    others = str(interpreter_with(PINS))
    clients = {
        OURS: [sys.executable, str(TIER / "ours.py")],
        "crawlee PlaywrightCrawler": [others, str(TIER / "with_crawlee.py")],
        "scrapy-playwright": [others, str(TIER / "with_scrapy.py")],
    }
    runs: dict[str, list[Measured]] = {name: [] for name in clients}
    with serve_world(world) as server, tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "work.json"
        document = {
            "sites": sites,
            "proxy": server.proxy_url,
            "chromium": chromium,
            "concurrency": CONCURRENCY,
            "blocked": list(BLOCKED_URLS),
        }
        work.write_text(json.dumps(document))
        for _ in range(ROUNDS):
            for name, command in clients.items():
                runs[name].append(measure([*command, str(work)], timeout=900))
    print(
        f"{PAGES} pages of {len(sites)} sites of {world.name}, {CONCURRENCY} at once, {Path(chromium).name}"
    )
    print(
        f"{'client':<28} {'read':>9} {'pages/s':>8} {'CPU s/page':>10} {'pages/CPU s':>12} {'peak MB':>8}"
        f" {'M chars':>8}   CPU s/page of each run"
    )
    for name, measured in runs.items():
        print(row(name, measured))
    print(ratio(runs))
    print(projection(runs[OURS]))


if __name__ == "__main__":
    main()
