"""Measurement of the API's handler: latency by kind of request, split into index, tables and the rest."""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import boto3

from inkscout.bootstrap import api as api_bootstrap
from inkscout.bootstrap import stores as stores_bootstrap
from tests.support import api_client as api
from tests.support.emulator import CREDENTIALS, emulator
from tests.support.relevance_set.generator import Generated
from tests.support.stores import create_bucket, create_tables

ROUNDS = 60
WARM_ROUNDS = 15
STORED = 20

Request = tuple[str, dict[str, Any]]


@dataclass
class Timings:
    """Milliseconds of one kind of request, a value for each.

    Attributes:
        total: Time in the handler.
        index: Part of it in calls of the search server.
        tables: Part of it in calls of DynamoDB.
    """

    total: list[float] = field(default_factory=list)
    index: list[float] = field(default_factory=list)
    tables: list[float] = field(default_factory=list)

    def add(self, others: "Timings") -> None:
        """Appends another kind's timings."""
        self.total += others.total
        self.index += others.index
        self.tables += others.tables

    def line(self) -> str:
        """Returns a table row: p50 and p95, then the medians of index, tables and the rest."""
        parts = zip(self.total, self.index, self.tables, strict=True)
        own = statistics.median(total - index - tables for total, index, tables in parts)
        medians = (statistics.median(self.index), statistics.median(self.tables), own)
        ordered = sorted(self.total)
        return "".join(
            f"{value:>9.1f}"
            for value in (statistics.median(ordered), ordered[int(len(ordered) * 0.95)], *medians)
        )


def mix(generated: Generated) -> dict[str, Callable[[int], Request]]:
    """Returns the kinds of requests, each with a function that makes its nth request."""
    people = [a for a in generated.artists if " " in a.name and len(a.name.split()[-1]) > 5]
    cities = ["Leeds", "Berlin", "Paris", "São Paulo", "Melbourne", "Kraków"]
    styles = ["realism", "fine line", "blackwork", "japanese", "dotwork", "lettering"]
    search = "/v1/artists"

    def name(n: int) -> str:
        return people[n * 37 % len(people)].name

    def typo(n: int) -> str:
        text = name(n)
        return text[:-3] + text[-2] + text[-3] + text[-1]

    def browse(n: int) -> Request:
        return search, {"sort": ("relevance", "rating", "updated")[n % 3], "limit": str(20 + n % 3)}

    return {
        "search name": lambda n: (search, {"q": name(n)}),
        "search typo": lambda n: (search, {"q": typo(n)}),
        "search style+city": lambda n: (search, {"q": f"{styles[n % 6]} {cities[n // 6 % 6]}"}),
        "search facets": lambda n: (search, {"style": styles[n % 6], "country": "GBDEFR"[n % 3 * 2 :][:2]}),
        "radius": lambda n: (search, {"near": f"{53.8 + n / 1000},-1.55", "radius_km": "50"}),
        "browse": browse,
        "suggest": lambda n: ("/v1/suggest", {"q": name(n).split()[-1][: 3 + n % 4]}),
        "profile": lambda n: (f"{search}/{generated.artists[n % STORED].artist_id}", {}),
    }


@contextmanager
def tables() -> Iterator[dict[str, str]]:
    """Runs an AWS emulator with tables and bucket; yields the environment variables for them."""
    with emulator() as endpoint:
        clients = {name: boto3.client(name, endpoint_url=endpoint, **CREDENTIALS) for name in _SERVICES}
        names = create_tables(clients["dynamodb"])
        secret = clients["secretsmanager"].create_secret(Name="denylist", SecretString="a key of the bench")
        yield {
            "AWS_ENDPOINT_URL": endpoint,
            "DIRECTORY_TABLE": names["directory"],
            "OPERATIONS_TABLE": names["operations"],
            "DENYLIST_TABLE": names["denylist"],
            "DENYLIST_SECRET_ARN": secret["ARN"],
            "DATA_BUCKET": create_bucket(clients["s3"]),
        }


_SERVICES = ("dynamodb", "s3", "secretsmanager")


def measure(title: str, url: str, generated: Generated, stores: dict[str, str]) -> None:
    """Prints the latencies in milliseconds of each kind of request.

    Args:
        title: Title of the table.
        url: URL of the search server.
        generated: Directory that the server has indexed.
        stores: Environment variables from ``tables``.
    """
    with api.environment(OPENSEARCH_URL=url, **stores):
        for artist in generated.artists[:STORED]:
            stores_bootstrap.directory().update_artist(
                artist.artist_id, lambda _, a=artist: replace(a, version=0)
            )
        spent = {kind: _timed(make) for kind, make in mix(generated).items()}
    print(f"\n{title}, load average {os.getloadavg()[0]:.1f}")
    print(f"{'':20}{'p50 ms':>9}{'p95 ms':>9}{'index':>9}{'tables':>9}{'own':>9}")
    searches = Timings()
    for kind, timings in spent.items():
        print(f"{kind:20}{timings.line()}")
        if kind not in ("suggest", "profile"):
            searches.add(timings)
    print(f"{'all searches':20}{searches.line()}", flush=True)


def _timed(make: Callable[[int], Request]) -> Timings:
    timings = Timings()
    for n in range(WARM_ROUNDS):  # warms up connections, routes and server, as in a running function
        api.get(*make(10_000 + n))
    for n in range(1, ROUNDS + 1):
        path, query = make(n)
        with (
            _clocked(api_bootstrap.index(), "_send") as index,
            _clocked(stores_bootstrap.aws_client("dynamodb"), "_make_api_call") as calls,
        ):
            started = time.perf_counter()
            answer = api.get(path, query)
            timings.total.append((time.perf_counter() - started) * 1000)
        assert answer.status == 200, answer.body
        timings.index.append(index[0] * 1000)
        timings.tables.append(calls[0] * 1000)
    return timings


@contextmanager
def _clocked(owner: Any, name: str) -> Iterator[list[float]]:
    """Wraps a method while the block runs; yields a list whose only item is its calls' total seconds."""
    spent, original = [0.0], getattr(owner, name)

    def timed(*arguments: Any, **named: Any) -> Any:
        started = time.perf_counter()
        try:
            return original(*arguments, **named)
        finally:
            spent[0] += time.perf_counter() - started

    setattr(owner, name, timed)
    try:
        yield spent
    finally:
        setattr(owner, name, original)
