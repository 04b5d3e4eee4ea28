"""Benchmark of the desk's lists: pages of a run of 20,000 visits and of a directory of 100,000 artists.

The tables are the emulator's and the index is the embedded server, as on one machine. A time is that of the
use case; rendering a page of 50 rows takes a few milliseconds more. A few thousand generated entries are
stored many times under other ids, without texts for searches, and the table is filled by an import, so that
seeding takes less time than measuring.
"""

import gzip
import json
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

import boto3
import psutil

from inkscout.adapters.aws.dynamodb.directory import DynamoDbDirectory
from inkscout.adapters.aws.dynamodb.hidden_entries import DynamoDbHiddenEntries
from inkscout.adapters.aws.dynamodb.run_ledger import DynamoDbRunLedger
from inkscout.adapters.aws.dynamodb.table import Table
from inkscout.adapters.opensearch.circuit_breaker import CircuitBreaker
from inkscout.adapters.opensearch.search import OpenSearchReader
from inkscout.adapters.system_clock import SystemClock
from inkscout.contracts.stored import directory_items as items
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.snapshot import EntryKind
from inkscout.usecases.desk.browse_entries import BrowseEntries, EntryFilters
from inkscout.usecases.runs.browse_visits import BrowseVisits
from tests.support.emulator import CREDENTIALS, emulator
from tests.support.loaded_index import embedded_index, load
from tests.support.relevance_set.generator import Generated, directory, documents
from tests.support.stores import create_bucket, create_tables, template_tables

VISITS, ARTISTS = 20_000, 100_000
PAGES = 25
BUDGET_MS = 300.0
"""Budget of a page, in milliseconds on one machine."""

_RUN = "run-bench"
_SAMPLE = 5000
"""Number of artists that are generated, and then stored as often as it takes."""

_LEFT = 100
"""Every so many artists of the directory, one has left every studio."""

_SEARCHED = frozenset({"aliases", "all_text", "bio", "handle_words", "name_variants", "studio_name"})
"""Fields that are analysed for searches, which takes most of the time that filling an index takes."""

_TABLE = "bench-directory"
_OBJECT = 20_000
"""Number of items in one object of the import."""

T = TypeVar("T")
Turn = Callable[[str], str]
"""Reads the page after a position; returns the position that the next page begins at, empty at the end."""


def main() -> None:
    """Prints the times of pages against their budget."""
    generated = directory(_SAMPLE)
    with emulator() as endpoint, embedded_index() as url:
        begun = time.monotonic()
        load(url, (("artists", key, document) for key, document in _documents(generated)))
        print(f"the index is filled ({time.monotonic() - begun:.0f} s)", flush=True)
        client = boto3.client("dynamodb", endpoint_url=endpoint, **CREDENTIALS)
        clock = SystemClock()
        ledger = DynamoDbRunLedger(client, create_tables(client)["operations"], clock)
        for batch in _batches(_visits(), 1000):
            ledger.record_many(_RUN, "visit", dict(batch))
        fill(client, endpoint, generated)
        print(f"the tables are filled ({time.monotonic() - begun:.0f} s)", flush=True)
        store = DynamoDbDirectory(client, _TABLE, clock)
        visits = BrowseVisits(ledger, store)
        index = OpenSearchReader(
            url, timeout_seconds=30, breaker=CircuitBreaker(3, 5.0, time.monotonic), authenticate=None
        )
        browse = BrowseEntries(index, DynamoDbHiddenEntries(client, _TABLE), store, clock)
        turns: dict[str, Turn] = {
            f"visits of {VISITS:,}": lambda after: visits(_RUN, after=after).next_key,
            "visits, longest first": lambda after: visits(_RUN, longest_first=True, after=after).next_key,
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
    after, used = "", _computed()
    for _ in range(PAGES):
        started = time.perf_counter()
        after = turn(after)
        times.append((time.perf_counter() - started) * 1000)
        if not after:
            break
    worst = max(times)
    verdict = "within" if worst <= BUDGET_MS else "BEYOND"
    print(f"{name}: {len(times)} pages, median {statistics.median(times):.0f} ms,", end=" ")
    print(f"slowest {worst:.0f} ms, {verdict} {BUDGET_MS:.0f};", end=" ")
    print(f"{(_computed() - used) / len(times) * 1000:.0f} ms of computing a page", flush=True)


def _computed() -> float:
    """Returns the processor time, in seconds, of this process and the servers, which no neighbour adds to."""
    own = psutil.Process()
    return sum(sum(process.cpu_times()[:2]) for process in (own, *own.children(recursive=True)))


def fill(client: Any, endpoint: str, generated: Generated) -> None:
    """Imports the directory's table from objects in a bucket, with artists, and studios for the visits."""
    s3 = boto3.client("s3", endpoint_url=endpoint, **CREDENTIALS)
    bucket = create_bucket(s3)
    for number, batch in enumerate(_batches(_items(Table(client, _TABLE), generated), _OBJECT)):
        lines = "\n".join(json.dumps({"Item": item}) for item in batch)
        s3.put_object(Bucket=bucket, Key=f"import/{number}.gz", Body=gzip.compress(lines.encode(), 1))
    definition = template_tables()["directory"]
    definition.pop("StreamSpecification", None)
    arn = client.import_table(
        S3BucketSource={"S3Bucket": bucket, "S3KeyPrefix": "import/"},
        InputFormat="DYNAMODB_JSON",
        InputCompressionType="GZIP",
        TableCreationParameters={"TableName": _TABLE, **definition},
    )["ImportTableDescription"]["ImportArn"]
    while (state := client.describe_import(ImportArn=arn)["ImportTableDescription"])[
        "ImportStatus"
    ] == "IN_PROGRESS":
        time.sleep(0.5)
    if state["ImportStatus"] != "COMPLETED":
        raise RuntimeError(f"the import failed: {state}")


def _items(table: Table, generated: Generated) -> Iterator[dict[str, Any]]:
    """Yields the profiles of the directory in DynamoDB's typed values."""
    artists = [
        table.packed(items.profile_item(EntryKind.ARTIST, one, "visible")) for one in generated.artists
    ]
    left = table.packed({"active": False, **items.hidden_keys(EntryKind.ARTIST, "2025-06-01T10:00:00+00:00")})
    for number in range(ARTISTS):
        item = artists[number % _SAMPLE] | _named("ARTIST", "artist_id", _artist(number))
        yield item | left if number % _LEFT == 0 else item
    studios = [
        table.packed(items.profile_item(EntryKind.STUDIO, one, "visible")) for one in generated.studios
    ]
    for number in range(VISITS):
        yield studios[number % len(studios)] | _named("STUDIO", "studio_id", f"s-{number:06}")


def _named(kind: str, field: str, entry_id: str) -> dict[str, Any]:
    return {"PK": {"S": f"{kind}#{entry_id}"}, field: {"S": entry_id}}


def _documents(generated: Generated) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yields id and document of each artist that searchers see, without texts that only searches read."""
    made = [
        {name: value for name, value in document.items() if name not in _SEARCHED}
        for alias, _, document in documents(generated)
        if alias == "artists"
    ]
    for number in range(ARTISTS):
        if number % _LEFT:
            yield _artist(number), made[number % len(made)] | {"artist_id": _artist(number)}


def _artist(number: int) -> str:
    return f"a-{number:06}"


def _visits() -> Iterator[tuple[str, dict[str, Any]]]:
    outcomes = list(VisitOutcome)
    for number in range(VISITS):
        studio_id = f"s-{number:06}"
        yield (
            studio_id,
            {
                "studio_id": studio_id,
                "outcome": "error" if number % 500 == 0 else outcomes[number % 6].value,
                "website": f"https://studio-{number}.example/",
                "reason": "it answered 403 on every page",
                "artists": [_artist(number)],
                "pages": 5,
                "seconds": number * 37 % 600 / 10,
            },
        )


def _batches(many: Iterable[T], size: int) -> Iterator[list[T]]:
    source = iter(many)
    while batch := list(islice(source, size)):
        yield batch
