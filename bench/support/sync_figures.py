"""Measurements of the index sync: time from a write to a search that finds it, and rebuilds during writes."""

import os
import resource
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from bench.support.sync_clients import Figures, Store, at_work, quantile, steps_of, write_steadily
from inkscout.adapters.aws.dynamodb.directory import DynamoDbDirectory
from inkscout.adapters.aws.dynamodb.table import Table
from inkscout.adapters.opensearch.index import OpenSearchIndex, client
from inkscout.adapters.system_clock import SystemClock
from inkscout.contracts.rebuild_index import SEGMENTS
from inkscout.contracts.stored.directory_items import INTERNAL, canonical, profile_item, snapshot_of
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
_WARM_UP_SECONDS = 20


class Bench:
    """A table with many artists, and the search index that follows it."""

    def __init__(self, store: Store) -> None:
        """Takes the addresses of the stores.

        ``deliveries`` is set while the stream is read here: the log of its poller.
        """
        self.store, self.artists = store, store.artists
        self.dynamodb = store.client()
        self.directory = DynamoDbDirectory(self.dynamodb, store.table, SystemClock())
        self.index = OpenSearchIndex(client(store.url))
        self.touched: set[str] = set()
        self.deliveries: Path | None = None

    def load(self, *, indexed: bool = False) -> float:
        """Writes the artists to the table and, with ``indexed``, to the index; returns the seconds."""
        started = time.monotonic()
        table = Table(self.dynamodb, self.store.table)
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
            answer = self.dynamodb.batch_write_item(RequestItems={table.name: requests})
            requests = answer.get("UnprocessedItems", {}).get(table.name, [])

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
    write_steadily(made.store, rate, 3, first=1_000_000)
    figures = write_steadily(made.store, rate, seconds)
    _show("write to searchable", figures, made)
    print(f"  {_load_average()}; differences between table and index afterwards: {made.drift()}", flush=True)


def measure_rebuild(made: Bench, rate: float) -> None:
    """Rebuilds the index during writes and searches, and prints times, failures and memory.

    Writes and searches begin ``_WARM_UP_SECONDS`` before: stores that have just started are slow at first.
    """
    with at_work(made.store, rate, first=2_000_000) as figures:
        time.sleep(_WARM_UP_SECONDS)
        began, own = time.time(), time.process_time()
        result, took = made.rebuild()
        own = time.process_time() - own
        server = made.search_server_mb()
    print(
        f"  rebuild, under {rate:.0f} writes/s {took:.1f} s, of which this process computed {own:.1f} s,"
        f" {result.caught_up} caught up; {len(figures.searches)} searches, {len(figures.failures)} failed,"
        f" fewest hits {min(figures.searches, default=0)}; server {server:.0f} MB, {_load_average()}"
    )
    before, meanwhile = figures.parted(began)
    _show("write to searchable before", before, made)
    _show("write to searchable meanwhile", meanwhile, made)
    print(f"  differences between table and index afterwards: {made.drift()}", flush=True)


def _show(what: str, figures: Figures, made: Bench) -> None:
    """Prints the times of writes, and where they passed if the log of the stream's poller is at hand."""
    made.touched |= figures.touched
    written, taken = len(figures.answered), partial(quantile, figures.latencies)
    print(
        f"  {what} at {figures.rate:.0f}/s: {written} writes,"
        f" {written / max(figures.seconds, 0.001):.0f}/s done,"
        f" p50 {taken(0.5):.2f} s, p99 {taken(0.99):.2f} s, max {taken(1.0):.2f} s, lost {figures.lost}"
    )
    at_table = partial(quantile, list(figures.took.values()))
    print(
        f"    the write itself, a read and a conditional put: p50 {at_table(0.5) * 1000:.0f} ms,"
        f" p99 {at_table(0.99) * 1000:.0f} ms, max {at_table(1.0) * 1000:.0f} ms"
    )
    if made.deliveries is None:
        return
    for name, seconds in steps_of(figures, made.deliveries).items():
        slowest = seconds[-max(1, len(seconds) // 100) :]
        mean = sum(slowest) / max(1, len(slowest))
        print(
            f"    {name:<22} p50 {quantile(seconds, 0.5):.2f} s, p99 {quantile(seconds, 0.99):.2f} s;"
            f" of the slowest hundredth of the writes {mean:.2f} s"
        )


def _item(number: int) -> dict[str, Any]:
    entry = canonical(artist(number))
    stored = replace(entry, version=1, fingerprint=fingerprint(entry), updated_at="2026-01-01T00:00:00+00:00")
    return profile_item(ARTIST, stored, INTERNAL)
