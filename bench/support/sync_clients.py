"""Clients of a directory during a measurement of the sync: writers at a steady rate, and searchers.

During a rebuild they run in a process of their own, as on AWS: a rebuild that keeps this process busy would
otherwise delay the writes themselves, and the searches that find them.
"""

import json
import multiprocessing
import os
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.synchronize import Event as ProcessEvent
from pathlib import Path
from typing import Any, Protocol

import boto3
from botocore.config import Config
from opensearchpy import OpenSearch

from inkscout.adapters.aws.dynamodb.directory import DynamoDbDirectory
from inkscout.adapters.aws.dynamodb.plain_pages import take_items_as_they_are
from inkscout.adapters.system_clock import SystemClock
from inkscout.domain.artist import Artist

_WRITERS = 16
_LONGEST_SECONDS = 3_600
_STEPS = ("until it is asked for", "stream", "batches before", "sync_index", "refresh and search")


class Ending(Protocol):
    """Event of a thread or of a process."""

    def is_set(self) -> bool:
        """Whether it has happened."""


@dataclass(frozen=True)
class Store:
    """Addresses of the stores, which another process can be given.

    Attributes:
        dynamodb: Options of a boto3 client, its credentials among them.
        table: Name of the Directory table.
        url: Address of the search server.
        artists: Artists in the table.
    """

    dynamodb: Mapping[str, Any]
    table: str
    url: str
    artists: int

    def client(self) -> Any:
        """Returns a new boto3 client of DynamoDB."""
        # As the functions' own client (``bootstrap.stores.aws_client``).
        agent = f"inkscout boto3/{boto3.__version__}"
        client = boto3.client(
            "dynamodb", config=Config(max_pool_connections=16, user_agent=agent), **self.dynamodb
        )
        take_items_as_they_are(client)
        return client


@dataclass
class Figures:
    """Results of one measurement; times are seconds since the epoch, by the token of the write.

    Attributes:
        rate: Writes asked for in a second.
        answered: Times at which the table had answered a write.
        found: Times at which a search found it.
        took: Seconds that each write took at the table: a read and a conditional put.
        started: Time at which the writing began.
        touched: Ids of the artists that were written.
        seconds: Time in which the writes were made.
        lost: Writes that failed or were not found in time.
        searches: Numbers of hits of the searches meanwhile.
        failures: Names of the errors of searches that failed.
    """

    rate: float
    answered: dict[str, float] = field(default_factory=dict)
    found: dict[str, float] = field(default_factory=dict)
    took: dict[str, float] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    started: float = 0.0
    seconds: float = 0.0
    lost: int = 0
    searches: list[int] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def latencies(self) -> list[float]:
        """Seconds from the table's answer to a write until a search found it."""
        return [at - self.answered[token] for token, at in self.found.items()]

    def parted(self, at: float) -> "tuple[Figures, Figures]":
        """Returns the figures of the writes before a time, and of those after, which count what was lost."""
        before = {token for token, answered in self.answered.items() if answered < at}
        parts = []
        for is_chosen in (before.__contains__, lambda token: token not in before):
            found, answered, took = (
                {token: value for token, value in values.items() if is_chosen(token)}
                for values in (self.found, self.answered, self.took)
            )
            parts.append(replace(self, found=found, answered=answered, took=took))
        first, second = parts
        first.seconds, first.lost = at - self.started, 0
        second.started, second.seconds = at, self.started + self.seconds - at
        return first, second


def quantile(values: list[float], share: float) -> float:
    """Returns the quantile for a share between 0 and 1; NaN without values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def write_steadily(
    store: Store, rate: float, seconds: float, *, first: int = 0, ended: Ending | None = None
) -> Figures:
    """Writes at a steady rate and waits until searches find each write, at most a minute after the last.

    Args:
        store: Stores to write to and to search in.
        rate: Writes a second.
        seconds: Maximum time of writing.
        first: Number of the first write, so that numbers do not repeat.
        ended: Event that ends the writing earlier.
    """
    figures = Figures(rate, started=time.time())
    directory = DynamoDbDirectory(store.client(), store.table, SystemClock())
    waiting: set[str] = set()
    lock, done = threading.Lock(), threading.Event()
    watcher = threading.Thread(target=_watch, args=(store, waiting, lock, done, figures))
    watcher.start()
    started = time.monotonic()
    asked: list[Future[None]] = []
    with ThreadPoolExecutor(_WRITERS) as pool:
        while len(asked) < int(rate * seconds) and not (ended and ended.is_set()):
            due = started + len(asked) / rate
            time.sleep(max(0.0, due - time.monotonic()))
            number = first + len(asked)
            chosen = f"a-{number * 7919 % store.artists}"
            asked.append(pool.submit(_write, directory, chosen, number, waiting, lock, figures))
        # What the table was too slow for is not made up for after the end.
        pool.shutdown(cancel_futures=ended is not None)
    figures.seconds = time.monotonic() - started
    total = sum(not write.cancelled() for write in asked)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with lock:
            if not waiting and len(figures.answered) == total:
                break
        time.sleep(0.05)
    done.set()
    watcher.join()
    figures.lost = len(waiting) + total - len(figures.answered)
    return figures


@contextmanager
def at_work(store: Store, rate: float, *, first: int) -> Iterator[Figures]:
    """Writes and searches in a process of its own while the block runs.

    The yielded figures are complete after the block.
    """
    context = multiprocessing.get_context("spawn")
    ended, result = context.Event(), context.Queue()
    process = context.Process(target=_work, args=(store, rate, first, ended, result), daemon=True)
    process.start()
    figures = Figures(rate)
    try:
        yield figures
    finally:
        ended.set()
        # It waits a minute for lost writes.
        figures.__dict__.update(result.get(timeout=180).__dict__)
        process.join(10)


def steps_of(figures: Figures, deliveries: Path) -> dict[str, list[float]]:
    """Returns the seconds that each found write spent at each step on its way, slowest writes last.

    ``deliveries`` is the log of the stream's poller. The keys are those of ``_STEPS``, in order.
    """
    way: dict[str, tuple[float, ...]] = {}
    for line in deliveries.read_text(encoding="utf-8").splitlines():
        batch = json.loads(line)
        for token in batch["tokens"]:
            way[token] = (batch["asked"], batch["read"], batch["begun"], batch["done"])
    steps: dict[str, list[float]] = {name: [] for name in _STEPS}
    known = [token for token in figures.found if token in way]
    for token in sorted(known, key=lambda token: figures.found[token] - figures.answered[token]):
        at = figures.answered[token]
        for name, until in zip(_STEPS, (*way[token], figures.found[token]), strict=True):
            steps[name].append(max(0.0, until - at))
            at = max(at, until)
    return steps


def _work(store: Store, rate: float, first: int, ended: ProcessEvent, result: Any) -> None:
    """Writes until the event, searching meanwhile; puts the figures into the queue."""
    counts: list[int] = []
    failures: list[str] = []
    thread = threading.Thread(target=_search, args=(store, ended, counts, failures))
    thread.start()
    figures = write_steadily(store, rate, _LONGEST_SECONDS, first=first, ended=ended)
    thread.join()
    figures.searches, figures.failures = counts, failures
    result.put(figures)


def _write(
    directory: DynamoDbDirectory,
    chosen: str,
    number: int,
    waiting: set[str],
    lock: threading.Lock,
    figures: Figures,
) -> None:
    token = f"benchtoken{number}x{os.getpid()}"

    def change(known: Artist | None) -> Artist | None:
        return replace(known, bio=f"Says {token}.") if known else None

    began = time.monotonic()
    directory.update_artist(chosen, change)
    with lock:
        figures.touched.add(chosen)
        figures.took[token] = time.monotonic() - began
        # Timed from the response to the write, when it is in the table for certain.
        waiting.add(token)
        figures.answered[token] = time.time()


def _watch(
    store: Store, waiting: set[str], lock: threading.Lock, done: threading.Event, figures: Figures
) -> None:
    searcher = OpenSearch(hosts=[store.url], timeout=60)
    while not done.is_set():
        with lock:
            tokens = list(waiting)[:500]
        if tokens:
            query = {"terms": {"bio": tokens}}
            body = {"size": len(tokens), "_source": ["bio"], "query": query, "track_total_hits": False}
            hits = searcher.search(index="artists", body=body)["hits"]["hits"]
            now = time.time()
            with lock:
                for hit in hits:
                    token = hit["_source"]["bio"].removeprefix("Says ").removesuffix(".")
                    if token in waiting:
                        waiting.remove(token)
                        figures.found[token] = now
        time.sleep(0.05)


def _search(store: Store, ended: ProcessEvent, counts: list[int], failures: list[str]) -> None:
    searcher = OpenSearch(hosts=[store.url], timeout=60)
    body = {"query": {"match_all": {}}, "size": 1, "track_total_hits": True}
    while not ended.is_set():
        try:
            counts.append(searcher.search(index="artists", body=body)["hits"]["total"]["value"])
        except Exception as error:  # noqa: BLE001 - every failure is counted
            failures.append(type(error).__name__)
        time.sleep(0.02)
