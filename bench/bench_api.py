"""Benchmark of the API's Lambda handler with the embedded search server.

Measures the latency of a typical mix of requests by directory size, and cold starts.
"""

import json
import os
import statistics
import subprocess
import sys

from bench.support.api_figures import measure, tables
from tests.support import api_client as api
from tests.support.loaded_index import embedded_index, load
from tests.support.relevance_set.generator import directory, documents

SIZES = (1_000, 10_000)
COLD_STARTS = 7
COLD_ROUTES = (
    ("/v1/artists", "q=realism+leeds"),
    ("/v1/suggest", "q=leed"),
    ("/v1/artists/{artist}", ""),
    ("/health/live", ""),
)

_COLD = """
import json, sys, time
event = json.loads(sys.argv[1])
started = time.perf_counter()
from functions.api.handler import lambda_handler
imported = time.perf_counter()
answer = lambda_handler(event, None)
assert answer["statusCode"] == 200, answer
done = time.perf_counter()
print(f"{(imported - started) * 1000:.1f} {(done - started) * 1000:.1f}")
"""
"""End of a program for a new process, whose start imports the handler; prints two times in milliseconds.

They are the time of the imports, and that of imports and first response together.
"""


def main() -> None:
    """Prints a table of latencies for each size, and the cold starts."""
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tables() as stores:
        for size in SIZES:
            generated = directory(size)
            with embedded_index() as url:
                load(url, documents(generated))
                measure(f"embedded, {size:,} artists", url, generated, stores)
                if size == SIZES[-1]:
                    cold_starts(url, stores, generated.artists[0].artist_id)


def cold_starts(url: str, stores: dict[str, str], artist_id: str) -> None:
    """Prints, for some routes, the import time and the time to the first response of new processes."""
    environment = {**os.environ, **api.ENVIRONMENT, **stores, "OPENSEARCH_URL": url}
    print(f"\ncold start, {COLD_STARTS} fresh processes{'import':>10}{'answered ms: median':>22}{'worst':>8}")
    for path, query in COLD_ROUTES:
        event = json.dumps(api.event("GET", path.format(artist=artist_id), query))
        runs = []
        for _ in range(COLD_STARTS):
            command = [sys.executable, "-c", _COLD, event]
            out = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
            runs.append(tuple(float(part) for part in out.split()[-2:]))
        imported = statistics.median(run[0] for run in runs)
        answered = [run[1] for run in runs]
        print(f"{path:32}{imported:>11.0f}{statistics.median(answered):>22.0f}{max(answered):>8.0f}")
