"""Rows of an operator's list: CSV as spreadsheets save it, or an object a line."""

import csv
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from inkscout.errors import InvalidInput

MAX_LINE_CHARS = 20_000
MAX_RECORD_LINES = 20
"""Lines that one record may have, for line breaks inside quotation marks."""

Row = tuple[int, Any]
"""The number of a record's first line, counted from 1, and its fields by name; a text is a fault in words."""

_SEPARATORS = ",;\t|"
_NAMED_SEPARATOR = re.compile(r"\s*\"?sep=(.)\"?\s*$", re.IGNORECASE)
_PADDED = re.compile('"[ \u00a0]{1,9}')
"""Spaces behind a closing quotation mark, which some programs write before the separator."""
_OTHER_NAMES = {
    "lat.": "lat",
    "latitude": "lat",
    "lon": "lng",
    "long": "lng",
    "longitude": "lng",
    "tel": "phone",
    "telephone": "phone",
    "url": "website",
    "web": "website",
}
"""Names of columns in other lists, by ours."""
_OPEN = "a quotation mark is opened and not closed, or text follows the closing one"


def json_rows(lines: Iterable[str]) -> Iterator[Row]:
    """Rows of a file with a JSON object on each line."""
    for number, line in enumerate(lines, start=1):
        text = line.strip().removeprefix("\ufeff")
        if not text:
            continue
        if len(text) > MAX_LINE_CHARS:
            yield number, "is longer than a studio can be"
            continue
        try:
            yield number, json.loads(text)
        except (ValueError, RecursionError):
            yield number, "is not JSON"


class CsvRows:
    """Rows of a CSV file.

    The separator is a comma, a semicolon, a tab or a bar: the one that a first line ``sep=;`` names, else the
    one that the header is written with. A quotation mark that is not closed costs its own line and no other.

    Args:
        lines: Lines of the file with their ends.
        columns: Names of the columns that are known.

    Raises:
        InvalidInput: the header has no ``name`` column, or one column twice.
    """

    def __init__(self, lines: Iterable[str], columns: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._waiting: deque[str] = deque()
        self._number = 0
        self._separator = ""
        self.names = self._header()
        known = {*columns}
        self.unknown = [name for name in self.names if name and name not in known]
        """Columns that are left out, as the header calls them."""

    def __iter__(self) -> Iterator[Row]:
        while self._fill(1):
            number = self._number + 1
            row = self._record()
            if isinstance(row, str):
                yield number, row
            elif len(row) > len(self.names) and any(value.strip() for value in row[len(self.names) :]):
                yield number, "has more fields than the first line names"
            elif any(value.strip() for value in row):
                fields = dict(zip(self.names, row, strict=False))
                yield number, {name: fields[name] for name in fields if name and name not in self.unknown}

    def _header(self) -> list[str]:
        first = self._next_filled()
        if named := _NAMED_SEPARATOR.match(first):
            self._separator = named.group(1)
            first = self._next_filled()
        candidates = [self._separator] if self._separator else list(_SEPARATORS)
        read = {mark: _parsed(first, mark) or [] for mark in candidates}
        headers = {mark: [_column(name) for name in names] for mark, names in read.items()}
        self._separator = max(headers, key=lambda mark: ("name" in headers[mark], len(headers[mark])))
        names = headers[self._separator]
        if "name" not in names:
            raise InvalidInput("the first line of a CSV names its columns, and one of them is `name`")
        twice = sorted({name for name in names if name and names.count(name) > 1})
        if twice:
            raise InvalidInput(f"the first line of a CSV names a column twice: {', '.join(twice)}")
        return names

    def _next_filled(self) -> str:
        """The next line that is not empty; empty at the end."""
        while self._fill(1):
            line = self._take()
            if line.strip():
                return line
        return ""

    def _record(self) -> list[str] | str:
        """The next record; a text where its first line is none, which is passed over alone."""
        first = self._take()
        if len(first) > MAX_LINE_CHARS:
            return "is longer than a studio can be"
        row = _parsed(first, self._separator)
        if row is not None:
            return row
        self._fill(MAX_RECORD_LINES)
        text = first
        for count, line in enumerate(islice(self._waiting, MAX_RECORD_LINES), start=1):
            text += line
            row = _parsed(text, self._separator)
            if row is not None and len(row) == len(self.names):
                for _ in range(count):
                    self._take()
                return row
        return f"is not CSV: {_OPEN}"

    def _fill(self, count: int) -> bool:
        while len(self._waiting) < count:
            line = next(self._lines, None)
            if line is None:
                break
            self._waiting.append(line.removeprefix("\ufeff"))
        return bool(self._waiting)

    def _take(self) -> str:
        self._number += 1
        return self._waiting.popleft()


def _column(name: str) -> str:
    plain = name.strip().lower()
    return _OTHER_NAMES.get(plain, plain)


def _parsed(text: str, separator: str) -> list[str] | None:
    """The fields of one record; None where the text is no whole record."""
    ends = (separator, "", "\r", "\n")
    tidy = _PADDED.sub(lambda found: '"' if text[found.end() : found.end() + 1] in ends else found[0], text)
    reader = csv.reader([tidy], delimiter=separator, strict=True, skipinitialspace=separator != " ")
    try:
        rows = list(reader)
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else ([] if not rows else None)
