"""Search servers of the platform: the embedded one, or an OpenSearch that is already running."""

import os
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Protocol

from inkscout_deploy.errors import PlatformError
from inkscout_local.loopback.relay import Relay, free_port, hidden_address
from inkscout_local.platform.child import ChildServer, spawn
from inkscout_local.platform.ports import LOOPBACK
from inkscout_local.platform.segments import SegmentKeeper
from inkscout_local.platform.state import StateFolder

_START_SECONDS = 30.0
# Measured: an index of 10,000 artists, the most the embedded server is meant for, takes 0.8 GB, and a rebuild
# has two. A limit below the memory in use makes the Go runtime collect garbage without end.
_MEMORY_LIMIT = "2GiB"


class SearchServer(Protocol):
    """A server with OpenSearch's HTTP API that runs between ``start`` and ``stop``."""

    @property
    def url(self) -> str:
        """Base URL of the server, without a trailing slash."""
        ...

    @property
    def keeps_its_data(self) -> bool:
        """Whether indexes survive a restart; if not, they are rebuilt from the table at each start."""
        ...

    @property
    def running(self) -> bool:
        """Whether the server is running; for an external one, whether it responds."""
        ...

    def start(self, environment: Mapping[str, str]) -> None:
        """Starts the server and waits until it responds.

        Raises:
            PlatformError: the server does not start or respond.
        """
        ...

    def stop(self) -> None:
        """Stops the server if the platform started it."""
        ...


def answers(url: str) -> bool:
    """Whether a server responds to a GET request of the URL with status 200."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - the operator's own address
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError, ValueError):
        return False


class EmbeddedSearch(ChildServer):
    """The embedded search server osmem-server: one Go binary, in memory, for up to about 10,000 artists."""

    keeps_its_data = False

    def __init__(self, state: StateFolder, port: int) -> None:
        super().__init__()
        self.url = f"http://{LOOPBACK}:{port}"
        self._state = state
        # osmem-server checks neither Host nor Origin and has no option for it.
        address = hidden_address()
        self._own = address, free_port(address)
        self._relay = Relay(port, self._own)
        self._segments = SegmentKeeper(f"http://{address}:{self._own[1]}")

    def start(self, environment: Mapping[str, str]) -> None:
        """Starts the process and waits until it responds.

        Raises:
            PlatformError: there is no binary for this machine, or the server did not respond in time.
        """
        from osmem_server import OsmemError, resolve_binary

        try:
            binary = resolve_binary()
        except OsmemError as error:
            raise PlatformError(
                "There is no embedded search server for this machine. "
                "Start an OpenSearch, set OPENSEARCH_URL to its address and use --search opensearch."
            ) from error
        command = [binary, "--no-ja", "--no-stdin-watch", "--addr", f"{self._own[0]}:{self._own[1]}"]
        command += ["--parent-pid", str(os.getpid())]
        child = spawn(
            "The search server",
            command,
            {**environment, "GOMEMLIMIT": _MEMORY_LIMIT},
            self._state.logs / "search.log",
            folder=self._state.root,
        )
        try:
            self._relay.start()
        except OSError as error:
            child.stop(0)
            raise PlatformError(
                f"The search server cannot listen at {self.url}: {error.strerror}."
            ) from error
        self._serve(child, lambda: answers(self.url), _START_SECONDS)
        self._segments.start()

    def stop(self) -> None:
        """Stops the server process, the relay in front of it and the segment keeper."""
        super().stop()
        self._segments.stop()
        self._relay.stop()


class ExternalSearch:
    """An OpenSearch that is already running; the platform neither starts nor stops it."""

    keeps_its_data = True

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    @property
    def running(self) -> bool:
        """Whether the server responds."""
        return answers(self.url)

    def start(self, environment: Mapping[str, str]) -> None:
        """Checks that the server responds; ``environment`` is not used.

        Raises:
            PlatformError: the server does not respond.
        """
        del environment
        if not answers(self.url):
            raise PlatformError(f"No OpenSearch answers at {self.url}. Start it, or leave out --search.")

    def stop(self) -> None:
        """Does nothing, since the platform did not start the server."""
