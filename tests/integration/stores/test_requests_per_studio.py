"""A visit costs few requests: they are most of what a run takes, and what AWS bills."""

import re
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from inkscout.bootstrap import pipeline, stores
from inkscout.contracts.find_artists import FindArtistsRequest
from inkscout.domain.studio import Studio
from inkscout_local.environment import emulator_credentials
from inkscout_local.simulator import serve_world
from tests.support.request_counts import RequestCounts
from tests.support.simple_sites import write_world
from tests.support.stores import REGION, create_tables

STUDIOS = 10
NEW, UNCHANGED = 25, 12
"""Most requests to DynamoDB for a new studio with three artists, and for one that has not changed."""


@contextmanager
def composed(endpoint: str, proxy: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The use cases over an emulator, and websites behind a proxy."""
    forget()
    for name, value in emulator_credentials(endpoint).items():
        monkeypatch.setenv(name, value)
    tables = create_tables(stores.aws_client("dynamodb"))
    bucket = f"inkscout-{uuid.uuid4().hex[:8]}"
    where = {"LocationConstraint": REGION}
    stores.aws_client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration=where)
    secrets = stores.aws_client("secretsmanager")
    secret = secrets.create_secret(Name=f"{bucket}-denylist", SecretString="a long random key")
    for name, value in {
        "DIRECTORY_TABLE": tables["directory"],
        "OPERATIONS_TABLE": tables["operations"],
        "DENYLIST_TABLE": tables["denylist"],
        "DENYLIST_SECRET_ARN": secret["ARN"],
        "DATA_BUCKET": bucket,
        "UPSTREAM_PROXY_URLS": proxy,
        "CRAWLER_CONTACT": "crawler@inkscout.example",
        "MIN_DELAY_SECONDS": "0",
    }.items():
        monkeypatch.setenv(name, value)
    yield
    forget()


def forget() -> None:
    for module in (stores, pipeline):
        for part in vars(module).values():
            if hasattr(part, "cache_clear"):
                part.cache_clear()


async def visited(run_id: str, studio_ids: list[str], counts: RequestCounts) -> Counter[str]:
    counts.take()
    result = await pipeline.find_artists()(FindArtistsRequest(run_id=run_id, studio_ids=studio_ids))
    assert (result.visits, result.artists) == (STUDIOS, 3 * STUDIOS), result
    return counts.take()


async def test_storing_a_studio_takes_few_requests(
    emulated: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        serve_world(write_world(tmp_path, STUDIOS)) as world,
        composed(emulated, world.proxy_url, monkeypatch),
    ):
        directory, ledger = stores.directory(), stores.ledger()
        ids = [f"s-{number}" for number in range(STUDIOS)]
        for number, studio_id in enumerate(ids):
            website = f"http://studio{number}.test/"
            directory.put_studio(Studio(studio_id=studio_id, name=f"Studio {number}", website=website))
        counts = RequestCounts(stores.aws_client("dynamodb"), stores.aws_client("s3"))
        for run_id, most in (("run-1", NEW), ("run-2", UNCHANGED), ("run-3", UNCHANGED)):
            ledger.start_run(run_id, {"execution_arn": run_id})
            seen = await visited(run_id, ids, counts)
            ledger.finish_run(run_id, "succeeded", {})
            asked = sum(count for name, count in seen.items() if name.startswith("dynamodb "))
            print(run_id, asked / STUDIOS, dict(seen))
            assert asked <= most * STUDIOS, seen
            assert re.search("s3 PutObject", str(seen)) is None or run_id == "run-1", seen
