"""Asks the platform's HTTP API, as any client of it would."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from local.errors import PlatformError
from local.platform.connection import Connection

_ANSWER_SECONDS = 20
_POLL_SECONDS = 0.25


class Api:
    """The HTTP API at its address on the gateway."""

    def __init__(self, connection: Connection) -> None:
        if not connection.api_url:
            raise PlatformError("This platform has no HTTP API: its stack `api` is not deployed.")
        self.base = connection.api_url

    def get(self, path: str, **query: str | int | float) -> dict[str, Any]:
        """The JSON answer to a GET.

        Raises:
            PlatformError: the API refused the request or did not answer; the message is the API's own.
        """
        address = f"{self.base}{path}"
        if query:
            address += "?" + urllib.parse.urlencode(query)
        try:
            with urllib.request.urlopen(address, timeout=_ANSWER_SECONDS) as response:  # noqa: S310 - loopback
                answer = json.load(response)
        except urllib.error.HTTPError as error:
            raise PlatformError(f"The API answered {error.code} to {path}: {_detail(error)}") from error
        except (urllib.error.URLError, OSError, ValueError) as error:
            raise PlatformError(f"The API does not answer at {path}: {error}") from error
        return answer if isinstance(answer, dict) else {"items": answer}

    def wait_for_artists(self, least: int, seconds: float) -> int:
        """Waits until the index holds so many artists, or for as long as given; returns how many it holds."""
        deadline = time.monotonic() + seconds
        while True:
            total = int(self.get("/v1/artists", limit=1).get("total", 0))
            if total >= least or time.monotonic() > deadline:
                return total
            time.sleep(_POLL_SECONDS)


def _detail(error: urllib.error.HTTPError) -> str:
    try:
        problem = json.loads(error.read())
    except (ValueError, OSError):
        return str(error.reason)
    return str(problem.get("detail") or problem.get("title") or error.reason)
