"""Measures feeds on the local platform: seconds from a scheduled invocation to the API, and its latency."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import urllib3

from bench.feeds.compared import MANY
from bench.feeds.workers import resident_mb
from inkscout.bootstrap import feeds
from inkscout.domain.record import as_text
from inkscout.usecases.feeds.definitions import add_feed
from inkscout_cli.common import DEMO
from inkscout_local.environment import use_endpoint
from inkscout_local.platform.connection import Connection
from inkscout_local.platform.options import PlatformOptions
from inkscout_local.platform.platform import running
from inkscout_local.platform.state import StateFolder

STOCK = Path(__file__).parents[2] / "feeds"
ROUNDS = 20
RATE = 10.0
SECONDS = 20.0
CALLERS = 8
QUERIES = ("source=jsonplaceholder&limit=20", "limit=20", "limit=100")
_POLL_SECONDS = 0.05
_BETWEEN_SECONDS = 2.0
_LONGEST_SECONDS = 60.0


@contextmanager
def platform(folder: Path) -> Iterator[Connection]:
    """Runs a platform whose world has the demo's APIs, and the one that other tools read too."""
    demo = json.loads((DEMO / "world.json").read_text())
    world = folder / "world"
    world.mkdir()
    apis = {**demo["apis"], "many.test": MANY}
    document = {
        "name": "bench",
        "regions": demo["regions"],
        "places": demo["places"],
        "hosts": {},
        "apis": apis,
    }
    (world / "world.json").write_text(json.dumps(document))
    with running(StateFolder(folder / "state"), PlatformOptions(world=world)) as found:
        use_endpoint(found.connection.variables())
        yield found.connection


def main(connection: Connection) -> None:
    """Prints p50, p95 and the worst of both, and the functions' memory before and after."""
    for name in ("jsonplaceholder", "randomuser"):
        text = (STOCK / f"{name}.toml").read_text()
        text = text.replace('schedule = "rate(5 minutes)"', 'schedule = "rate(10 days)"')
        add_feed(name, text, deps=feeds.feed_ports())
    cold = _until_stored(connection, "jsonplaceholder")
    print(f"{'100 new posts, cold, to API':48} {cold:.1f} s")
    _until_stored(connection, "randomuser")
    before = resident_mb(connection)
    seconds = []
    for _ in range(ROUNDS):
        # The run before may still hold its lease for a moment after its records are stored.
        time.sleep(_BETWEEN_SECONDS)
        seconds.append(_until_stored(connection, "randomuser"))
    _print("schedule to API, ten new people", seconds, "s", 1.0)
    pool = urllib3.PoolManager(maxsize=CALLERS, timeout=60, retries=False)
    _drive(pool, f"{connection.api_url}/v1/records?source=jsonplaceholder&limit=20", 3.0)
    for query in QUERIES:
        spent = _drive(pool, f"{connection.api_url}/v1/records?{query}", SECONDS)
        _print(f"GET /v1/records?{query}", spent, "ms", 1000.0)
    after = resident_mb(connection)
    changes = (f"{name} {before[name]:.0f} to {after.get(name, 0):.0f}" for name in sorted(before))
    requests = int(SECONDS * RATE) * len(QUERIES)
    print(f"{f'MB over {ROUNDS} runs and {requests} requests':48} {', '.join(changes)}")


def _until_stored(connection: Connection, name: str) -> float:
    """Invokes FetchFeed as a schedule does; returns the seconds until the API lists what the run brought."""
    pool = urllib3.PoolManager(timeout=10, retries=False)
    started, now = time.monotonic(), datetime.now(UTC)
    scheduled = as_text(now)
    connection.client("lambda").invoke(
        FunctionName=connection.outputs["FetchFeedFunctionArn"],
        InvocationType="Event",
        Payload=json.dumps({"feed": name, "scheduled": scheduled}).encode(),
    )
    address = f"{connection.api_url}/v1/records?source={name}&limit=1&since={scheduled}"
    while time.monotonic() - started < _LONGEST_SECONDS:
        answer = pool.request("GET", address)
        if answer.status == 200 and answer.json()["items"]:
            return time.monotonic() - started
        time.sleep(_POLL_SECONDS)
    raise TimeoutError(f"no record of {name} in {_LONGEST_SECONDS:g} s")


def _drive(pool: urllib3.PoolManager, address: str, seconds: float) -> list[float]:
    """Sends requests at the fixed rate; returns their seconds from the time when each was due."""
    started = time.monotonic()

    def ask(number: int) -> float:
        due = started + number / RATE
        time.sleep(max(0.0, due - time.monotonic()))
        answer = pool.request("GET", address)
        if answer.status != 200:
            raise RuntimeError(f"{answer.status}: {answer.data[:200]!r}")
        return time.monotonic() - due

    with ThreadPoolExecutor(CALLERS) as callers:
        return list(callers.map(ask, range(int(seconds * RATE))))


def _print(what: str, seconds: list[float], unit: str, factor: float) -> None:
    ordered = sorted(one * factor for one in seconds)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    shown = (
        f"p50 {ordered[len(ordered) // 2]:.3g} {unit}, p95 {p95:.3g} {unit}, worst {ordered[-1]:.3g} {unit}"
    )
    print(f"{what:48} {shown}")
