"""``inkscout scan``: follows one visit to its end, and says how it ended."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from inkscout.bootstrap import stores
from inkscout_cli import choice
from inkscout_cli.commands import scan as command
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.directory import FakeDirectory
from tests.support.fakes.operations import FakeDenylist, FakeStateStore
from tests.unit.inkscout_cli.reached import Here

URL = "http://wren.test/"


class EndedAtOnce:
    """Workflow of a scan that has ended with a result when it is first looked at."""

    def __init__(self, store: FakeStateStore, **result: Any) -> None:
        self._store, self._result = store, result

    def start_scan(self, scan_id: str, document: dict[str, Any]) -> None:
        scan = self._store.get("scan", scan_id)
        assert scan is not None
        assert scan["url"] == document["url"] == URL
        self._store.put("scan", scan_id, {**scan, **self._result})


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeStateStore:
    store = FakeStateStore(FakeClock())
    monkeypatch.setattr(choice, "chosen", lambda *_, **__: Here(tmp_path))
    monkeypatch.setattr(command, "_POLL_SECONDS", 0.01)
    monkeypatch.setattr(stores, "state_store", lambda: store)
    monkeypatch.setattr(stores, "clock", FakeClock)
    monkeypatch.setattr(stores, "directory", FakeDirectory)
    monkeypatch.setattr(stores, "denylist", FakeDenylist)
    return store


def scanned(store: FakeStateStore, monkeypatch: pytest.MonkeyPatch, *options: str, **result: Any) -> Any:
    monkeypatch.setattr(command, "workflows", lambda _: EndedAtOnce(store, **result))
    return CliRunner().invoke(command.app, [URL, *options])


def test_a_website_that_names_nobody_is_said_to(
    store: FakeStateStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = scanned(store, monkeypatch, status="succeeded", outcome="no_artists_named")
    assert done.exit_code == 0, done.output
    assert f"{URL}: no artists named, 0 artists" in done.stdout
    assert "reads http://wren.test/" in done.stderr


def test_a_failed_scan_is_an_error_with_its_reason(
    store: FakeStateStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = scanned(store, monkeypatch, status="failed", outcome="unreachable", detail="it did not answer")
    assert str(done.exception) == f"{URL} was not read: it did not answer."


def test_a_scan_that_takes_longer_goes_on(store: FakeStateStore, monkeypatch: pytest.MonkeyPatch) -> None:
    done = scanned(store, monkeypatch, "--wait", "1", status="running")
    assert "still reads after 1 s; it goes on by itself" in str(done.exception)


def test_json_is_one_document_and_progress_stands_aside(
    store: FakeStateStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = scanned(store, monkeypatch, "--json", status="succeeded", outcome="no_artists_named")
    document = json.loads(done.stdout)
    assert (document["outcome"], document["artists"]) == ("no_artists_named", [])
    assert "reads" in done.stderr
