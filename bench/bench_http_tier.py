"""Benchmark of the HTTP fetcher beside Scrapy and crawlee, on the same pages and server.

Every client is a process of its own behind the same forward proxy, with 16 requests at once and no crawl
delay, and extracts title and links of every page. Inkscout's also obeys robots.txt, checks each address,
hashes each body, and looks for challenges and noindex. The others run in a temporary virtual environment.
"""

import contextlib
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bench.support.other_tools import interpreter_with
from inkscout.web.robots import parse
from tests.support.project import ROOT
from tests.support.shared_data import shared_path

PINS = ("scrapy==2.19.0", "crawlee[parsel]==1.11.0", "impit==0.15.1", "parsel==1.12.1", "lxml==6.1.3")
ROUNDS = 3
COPIES = 5
"""Number of times each page is requested, with different queries, so that a run takes some seconds."""
TIER = Path(__file__).parent / "http_tier"
DEMO = ROOT / "inkscout_local" / "worlds" / "demo" / "sites"


@dataclass(frozen=True)
class Client:
    """A client program: its name in the table, Python interpreter, script, and further arguments."""

    name: str
    python: Path
    script: str
    arguments: tuple[str, ...] = ()


def sites_folder() -> Path:
    """Returns the sites of the recorded world beside the checkout; the demo world's if there is none."""
    recorded = shared_path("worlds", "real-sites", "sites")
    return recorded if recorded.is_dir() else DEMO


def addresses_of(root: Path, copies: int) -> list[str]:
    """Returns the URLs of all pages that robots.txt allows, ``copies`` times each, shuffled."""
    found = []
    for host in sorted(path for path in root.iterdir() if path.is_dir()):
        robots = host / "robots.txt"
        rules = parse(robots.read_bytes(), "Inkscout") if robots.is_file() else None
        pages = [
            f"http://{quote(page.relative_to(root).as_posix())}" for page in sorted(host.rglob("*.html"))
        ]
        found += [page for page in pages if rules is None or rules.allows(page)]
    addresses = [f"{address}?copy={copy}" for copy in range(copies) for address in found]
    random.Random(1).shuffle(addresses)
    return addresses


@contextlib.contextmanager
def serving(root: Path) -> Iterator[str]:
    """Runs the server in a process of its own; yields the proxy's URL."""
    command = [sys.executable, str(TIER / "server.py"), str(root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        server.stdin.close()


def run(client: Client, addresses: Path, proxy: str) -> dict[str, float]:
    """Runs a client once; returns the figures it printed."""
    command = [str(client.python), str(TIER / client.script), str(addresses), proxy, *client.arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=600)
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def row(name: str, runs: list[dict[str, float]]) -> str:
    """Returns a client's table row: its best run, which other work disturbed least, then all runs' speeds."""
    speeds = [figures["pages"] / figures["wall"] for figures in runs]
    cpu = min(figures["cpu"] / figures["pages"] * 1000 for figures in runs)
    peak = max(figures["peak_mb"] for figures in runs)
    pages = int(runs[0]["pages"])
    spread = [round(speed) for speed in speeds]
    return f"{name:<34} {pages:>6} {max(speeds):>9.0f} {cpu:>10.2f} {peak:>9.0f}   {spread}"


def main() -> None:
    """Runs all clients in turns and prints the table."""
    root = sites_folder()
    ours = Path(sys.executable)
    others = interpreter_with(PINS)
    clients = [
        Client("inkscout (fetch, parse)", ours, "ours.py"),
        Client("scrapy 2.19", others, "with_scrapy.py"),
        Client("crawlee 1.11 ParselCrawler (impit)", others, "with_crawlee.py"),
    ]
    runs: dict[str, list[dict[str, float]]] = {client.name: [] for client in clients}
    with tempfile.TemporaryDirectory() as folder, serving(root) as proxy:
        many, once = Path(folder) / "many", Path(folder) / "once"
        many.write_text("\n".join(addresses_of(root, COPIES)))
        once.write_text("\n".join(addresses_of(root, 1)))
        for _ in range(ROUNDS):
            for client in clients:
                runs[client.name].append(run(client, many, proxy))
        reading = Client("inkscout (fetch, parse, extract)", ours, "ours.py", ("extract",))
        runs[reading.name] = [run(reading, once, proxy) for _ in range(ROUNDS)]
    print(f"best of {ROUNDS} runs each, taken in turns; load of the machine {os.getloadavg()[0]:.1f}")
    print(
        f"{'client':<34} {'pages':>6} {'pages/s':>9} {'CPU ms/pg':>10} {'peak MB':>9}   pages/s of each run"
    )
    for name, figures in runs.items():
        print(row(name, figures))


if __name__ == "__main__":
    main()
