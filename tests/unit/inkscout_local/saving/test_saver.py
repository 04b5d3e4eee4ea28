"""The saver: one set of all services, carried over where unused, and problems that are kept and cleared."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inkscout_local.saving import saver as module
from inkscout_local.saving.generations import ENDED, Generations
from inkscout_local.saving.journal import Journal
from inkscout_local.saving.saver import Saver


class Emulator:
    """Services as dictionaries, and the saver of one session on a folder."""

    def __init__(self, folder: Path, *services: str) -> None:
        self.folder = folder
        self.state: dict[str, Any] = {name: {} for name in services}
        self.busy = False
        self.copies: dict[str, Callable[[], Any]] = {
            name: (lambda name=name: dict(self.state[name]))
            for name in services  # type: ignore[misc]
        }
        self.saver = Saver(
            folder,
            services=lambda: self.copies,
            encode=lambda _name, state: json.dumps(state).encode(),
            blobs=set,
            is_busy=lambda: self.busy,
            journal=Journal(folder / "journal"),
        )
        folder.mkdir(parents=True, exist_ok=True)
        current = self.saver.open()
        for name in services:
            self.state[name] = json.loads((current and current.read(name)) or b"{}")
        self.saver.replay(self._apply)

    def put(self, key: str, value: object, *, durably: bool = False) -> None:
        self.state["tables"][key] = value
        self.saver.keep({"pk": key, "item": value}, durably=durably)

    def _apply(self, change: Any) -> bool:
        self.state["tables"][change["pk"]] = change["item"]
        return True


def test_everything_journalled_since_the_last_set_is_there_again(tmp_path: Path) -> None:
    first = Emulator(tmp_path, "tables", "queues")
    first.put("a", 1)
    assert first.saver.save()
    first.put("b", 2)
    first.put("a", 3, durably=True)
    killed = Emulator(tmp_path, "tables", "queues")
    assert killed.state["tables"] == {"a": 3, "b": 2}
    assert killed.saver.state()["replayed"] == 2


def test_nothing_is_lost_when_the_newest_set_is_damaged(tmp_path: Path) -> None:
    first = Emulator(tmp_path, "tables")
    for number in range(4):
        first.put(str(number), number)
        assert first.saver.save()
    first.put("last", 9)
    newest = Generations(tmp_path).open().generation
    assert newest
    (newest.folder / "tables.json").write_bytes(b"")
    again = Emulator(tmp_path, "tables")
    assert again.state["tables"] == {"0": 0, "1": 1, "2": 2, "3": 3, "last": 9}
    assert again.saver.save()
    assert Emulator(tmp_path, "tables").state["tables"]["last"] == 9


def test_a_service_that_was_not_used_keeps_what_it_had(tmp_path: Path) -> None:
    first = Emulator(tmp_path, "tables", "queues")
    first.state["queues"]["q"] = "waiting"
    assert first.saver.save()
    second = Emulator(tmp_path, "tables")
    assert second.saver.save()
    assert Emulator(tmp_path, "tables", "queues").state["queues"] == {"q": "waiting"}


def test_a_service_that_cannot_be_copied_leaves_the_whole_set_unsaved(tmp_path: Path) -> None:
    emulator = Emulator(tmp_path, "tables", "queues")
    assert emulator.saver.save()
    before = emulator.saver.state()["number"]

    def broken() -> Any:
        raise ValueError("cannot be copied")

    emulator.copies["queues"] = broken
    assert not emulator.saver.save()
    assert emulator.saver.state()["number"] == before
    assert emulator.saver.problem == "cannot be copied"


def test_a_store_that_changes_while_it_is_copied_is_copied_again(tmp_path: Path) -> None:
    emulator = Emulator(tmp_path, "tables")
    faults = [RuntimeError("dictionary changed size during iteration")] * 2

    def changing() -> Any:
        if faults:
            raise faults.pop()
        return {"whole": 1}

    emulator.copies["tables"] = changing
    assert emulator.saver.save()
    assert Emulator(tmp_path, "tables").state["tables"] == {"whole": 1}


def test_a_full_disk_is_told_until_a_set_is_saved_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    emulator = Emulator(tmp_path, "tables")
    assert emulator.saver.save()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Generations, "write", full)
        emulator.put("a", 1)
        assert not emulator.saver.save()
        assert emulator.saver.state()["problem"] == "No space left on device"
        emulator.saver.end()
    assert json.loads((tmp_path / ENDED).read_bytes()) == {"problem": "No space left on device"}
    assert Emulator(tmp_path, "tables").state["tables"] == {"a": 1}
    assert emulator.saver.save()
    assert emulator.saver.problem == ""


def test_a_write_that_must_be_kept_fails_where_it_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    emulator = Emulator(tmp_path, "tables")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Journal, "append", full)
    emulator.put("run", 1)
    assert emulator.saver.problem == "No space left on device"
    with pytest.raises(OSError, match="No space left"):
        emulator.put("denied", 1, durably=True)


async def test_the_state_is_saved_when_the_last_execution_has_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LOOK_SECONDS", 0.005)
    emulator = Emulator(tmp_path, "tables")
    watching = asyncio.create_task(emulator.saver.watch())
    emulator.busy = True
    await asyncio.sleep(0.2)
    assert emulator.saver.state()["number"] == 0
    emulator.busy = False
    while not emulator.saver.state()["number"]:
        await asyncio.sleep(0.01)
    watching.cancel()


async def test_the_state_is_saved_now_and_again_while_executions_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LOOK_SECONDS", 0.005)
    monkeypatch.setattr(module, "SAVE_SECONDS", 0.02)
    emulator = Emulator(tmp_path, "tables")
    emulator.busy = True
    watching = asyncio.create_task(emulator.saver.watch())
    while emulator.saver.state()["number"] < 2:
        await asyncio.sleep(0.01)
    watching.cancel()


async def test_an_older_set_never_replaces_a_newer_one(tmp_path: Path) -> None:
    emulator = Emulator(tmp_path, "tables")
    taken = emulator.saver._take()
    emulator.put("later", 1)
    assert emulator.saver.save()
    number = emulator.saver.state()["number"]
    assert emulator.saver._write(*taken)
    assert emulator.saver.state()["number"] == number
    assert Emulator(tmp_path, "tables").state["tables"] == {"later": 1}
