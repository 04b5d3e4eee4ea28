"""Access to the platform's HTTP API, with errors as messages for the terminal."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from inkscout_cli.api_client import ApiClient, ApiProblem
from inkscout_cli.choice import Reached
from inkscout_deploy.errors import PlatformError

_ANSWER_SECONDS = 20.0
_POLL_SECONDS = 0.25


@contextmanager
def api_of(connection: Reached, *, searches: bool = True) -> Iterator[ApiClient]:
    """Yields a client of the platform's API; converts ``ApiProblem`` inside the ``with`` block.

    Without ``searches``, the client asks for single artists and studios only, which needs no search server.

    Raises:
        PlatformError: the API is not deployed, refused a request, or did not respond.
    """
    if not connection.api_url:
        raise PlatformError("This platform has no HTTP API: its stack `api` is not deployed.")
    try:
        with connection.api_pool(searches=searches) as pool:
            yield ApiClient(connection.api_url, timeout_seconds=_ANSWER_SECONDS, pool=pool)
    except ApiProblem as problem:
        answered = "answered" if problem.status else "could not be asked:"
        raise PlatformError(f"The API {answered} {problem}") from problem


def wait_for_artists(api: ApiClient, least: int, seconds: float) -> int:
    """Waits at most ``seconds`` until searches find at least ``least`` artists; returns their number."""
    deadline = time.monotonic() + seconds
    while True:
        total = api.search_artists(limit=1).total
        if total >= least or time.monotonic() > deadline:
            return total
        time.sleep(_POLL_SECONDS)
