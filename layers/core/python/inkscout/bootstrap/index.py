"""Composes the use cases that keep the search index in step with the Directory table."""

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
    from inkscout.contracts.tend_index import IndexTask, TendIndexRequest
    from inkscout.usecases.index.rebuild_index import RebuildIndexPorts
    from inkscout.usecases.index.sync_index import SyncResult


@lru_cache(maxsize=1)
def search_index() -> "OpenSearchIndex":
    """Returns the writer of the search index."""
    from inkscout.adapters.opensearch.index import OpenSearchIndex, authentication, client
    from inkscout.adapters.opensearch.search_credentials import is_serverless
    from inkscout.settings import SearchSettings

    search = SearchSettings()
    proof = authentication(search.opensearch_url, search.opensearch_secret_arn, secret)
    url = search.opensearch_url
    return OpenSearchIndex(client(url, proof), settles=not is_serverless(url))


@lru_cache(maxsize=1)
def sync_index() -> "Callable[[ChangeBatch], SyncResult]":
    """Returns the SyncIndex use case with its adapters."""
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
    """Returns the RedriveIndex use case with its adapters; it returns the number of entries written again.

    The message is one of the index failure queue, or the one Lambda writes when a batch of the stream failed.
    """
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
def tend_index() -> "Callable[[TendIndexRequest], IndexTask]":
    """Returns the TendIndex use case with its adapters."""
    from inkscout.bootstrap.stores import state_store
    from inkscout.usecases.index.tend_index import TendIndexPorts
    from inkscout.usecases.index.tend_index import tend_index as step

    ports = TendIndexPorts(
        directory=directory(), index=search_index(), state_store=state_store(), clock=clock()
    )
    return partial(step, deps=ports)


@lru_cache(maxsize=1)
def rebuild_index_ports() -> "RebuildIndexPorts":
    """Returns the adapters that the steps of RebuildIndex share."""
    from inkscout.usecases.index.rebuild_index import RebuildIndexPorts

    return RebuildIndexPorts(directory=directory(), index=search_index(), clock=clock())


def prepare_index() -> "Callable[[PrepareIndexRequest], IndexBuild]":
    """Returns the PrepareIndex use case with its adapters."""
    from inkscout.usecases.index.rebuild_index import prepare_index as step

    return partial(step, deps=rebuild_index_ports())


def fill_index() -> "Callable[[IndexPart], IndexPartResult]":
    """Returns the FillIndex use case with its adapters."""
    from inkscout.usecases.index.rebuild_index import fill_index as step

    return partial(step, deps=rebuild_index_ports())


def catch_up_index() -> "Callable[[IndexPart], IndexPartResult]":
    """Returns the CatchUpIndex use case with its adapters."""
    from inkscout.usecases.index.rebuild_index import catch_up_index as step

    return partial(step, deps=rebuild_index_ports())


def compare_index() -> "Callable[[IndexBuild], IndexBuild]":
    """Returns the CompareIndex use case with its adapters."""
    from inkscout.usecases.index.rebuild_index import compare_index as step

    return partial(step, deps=rebuild_index_ports())


def swap_index() -> "Callable[[IndexBuild], IndexBuild]":
    """Returns the SwapIndex use case with its adapters."""
    from inkscout.usecases.index.rebuild_index import swap_index as step

    return partial(step, deps=rebuild_index_ports())


def drop_old_indexes() -> "Callable[[IndexBuild], RebuildIndexResult]":
    """Returns the DropOldIndexes use case with its adapters."""
    from inkscout.usecases.index.rebuild_index import drop_old_indexes as step

    return partial(step, deps=rebuild_index_ports())
