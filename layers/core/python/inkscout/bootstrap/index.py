"""Factories of what keeps the search index in step with the Directory table: stream, redrive, rebuild."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from inkscout.bootstrap.stores import aws_client, clock, directory, secret

if TYPE_CHECKING:
    from inkscout.adapters.opensearch.index import OpenSearchIndex
    from inkscout.contracts.rebuild_index import (
        IndexBuild,
        IndexPart,
        IndexPartResult,
        PrepareIndexRequest,
        RebuildIndexResult,
    )
    from inkscout.contracts.stored.stream import ChangeBatch
    from inkscout.usecases.index.rebuild_index import RebuildIndexPorts
    from inkscout.usecases.index.sync_index import SyncResult


@lru_cache(maxsize=1)
def search_index() -> "OpenSearchIndex":
    """The write side of the search index."""
    from inkscout.adapters.opensearch.index import OpenSearchIndex, authentication, client
    from inkscout.adapters.opensearch.search_credentials import is_serverless
    from inkscout.settings import SearchSettings

    search = SearchSettings()
    proof = authentication(search.opensearch_url, search.opensearch_secret_arn, secret)
    url = search.opensearch_url
    return OpenSearchIndex(client(url, proof), settles=not is_serverless(url))


@lru_cache(maxsize=1)
def sync_index() -> "Callable[[ChangeBatch], SyncResult]":
    """SyncIndex with its ports."""
    from inkscout.adapters.aws.sqs.index_failures import SqsIndexFailures
    from inkscout.settings import IndexFailureSettings
    from inkscout.usecases.index.sync_index import SyncIndexPorts
    from inkscout.usecases.index.sync_index import sync_index as step

    failures = SqsIndexFailures(aws_client("sqs"), IndexFailureSettings().index_failure_queue_url)
    return partial(
        step,
        deps=SyncIndexPorts(index=search_index(), directory=directory(), failures=failures, clock=clock()),
    )


@lru_cache(maxsize=1)
def redrive_index() -> "Callable[[dict[str, Any]], int]":
    """RedriveIndex with its ports, for a message of the failure queue or of Lambda's own."""
    from inkscout.adapters.aws.dynamodb.stream_records import StreamRecords
    from inkscout.contracts.stored.stream import failure_key
    from inkscout.usecases.index.redrive_index import RedriveIndexPorts
    from inkscout.usecases.index.redrive_index import redrive_index as step

    deps = RedriveIndexPorts(index=search_index(), directory=directory())
    records = StreamRecords(aws_client("dynamodbstreams"))

    def call(message: dict[str, Any]) -> int:
        batch = message.get("DDBStreamBatchInfo")
        keys = records.keys(batch) if batch else [failure_key(message)]
        return step(keys, deps=deps)

    return call


@lru_cache(maxsize=1)
def rebuild_index_ports() -> "RebuildIndexPorts":
    """Ports of the steps of a rebuild."""
    from inkscout.usecases.index.rebuild_index import RebuildIndexPorts

    return RebuildIndexPorts(directory=directory(), index=search_index(), clock=clock())


def prepare_index() -> "Callable[[PrepareIndexRequest], IndexBuild]":
    """PrepareIndex with its ports."""
    from inkscout.usecases.index.rebuild_index import prepare_index as step

    return partial(step, deps=rebuild_index_ports())


def fill_index() -> "Callable[[IndexPart], IndexPartResult]":
    """FillIndex with its ports."""
    from inkscout.usecases.index.rebuild_index import fill_index as step

    return partial(step, deps=rebuild_index_ports())


def catch_up_index() -> "Callable[[IndexPart], IndexPartResult]":
    """CatchUpIndex with its ports."""
    from inkscout.usecases.index.rebuild_index import catch_up_index as step

    return partial(step, deps=rebuild_index_ports())


def compare_index() -> "Callable[[IndexBuild], IndexBuild]":
    """CompareIndex with its ports."""
    from inkscout.usecases.index.rebuild_index import compare_index as step

    return partial(step, deps=rebuild_index_ports())


def swap_index() -> "Callable[[IndexBuild], IndexBuild]":
    """SwapIndex with its ports."""
    from inkscout.usecases.index.rebuild_index import swap_index as step

    return partial(step, deps=rebuild_index_ports())


def drop_old_indexes() -> "Callable[[IndexBuild], RebuildIndexResult]":
    """DropOldIndexes with its ports."""
    from inkscout.usecases.index.rebuild_index import drop_old_indexes as step

    return partial(step, deps=rebuild_index_ports())
