"""The API's server over an emulator and an empty index, each started once for all its tests."""

from collections.abc import Iterator

import pytest

from tests.support import api_server
from tests.support.loaded_index import embedded_index


@pytest.fixture(scope="session")
def variables(emulated: str) -> Iterator[dict[str, str]]:
    """The environment of a server whose dependencies are there."""
    with embedded_index() as index:
        yield api_server.environment(emulated, index)


@pytest.fixture(scope="module")
def server(variables: dict[str, str]) -> Iterator[api_server.Running]:
    """A server that the tests of a module share."""
    with api_server.running(variables) as found:
        yield found
