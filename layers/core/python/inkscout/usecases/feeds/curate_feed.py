"""CurateFeed: stores the records of one archived page, and ends the run with its last page."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from inkscout.contracts.feed_page import FeedPage
from inkscout.domain.feed_run import FeedRun, RunPart, RunState
from inkscout.errors import InvalidInput, NotFound, WriteConflict
from inkscout.feeds import archive, json_text, read
from inkscout.feeds.definition import Definition
from inkscout.feeds.history import Captured, effect_of
from inkscout.feeds.read import AnswerReading, FeedRow
from inkscout.ports import Clock, Events, StateStore
from inkscout.ports.feeds import FeedDefinitions, FeedLake, RecordReader, RecordWrite, RecordWriter
from inkscout.usecases.feeds.definitions import load
from inkscout.usecases.feeds.end_run import EndRunPorts, end_run

BATCH = 45
"""Number of records that are written together."""

ATTEMPTS = 12
"""Number of attempts of a write that other writers precede."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurateFeedPorts:
    """Ports of CurateFeed."""

    definitions: FeedDefinitions
    reader: RecordReader
    writer: RecordWriter
    lake: FeedLake
    state_store: StateStore
    events: Events
    clock: Clock
    sleep: Callable[[float], None] = field(default=time.sleep)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curated:
    """Records of a page by what became of them, for metrics; zero for a page that was applied before."""

    source: str
    processed: int = 0
    quarantined: int = 0
    ended: bool = False


def curate_feed(page: FeedPage, *, deps: CurateFeedPorts) -> Curated:
    """Applies one page; applying it again changes nothing.

    Raises:
        NotFound: the run, its definition or the archived answer does not exist.
        InvalidInput: the message does not belong to the run, or its number of records is not the answer's.
        WriteConflict: other writers came first, on every attempt.
    """
    run = deps.reader.run(page.source, page.run)
    if run is None:
        raise NotFound(f"there is no run {page.run} of {page.source}")
    part = next((one for one in run.parts if one.number == page.part), None)
    if part is None or (part.key, part.hash) != (page.s3_key, page.hash):
        raise InvalidInput(f"part {page.part} of the run is another answer than the message's")
    definition, _ = load(deps.definitions, page.source, run.definition)
    return apply_part(run, part, definition, deps=deps)


def apply_part(run: FeedRun, part: RunPart, definition: Definition, *, deps: CurateFeedPorts) -> Curated:
    """Applies one part of a run, and ends the run if it was the last."""
    curated = Curated(source=run.source)
    if part.number not in run.applied:
        reading = _reading(definition, part, deps.lake)
        for start in range(0, len(reading.rows), BATCH):
            _store(definition, run, part, reading.rows[start : start + BATCH], deps)
        _set_aside(definition, run, part, reading, deps)
        run = _finished(run, part, reading, deps)
        curated = Curated(source=run.source, processed=len(reading.rows), quarantined=len(reading.set_aside))
    if not run.is_applied or run.state is RunState.ENDED:
        return curated
    ports = EndRunPorts(
        reader=deps.reader,
        writer=deps.writer,
        lake=deps.lake,
        state_store=deps.state_store,
        events=deps.events,
        clock=deps.clock,
        sleep=deps.sleep,
    )
    ended = end_run(run, definition, deps=ports)
    return Curated(
        source=run.source, processed=curated.processed, quarantined=curated.quarantined, ended=ended
    )


def _reading(definition: Definition, part: RunPart, lake: FeedLake) -> AnswerReading:
    body = lake.raw(part.key)
    if body is None:
        raise NotFound(f"the archived answer {part.key} is missing")
    reading = read.read(definition, json_text.read(body), part.request)
    # Somebody may have been removed from the answer since it was queued.
    is_fewer = definition.records.personal and reading.found < part.records
    if reading.found != part.records and not is_fewer:
        raise InvalidInput(f"the answer has {reading.found} records, the message says {part.records}")
    return reading


def _store(
    definition: Definition, run: FeedRun, part: RunPart, rows: Sequence[FeedRow], deps: CurateFeedPorts
) -> None:
    """Writes what changed of some records; reads them again after another writer came first."""
    for attempt in range(ATTEMPTS):
        state = deps.reader.state(run.source)
        is_late = (
            definition.records.complete
            and state.applied_at is not None
            and state.applied_at > part.captured_at
        )
        captured = Captured(
            run=run.run_id,
            at=part.captured_at,
            raw_key=part.key,
            processed_at=deps.clock.now(),
            is_late=is_late,
        )
        current = deps.reader.records([row.record_id for row in rows])
        writes = []
        for row in rows:
            before = current.get(row.record_id)
            effect = effect_of(definition, row, captured, before, deps.reader.version_at)
            if effect is not None:
                writes.append(
                    RecordWrite(
                        record_id=row.record_id,
                        current=effect.current,
                        before=before,
                        version=effect.version,
                        counts=effect.counts,
                    )
                )
        if not writes:
            return
        try:
            deps.writer.apply(run, part, writes, in_order=definition.records.complete and not is_late)
        except WriteConflict:
            fresh = deps.reader.run(run.source, run.run_id)
            if fresh is not None and part.number in fresh.applied:
                return
            _wait(attempt, deps.sleep)
        else:
            return
    raise WriteConflict("other writers kept changing the records of a page")


def _finished(run: FeedRun, part: RunPart, reading: AnswerReading, deps: CurateFeedPorts) -> FeedRun:
    for attempt in range(ATTEMPTS):
        try:
            return deps.writer.finish_part(
                run,
                part,
                found=reading.found,
                quarantined=len(reading.set_aside),
                duplicates=reading.duplicates,
            )
        except WriteConflict:
            _wait(attempt, deps.sleep)
    raise WriteConflict("other writers kept changing the run")


def _set_aside(
    definition: Definition, run: FeedRun, part: RunPart, reading: AnswerReading, deps: CurateFeedPorts
) -> None:
    for one in reading.set_aside:
        key = archive.quarantine_key(
            definition.name,
            run.run_id,
            part.captured_at,
            part=part.number,
            number=one.number,
            digest=json_text.digest_of(repr(one.value).encode("utf-8", "backslashreplace")),
        )
        entry = {
            "run": run.run_id,
            "reason": one.reason,
            "field": one.field,
            "raw_s3_key": part.key,
            "raw_pointer": one.pointer,
            "record_id": one.record_id,
            "record": one.value,
        }
        deps.lake.put_quarantine(key, entry)


def _wait(attempt: int, sleep: Callable[[float], None]) -> None:
    sleep(random.uniform(0, min(2.0, 0.02 * 2**attempt)))  # noqa: S311 - jitter, no secret
