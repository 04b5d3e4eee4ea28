"""Measurements of the index sync: time from a write to a search that finds it, and rebuilds during writes."""

import os
import resource
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import psutil
from opensearchpy import OpenSearch

from inkscout.adapters.aws.dynamodb.directory import DynamoDbDirectory
from inkscout.adapters.aws.dynamodb.table import Table
from inkscout.adapters.opensearch.index import OpenSearchIndex, client
from inkscout.adapters.system_clock import SystemClock
from inkscout.contracts.rebuild_index import SEGMENTS
from inkscout.contracts.stored.directory_items import INTERNAL, canonical, profile_item, snapshot_of
from inkscout.domain.artist import Artist
from inkscout.domain.snapshot import EntryKind, fingerprint
from inkscout.usecases.index.audit_index import differing_documents
from inkscout.usecases.index.index_actions import action_for, in_bulks
from inkscout.usecases.index.rebuild_index import (
    RebuildIndexPorts,
    RebuildResult,
    fill_index,
    parts_of,
    rebuild,
    side_by_side,
)
from tests.support.directory_data import artist

ARTIST = EntryKind.ARTIST
_WRITERS = 8
_LONGEST_SECONDS = 3_600


@dataclass
class Figures:
    """Results of one measurement.

    Attributes:
        artists: Artists in the table.
        rate: Writes a second.
        latencies: Seconds from each write until a search found it.
        written: Number of writes.
        seconds: Time in which they were made.
        lost: Writes that failed or were not found in time.
    """

    artists: int
    rate: float
    latencies: list[float] = field(default_factory=list)
    written: int = 0
    seconds: float = 0.0
    lost: int = 0

    def quantile(self, share: float) -> float:
        """Returns the latency quantile in seconds for a share between 0 and 1; NaN without writes."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


class Bench:
    """A table with many artists, and the search index that follows it."""

    def __init__(self, dynamodb: Any, table: str, search_url: str, artists: int) -> None:
        self.dynamodb, self.table, self.url, self.artists = dynamodb, table, search_url, artists
        self.directory = DynamoDbDirectory(dynamodb, table, SystemClock())
        self.index = OpenSearchIndex(client(search_url))
        self.touched: set[str] = set()

    def load(self, *, indexed: bool = False) -> float:
        """Writes the artists to the table and, with ``indexed``, to the index; returns the seconds."""
        started = time.monotonic()
        table = Table(self.dynamodb, self.table)
        with ThreadPoolExecutor(4) as pool:
            list(
                pool.map(lambda first: self._load(table, first, indexed=indexed), range(0, self.artists, 25))
            )
        return time.monotonic() - started

    def _load(self, table: Table, first: int, *, indexed: bool) -> None:
        items = [_item(number) for number in range(first, min(first + 25, self.artists))]
        if indexed:
            self.index.apply([action_for(found) for item in items if (found := snapshot_of(item))])
        requests = [{"PutRequest": {"Item": table.packed(item)}} for item in items]
        while requests:
            answer = self.dynamodb.batch_write_item(RequestItems={self.table: requests})
            requests = answer.get("UnprocessedItems", {}).get(self.table, [])

    def rebuild(self, kind: EntryKind = ARTIST) -> tuple[RebuildResult, float]:
        """Rebuilds the index of a kind of entries; returns the result and the seconds."""
        started = time.monotonic()

        def say(what: str) -> None:
            print(f"    {time.monotonic() - started:6.1f} s {what}", flush=True)

        result = rebuild(
            kind,
            deps=self._ports(),
            say=say,
        )
        return result, time.monotonic() - started

    def _ports(self) -> RebuildIndexPorts:
        return RebuildIndexPorts(directory=self.directory, index=self.index, clock=SystemClock())

    def fill(self) -> float:
        """Fills the index in use from the table; returns the seconds."""
        started = time.monotonic()
        parts = parts_of(ARTIST, self.index.live(ARTIST), SEGMENTS)
        side_by_side(partial(fill_index, deps=self._ports()), parts)
        self.index.refresh("artists")
        return time.monotonic() - started

    def write(
        self, rate: float, seconds: float, *, first: int = 0, ended: threading.Event | None = None
    ) -> Figures:
        """Writes at a steady rate and waits until searches find each write, at most a minute after the last.

        Args:
            rate: Writes a second.
            seconds: Maximum time of writing.
            first: Number of the first write, so that numbers do not repeat.
            ended: Event that ends the writing earlier.
        """
        figures = Figures(self.artists, rate)
        waiting: dict[str, float] = {}
        lock, done = threading.Lock(), threading.Event()
        watcher = threading.Thread(target=self._watch, args=(waiting, lock, done, figures))
        watcher.start()
        started = time.monotonic()
        asked: list[Future[None]] = []
        with ThreadPoolExecutor(_WRITERS) as pool:
            while len(asked) < int(rate * seconds) and not (ended and ended.is_set()):
                due = started + len(asked) / rate
                time.sleep(max(0.0, due - time.monotonic()))
                number = first + len(asked)
                asked.append(pool.submit(self._write, number, waiting, lock, figures))
            # What the table was too slow for is not made up for after the end.
            pool.shutdown(cancel_futures=ended is not None)
        figures.seconds = time.monotonic() - started
        total = sum(not write.cancelled() for write in asked)
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
            self.touched.add(chosen)
            # Timed from the response to the write, when it is in the table for certain.
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
        """Returns the number of written artists that differ between table and index, plus the missing."""
        self.index.refresh("artists")
        found = [self.directory.snapshot(ARTIST, entry_id) for entry_id in sorted(self.touched)]
        stored = [snapshot for snapshot in found if snapshot is not None]
        live = self.index.live(ARTIST)
        differing = sum(len(differing_documents(part, self.index, live)) for part in in_bulks(stored))
        return differing + abs(self.artists - self.index.count("artists"))

    def search_server_mb(self) -> float:
        """Returns the resident memory of the search server in MB."""
        return sum(process.memory_info().rss for process in _search_processes()) / 1e6


def _search_processes() -> list[psutil.Process]:
    marks = ("osmem-server", "OpenSearchRunner")
    children = psutil.Process().children(recursive=True)
    return [process for process in children if any(m in " ".join(process.cmdline()) for m in marks)]


def searches_during(made: Bench, work: Any) -> tuple[Any, int, int, int]:
    """Calls ``work`` while a client searches.

    Returns the result of ``work``, and the numbers of searches, of failed ones, and of the fewest hits.
    """
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


def load(made: Bench, what: str, *, indexed: bool = False) -> None:
    """Writes the artists to the table and, with ``indexed``, to the index; prints the time it took."""
    where, took = "the table and the index" if indexed else "the table", made.load(indexed=indexed)
    print(f"{what}: {made.artists} artists put into {where} in {took:.0f} s, {_load_average()}", flush=True)


def fill(made: Bench) -> None:
    """Fills the index in use and prints the time it took."""
    took = made.fill()
    print(f"  index filled in {took:.1f} s, {made.artists / took:.0f} documents/s", flush=True)


def measure_rest(made: Bench) -> None:
    """Rebuilds the index without writes, and prints time and memory."""
    (result, took), own = made.rebuild(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(
        f"  rebuild, at rest {took:.1f} s, {result.documents / took:.0f} documents/s,"
        f" server {made.search_server_mb():.0f} MB, this process at most {own:.0f} MB",
        flush=True,
    )


def measure_writes(made: Bench, rate: float, seconds: float) -> None:
    """Prints the times from writes to searches that find them, after a warm-up of three seconds."""
    made.write(rate, 3, first=1_000_000)
    _show("write to searchable", made.write(rate, seconds))
    print(f"  {_load_average()}; differences between table and index afterwards: {made.drift()}", flush=True)


def measure_rebuild(made: Bench, rate: float) -> None:
    """Rebuilds the index during writes and searches, and prints times, failures and memory."""
    done = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(made.write, rate, _LONGEST_SECONDS, first=2_000_000, ended=done)
        try:
            (result, took), searches, failed, fewest = searches_during(made, made.rebuild)
        finally:
            done.set()
        writes = writing.result()
    print(
        f"  rebuild, under {rate:.0f} writes/s {took:.1f} s, {result.caught_up} caught up;"
        f" {searches} searches, {failed} failed, fewest hits {fewest};"
        f" server {made.search_server_mb():.0f} MB, {_load_average()}"
    )
    _show("write to searchable meanwhile", writes)
    print(f"  differences between table and index afterwards: {made.drift()}", flush=True)


def _show(what: str, figures: Figures) -> None:
    print(
        f"  {what} at {figures.rate:.0f}/s: {figures.written} writes,"
        f" {figures.written / max(figures.seconds, 0.001):.0f}/s done,"
        f" p50 {figures.quantile(0.5):.2f} s, p99 {figures.quantile(0.99):.2f} s,"
        f" max {figures.quantile(1.0):.2f} s, lost {figures.lost}"
    )


def _item(number: int) -> dict[str, Any]:
    entry = canonical(artist(number))
    stored = replace(entry, version=1, fingerprint=fingerprint(entry), updated_at="2026-01-01T00:00:00+00:00")
    return profile_item(ARTIST, stored, INTERNAL)
