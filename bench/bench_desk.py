"""Benchmark of the desk's lists: pages of a run of 20,000 visits and of a directory of 100,000 artists.

The tables are the emulator's and the index is the embedded server, as on one machine. A time is that of the
use case; rendering a page of 100 rows takes a few milliseconds more.
"""

import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import boto3

from inkscout.adapters.aws.dynamodb.directory import DynamoDbDirectory
from inkscout.adapters.aws.dynamodb.entry_scan import DynamoDbEntryScan
from inkscout.adapters.aws.dynamodb.run_ledger import DynamoDbRunLedger
from inkscout.adapters.aws.dynamodb.table import BATCH_WRITE, Table
from inkscout.adapters.opensearch.circuit_breaker import CircuitBreaker
from inkscout.adapters.opensearch.search import OpenSearchReader
from inkscout.adapters.system_clock import SystemClock
from inkscout.contracts.stored import directory_items as items
from inkscout.domain.artist import Artist
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.snapshot import EntryKind
from inkscout.usecases.desk.browse_entries import BrowseEntries, EntryFilters
from inkscout.usecases.runs.browse_visits import BrowseVisits
from tests.support.emulator import CREDENTIALS, emulator
from tests.support.loaded_index import embedded_index, load
from tests.support.relevance_set.generator import Generated, directory, documents
from tests.support.stores import create_tables

VISITS, ARTISTS = 20_000, 100_000
PAGES = 25
BUDGET_MS = 300.0
"""Budget of a page, in milliseconds on one machine."""

_RUN = "run-bench"
_LEFT = 1000
"""Every so many artists of the directory, one has left every studio."""

Turn = Callable[[str], str]
"""Reads the page after a position; returns the position that the next page begins at, empty at the end."""


def main() -> None:
    """Prints the times of pages against their budget."""
    generated = directory(ARTISTS)
    with emulator() as endpoint, embedded_index() as url:
        load(url, documents(generated))
        client = boto3.client("dynamodb", endpoint_url=endpoint, **CREDENTIALS)
        tables = create_tables(client)
        clock = SystemClock()
        fill(Table(client, tables["directory"]), Table(client, tables["operations"]), generated)
        store = DynamoDbDirectory(client, tables["directory"], clock)
        visits = BrowseVisits(DynamoDbRunLedger(client, tables["operations"], clock), store)
        index = OpenSearchReader(
            url, timeout_seconds=30, breaker=CircuitBreaker(3, 5.0, time.monotonic), authenticate=None
        )
        scan = DynamoDbEntryScan(client, tables["directory"])
        browse = BrowseEntries(index, scan, store, clock)
        turns: dict[str, Turn] = {
            f"visits of {VISITS:,}": lambda after: visits(_RUN, after=after).next_key,
            "visits of one rare outcome": lambda after: visits(_RUN, outcome="error", after=after).next_key,
            f"artists of {ARTISTS:,}": lambda after: browse(EntryFilters(after=after)).next_after,
            "artists of one city": lambda after: browse(EntryFilters(city="Praha", after=after)).next_after,
            "artists that searchers do not see": lambda after: (
                browse(EntryFilters(hidden=True, after=after)).next_after
            ),
        }
        for name, turn in turns.items():
            report(name, turn)


def report(name: str, turn: Turn) -> None:
    """Prints the times of the first pages of a list, one after the other."""
    times: list[float] = []
    after = ""
    for _ in range(PAGES):
        started = time.perf_counter()
        after = turn(after)
        times.append((time.perf_counter() - started) * 1000)
        if not after:
            break
    worst = max(times)
    verdict = "within" if worst <= BUDGET_MS else "BEYOND"
    print(f"{name}: {len(times)} pages, median {statistics.median(times):.0f} ms,", end=" ")
    print(f"slowest {worst:.0f} ms, {verdict} {BUDGET_MS:.0f}", flush=True)


def fill(entries: Table, operations: Table, generated: Generated) -> None:
    """Writes the directory, and the visits of one run, as they are stored."""
    outcomes = list(VisitOutcome)
    profiles = (_profile(number, artist) for number, artist in enumerate(generated.artists))
    studios = (items.profile_item(EntryKind.STUDIO, one, items.VISIBLE) for one in generated.studios)
    for many in (profiles, studios):
        for batch in _batches(many):
            entries.put_many(batch)
    visits = (
        {
            "PK": f"RUN#{_RUN}",
            "SK": f"VISIT#s-{number:05}",
            "document": {
                "studio_id": f"s-{number:05}",
                "outcome": "error" if number % 500 == 0 else outcomes[number % 4].value,
                "website": f"https://studio-{number}.example/",
                "reason": "it answered 403 on every page",
                "artists": [f"a-{number:05}"],
                "pages": 5,
                "seconds": 4.5,
            },
        }
        for number in range(VISITS)
    )
    for batch in _batches(visits):
        operations.put_many(batch)


def _profile(number: int, artist: Artist) -> dict[str, Any]:
    item = items.profile_item(EntryKind.ARTIST, artist, items.VISIBLE)
    return item | {"active": number % _LEFT != 0}


def _batches(many: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    source = iter(many)
    while batch := list(islice(source, BATCH_WRITE)):
        yield batch
