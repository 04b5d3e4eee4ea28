"""Benchmark of the API through the local API gateway: ten requests a second, 10,000 artists."""

import os
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import urllib3

from bench.support.api_figures import STORED, Request, mix
from inkscout.bootstrap import stores
from inkscout_cli.common import DEMO
from inkscout_local.environment import use_endpoint
from inkscout_local.platform.options import PlatformOptions
from inkscout_local.platform.platform import running
from inkscout_local.platform.state import StateFolder
from tests.support.loaded_index import load
from tests.support.relevance_set.generator import Generated, directory, documents

ARTISTS = 10_000
RATE = 10.0
WARM_SECONDS = 5.0
SECONDS = 40.0
CALLERS = 16


def main() -> None:
    """Prints latencies measured from the time a request was due, so that waiting for a slow one counts."""
    generated = directory(ARTISTS)
    with tempfile.TemporaryDirectory(prefix="inkscout-bench-") as folder:
        options = PlatformOptions(world=DEMO)
        with running(StateFolder(Path(folder) / "state"), options) as platform:
            connection = platform.connection
            use_endpoint(connection.variables())
            load(connection.search_url, documents(generated))
            for artist in generated.artists[:STORED]:
                fresh = replace(artist, version=0)
                stores.directory().update_artist(artist.artist_id, lambda _, fresh=fresh: fresh)
            _drive(connection.api_url, generated, WARM_SECONDS)
            spent, failed = _drive(connection.api_url, generated, SECONDS)
    print(f"{ARTISTS:,} artists, {RATE:g} requests a second for {SECONDS:g} s, {failed} failed,", end=" ")
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'':20}{'p50 ms':>9}{'p95 ms':>9}{'worst':>9}")
    for kind, seconds in (*spent.items(), ("all", [one for some in spent.values() for one in some])):
        ordered = sorted(one * 1000 for one in seconds)
        p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
        print(f"{kind:20}{ordered[len(ordered) // 2]:>9.0f}{p95:>9.0f}{ordered[-1]:>9.0f}")


def _drive(url: str, generated: Generated, seconds: float) -> tuple[dict[str, list[float]], int]:
    """Sends requests at the fixed rate; returns their seconds by kind, and the number without status 200."""
    pool = urllib3.PoolManager(maxsize=CALLERS, timeout=10, retries=False)
    kinds = list(mix(generated).items())
    spent: dict[str, list[float]] = defaultdict(list)
    failures: list[str] = []
    started = time.monotonic()

    def ask(kind: str, request: Request, due: float) -> None:
        path, query = request
        try:
            status = pool.request("GET", f"{url}{path}?{urlencode(query, doseq=True)}").status
        except urllib3.exceptions.HTTPError as error:
            status = type(error).__name__
        spent[kind].append(time.monotonic() - due)
        if status != 200:
            failures.append(f"{path}: {status}")

    with ThreadPoolExecutor(CALLERS) as callers:
        for number in range(int(RATE * seconds)):
            kind, make = kinds[number % len(kinds)]
            due = started + number / RATE
            time.sleep(max(0.0, due - time.monotonic()))
            callers.submit(ask, kind, make(number), due)
    return dict(spent), len(failures)
