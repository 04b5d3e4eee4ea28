"""The state folder: one platform at a time, ports that stay, and sentences when it cannot be used."""

import fcntl
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from inkscout_deploy.errors import PlatformError, StateInUse
from inkscout_local.platform.ports import allot, any_free, hold
from inkscout_local.platform.state import StateFolder


@pytest.fixture
def state(tmp_path: Path) -> StateFolder:
    folder = StateFolder(tmp_path / "home" / "demo")
    folder.create()
    return folder


def test_a_folder_is_held_by_one_platform_at_a_time(state: StateFolder) -> None:
    state.write_record({"pid": 4711})
    with state.locked():
        assert state.is_locked()
        with pytest.raises(StateInUse, match=r"already runs on .*demo \(process 4711\)"), state.locked():
            pass
    assert not state.is_locked()


def test_looks_at_a_lock_neither_see_each_other_nor_keep_a_platform_from_starting(state: StateFolder) -> None:
    (state.root / "lock").touch()
    look = os.open(state.root / "lock", os.O_RDONLY)
    fcntl.flock(look, fcntl.LOCK_SH)  # another command, in the middle of its look
    assert not state.is_locked()
    ending = threading.Timer(0.05, os.close, [look])
    ending.start()
    with state.locked():
        ending.join()
        assert state.is_locked()


def test_a_lock_does_not_outlive_a_process_that_was_killed(state: StateFolder) -> None:
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom inkscout_local.platform.state import StateFolder\n"
        "with StateFolder(Path(sys.argv[1])).locked():\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", program, str(state.root)], stdout=subprocess.PIPE)
    assert holder.stdout
    assert holder.stdout.readline() == b"held\n"
    assert state.is_locked()
    holder.kill()
    holder.wait()
    holder.stdout.close()
    assert not state.is_locked()


def test_a_folder_under_a_file_is_refused_with_advice(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(PlatformError, match=r"cannot be written \(Not a directory\)\. Choose another"):
        StateFolder(tmp_path / "file" / "demo").create()


def test_an_unreadable_record_counts_as_none(state: StateFolder) -> None:
    (state.root / "platform.json").write_text("{ half", encoding="utf-8")
    assert state.record() == {}
    (state.root / "platform.json").write_text("[]", encoding="utf-8")
    assert state.record() == {}


@pytest.mark.parametrize(
    "text",
    ['{"emulator": "words"}', '{"emulator": null}', '{"emulator": 0}', '{"emulator": 70000}', "[" * 99_999],
)
def test_unreadable_ports_count_as_none(state: StateFolder, text: str) -> None:
    (state.root / "ports.json").write_text(text, encoding="utf-8")
    assert state.ports() == {}
    assert allot(state, ("emulator",), {})["emulator"]


def test_a_lock_that_is_a_folder_is_told_in_a_sentence(state: StateFolder) -> None:
    (state.root / "lock").mkdir()
    with pytest.raises(PlatformError, match="lock cannot be opened"), state.locked():
        pass


def test_logs_are_kept_from_growing_without_end(state: StateFolder) -> None:
    for number in range(60):
        (state.logs / f"task-{number:02}.log").write_text("x", encoding="utf-8")
    (state.logs / "emulator.log").write_bytes(b"x" * (6 * 1024 * 1024))
    (state.logs / "search.log").write_text("short", encoding="utf-8")
    state.tidy_logs()
    assert len(list(state.logs.glob("task-*.log"))) == 50
    assert not (state.logs / "emulator.log").exists()
    assert (state.logs / "emulator.log.old").exists()
    assert (state.logs / "search.log").exists()


def test_asking_whether_a_folder_is_held_makes_no_folder(tmp_path: Path) -> None:
    assert not StateFolder(tmp_path / "none").is_locked()
    assert not (tmp_path / "none").exists()


def test_ports_stay_the_same_over_restarts_and_never_repeat(state: StateFolder) -> None:
    names = ("emulator", "search", "google", "proxy")
    first = allot(state, names, {})
    assert len(set(first.values())) == len(names)
    assert allot(state, names, {}) == first
    assert allot(state, names, {"emulator": first["search"]})["search"] != first["search"]


def test_the_website_keeps_its_usual_port_and_never_takes_another_s(tmp_path: Path) -> None:
    usual = any_free()
    first, second = StateFolder(tmp_path / "one"), StateFolder(tmp_path / "two")
    for state in (first, second):
        state.create()
    with hold(first, "website", usual=usual) as held:
        assert held.getsockname()[1] == usual
        with hold(second, "website", usual=usual) as other:
            assert other.getsockname()[1] != usual
            kept = other.getsockname()[1]
        with pytest.raises(PlatformError, match=f"Port {usual} is in use"):
            hold(second, "website", wanted=usual)
    with hold(second, "website", usual=usual) as again:
        assert again.getsockname()[1] == kept
