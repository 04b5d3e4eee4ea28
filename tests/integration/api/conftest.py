"""The API over an embedded index and an emulated AWS, filled with a generated directory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import boto3
import pytest

from inkscout.bootstrap import stores
from tests.support import api_client as api
from tests.support.aws_in_memory import aws_in_memory
from tests.support.feed_records import create_feeds_bucket, create_records_table
from tests.support.relevance_set.generator import Generated
from tests.support.stores import REGION, create_bucket, create_tables

FETCH_FEED = "arn:aws:lambda:eu-west-1:123456789012:function:fetch-feed"


@dataclass(frozen=True)
class World:
    """Stores and data for the tests of the API."""

    generated: Generated
    index: str
    tables: dict[str, str]
    machines: Any
    stored: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def world(loaded_index: tuple[str, Generated]) -> Iterator[World]:
    """The API composed over the index and tables of its own, for the tests of one module."""
    with composed_world(*loaded_index) as made:
        yield made


@contextmanager
def composed_world(url: str, generated: Generated) -> Iterator[World]:
    """The API composed over an index at an address and new tables."""
    with aws_in_memory():
        tables = create_tables(boto3.client("dynamodb", region_name=REGION))
        bucket = create_bucket(boto3.client("s3", region_name=REGION))
        secrets = boto3.client("secretsmanager", region_name=REGION)
        secret = secrets.create_secret(Name="denylist", SecretString="a key that is only for tests")
        machines = boto3.client("stepfunctions", region_name=REGION)
        arns = {name: _machine(machines, name) for name in ("pipeline", "scan", "removal")}
        with api.environment(
            OPENSEARCH_URL=url,
            DIRECTORY_TABLE=tables["directory"],
            OPERATIONS_TABLE=tables["operations"],
            DENYLIST_TABLE=tables["denylist"],
            DENYLIST_SECRET_ARN=secret["ARN"],
            DATA_BUCKET=bucket,
            RECORDS_TABLE=create_records_table(boto3.client("dynamodb", region_name=REGION), "records"),
            FEEDS_BUCKET=create_feeds_bucket(boto3.client("s3", region_name=REGION)),
            DIRECTORY_PIPELINE_ARN=arns["pipeline"],
            SCAN_STUDIO_ARN=arns["scan"],
            REMOVE_ARTIST_ARN=arns["removal"],
            FETCH_FEED_FUNCTION_ARN=FETCH_FEED,
        ):
            yield World(generated, url, tables, machines)


def _machine(machines: Any, name: str) -> str:
    definition = '{"StartAt":"End","States":{"End":{"Type":"Pass","End":true}}}'
    role = "arn:aws:iam::123456789012:role/any"
    return str(
        machines.create_state_machine(name=name, definition=definition, roleArn=role)["stateMachineArn"]
    )


def store(world: World, count: int = 40) -> None:
    """Puts the first artists and their studios into the table, as they are in the index; each once."""
    table = stores.directory()
    artists = world.generated.artists[:count]
    wanted = {artist.studio_id for artist in artists} - world.stored
    for studio in world.generated.studios:
        if studio.studio_id in wanted:
            table.put_studio(replace(studio, version=0))
    for artist in artists:
        if artist.artist_id not in world.stored:
            table.put_artist(replace(artist, version=0))
    world.stored.update(wanted, (artist.artist_id for artist in artists))
