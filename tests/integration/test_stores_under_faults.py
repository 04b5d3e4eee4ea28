"""Throttling, conflicts, resets and lost answers before the emulator: no write is lost, none is doubled."""

import json
import os
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

from inkscout.adapters.dynamodb_directory import DynamoDbDirectory
from inkscout.adapters.dynamodb_ledger import DynamoDbLedger
from inkscout.adapters.dynamodb_memory import DynamoDbMemory
from inkscout.adapters.s3_lake import S3Lake
from inkscout.domain.artist import Artist
from inkscout.domain.job import Job, JobKind
from inkscout.domain.outcome import JobStatus
from inkscout.domain.snapshot import EntryKind
from inkscout.errors import TransientError
from tests.directory_data import artist
from tests.emulator import CREDENTIALS, free_port
from tests.fakes.clock import FakeClock
from tests.stores import create_tables

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
        with urllib.request.urlopen(request, timeout=5):
            return


@pytest.fixture
def faulty(emulated: str) -> Iterator[Faulty]:
    port = free_port()
    command = [sys.executable, "-m", "microburst", "--upstream", emulated]
    command += ["--port", str(port), "--host", "127.0.0.1"]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ)
    )
    proxy = Faulty(f"http://127.0.0.1:{port}", emulated)
    try:
        deadline = time.monotonic() + 90
        while True:
            try:
                proxy.set([])
                break
            except (urllib.error.URLError, OSError):
                assert time.monotonic() < deadline, "the proxy did not start"
                time.sleep(0.1)
        yield proxy
    finally:
        process.terminate()
        process.wait(10)


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
        DynamoDbMemory(faulty.client("dynamodb"), table, FakeClock()).add("spend", "run", {"calls": 1})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(60)))
    faulty.set([])
    value = DynamoDbMemory(faulty.calm("dynamodb"), table, FakeClock()).get("spend", "run")
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
    ledger = DynamoDbLedger(faulty.client("dynamodb"), table, FakeClock())
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
    calm = DynamoDbLedger(faulty.calm("dynamodb"), table, FakeClock())
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
