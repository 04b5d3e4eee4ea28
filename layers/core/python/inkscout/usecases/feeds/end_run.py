"""Ends a run whose parts are all applied: absences, CSV files, the feed's state, and the event FeedRead."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from inkscout.domain.feed_run import FeedRun, FeedState, RunOutcome, RunPart
from inkscout.domain.record import as_text
from inkscout.errors import NotFound, WriteConflict
from inkscout.feeds import archive, json_text, read, rows
from inkscout.feeds.definition import Definition
from inkscout.feeds.history import Captured, gone
from inkscout.feeds.paging import newest
from inkscout.feeds.read import AnswerReading
from inkscout.ports import Clock, Events, StateStore
from inkscout.ports.feeds import FeedLake, RecordReader, RecordWrite, RecordWriter
from inkscout.usecases.feeds.feed_health import after_success

BATCH = 45
MAX_MISSING = 5_000
"""Maximum number of records whose absences are counted at once; more have to wait for their turn."""

_ATTEMPTS = 12
_SCOPE = "feed-absent"
_READ_ON = frozenset({RunOutcome.READ, RunOutcome.STALE, RunOutcome.SHORT})


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRunPorts:
    """Ports of ending a run."""

    reader: RecordReader
    writer: RecordWriter
    lake: FeedLake
    state_store: StateStore
    events: Events
    clock: Clock
    sleep: Callable[[float], None]


def end_run(run: FeedRun, definition: Definition, *, deps: EndRunPorts) -> bool:
    """Ends a run; returns False if it had ended. Every step may be repeated, since the end is the last.

    Raises:
        NotFound: an archived answer is missing.
        WriteConflict: other writers came first, on every attempt.
    """
    readings = [_reading(definition, part, deps.lake) for part in run.parts]
    for attempt in range(_ATTEMPTS):
        state = deps.reader.state(run.source)
        at = max(part.captured_at for part in run.parts)
        is_newest = state.applied_at is None or state.applied_at <= at
        missing = False
        try:
            if is_newest and run.outcome is RunOutcome.READ and definition.records.complete:
                missing = _absences(run, definition, readings, at, deps)
            _exports(run, definition, readings, at, is_latest=is_newest, deps=deps)
            fresh = deps.reader.run(run.source, run.run_id) or run
            deps.events.publish("FeedRead", _event(fresh))
            after = _next_state(run, definition, readings, state, missing=missing)
            return deps.writer.end(run, after if is_newest else None)
        except WriteConflict:
            deps.sleep(random.uniform(0, min(2.0, 0.02 * 2**attempt)))  # noqa: S311 - jitter, no secret
    raise WriteConflict("newer answers kept being applied while the run ended")


def _reading(definition: Definition, part: RunPart, lake: FeedLake) -> AnswerReading:
    body = lake.raw(part.key)
    if body is None:
        raise NotFound(f"the archived answer {part.key} is missing")
    return read.read(definition, json_text.read(body), part.request, captured_at=part.captured_at)


def _next_state(
    run: FeedRun,
    definition: Definition,
    readings: Sequence[AnswerReading],
    state: FeedState,
    *,
    missing: bool,
) -> FeedState:
    """Returns the state that the next run begins with."""
    whole = run.outcome is RunOutcome.READ
    until = max(part.captured_at for part in run.parts) + read.AHEAD
    cursor = newest([state.cursor, *(reading.cursor for reading in readings)], until=until)
    return replace(
        after_success(state),
        pages=run.parts,
        found=sum(reading.found for reading in readings) if whole else state.found,
        cursor=cursor if run.outcome in _READ_ON else state.cursor,
        missing=missing if whole else state.missing,
        definition=definition.digest,
        filled=tuple(sorted(_filled(readings))) if whole else state.filled,
    )


def _filled(readings: Sequence[AnswerReading]) -> frozenset[str]:
    return frozenset[str]().union(*(reading.filled for reading in readings))


def _absences(
    run: FeedRun, definition: Definition, readings: Sequence[AnswerReading], at: datetime, deps: EndRunPorts
) -> bool:
    """Counts absences of records, and marks those as gone that were absent often enough.

    Returns whether records are missing that are not gone yet. Nothing is counted if an element has no usable
    key, since it may be any record.
    """
    present: set[str] = set()
    for reading in readings:
        if reading.ids is None:
            return bool(_misses(run.source, deps))
        present |= reading.ids
    absent = [record_id for record_id in deps.reader.live_ids(run.source) if record_id not in present]
    misses = _count_misses(run, sorted(absent)[:MAX_MISSING], deps)
    over = [record_id for record_id, count in misses.items() if count >= definition.records.absences]
    for start in range(0, len(over), BATCH):
        _mark_gone(run, definition, over[start : start + BATCH], at, deps)
    return len(absent) > len(over)


def _count_misses(run: FeedRun, absent: Sequence[str], deps: EndRunPorts) -> Mapping[str, int]:
    """Adds one to the misses of each absent record, once for a run; returns the misses of all of them."""

    def counted(stored: dict[str, Any] | None) -> Mapping[str, Any] | None:
        if stored is not None and stored["run"] >= run.run_id:
            return None
        known = stored["misses"] if stored is not None else {}
        return {"run": run.run_id, "misses": {one: int(known.get(one, 0)) + 1 for one in absent}}

    if absent or _misses(run.source, deps):
        deps.state_store.update(_SCOPE, run.source, counted)
    return {one: count for one, count in _misses(run.source, deps).items() if one in set(absent)}


def _misses(source: str, deps: EndRunPorts) -> Mapping[str, int]:
    stored = deps.state_store.get(_SCOPE, source)
    return stored["misses"] if stored is not None else {}


def _mark_gone(
    run: FeedRun, definition: Definition, record_ids: Sequence[str], at: datetime, deps: EndRunPorts
) -> None:
    captured = Captured(run=run.run_id, at=at, raw_key=run.parts[0].key, processed_at=deps.clock.now())
    writes = []
    for record_id, before in deps.reader.records(record_ids).items():
        if before.gone_at is None:
            effect = gone(definition, before, captured)
            writes.append(
                RecordWrite(
                    record_id=record_id,
                    current=effect.current,
                    before=before,
                    version=effect.version,
                    counts=effect.counts,
                )
            )
    if writes:
        deps.writer.apply_gone(run, writes)


def _exports(
    run: FeedRun,
    definition: Definition,
    readings: Sequence[AnswerReading],
    at: datetime,
    *,
    is_latest: bool,
    deps: EndRunPorts,
) -> None:
    """Writes the feed's CSV files from the run's records, changed or not."""
    table = [
        {
            "id": row.record_id,
            "source": run.source,
            "type": definition.records.type,
            "captured_at": as_text(part.captured_at),
            "fingerprint": row.fingerprint,
            "raw_s3_key": part.key,
            **row.data,
        }
        for part, reading in zip(run.parts, readings, strict=True)
        for row in reading.rows
    ]
    for export in definition.exports:
        text = rows.csv_text(definition, export, table)
        deps.lake.put_csv(export.name, archive.timestamp(at), text, is_latest=is_latest)


def _event(run: FeedRun) -> dict[str, Any]:
    return {
        "feed": run.source,
        "run": run.run_id,
        "outcome": run.outcome.value,
        "detail": run.detail,
        "records": asdict(run.counts),
    }
