"""Write to searchable, and a rebuild under writes, on the local platform; used by two topics."""

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psutil
from opensearchpy import OpenSearch

from inkscout.adapters.dynamodb_directory import DynamoDbDirectory
from inkscout.adapters.dynamodb_table import Table
from inkscout.adapters.opensearch_index import OpenSearchIndex, client
from inkscout.adapters.system_clock import SystemClock
from inkscout.contracts.directory_items import INTERNAL, canonical, profile_item
from inkscout.domain.artist import Artist
from inkscout.domain.snapshot import EntryKind, fingerprint
from inkscout.usecases.audit_index import audit_extras, audit_index
from inkscout.usecases.rebuild_index import RebuildResult, rebuild
from local.cli.common import DEMO
from local.platform.options import PlatformOptions
from local.platform.platform import Platform, running
from local.platform.state import StateFolder
from tests.directory_data import artist

ARTIST = EntryKind.ARTIST
_WRITERS = 8


@dataclass
class Figures:
    """What one measurement saw; times in seconds."""

    artists: int
    rate: float
    latencies: list[float] = field(default_factory=list)
    written: int = 0
    lost: int = 0

    def quantile(self, share: float) -> float:
        """The latency that a share of the writes did not pass."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


class Bench:
    """A platform with many artists in its table, and clients of its table and index."""

    def __init__(self, platform: Platform, artists: int) -> None:
        self.platform, self.artists = platform, artists
        connection = platform.connection
        self.url = connection.search_url
        self.dynamodb = connection.client("dynamodb", max_pool_connections=_WRITERS * 2)
        self.table = connection.outputs["DirectoryTable"]
        self.directory = DynamoDbDirectory(self.dynamodb, self.table, SystemClock())
        self.index = OpenSearchIndex(client(self.url))

    def load(self) -> float:
        """Puts the artists into the table as if nothing had to be indexed; returns seconds."""
        started = time.monotonic()
        table = Table(self.dynamodb, self.table)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda first: self._load(table, first), range(0, self.artists, 25)))
        return time.monotonic() - started

    def _load(self, table: Table, first: int) -> None:
        requests = [
            {"PutRequest": {"Item": table.packed(_item(number))}}
            for number in range(first, min(first + 25, self.artists))
        ]
        while requests:
            answer = self.dynamodb.batch_write_item(RequestItems={self.table: requests})
            requests = answer.get("UnprocessedItems", {}).get(self.table, [])

    def rebuild(self, kind: EntryKind = ARTIST) -> tuple[RebuildResult, float]:
        """Rebuilds the artists' index; returns what it did, and seconds."""
        started = time.monotonic()
        result = rebuild(kind, directory=self.directory, index=self.index, clock=SystemClock())
        return result, time.monotonic() - started

    def write(self, rate: float, seconds: float, *, first: int = 0) -> Figures:
        """Writes at a steady rate and watches until each write is found by a search."""
        figures = Figures(self.artists, rate)
        waiting: dict[str, float] = {}
        lock, done = threading.Lock(), threading.Event()
        watcher = threading.Thread(target=self._watch, args=(waiting, lock, done, figures))
        watcher.start()
        total, started = int(rate * seconds), time.monotonic()
        with ThreadPoolExecutor(_WRITERS) as pool:
            for number in range(total):
                due = started + number / rate
                time.sleep(max(0.0, due - time.monotonic()))
                pool.submit(self._write, first + number, waiting, lock, figures)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with lock:
                if not waiting and figures.written == total:
                    break
            time.sleep(0.05)
        done.set()
        watcher.join()
        figures.lost = len(waiting) + total - figures.written
        return figures

    def _write(self, number: int, waiting: dict[str, float], lock: threading.Lock, figures: Figures) -> None:
        token = f"benchtoken{number}x{os.getpid()}"
        chosen = f"a-{number * 7919 % self.artists}"

        def change(known: Artist | None) -> Artist | None:
            return replace(known, bio=f"Says {token}.") if known else None

        self.directory.update_artist(chosen, change)
        with lock:
            # From the answer of the write, which is when it is in the table for certain.
            waiting[token] = time.monotonic()
            figures.written += 1

    def _watch(
        self, waiting: dict[str, float], lock: threading.Lock, done: threading.Event, figures: Figures
    ) -> None:
        searcher = OpenSearch(hosts=[self.url], timeout=60)
        while not done.is_set():
            with lock:
                tokens = list(waiting)[:500]
            if tokens:
                query = {"terms": {"bio": tokens}}
                body = {"size": len(tokens), "_source": ["bio"], "query": query, "track_total_hits": False}
                hits = searcher.search(index="artists", body=body)["hits"]["hits"]
                now = time.monotonic()
                with lock:
                    for hit in hits:
                        token = hit["_source"]["bio"].removeprefix("Says ").removesuffix(".")
                        if token in waiting:
                            figures.latencies.append(now - waiting.pop(token))
            time.sleep(0.05)

    def drift(self) -> int:
        """How many artists differ between table and index, once the stream ran empty."""
        self.index.refresh("artists")
        found = audit_index(ARTIST, directory=self.directory, index=self.index)
        found.add(audit_extras(ARTIST, directory=self.directory, index=self.index))
        return found.total

    def search_server_mb(self) -> float:
        """Resident memory of the search server in MB."""
        names = ("osmem-server", "java")
        own = [p for p in psutil.Process().children(recursive=True) if p.name().startswith(names)]
        return sum(process.memory_info().rss for process in own) / 1e6


@contextmanager
def bench(search: str, artists: int, parameters: dict[str, str]) -> Iterator[Bench]:
    """A platform of its own, with the demo world and an empty table."""
    with tempfile.TemporaryDirectory(prefix="inkscout-bench-") as folder:
        options = PlatformOptions(world=DEMO, search=search, parameters=parameters)
        with running(StateFolder(Path(folder)), options) as platform:
            yield Bench(platform, artists)


def searches_during(made: Bench, work: Any) -> tuple[Any, int, int, int]:
    """Does the work while a client searches; returns its result, searches, failures and the fewest hits."""
    done = threading.Event()
    counts: list[int] = []
    failures: list[str] = []

    def search() -> None:
        searcher = OpenSearch(hosts=[made.url], timeout=60)
        body = {"query": {"match_all": {}}, "size": 1, "track_total_hits": True}
        while not done.is_set():
            try:
                counts.append(searcher.search(index="artists", body=body)["hits"]["total"]["value"])
            except Exception as error:  # noqa: BLE001 - every failure is counted
                failures.append(type(error).__name__)
            time.sleep(0.02)

    thread = threading.Thread(target=search)
    thread.start()
    try:
        result = work()
    finally:
        done.set()
        thread.join()
    return result, len(counts), len(failures), min(counts, default=0)


def _load_average() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def measure(search: str, artists: int, rate: float, seconds: float) -> None:
    """Measures and prints one server; the machine's load stands beside, since it decides the latencies."""
    with bench(search, artists, {}) as made:
        loaded = made.load()
        print(f"{search}: {artists} artists put into the table in {loaded:.0f} s, {_load_average()}")
        result, took = made.rebuild()
        rate_built = result.documents / took
        memory = made.search_server_mb()
        print(
            f"  rebuild, at rest        {took:6.1f} s  {rate_built:7.0f} documents/s  server {memory:.0f} MB"
        )
        made.write(rate, 3, first=1_000_000)
        figures = made.write(rate, seconds)
        _show("write to searchable", figures)
        print(f"  {_load_average()}", flush=True)
        writes: list[Figures] = []
        writer = threading.Thread(
            target=lambda: writes.append(made.write(rate, max(seconds, 1.5 * took), first=2_000_000))
        )
        writer.start()
        (result, took), searches, failed, fewest = searches_during(made, made.rebuild)
        writer.join()
        print(
            f"  rebuild, under {rate:.0f} w/s  {took:6.1f} s  {result.caught_up} caught up,"
            f" {searches} searches, {failed} failed, fewest hits {fewest},"
            f" server {made.search_server_mb():.0f} MB"
        )
        _show("write to searchable", writes[0])
        print(f"  differences between table and index afterwards: {made.drift()}")


def _show(what: str, figures: Figures) -> None:
    print(
        f"  {what} at {figures.rate:.0f}/s: {figures.written} writes,"
        f" p50 {figures.quantile(0.5):.2f} s, p99 {figures.quantile(0.99):.2f} s,"
        f" max {figures.quantile(1.0):.2f} s, lost {figures.lost}"
    )


def _item(number: int) -> dict[str, Any]:
    entry = canonical(artist(number))
    stored = replace(entry, version=1, fingerprint=fingerprint(entry), updated_at="2026-01-01T00:00:00+00:00")
    return profile_item(ARTIST, stored, INTERNAL)
