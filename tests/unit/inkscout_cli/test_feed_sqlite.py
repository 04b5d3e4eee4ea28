"""An SQLite export has a column for each field, exact integers, and every version."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from inkscout.domain.record import FeedRecord, RecordChange, RecordVersion
from inkscout.feeds import definition
from inkscout_cli.feed_sqlite import write_sqlite
from tests.support.feeds import THINGS

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
MORE = """[fields]
tags = { from = "thing.tags", type = "list" }
late = { from = "thing.late", type = "boolean" }"""
FEED = definition.parse("things", THINGS.replace("[fields]", MORE))


def record(number: int, **data: object) -> FeedRecord:
    return FeedRecord(
        record_id=f"things-{number}", source="things", kind="things", captured_at=AT, fingerprint="sha256:0",
        version=1, data=data, raw_key="raw/x", raw_pointer="/0", element="", definition="", run="",
        processed_at=AT, gone_at=AT if number == 2 else None,
    )  # fmt: skip


def version(number: int, change: RecordChange, **data: object) -> RecordVersion:
    return RecordVersion(
        record_id=f"things-{number}", source="things", kind="things", at=AT, change=change, fields=("name",),
        data=data, fingerprint="sha256:0", raw_key="raw/x", raw_pointer="/0", run="",
    )  # fmt: skip


def test_records_and_versions_are_tables_with_a_column_for_each_field(tmp_path: Path) -> None:
    path = tmp_path / "things.sqlite"
    entries = [
        record(1, name="one", size=2**63 - 1, tags=["a"], late=True),
        record(2, name="two", size=2**63),
        version(1, RecordChange.NEW, name="one"), version(1, RecordChange.CHANGED, name="won"),
    ]  # fmt: skip
    for _ in range(2):
        assert write_sqlite(path, FEED, entries) == 2
    with sqlite3.connect(path) as database:
        rows = database.execute(
            "SELECT id, name, size, typeof(size), tags, late, gone_at IS NULL FROM records"
        ).fetchall()
        changes = database.execute(
            "SELECT change, name, late, late_ FROM versions ORDER BY change"
        ).fetchall()
    assert rows == [
        ("things-1", "one", 2**63 - 1, "integer", '["a"]', 1, 1),
        ("things-2", "two", str(2**63), "text", None, None, 0),
    ]  # fmt: skip
    assert changes == [("changed", "won", 0, None), ("new", "one", 0, None)]
    assert [one.name for one in tmp_path.iterdir()] == ["things.sqlite"]
