"""Adapters meet an emulator here: moto in this process, MiniStack or a search server beside it."""

import os
from collections.abc import Iterator

import pytest

from tests.support.aws_in_memory import aws_in_memory
from tests.support.emulator import emulator
from tests.support.project import ROOT
from tests.support.relevance_set.generator import Generated, directory
from tests.support.search_server import clear, search_server
from tests.support.shared_index import clone_of_the_directory, shared_folder
from tests.support.stores import REGION

DIRECTORY_SIZE = 1500

# Each browser has a driver of its own, in Node, which would compile the same scripts anew each time.
os.environ.setdefault("NODE_COMPILE_CACHE", str(ROOT / ".pytest_cache" / "node"))


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """AWS in memory for boto3 clients made within."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with aws_in_memory():
        yield


@pytest.fixture(scope="session")
def emulated() -> Iterator[str]:
    """The address of a MiniStack that all tests of the session share."""
    with emulator() as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def search_address() -> Iterator[str]:
    """The address of a search server that all tests of the session share."""
    with search_server() as address:
        yield address


@pytest.fixture
def search_url(search_address: str) -> str:
    """The address of a search server without indexes of the directory."""
    clear(search_address)
    return search_address


@pytest.fixture(scope="session")
def loaded_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Generated]]:
    """An embedded server that holds a small generated directory."""
    folder, last = shared_folder(tmp_path_factory.getbasetemp())
    with clone_of_the_directory(folder, DIRECTORY_SIZE, last) as url:
        yield url, directory(DIRECTORY_SIZE)
