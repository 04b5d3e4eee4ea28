"""The API in its handler: latency of a typical mix by size, its own share, and cold starts."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from inkscout import bootstrap_api
from tests import api_client as api
from tests.bench.bench_ndcg import STORES
from tests.loaded_index import embedded_index, filled_node, load
from tests.relevance_set.generator import Generated, directory, documents

SIZES = (1_000, 10_000)
NODE_SIZE = 100_000
ROUNDS = 40
COLD_STARTS = 5

_COLD = """
import sys, time
started = time.perf_counter()
from tests.api_client import event
made = event("GET", sys.argv[1], sys.argv[2])
started = time.perf_counter()
from functions.api.handler import lambda_handler
imported = time.perf_counter()
answer = lambda_handler(made, None)
assert answer["statusCode"] == 200, answer
done = time.perf_counter()
print(f"{(imported - started) * 1000:.1f} {(done - started) * 1000:.1f}")
"""


@dataclass
class Timings:
    """Milliseconds of one kind of request: in the handler, and of that in the index."""

    total: list[float] = field(default_factory=list)
    index: list[float] = field(default_factory=list)


def mix(generated: Generated) -> dict[str, Callable[[int], tuple[str, dict[str, Any]]]]:
    """Kinds of requests; each makes its nth request."""
    people = [a for a in generated.artists if " " in a.name and len(a.name.split()[-1]) > 5]
    cities = ["Leeds", "Berlin", "Paris", "São Paulo", "Melbourne", "Kraków"]
    styles = ["realism", "fine line", "blackwork", "japanese", "dotwork", "lettering"]

    def name(n: int) -> str:
        return people[n * 37 % len(people)].name

    def typo(n: int) -> str:
        text = name(n)
        return text[:-3] + text[-2] + text[-3] + text[-1]

    search = "/v1/artists"
    return {
        "search name": lambda n: (search, {"q": name(n)}),
        "search typo": lambda n: (search, {"q": typo(n)}),
        "search style+city": lambda n: (search, {"q": f"{styles[n % 6]} {cities[n // 6 % 6]}"}),
        "search facets": lambda n: (search, {"style": styles[n % 6], "country": "GBDEFR"[n % 3 * 2 :][:2]}),
        "radius": lambda n: (search, {"near": f"{53.8 + n / 1000},-1.55", "radius_km": "50"}),
        "browse": lambda n: (
            search,
            {"sort": ("relevance", "rating", "updated")[n % 3], "limit": str(20 + n % 3)},
        ),
        "suggest": lambda n: ("/v1/suggest", {"q": name(n).split()[-1][: 3 + n % 4]}),
    }


def main() -> None:
    """Prints a table for each size and server, and the cold starts."""
    node = os.environ.get("OPENSEARCH_URL", "")
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for size in SIZES:
        generated = directory(size)
        with embedded_index() as url:
            load(url, documents(generated))
            measure(f"embedded, {size:,} artists", url, generated)
            if size == SIZES[0]:
                cold_starts(url)
    if node:
        generated = directory(NODE_SIZE)
        with filled_node(node, documents(generated)) as url:
            measure(f"OpenSearch, {NODE_SIZE:,} artists", url, generated)
    else:
        print("no OPENSEARCH_URL: a real node was not measured")


def measure(title: str, url: str, generated: Generated) -> None:
    """Prints p50 and p95 in the handler for each kind of request, and the handler's own share."""
    with api.environment(OPENSEARCH_URL=url, **dict.fromkeys(STORES, "none")):
        kinds = mix(generated)
        spent = {kind: Timings() for kind in kinds}
        for kind, make in kinds.items():
            path, query = make(0)
            api.get(path, query)  # connections and routes are warm, as in a running function
            bootstrap_api.index()
            for n in range(1, ROUNDS + 1):
                path, query = make(n)
                with _index_time() as index:
                    started = time.perf_counter()
                    answer = api.get(path, query)
                    spent[kind].total.append((time.perf_counter() - started) * 1000)
                assert answer.status == 200, answer.body
                spent[kind].index.append(index[0] * 1000)
    print(f"\n{title}\n{'':20}{'p50 ms':>9}{'p95 ms':>9}{'own p50':>9}")
    for kind, timings in spent.items():
        print(f"{kind:20}{_line(timings)}")
    searches = Timings()
    for kind, timings in spent.items():
        if kind != "suggest":
            searches.total += timings.total
            searches.index += timings.index
    print(f"{'all searches':20}{_line(searches)}")


def cold_starts(url: str) -> None:
    """Prints import and first answer of fresh processes."""
    environment = {**os.environ, **api.ENVIRONMENT, **dict.fromkeys(STORES, "none"), "OPENSEARCH_URL": url}
    print(
        f"\ncold start, {COLD_STARTS} fresh processes{'import ms':>14}{'answered ms: median':>22}{'best':>8}"
    )
    for path, query in (("/v1/artists", "q=realism+leeds"), ("/v1/suggest", "q=leed"), ("/health/live", "")):
        runs = []
        for _ in range(COLD_STARTS):
            command = [sys.executable, "-c", _COLD, path, query]
            out = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
            runs.append(tuple(float(part) for part in out.split()[-2:]))
        imported = statistics.median(run[0] for run in runs)
        answered = [run[1] for run in runs]
        print(f"{path:30}{imported:>19.0f}{statistics.median(answered):>22.0f}{min(answered):>8.0f}")


@contextmanager
def _index_time() -> Iterator[list[float]]:
    """Adds up the time that requests to the index take."""
    reader = bootstrap_api.index()
    spent = [0.0]
    original = reader._send

    def timed(*arguments: Any) -> Any:
        started = time.perf_counter()
        try:
            return original(*arguments)
        finally:
            spent[0] += time.perf_counter() - started

    reader._send = timed  # type: ignore[method-assign]
    try:
        yield spent
    finally:
        reader._send = original  # type: ignore[method-assign]


def _line(timings: Timings) -> str:
    own = statistics.median(total - index for total, index in zip(timings.total, timings.index, strict=True))
    ordered = sorted(timings.total)
    return f"{statistics.median(ordered):>9.1f}{ordered[int(len(ordered) * 0.95)]:>9.1f}{own:>9.1f}"
