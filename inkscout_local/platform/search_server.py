"""Search servers the platform can use: the embedded one, or an OpenSearch that runs elsewhere."""

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
# Measured: 10,000 artists, as far as the embedded server is meant to go, take 0.8 GB, and a rebuild holds two
# indexes. A limit below what is in use makes the server collect garbage without end.
_MEMORY_LIMIT = "2GiB"


class SearchServer(Protocol):
    """Something that speaks OpenSearch at ``url`` between ``start`` and ``stop``."""

    @property
    def url(self) -> str:
        """Its address, without a trailing slash."""
        ...

    @property
    def keeps_its_data(self) -> bool:
        """Whether an index outlives a restart; where not, it is rebuilt from the table at each start."""
        ...

    @property
    def running(self) -> bool:
        """Whether it can be reached as far as the platform can know."""
        ...

    def start(self, environment: Mapping[str, str]) -> None:
        """Starts it and waits until it answers.

        Raises:
            PlatformError: it does not.
        """
        ...

    def stop(self) -> None:
        """Ends it, if the platform started it."""
        ...


def answers(url: str) -> bool:
    """Whether an OpenSearch answers at the address."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - the operator's own address
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError, ValueError):
        return False


class EmbeddedSearch(ChildServer):
    """osmem-server: in memory, one Go binary, good for up to about 10,000 artists."""

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
        """Starts the process and waits until it answers.

        Raises:
            PlatformError: there is no such server for this machine, or it did not answer in time.
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
        """Ends the process and what stands before it."""
        super().stop()
        self._segments.stop()
        self._relay.stop()


class ExternalSearch:
    """A real OpenSearch at an address; the platform neither starts nor stops it."""

    keeps_its_data = True

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    @property
    def running(self) -> bool:
        """Whether it answers."""
        return answers(self.url)

    def start(self, environment: Mapping[str, str]) -> None:
        """Checks that it answers.

        Raises:
            PlatformError: it does not.
        """
        del environment
        if not answers(self.url):
            raise PlatformError(f"No OpenSearch answers at {self.url}. Start it, or leave out --search.")

    def stop(self) -> None:
        """Does nothing: it is not the platform's."""
