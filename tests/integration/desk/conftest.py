"""The desk over an emulated AWS and an embedded search server, composed once for a module."""

from collections.abc import Iterator

import pytest

from inkscout.desk.sessions import OPERATORS, VIEWERS, DeskSession
from tests.support.desk import DeskAccount, emulated, session
from tests.support.loaded_index import embedded_index


@pytest.fixture(scope="package")
def search_server() -> Iterator[str]:
    """An embedded search server with empty indexes."""
    with embedded_index() as url:
        yield url


@pytest.fixture(scope="module")
def account(search_server: str) -> Iterator[DeskAccount]:
    """The desk, with the emulated AWS that it acts on."""
    with emulated(search_server) as made:
        yield made


@pytest.fixture
def operator(account: DeskAccount) -> DeskSession:
    """The session of an operator."""
    return session(OPERATORS)


@pytest.fixture
def viewer(account: DeskAccount) -> DeskSession:
    """The session of a viewer."""
    return session(VIEWERS, name="vic@desk.example")
