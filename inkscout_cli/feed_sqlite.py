"""Writes the records of a feed with their versions into an SQLite file, for Datasette and other readers."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from inkscout.domain.record import FeedRecord, RecordVersion, as_text
from inkscout.feeds.definition import Definition

# A column without a type keeps integers beyond 64 bits as exact texts; INTEGER would make them doubles.
_TYPES = {"integer": "", "number": "REAL", "boolean": "INTEGER"}
_MOST = 2**63
_RECORD = ("id", "source", "type", "captured_at", "version", "gone_at", "raw_s3_key", "raw_pointer")
_VERSION = ("record_id", "at", "change", "changed_fields", "late", "raw_s3_key", "raw_pointer")


def write_sqlite(path: Path, definition: Definition, entries: Iterable[FeedRecord | RecordVersion]) -> int:
    """Writes the tables ``records`` and ``versions``, with a column for each field; returns the records.

    The file is replaced as a whole, or not at all.
    """
    partial = path.with_name(f"{path.name}.partial")
    partial.unlink(missing_ok=True)
    count = 0
    database = sqlite3.connect(partial)
    try:
        with database:
            _create(database, "records", _RECORD, definition, "PRIMARY KEY (id)")
            _create(database, "versions", _VERSION, definition, "PRIMARY KEY (record_id, at, change)")
            for entry in entries:
                count += _insert(database, definition, entry)
            database.execute("CREATE INDEX versions_at ON versions (at)")
    finally:
        database.close()
    partial.replace(path)
    return count


def _create(
    database: sqlite3.Connection, table: str, names: tuple[str, ...], definition: Definition, key: str
) -> None:
    columns = [f'"{name}" {"INTEGER" if name in {"version", "late"} else "TEXT"}' for name in names]
    columns += [
        f'"{_column(name, names)}" {_TYPES.get(rule.type, "TEXT")}'
        for name, rule in definition.fields.items()
    ]
    database.execute(f"CREATE TABLE {table} ({', '.join(columns)}, {key})")


def _insert(database: sqlite3.Connection, definition: Definition, entry: FeedRecord | RecordVersion) -> int:
    if isinstance(entry, FeedRecord):
        gone = as_text(entry.gone_at) if entry.gone_at else None
        fixed: tuple[Any, ...] = (
            entry.record_id, entry.source, entry.kind, as_text(entry.captured_at), entry.version, gone,
            entry.raw_key, entry.raw_pointer,
        )  # fmt: skip
        _put(database, "records", fixed, definition, entry.data)
        return 1
    fixed = (
        entry.record_id, as_text(entry.at), entry.change.value, json.dumps(list(entry.fields)),
        int(entry.late), entry.raw_key, entry.raw_pointer,
    )  # fmt: skip
    _put(database, "versions", fixed, definition, entry.data)
    return 0


def _put(
    database: sqlite3.Connection,
    table: str,
    fixed: tuple[Any, ...],
    definition: Definition,
    data: Mapping[str, Any],
) -> None:
    values = (*fixed, *(_plain(data.get(name)) for name in definition.fields))
    marks = ", ".join("?" * len(values))
    database.execute(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", values)  # noqa: S608 - own names


def _column(name: str, taken: tuple[str, ...]) -> str:
    return f"{name}_" if name in taken else name


def _plain(value: Any) -> Any:  # noqa: ANN401 - a field's value
    """Returns a value that SQLite stores: lists and objects as JSON, integers beyond 64 bits as text."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, int) and not -_MOST <= value < _MOST:
        return str(value)
    return value
