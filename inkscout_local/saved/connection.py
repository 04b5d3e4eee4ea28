"""Connection to the saved state of a stopped platform, with the attributes of one to a running platform."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from inkscout_local.environment import use_endpoint, use_variables
from inkscout_local.platform.connection import Connection
from inkscout_local.platform.state import StateFolder
from inkscout_local.saved import services, state
from inkscout_local.saved.services import NotSaved
from inkscout_local.saved.state import SavedState

if TYPE_CHECKING:
    from inkscout_local.saved.api import LocalApi

EMBEDDED = "embedded"
"""The search server whose index is made anew from the table at each start, and so can be made here."""


class SavedConnection(Connection):
    """Connection to what a platform saved; its clients answer within this process, and refuse to write."""

    def __init__(self, saved: SavedState) -> None:
        super().__init__(saved.record)
        self._saved = saved

    def function_variables(self, name: str) -> Mapping[str, str]:
        """Returns the environment variables of a deployed function, named or by its ARN."""
        return state.function_variables(self._saved, name.rpartition(":")[2])

    @contextmanager
    def api_pool(self, *, searches: bool) -> Iterator["LocalApi"]:
        """Runs the API's code in this process, and with ``searches`` a search server with the index.

        Raises:
            NotSaved: searches need a search server that keeps its own index.
        """
        from inkscout_local.saved.api import LocalApi, index_server

        use_variables(dict(self.function_variables(self.outputs.get("ApiFunctionName", ""))))
        if not searches:
            yield LocalApi()
            return
        if self.record.get("search") != EMBEDDED:
            raise NotSaved("The search index is kept by another server.")
        with index_server(self) as url:
            use_variables({"OPENSEARCH_URL": url})
            yield LocalApi()


@contextmanager
def reading(folder: StateFolder) -> Iterator[SavedConnection | None]:
    """Connects to the saved state of a folder for the ``with`` block, which must change nothing.

    Also points this process's AWS clients and settings at it. Yields None where only a start of the platform
    tells what the state is: see ``state.read``; or if a start would first settle a run or a removal that the
    last session left unfinished.

    Raises:
        NotSaved: something in the block cannot be answered from the saved state; a platform can.
    """
    saved = state.read(folder)
    if saved is None:
        yield None
        return
    connection = SavedConnection(saved)
    with services.opened(saved):
        use_endpoint(connection.variables())
        from inkscout_local.platform.unfinished import is_settled

        yield connection if is_settled(connection) else None
