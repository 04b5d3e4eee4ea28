"""Memory of a backup does not grow with the table, whose items are read and written page by page."""

import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from inkscout.adapters.archive.folder import FolderFiles, FolderWriter
from inkscout.domain.archive import RawItem
from inkscout.usecases.recovery.make_backup import BackupPorts, BackupRequest, make_backup
from inkscout.usecases.recovery.read_archive import Archive
from tests.support.fakes.clock import FakeClock


class LongTable:
    """A Directory table that makes its items as they are asked for."""

    keys = ("PK", "SK")

    def __init__(self, items: int) -> None:
        self._items = items

    def scan(self, segment: int = 0, segments: int = 1, *, only: Sequence[str] = ()) -> Iterator[RawItem]:
        for number in range(segment, self._items, segments):
            yield {"PK": {"S": f"ARTIST#{number}"}, "SK": {"S": "PROFILE"}, "bio": {"S": "x" * 200}}

    def changed_since(self, time: str, times: Sequence[str]) -> Iterator[RawItem]:
        return iter(())

    def get_many(self, keys: Sequence[RawItem], *, only: Sequence[str] = ()) -> Sequence[RawItem]:
        return []


class Key:
    """A key of the denylist."""

    def read(self) -> bytes:
        return b"key"


def _peak(folder: Path, items: int) -> int:
    table: Any = LongTable(items)
    key: Any = Key()
    writer = FolderWriter(folder, f"inkscout-dev-{items}")
    ports = BackupPorts(tables={"directory": table}, buckets={}, writer=writer, key=key, clock=FakeClock())
    tracemalloc.start()
    try:
        address = make_backup(BackupRequest(stage="dev", version="1"), deps=ports)
        assert sum(1 for _ in Archive(FolderFiles(Path(address))).items("directory")) == items
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_four_times_the_items_need_no_more_memory(tmp_path: Path) -> None:
    _peak(tmp_path, 100)  # what is imported and cached once
    assert _peak(tmp_path, 8_000) < 1.3 * _peak(tmp_path, 2_000)
