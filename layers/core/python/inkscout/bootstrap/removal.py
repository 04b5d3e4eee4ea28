"""Composes the steps that remove a person from every store."""

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
    removals,
    state_store,
    store_settings,
)

if TYPE_CHECKING:
    from inkscout.contracts.remove_artist import RemovalStep, RemovalStepResult, WatchRemovalsResult
    from inkscout.usecases.removal.remove_artist import RemoveArtistPorts

    Step = Callable[[RemovalStep], RemovalStepResult]


@lru_cache(maxsize=1)
def remove_artist_ports() -> "RemoveArtistPorts":
    """Returns the adapters that the steps of a removal share."""
    from inkscout.adapters.aws.dynamodb.operations_purge import DynamoDbOperationsPurge
    from inkscout.adapters.aws.s3.purge import S3Purge
    from inkscout.usecases.directory.export_directory import export_directory
    from inkscout.usecases.removal.remove_artist import RemoveArtistPorts

    stores, dynamodb = store_settings(), aws_client("dynamodb")
    return RemoveArtistPorts(
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


def deny_artist() -> "Step":
    """Returns the DenyArtist use case with its adapters."""
    from inkscout.usecases.removal.remove_artist import deny_artist as step

    return partial(step, deps=remove_artist_ports())


def purge_directory() -> "Step":
    """Returns the PurgeDirectory use case with its adapters."""
    from inkscout.usecases.removal.remove_artist import purge_directory as step

    return partial(step, deps=remove_artist_ports())


def purge_index() -> "Step":
    """Returns the PurgeIndex use case with its adapters."""
    from inkscout.usecases.removal.remove_artist import purge_index as step

    return partial(step, deps=remove_artist_ports())


def purge_files() -> "Step":
    """Returns the PurgeFiles use case with its adapters."""
    from inkscout.usecases.removal.remove_artist import purge_files as step

    return partial(step, deps=remove_artist_ports())


def purge_operations() -> "Step":
    """Returns the PurgeOperations use case with its adapters."""
    from inkscout.usecases.removal.remove_artist import purge_operations as step

    return partial(step, deps=remove_artist_ports())


def finish_removal() -> "Step":
    """Returns the FinishRemoval use case with its adapters."""
    from inkscout.usecases.removal.remove_artist import finish_removal as step

    return partial(step, deps=remove_artist_ports())


def watch_removals() -> "Callable[[], WatchRemovalsResult]":
    """Returns the WatchRemovals use case with its adapters."""
    from inkscout.usecases.removal.watch_removals import WatchRemovalsPorts
    from inkscout.usecases.removal.watch_removals import watch_removals as step

    return partial(step, deps=WatchRemovalsPorts(removals=removals(), clock=clock()))
