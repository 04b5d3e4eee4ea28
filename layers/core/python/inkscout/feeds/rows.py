"""CSV files of a run (RFC 4180), safe to open in a spreadsheet."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from inkscout.feeds import expressions
from inkscout.feeds.definition import Definition, Export, FieldRule

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PLAIN = frozenset({"time", "date", "integer", "number", "boolean"})


def csv_text(definition: Definition, export: Export, rows: Sequence[Mapping[str, Any]]) -> str:
    """Returns the file of some records below the names of the columns; a header alone if there are none.

    A row holds the record's fields, ``id``, ``source``, ``type`` and ``captured_at``. Texts that a
    spreadsheet would run as a formula begin with an apostrophe.
    """
    wanted = [
        row for row in rows if export.where is None or _is_true(expressions.value_of(export.where, row))
    ]
    return table_text(export.columns, wanted, definition.fields)


def table_text(
    columns: Sequence[str], rows: Iterable[Mapping[str, Any]], fields: Mapping[str, FieldRule]
) -> str:
    """Returns a CSV file with these columns; ``fields`` are the rules of those that a definition names."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(fields.get(column), row.get(column)) for column in columns])
    return file.getvalue()


def cell(rule: FieldRule | None, value: Any) -> str:  # noqa: ANN401 - a field's value
    """Returns a value as it stands in a file; empty for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    is_text = isinstance(value, str) and (rule is None or rule.type not in _PLAIN)
    return f"'{value}" if is_text and value.startswith(_FORMULA) else str(value)


def _is_true(value: Any) -> bool:  # noqa: ANN401 - what an expression selects
    return value not in (None, False, "", [], {})
