"""A rebuild reads every segment of the table once, a few at the same time; a large table has more of them."""

import json
import threading

import pytest

from inkscout.contracts.rebuild_index import SEGMENTS, PrepareIndexRequest
from inkscout.domain.snapshot import EntryKind
from inkscout.usecases.index.rebuild_index import THREADS, parts_of, segments_for, side_by_side
from tests.support.project import ROOT


def test_segments_are_read_two_at_a_time_and_each_once() -> None:
    together, lock = threading.Barrier(THREADS), threading.Lock()
    running: list[int] = []
    most = 0

    def read(segment: int) -> int:
        nonlocal most
        with lock:
            running.append(segment)
            most = max(most, len(running))
        # Passes only where as many as may run do so at the same time.
        together.wait(timeout=60)
        with lock:
            running.remove(segment)
        return segment

    parts = parts_of(EntryKind.ARTIST, "artists-v2", SEGMENTS)
    assert side_by_side(lambda part: read(part.segment), parts) == list(range(SEGMENTS))
    assert most == THREADS == 2


def test_the_state_machine_fills_and_catches_up_four_segments_at_the_same_time() -> None:
    machine = json.loads((ROOT / "statemachines" / "rebuild_index.asl.json").read_text())
    assert [machine["States"][name]["MaxConcurrency"] for name in ("FillIndex", "CatchUp")] == [4, 4]


@pytest.mark.parametrize(
    ("documents", "segments"), [(0, 16), (24_000, 16), (30_000, 20), (100_000, 64), (10_000_000, 64)]
)
def test_segments_follow_the_size_of_the_index(documents: int, segments: int) -> None:
    assert segments_for(documents) == segments
    PrepareIndexRequest(kind=EntryKind.ARTIST, segments=segments)
