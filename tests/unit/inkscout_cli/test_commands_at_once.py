"""Commands on one state folder wait for each other instead of failing."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from inkscout_cli import common
from inkscout_deploy.errors import PlatformError
from inkscout_local.platform.options import PlatformOptions
from inkscout_local.platform.state import StateFolder

READY: dict[str, Any] = {"ready": True, "endpoint": "http://127.0.0.1:1", "outputs": {}}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StateFolder:
    folder = StateFolder(tmp_path)
    folder.create()
    folder.write_record(READY | {"ended": True})
    monkeypatch.setattr(common, "_LOOK_SECONDS", 0.01)
    monkeypatch.setattr(common, "use_endpoint", lambda _: None)
    return folder


class Session:
    """Stand-in for a platform: it holds the lock of the folder as the real one does."""

    notes: tuple[str, ...] = ()

    def __init__(self, folder: StateFolder) -> None:
        self.connection = common.Connection(folder.record())


@contextmanager
def started(folder: StateFolder, options: PlatformOptions, _say: object) -> Iterator[Session]:
    with folder.locked():
        folder.write_record(READY | {"brief": options.brief})
        yield Session(folder)
        folder.write_record(folder.record() | {"ended": True})


def test_a_second_command_waits_for_the_platform_of_the_first(
    folder: StateFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(common, "_running", started)
    order: list[str] = []
    first_has_it = threading.Event()

    def first() -> None:
        with common.connected(folder) as (_, platform):
            assert platform is not None
            first_has_it.set()
            order.append("first")
        order.append("first ended")

    thread = threading.Thread(target=first)
    thread.start()
    assert first_has_it.wait(60)
    with common.connected(folder) as (_, platform):
        order.append("second")
        assert platform is not None
    thread.join()
    assert order.index("first") < order.index("second")


def test_a_platform_that_stops_is_not_joined(folder: StateFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common, "_running", started)
    with folder.locked():
        folder.write_record(READY | {"stopping": True})
        ending = threading.Thread(target=common.is_up, args=[folder])
        ending.start()
        ending.join(0.05)
        assert ending.is_alive(), "it waits for the lock"
    ending.join()


def test_a_platform_that_stays_up_is_shared(folder: StateFolder) -> None:
    with folder.locked():
        folder.write_record(READY)
        with common.connected(folder) as (connection, platform):
            assert platform is None
            assert connection.endpoint == READY["endpoint"]


def test_a_platform_that_never_gets_ready_is_waited_for_no_longer_than_the_limit(
    folder: StateFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(common, "_WAIT_SECONDS", 0.05)
    with folder.locked():
        folder.write_record(READY | {"ready": False})
        with pytest.raises(PlatformError, match="still starting"), common.connected(folder):
            pytest.fail("it was used")
