"""The platform's search index: made before anything writes to it, filled from the table once there."""

from collections.abc import Callable, Sequence

from inkscout.adapters.aws.dynamodb.directory import DynamoDbDirectory
from inkscout.adapters.opensearch.index import OpenSearchIndex, client
from inkscout.adapters.system_clock import SystemClock
from inkscout.domain.snapshot import EntryKind
from inkscout.errors import IndexDefinitionBroken, IndexDrift, IndexUnavailable
from inkscout.usecases.index.rebuild_index import RebuildIndexPorts, bring_up, ensure_index
from inkscout_deploy.errors import PlatformError
from inkscout_local.platform.connection import Connection


def make(search_url: str) -> Sequence[EntryKind]:
    """Makes the indexes that are missing; returns the kinds that have yet to be filled.

    Raises:
        PlatformError: the server does not answer, or does not mean what the index definition says.
    """
    try:
        return ensure_index(OpenSearchIndex(client(search_url)))
    except (IndexUnavailable, IndexDefinitionBroken) as error:
        raise PlatformError(f"The search server at {search_url} cannot be used: {error}.") from error


def fill(
    kinds: Sequence[EntryKind], search_url: str, connection: Connection, say: Callable[[str], None]
) -> None:
    """Fills indexes from the Directory table, while the stream already writes to them.

    Raises:
        PlatformError: the server stopped answering, or does not hold what the table holds.
    """
    table = connection.outputs.get("DirectoryTable")
    if not kinds or not table:
        return
    clock = SystemClock()
    directory = DynamoDbDirectory(connection.client("dynamodb"), table, clock)
    index = OpenSearchIndex(client(search_url))
    try:
        bring_up(kinds, deps=RebuildIndexPorts(directory=directory, index=index, clock=clock), say=say)
    except (IndexUnavailable, IndexDrift) as error:
        raise PlatformError(f"The search index could not be filled: {error}.") from error
