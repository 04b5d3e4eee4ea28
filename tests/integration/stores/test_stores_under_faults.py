"""Throttling, conflicts, resets and lost answers before the emulator: no write is lost, none is doubled."""

import json
import os
import random
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, TypeVar

import boto3
import pytest
from botocore.config import Config
from botocore.retries.standard import ExponentialBackoff

from inkscout.adapters.aws.dynamodb.directory import DynamoDbDirectory
from inkscout.adapters.aws.dynamodb.run_ledger import DynamoDbRunLedger
from inkscout.adapters.aws.dynamodb.state_store import DynamoDbStateStore
from inkscout.adapters.aws.s3.lake import S3Lake
from inkscout.domain.artist import Artist
from inkscout.domain.job import Job, JobKind
from inkscout.domain.outcome import JobStatus, VisitOutcome
from inkscout.domain.reading import FoundArtist, SiteReading
from inkscout.domain.snapshot import EntryKind
from inkscout.domain.studio import Studio
from inkscout.errors import ItemTooLarge, TransientError
from inkscout.usecases.directory.store_reading import StoredReading, store_reading
from tests.support.directory_data import artist
from tests.support.emulator import CREDENTIALS, free_port
from tests.support.fakes.clock import START, FakeClock
from tests.support.fakes.operations import FakeDenylist, FakeHeldPeople, FakeStateStore
from tests.support.fakes.stores import FakeLake
from tests.support.patience import PATIENCE_SECONDS, until
from tests.support.stores import create_tables

WorkT = TypeVar("WorkT")

_CONFLICT = {
    "code": "TransactionCanceledException",
    "fields": {"CancellationReasons": [{"Code": "TransactionConflict", "Message": "conflict"}]},
}
FAULTS: list[dict[str, Any]] = [
    {"service": "dynamodb", "operation": "TransactWriteItems", "probability": 0.15, "error": _CONFLICT},
    {
        "service": "dynamodb",
        "probability": 0.1,
        "error": {"code": "ProvisionedThroughputExceededException"},
    },
    {"service": "dynamodb", "probability": 0.05, "error": {"code": "InternalServerError", "status": 500}},
    {"service": "dynamodb", "probability": 0.05, "reset": True},
    {"service": "dynamodb", "operation": "PutItem", "probability": 0.15, "response": {"abort_frac": 0.1}},
    {"service": "dynamodb", "operation": "UpdateItem", "probability": 0.15, "response": {"abort_frac": 0.1}},
    {
        "service": "dynamodb",
        "operation": "TransactWriteItems",
        "probability": 0.15,
        "response": {"abort_frac": 0.1},
    },
    {"service": "s3", "probability": 0.2, "error": {"code": "SlowDown", "status": 503}},
]

_SIZE = "Item size has exceeded the maximum allowed size"
TOO_LARGE: list[dict[str, Any]] = [
    {
        "service": "dynamodb",
        "operation": "PutItem",
        "probability": 0.15,
        "error": {
            "code": "ValidationException",
            "message": "Item size has exceeded the maximum allowed size",
        },
    },
    {
        "service": "dynamodb",
        "operation": "TransactWriteItems",
        "probability": 0.5,
        "error": {
            "code": "TransactionCanceledException",
            "fields": {
                "CancellationReasons": [
                    {
                        "Code": "ValidationError",
                        "Message": "Item size to update has exceeded the maximum allowed size",
                    }
                ]
            },
        },
    },
]
"""What DynamoDB says to an item above 400 KB, in a write of its own and in a transaction."""


class Faulty:
    """Clients that go through the proxy, and what happened there."""

    def __init__(self, endpoint: str, upstream: str) -> None:
        self.endpoint, self.upstream = endpoint, upstream

    def client(self, service: str) -> Any:
        config = Config(
            retries={"mode": "standard", "max_attempts": 5},
            read_timeout=10,
            max_pool_connections=16,
            request_checksum_calculation="when_required",  # the proxy does not hand trailing checksums on
        )
        return boto3.client(service, endpoint_url=self.endpoint, config=config, **CREDENTIALS)

    def calm(self, service: str) -> Any:
        """A client that goes to the emulator directly."""
        return boto3.client(service, endpoint_url=self.upstream, **CREDENTIALS)

    def set(self, rules: list[dict[str, Any]]) -> None:
        body = json.dumps(rules).encode()
        request = urllib.request.Request(f"{self.endpoint}/_microburst/rules", data=body, method="POST")
        request.add_header("content-type", "application/json")
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS):
            return


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK tries again as often as it does, but does not wait up to twenty seconds in between."""
    monkeypatch.setattr(ExponentialBackoff, "delay_amount", lambda *_: random.uniform(0.0, 0.02))


@pytest.fixture(scope="module")
def proxy(emulated: str) -> Iterator[Faulty]:
    port = free_port()
    command = [sys.executable, "-m", "microburst", "--upstream", emulated]
    command += ["--port", str(port), "--host", "127.0.0.1"]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ)
    )
    proxy = Faulty(f"http://127.0.0.1:{port}", emulated)
    try:
        until(lambda: answers(proxy))
        yield proxy
    finally:
        process.kill()
        process.wait(PATIENCE_SECONDS)


def answers(proxy: Faulty) -> bool:
    """Whether the proxy has started."""
    try:
        proxy.set([])
    except OSError:  # among them urllib's own
        return False
    return True


@pytest.fixture
def faulty(proxy: Faulty) -> Iterator[Faulty]:
    """The proxy without faults at first and afterwards."""
    proxy.set([])
    yield proxy
    proxy.set([])


def insist(work: Callable[[], WorkT]) -> WorkT:
    """Tries again as a state machine or a queue would."""
    for attempt in range(30):
        try:
            return work()
        except TransientError:
            time.sleep(0.01 * attempt)
    raise AssertionError("it never succeeded")


@pytest.mark.timeout(300)
def test_every_change_of_every_writer_is_in_the_one_item(faulty: Faulty) -> None:
    table = create_tables(faulty.calm("dynamodb"))["directory"]
    faulty.set(FAULTS)

    def add(number: int) -> None:
        directory = DynamoDbDirectory(faulty.client("dynamodb"), table, FakeClock())

        def change(known: Artist | None) -> Artist:
            base = known or artist(1)
            styles = tuple(sorted({*base.styles, f"style_{number}"}))
            return replace(base, aliases=tuple(sorted({*base.aliases, f"alias {number}"})), styles=styles)

        insist(lambda: directory.update_artist("a-1", change))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(16)))
    faulty.set([])
    calm = DynamoDbDirectory(faulty.calm("dynamodb"), table, FakeClock())
    stored = calm.artist("a-1")
    assert stored is not None
    assert stored.aliases == tuple(sorted(f"alias {number}" for number in range(16)))
    assert stored.version == 16, "a change was written twice"
    for number in range(16):
        assert [found.artist_id for found in calm.artists_of_style(f"style_{number}")] == ["a-1"]


@pytest.mark.timeout(300)
def test_additions_count_once_each(faulty: Faulty) -> None:
    table = create_tables(faulty.calm("dynamodb"))["operations"]
    faulty.set(FAULTS)

    def add(_: int) -> None:
        DynamoDbStateStore(faulty.client("dynamodb"), table, FakeClock()).add("spend", "run", {"calls": 1})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(60)))
    faulty.set([])
    value = DynamoDbStateStore(faulty.calm("dynamodb"), table, FakeClock()).get("spend", "run")
    assert value is not None
    assert value["calls"] == 60


@pytest.mark.timeout(300)
def test_a_job_is_added_and_ended_once_whoever_asks(faulty: Faulty) -> None:
    table = create_tables(faulty.calm("dynamodb"))["operations"]
    faulty.set(FAULTS)
    jobs = [
        Job(
            scrape_id=f"j-{n}",
            run_id="r-1",
            kind=JobKind.READ_PROFILE,
            url="https://a.example/",
            studio_id="s-1",
        )
        for n in range(20)
    ]
    ledger = DynamoDbRunLedger(faulty.client("dynamodb"), table, FakeClock())
    added = sum(len(insist(lambda job=job: ledger.add_jobs("r-1", [job]))) for job in jobs * 2)  # type: ignore[misc]
    with ThreadPoolExecutor(4) as pool:
        ends = list(
            pool.map(
                lambda job: insist(
                    lambda: ledger.finish_job("r-1", job.scrape_id, JobStatus.DONE, {"outcome": "read"})
                ),
                jobs * 3,
            )
        )
    faulty.set([])
    calm = DynamoDbRunLedger(faulty.calm("dynamodb"), table, FakeClock())
    assert [job["status"] for job in calm.jobs("r-1")] == ["done"] * 20
    assert added <= 20
    assert sum(ends) <= 20


@pytest.mark.timeout(300)
def test_a_deletion_survives_faults_and_leaves_no_style_behind(faulty: Faulty) -> None:
    table = create_tables(faulty.calm("dynamodb"))["directory"]
    calm = DynamoDbDirectory(faulty.calm("dynamodb"), table, FakeClock())
    for number in range(10):
        calm.put_artist(artist(number))
    faulty.set(FAULTS)
    directory = DynamoDbDirectory(faulty.client("dynamodb"), table, FakeClock())
    for number in range(10):
        insist(lambda number=number: directory.delete(EntryKind.ARTIST, f"a-{number}"))  # type: ignore[misc]
    faulty.set([])
    assert list(calm.artists()) == []
    assert [snapshot.version for snapshot in calm.snapshots(EntryKind.ARTIST)] == [2] * 10
    for style in {style for number in range(10) for style in artist(number).styles}:
        assert calm.artists_of_style(style) == []


@pytest.mark.timeout(300)
def test_documents_reach_the_lake_once(faulty: Faulty) -> None:
    s3 = faulty.calm("s3")
    s3.create_bucket(Bucket="faulty-lake", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    faulty.set(FAULTS)
    lake = S3Lake(faulty.client("s3"), "faulty-lake", FakeClock())
    keys = {insist(lambda n=n: lake.put_json("google", f"p{n}", {"n": n})) for n in [*range(10), *range(10)]}  # type: ignore[misc]
    faulty.set([])
    listed = {entry["Key"] for entry in s3.list_objects_v2(Bucket="faulty-lake")["Contents"]}
    assert listed == keys
    assert len(keys) == 10


@pytest.mark.timeout(300)
def test_people_whose_items_are_too_large_are_set_aside_and_counted_and_the_others_stored_once(
    faulty: Faulty,
) -> None:
    table = create_tables(faulty.calm("dynamodb"))["directory"]
    calm = DynamoDbDirectory(faulty.calm("dynamodb"), table, FakeClock())
    home = Studio(studio_id="s-1", name="Harbour", website="https://harbour.example/")
    calm.put_studio(home)
    people = tuple(
        FoundArtist(name=f"Artist {word}", instagram=f"inks.{word}", styles=("dotwork",))
        for word in (
            "anna",
            "bela",
            "cleo",
            "dora",
            "emma",
            "fred",
            "gwen",
            "hugo",
            "ines",
            "jana",
            "kaja",
            "lars",
            "mila",
            "nils",
        )
    )
    reading = SiteReading(outcome=VisitOutcome.ARTISTS_FOUND, artists=people)

    def visit(directory: DynamoDbDirectory) -> tuple[StoredReading, FakeLake]:
        lake, rest = (
            FakeLake(),
            {"denylist": FakeDenylist(), "held_people": FakeHeldPeople(), "state_store": FakeStateStore()},
        )
        stored = insist(
            lambda: store_reading(home, reading, directory=directory, lake=lake, now=START, **rest)  # type: ignore[arg-type]  # of two classes
        )
        return stored, lake

    faulty.set([*FAULTS, *TOO_LARGE])
    first, lake = visit(DynamoDbDirectory(faulty.client("dynamodb"), table, FakeClock()))
    faulty.set([])
    before = {artist.name: artist.version for artist in calm.artists()}
    kept = {entry["document"]["name"] for entry in lake.quarantined()} - {""}
    assert kept
    # The studio's own facts, which name nobody, may have been refused too.
    assert len(first.artists) + first.quarantined - len(people) in (0, 1)
    assert {entry["reason"] for entry in lake.quarantined()} == {"larger than an item of the table may be"}
    assert {artist.name for artist in first.artists} | kept == {person.name for person in people}
    assert {artist.name for artist in first.artists} <= before.keys()
    assert set(before.values()) <= {1}
    second, lake = visit(calm)
    assert (second.quarantined, len(second.artists)) == (0, len(people))
    assert all(artist.version == 1 for artist in calm.artists())
    assert len(calm.artists_of_style("dotwork")) == len(people)


def test_an_item_that_is_too_large_is_refused_as_such(emulated: str) -> None:
    client = boto3.client("dynamodb", endpoint_url=emulated, **CREDENTIALS)
    directory = DynamoDbDirectory(client, create_tables(client)["directory"], FakeClock())
    with pytest.raises(ItemTooLarge):
        directory.put_artist(replace(artist(1), bio="x" * 500_000))
    with pytest.raises(ItemTooLarge):
        directory.put_studio(Studio(studio_id="s-1", name="Harbour", booking_policy="x" * 500_000))
    assert list(directory.artists()) == []
