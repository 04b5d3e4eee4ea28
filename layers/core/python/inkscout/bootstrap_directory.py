"""The composition of what keeps the index in step with the table, and of removals; see ``bootstrap``."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from inkscout.bootstrap import (
    aws_client,
    clock,
    denylist,
    directory,
    manifests,
    memory,
    secret,
    store_settings,
)

if TYPE_CHECKING:
    from inkscout.adapters.dynamodb_removals import DynamoDbRemovals
    from inkscout.adapters.opensearch_index import OpenSearchIndex
    from inkscout.contracts.rebuild_index import (
        IndexBuild,
        IndexPart,
        IndexPartResult,
        PrepareIndexRequest,
        RebuildIndexResult,
    )
    from inkscout.usecases.rebuild_steps import RebuildSteps
    from inkscout.usecases.remove_artist import Removal
    from inkscout.usecases.sync_index import SyncResult

Step = Callable[[str], int]
"""A step of a removal: the request's id to the number of things it dealt with."""


@lru_cache(maxsize=1)
def search_index() -> "OpenSearchIndex":
    """The write side of the search index."""
    from inkscout.adapters.opensearch_index import OpenSearchIndex, authentication, client
    from inkscout.adapters.search_credentials import is_serverless
    from inkscout.settings import SearchSettings

    search = SearchSettings()
    proof = authentication(search.opensearch_url, search.opensearch_secret_arn, secret)
    url = search.opensearch_url
    return OpenSearchIndex(client(url, proof), settles=not is_serverless(url))


@lru_cache(maxsize=1)
def sync_index() -> "Callable[..., SyncResult]":
    """SyncIndex with its ports."""
    from inkscout.adapters.sqs_index_failures import SqsIndexFailures
    from inkscout.settings import IndexFailureSettings
    from inkscout.usecases.sync_index import sync_index as step

    failures = SqsIndexFailures(aws_client("sqs"), IndexFailureSettings().index_failure_queue_url)
    return partial(step, index=search_index(), directory=directory(), failures=failures, clock=clock())


@lru_cache(maxsize=1)
def redrive_index() -> "Callable[[dict[str, Any]], int]":
    """RedriveIndex with its ports, for a message of the failure queue or of Lambda's own."""
    from inkscout.adapters.stream_records import StreamRecords
    from inkscout.contracts.stream import failure_key
    from inkscout.usecases.redrive_index import redrive_index as step

    records = StreamRecords(aws_client("dynamodbstreams"))

    def call(message: dict[str, Any]) -> int:
        batch = message.get("DDBStreamBatchInfo")
        keys = records.keys(batch) if batch else [failure_key(message)]
        return step(keys, index=search_index(), directory=directory())

    return call


@lru_cache(maxsize=1)
def rebuild_steps() -> "RebuildSteps":
    """The steps of a rebuild with their ports."""
    from inkscout.usecases.rebuild_steps import RebuildSteps

    return RebuildSteps(directory=directory(), index=search_index(), clock=clock())


def prepare_index() -> "Callable[[PrepareIndexRequest], IndexBuild]":
    """PrepareIndex with its ports."""
    return rebuild_steps().prepare


def fill_index() -> "Callable[[IndexPart], IndexPartResult]":
    """FillIndex with its ports."""
    return rebuild_steps().fill


def catch_up_index() -> "Callable[[IndexPart], IndexPartResult]":
    """CatchUpIndex with its ports."""
    return rebuild_steps().catch_up


def compare_index() -> "Callable[[IndexBuild], IndexBuild]":
    """CompareIndex with its ports."""
    return rebuild_steps().compare


def swap_index() -> "Callable[[IndexBuild], IndexBuild]":
    """SwapIndex with its ports."""
    return rebuild_steps().swap


def drop_old_indexes() -> "Callable[[IndexBuild], RebuildIndexResult]":
    """DropOldIndexes with its ports."""
    return rebuild_steps().drop_old


@lru_cache(maxsize=1)
def removals() -> "DynamoDbRemovals":
    """The removal requests in the Operations table."""
    from inkscout.adapters.dynamodb_removals import DynamoDbRemovals

    return DynamoDbRemovals(aws_client("dynamodb"), store_settings().operations_table)


@lru_cache(maxsize=1)
def removal() -> "Removal":
    """The way of an approved removal through the stores."""
    from inkscout.adapters.operations_purge import DynamoDbOperationsPurge
    from inkscout.adapters.s3_purge import S3Purge
    from inkscout.usecases.export_directory import export_directory
    from inkscout.usecases.remove_artist import Removal

    stores, dynamodb = store_settings(), aws_client("dynamodb")
    return Removal(
        removals=removals(),
        directory=directory(),
        denylist=denylist(),
        memory=memory(),
        index=search_index(),
        files=S3Purge(aws_client("s3"), stores.data_bucket),
        operations=DynamoDbOperationsPurge(dynamodb, stores.operations_table),
        export=partial(export_directory, directory=directory(), manifests=manifests(), clock=clock()),
        clock=clock(),
    )


def deny_artist() -> Step:
    """DenyArtist with its ports."""
    return removal().deny


def purge_directory() -> Step:
    """PurgeDirectory with its ports."""
    return removal().purge_directory


def purge_index() -> Step:
    """PurgeIndex with its ports."""
    return removal().purge_index


def purge_files() -> Step:
    """PurgeFiles with its ports."""
    return removal().purge_files


def purge_operations() -> Step:
    """PurgeOperations with its ports."""
    return removal().purge_operations


def finish_removal() -> Step:
    """FinishRemoval with its ports."""
    return removal().finish
