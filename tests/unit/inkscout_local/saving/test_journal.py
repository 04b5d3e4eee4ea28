"""The journal of table writes: in order, cut lines left out, whole after a full disk."""

import os
import threading
from pathlib import Path
from typing import Any

import pytest

from inkscout_local.saving import journal as module
from inkscout_local.saving.journal import Journal


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    made = Journal(tmp_path / "journal")
    made.begin(0)
    return made


def _change(number: int) -> dict[str, Any]:
    return {"table": "t", "pk": str(number), "sk": "", "item": {"n": {"N": str(number)}}}


def test_changes_are_read_back_in_order_over_several_files(journal: Journal, tmp_path: Path) -> None:
    for number in range(9):
        if number % 3 == 0:
            journal.begin(number)
        journal.append(_change(number), durably=number % 2 == 0)
    reopened = Journal(tmp_path / "journal")
    assert list(reopened.since(0)) == [_change(number) for number in range(9)]
    assert list(reopened.since(3)) == [_change(number) for number in range(3, 9)]
    assert reopened.newest() == 6
    reopened.drop_before(6)
    assert list(reopened.since(0)) == [_change(number) for number in range(6, 9)]


@pytest.mark.parametrize("cut", [1, 5, 20])
def test_a_line_cut_short_is_left_out_and_written_over(journal: Journal, tmp_path: Path, cut: int) -> None:
    for number in range(3):
        journal.append(_change(number), durably=False)
    path = tmp_path / "journal" / "000000.jsonl"
    path.write_bytes(path.read_bytes()[:-cut])
    reopened = Journal(tmp_path / "journal")
    assert list(reopened.since(0)) == [_change(0), _change(1)]
    reopened.begin(0)
    reopened.append(_change(7), durably=False)
    assert list(reopened.since(0)) == [_change(0), _change(1), _change(7)]


def test_a_full_disk_leaves_whole_lines_only(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    journal.append(_change(0), durably=False)
    write = os.write
    attempts = iter([10, None])

    def nearly_full(descriptor: int, data: bytes) -> int:
        room = next(attempts)
        if room is None:
            raise OSError(28, "No space left on device")
        return write(descriptor, data[:room])

    monkeypatch.setattr(module.os, "write", nearly_full)
    with pytest.raises(OSError, match="No space left"):
        journal.append(_change(1), durably=True)
    monkeypatch.undo()
    journal.append(_change(2), durably=True)
    assert list(journal.since(0)) == [_change(0), _change(2)]


def test_lines_of_several_threads_do_not_mix(journal: Journal) -> None:
    def write(first: int) -> None:
        for number in range(first, first + 200):
            journal.append(_change(number), durably=False)

    threads = [threading.Thread(target=write, args=(first,)) for first in (0, 1000, 2000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {change["pk"] for change in journal.since(0)} == {
        str(first + number) for first in (0, 1000, 2000) for number in range(200)
    }
