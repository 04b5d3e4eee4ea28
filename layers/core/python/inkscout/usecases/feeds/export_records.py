"""Exports the records of a feed, gone ones left out."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from inkscout.domain.record import FeedRecord, as_text
from inkscout.feeds.definition import Definition
from inkscout.ports.feeds import RecordPosition, RecordReader

COLUMNS = ("id", "source", "type", "captured_at", "version")
"""Columns that every record has."""

_PAGE = 100


def export_records(
    name: str, *, reader: RecordReader, since: datetime | None = None
) -> Iterator[dict[str, Any]]:
    """Yields the listed records of a feed, newest first, each as one flat object of JSON values."""
    for record in all_records(name, reader=reader):
        if since is not None and record.captured_at < since:
            return
        yield {
            "id": record.record_id,
            "source": record.source,
            "type": record.kind,
            "captured_at": as_text(record.captured_at),
            "version": record.version,
            **record.data,
        }


def columns_of(records: Iterable[Mapping[str, Any]], definition: Definition | None) -> list[str]:
    """Returns the columns of a table of exported records.

    The fields of the definition come first, also those without a value; then fields that only records have
    which another definition made.
    """
    known = dict.fromkeys([*COLUMNS, *(definition.fields if definition is not None else ())])
    return list(known | {name: None for record in records for name in record})


def all_records(name: str, *, reader: RecordReader) -> Iterator[FeedRecord]:
    """Yields the listed records of a feed, newest first."""
    after: RecordPosition | None = None
    while True:
        page = reader.newest(name, limit=_PAGE, after=after)
        yield from page
        if len(page) < _PAGE:
            return
        after = RecordPosition(captured_at=page[-1].captured_at, record_id=page[-1].record_id)
