"""Erases a person from feeds about people by an e-mail address, and keeps the person from coming back."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inkscout.domain.record import FeedRecord, RecordVersion
from inkscout.errors import InvalidInput
from inkscout.feeds import json_text, people, rows
from inkscout.feeds.definition import Definition
from inkscout.feeds.keys import KeyMissing, record_id
from inkscout.feeds.select import ShapeChanged, select
from inkscout.ports import Denylist
from inkscout.usecases.feeds.definitions import in_force
from inkscout.usecases.feeds.erase_feed import EraseFeedPorts, export_names
from inkscout.usecases.feeds.withhold import cleared

_OF_A_RUN = frozenset({"captured_at", "fingerprint", "raw_s3_key", "version"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedPerson:
    """Numbers of records, archived answers, entries of the quarantine and CSV files that had the person."""

    feed: str
    records: int
    answers: int
    quarantined: int
    exports: int


def erase_person(
    address: str, *, deps: EraseFeedPorts, denylist: Denylist, dry_run: bool = False
) -> list[ErasedPerson]:
    """Erases whoever has an e-mail address from every feed in force whose records are personal.

    The address goes on the denylist first, so that no run stores the person again. A repeated call finishes
    what an interrupted one left.

    Raises:
        InvalidInput: the text is no e-mail address.
    """
    if people.addresses(address) != {address.strip().casefold()}:
        raise InvalidInput(f"{address[:60]!r} is no e-mail address")
    if not dry_run:
        denylist.add([people.identifier(address)])
    removed = people.addresses(address)
    feeds = [one for one in in_force(deps.feeds.definitions) if one.records.personal]
    return [_Erasure(feed, removed, deps).run(dry_run=dry_run) for feed in feeds]


class _Erasure:
    """Erasure of one person from one feed."""

    def __init__(self, definition: Definition, removed: frozenset[str], deps: EraseFeedPorts) -> None:
        self._definition, self._removed, self._deps = definition, removed, deps

    def run(self, *, dry_run: bool) -> ErasedPerson:
        """Erases files before records and the archive last: what is found by another goes before it."""
        name, files = self._definition.name, self._deps.files
        kept = files.files(name, export_names(name, self._deps))
        answers: list[str] = []
        ids: set[str] = set()
        for key in kept.answers:  # one at a time: an archive outgrows the memory
            body = files.body(key) or b""
            if self._names(body):
                answers.append(key)
                ids |= set(self._ids(body))
        entries = list(self._deps.records.entries(name))
        ids |= {entry.record_id for entry in entries if self._removed & people.addresses(dict(entry.data))}
        mine = [entry for entry in entries if entry.record_id in ids]
        exports = [key for key in kept.exports if self._table(key, mine) is not None]
        aside = [key for key in kept.quarantine if self._is_aside(key, ids)]
        records = [entry for entry in mine if isinstance(entry, FeedRecord)]
        if not dry_run:
            for key in exports:
                files.rewrite(key, (self._table(key, mine) or "").encode())
            # The newest file of an export has those of earlier runs as its versions.
            files.forget_versions(kept.exports)
            files.erase(aside)
            self._erase_records(mine)
            for key in answers:
                self._rewrite(key, files.body(key) or b"")
            # A page that was being curated meanwhile may have stored the person again.
            again = [entry for entry in self._deps.records.entries(name) if entry.record_id in ids]
            self._erase_records(again)
        return ErasedPerson(
            feed=name,
            records=len(records),
            answers=len(answers),
            quarantined=len(aside),
            exports=len(exports),
        )

    def _names(self, body: bytes) -> bool:
        try:
            found = people.addresses(json_text.read(body))
        except json_text.NotJson:
            found = people.addresses_in_bytes(body)
        return bool(self._removed & found)

    def _ids(self, body: bytes) -> Iterator[str]:
        """Yields the ids of the records that an archived answer has of the person."""
        records = self._definition.records
        for request in self._definition.requests:
            try:
                elements = select(records, json_text.read(body), request.constants)
            except (json_text.NotJson, ShapeChanged):
                return
            for element in elements:
                if self._removed & people.addresses(element.value):
                    try:
                        yield record_id(self._definition.name, records.key, element.scope)
                    except KeyMissing:
                        continue
            if not any("with." in part for part in records.key):
                return  # the ids are the same for every request

    def _rewrite(self, key: str, body: bytes) -> None:
        try:
            clean = cleared(self._definition, 0, body, self._removed)
        except json_text.NotJson:
            clean = None
        if clean is None:
            self._deps.files.erase([key])
        else:
            self._deps.files.rewrite(key, clean)

    def _erase_records(self, entries: Sequence[FeedRecord | RecordVersion]) -> None:
        for entry in entries:
            if isinstance(entry, FeedRecord):
                self._deps.records.erase_record(entry)

    def _is_aside(self, key: str, ids: set[str]) -> bool:
        body = self._deps.files.body(key) or b"{}"
        document: Mapping[str, Any] = json.loads(body)
        return document.get("record_id") in ids or bool(self._removed & people.addresses(document))

    def _table(self, key: str, mine: Sequence[FeedRecord | RecordVersion]) -> str | None:
        """Returns a CSV file without the person's rows; None if it has none."""
        body = self._deps.files.body(key)
        if body is None:
            return None
        table = list(csv.reader(io.StringIO(body.decode("utf-8", "replace"), newline="")))
        if not table:
            return None
        columns = table[0]
        known = {self._cells(columns, entry) for entry in mine}
        kept = [row for row in table[1:] if not self._is_of_person(columns, row, known)]
        if len(kept) == len(table) - 1:
            return None
        file = io.StringIO()
        csv.writer(file, lineterminator="\r\n").writerows([columns, *kept])
        return file.getvalue()

    def _is_of_person(self, columns: list[str], row: list[str], known: set[tuple[str, ...]]) -> bool:
        cells = tuple(cell for name, cell in zip(columns, row, strict=False) if name not in _OF_A_RUN)
        return cells in known or bool(self._removed & people.addresses(row))

    def _cells(self, columns: list[str], entry: FeedRecord | RecordVersion) -> tuple[str, ...]:
        """Returns the cells of a version of the person's record that say what it is, as a run writes them."""
        values = {"id": entry.record_id, "source": entry.source, "type": entry.kind, **entry.data}
        wanted = [name for name in columns if name not in _OF_A_RUN]
        return tuple(rows.cell(self._definition.fields.get(name), values.get(name)) for name in wanted)
