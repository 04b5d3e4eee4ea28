"""The platform's search indexes: created before the deployment, filled from the table after it."""

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
    """Creates the indexes that do not exist; returns the kinds of entries that must still be indexed.

    Raises:
        PlatformError: the server does not respond, or does not support the index definition.
    """
    try:
        return ensure_index(OpenSearchIndex(client(search_url)))
    except (IndexUnavailable, IndexDefinitionBroken) as error:
        raise PlatformError(f"The search server at {search_url} cannot be used: {error}.") from error


def fill(
    kinds: Sequence[EntryKind], search_url: str, connection: Connection, say: Callable[[str], None]
) -> None:
    """Fills the indexes of these kinds from the Directory table; the table's stream may write to them too.

    Does nothing if ``kinds`` is empty or no table is deployed. ``say`` receives progress messages.

    Raises:
        PlatformError: the server stopped responding, or the index differs from the table afterwards.
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
