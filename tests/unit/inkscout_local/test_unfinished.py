"""A platform of one command ends once the removals that were approved meanwhile have been carried out."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest
from moto import mock_aws

from inkscout.adapters.aws.dynamodb.removals import DynamoDbRemovals
from inkscout.domain.removal_request import RemovalRequest, RemovalStatus
from inkscout_local.platform.connection import Connection
from inkscout_local.platform.unfinished import wait_for_removals
from tests.support.stores import create_tables

REQUEST = RemovalRequest(request_id="q-1", status=RemovalStatus.APPROVED, artist_id="a-1")


class Here(Connection):
    """Connection whose clients are moto's."""

    def __init__(self, operations: str) -> None:
        super().__init__({"endpoint": "", "outputs": {"OperationsTable": operations}})

    def client(self, service: str, **_config: Any) -> Any:
        return boto3.client(service, region_name="eu-west-1")


@pytest.fixture
def operations() -> Iterator[str]:
    with mock_aws():
        yield create_tables(boto3.client("dynamodb", region_name="eu-west-1"))["operations"]


@pytest.mark.parametrize(("ends_after", "has_ended"), [(3, True), (10**6, False)])
def test_an_approved_removal_is_waited_for_within_a_limit(
    operations: str, ends_after: int, has_ended: bool
) -> None:
    connection = Here(operations)
    removals = DynamoDbRemovals(connection.client("dynamodb"), operations)
    removals.put(REQUEST)
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == ends_after:
            removals.put(replace(REQUEST, status=RemovalStatus.REMOVED))

    assert wait_for_removals(connection, 10, pause) is has_ended
    assert len(pauses) == (3 if has_ended else 20)


def test_nothing_is_waited_for_where_no_removal_is_approved(operations: str) -> None:
    assert wait_for_removals(Here(operations), 10, lambda _: pytest.fail("it waits"))
