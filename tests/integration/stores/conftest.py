"""A directory of each kind, which pass the same tests."""

from collections.abc import Iterator

import boto3
import pytest

from inkscout.adapters.aws.dynamodb.directory import DynamoDbDirectory
from inkscout.ports import Directory
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.directory import FakeDirectory
from tests.support.stores import create_tables


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(params=["fake", "table"])
def directory(request: pytest.FixtureRequest, clock: FakeClock) -> Iterator[Directory]:
    if request.param == "fake":
        yield FakeDirectory(clock)
        return
    request.getfixturevalue("aws")
    client = boto3.client("dynamodb")
    yield DynamoDbDirectory(client, create_tables(client)["directory"], clock, sleep=lambda _: None)
