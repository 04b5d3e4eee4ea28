"""The browser tier beside crawlee and scrapy-playwright: the same 200 pages, browser and blocking, one run.

Every client is a process of its own behind the same forward proxy, as many pages at once (CONCURRENCY, 4),
politeness off. Ours also passes the egress proxy, waits for content longer than the others, presses what is
folded away, and opens a fresh context for each site. The others wait for 150 ms of unchanged text after
DOMContentLoaded.
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
"""A fleet of ten Fargate workers of one vCPU, as ``infra/fleet.yaml`` has them."""
SITE_PAGES, DELAY = 12, 1.0
"""The defaults of ``MAX_PAGES_PER_SITE`` and ``MIN_DELAY_SECONDS``."""
TIER = Path(__file__).parent / "browser_tier"
DEMO = ROOT / "inkscout_local" / "worlds" / "demo"


def world_folder() -> Path:
    """The recorded world beside the checkout; the bundled one where it is absent."""
    recorded = shared_path("worlds", "real-sites")
    return recorded if recorded.is_dir() else DEMO


def sites_of(world: Path, limit: int) -> list[list[str]]:
    """Pages by site, the sites' first pages first, ``limit`` in all."""
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
    """The median run of a client."""
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
    """Our pages for each CPU second beside the better of the others'; all visit the same pages."""
    cpu = {name: statistics.median(run.cpu for run in measured) for name, measured in runs.items()}
    best = min((name for name in cpu if name != OURS), key=lambda name: cpu[name])
    return f"{cpu[best] / cpu[OURS]:.2f} times the pages of {best} for each CPU second"


def projection(runs: list[Measured]) -> str:
    """Studios an hour for ten workers at polite pace, from this run's seconds and CPU for a page.

    A visit reads up to ``SITE_PAGES`` pages with ``DELAY`` seconds between them; a worker of one vCPU has two
    sites under way and one second of CPU in each second. Whichever of the two runs out first is the bound.
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
    """Prints the table, the ratio and the projection."""
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
