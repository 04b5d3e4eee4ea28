"""A rebuild reads every segment of the table once, and as many at the same time as the state machine does."""

import json
import threading

from inkscout.contracts.rebuild_index import SEGMENTS, PrepareIndexRequest
from inkscout.domain.snapshot import EntryKind
from inkscout.usecases.index.rebuild_index import PARALLEL, parts_of, side_by_side
from tests.support.project import ROOT


def test_segments_are_read_four_at_a_time_and_each_once() -> None:
    together, lock = threading.Barrier(PARALLEL), threading.Lock()
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
    assert most == PARALLEL


def test_the_state_machine_reads_as_many_segments_at_the_same_time() -> None:
    machine = json.loads((ROOT / "statemachines" / "rebuild_index.asl.json").read_text())
    assert {name: machine["States"][name]["MaxConcurrency"] for name in ("FillIndex", "CatchUp")} == {
        "FillIndex": PARALLEL,
        "CatchUp": PARALLEL,
    }


def test_a_segment_holds_a_sixteenth_of_the_table_unless_a_request_says_otherwise() -> None:
    assert PrepareIndexRequest(kind=EntryKind.ARTIST).segments == SEGMENTS == 16
