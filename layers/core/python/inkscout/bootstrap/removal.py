"""Factories of the steps that remove a person from every store."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from inkscout.bootstrap.index import search_index
from inkscout.bootstrap.stores import (
    aws_client,
    clock,
    denylist,
    directory,
    manifests,
    state_store,
    store_settings,
)

if TYPE_CHECKING:
    from inkscout.adapters.aws.dynamodb.removals import DynamoDbRemovals
    from inkscout.contracts.remove_artist import WatchRemovalsResult
    from inkscout.usecases.removal.remove_artist import Removal


Step = Callable[[str], int]
"""A step of a removal: the request's id to the number of things it dealt with."""


@lru_cache(maxsize=1)
def removals() -> "DynamoDbRemovals":
    """The removal requests in the Operations table."""
    from inkscout.adapters.aws.dynamodb.removals import DynamoDbRemovals

    return DynamoDbRemovals(aws_client("dynamodb"), store_settings().operations_table)


@lru_cache(maxsize=1)
def removal() -> "Removal":
    """The way of an approved removal through the stores."""
    from inkscout.adapters.aws.dynamodb.operations_purge import DynamoDbOperationsPurge
    from inkscout.adapters.aws.s3.purge import S3Purge
    from inkscout.usecases.directory.export_directory import export_directory
    from inkscout.usecases.removal.remove_artist import Removal

    stores, dynamodb = store_settings(), aws_client("dynamodb")
    return Removal(
        removals=removals(),
        directory=directory(),
        denylist=denylist(),
        state_store=state_store(),
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


def watch_removals() -> "Callable[[], WatchRemovalsResult]":
    """WatchRemovals with its ports."""
    from inkscout.usecases.removal.watch_removals import watch_removals as step

    return partial(step, removals=removals(), clock=clock())
