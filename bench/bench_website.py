"""Benchmark of rendering the website: a result page with 24 cards beyond its use case, and cold starts."""

import os
import statistics
import subprocess
import sys
import time

from functions.web import rendering
from functions.web.asked import PageRequest
from functions.web.pages import results
from functions.web.pages.searching import PAGE
from inkscout.bootstrap import api as composed
from inkscout.contracts.api.parameters import ArtistParameters
from tests.support import api_client as api
from tests.support.loaded_index import embedded_index, load
from tests.support.relevance_set.generator import directory, documents

PAGES = 200
COLD_STARTS = 5
BUDGET_MS = 10.0
"""Budget of the 95th percentile of rendering a page, in milliseconds of computing."""

_COLD = """
import time
started = time.perf_counter()
from functions.web.handler import lambda_handler
event = {"rawPath": "/about", "requestContext": {"http": {"method": "GET"}}, "headers": {}}
assert lambda_handler(event, None)["statusCode"] == 200
print((time.perf_counter() - started) * 1000)
"""


def main() -> None:
    """Prints the times of rendering against their budget, and of cold starts."""
    generated = directory(1_000)
    with embedded_index() as url, api.index_only(url):
        load(url, documents(generated))
        page = composed.search_artists()(ArtistParameters(q="blackwork", limit=PAGE))
        request = PageRequest(
            method="GET", path="/artists", query=(("q", "blackwork"),), site="http://x.test"
        )
        composed.search_artists.cache_clear()
        times = []
        search = composed.search_artists
        composed.search_artists = lambda: lambda _: page  # type: ignore[assignment,return-value]
        try:
            results.artists(request)
            for _ in range(PAGES):
                started = time.process_time()
                results.artists(request)
                times.append((time.process_time() - started) * 1000)
        finally:
            composed.search_artists = search
    times.sort()
    worst = times[int(PAGES * 0.95)]
    print(f"result page of {len(page.items)} cards: median {statistics.median(times):.1f} ms,", end=" ")
    print(f"95th percentile {worst:.1f} ms of {BUDGET_MS:.0f}; static files {rendering.digest()}")
    cold()


def cold() -> None:
    """Prints the time of the first page of new processes."""
    environment = {**os.environ, **api.ENVIRONMENT, **dict.fromkeys(api.TABLES, "none")}
    environment["OPENSEARCH_URL"] = "http://127.0.0.1:9"
    took = [
        float(subprocess.check_output([sys.executable, "-c", _COLD], env=environment))
        for _ in range(COLD_STARTS)
    ]
    print(f"first page of {COLD_STARTS} fresh processes: median {statistics.median(took):.0f} ms")
