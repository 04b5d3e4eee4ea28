"""Replays a feed: reads archived answers again, by the definition in force, under the runs they belong to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from inkscout.domain.feed_run import FeedRun, RecordCounts, RunOutcome, RunPart, RunState
from inkscout.errors import NotFound
from inkscout.feeds import json_text, read, verdict
from inkscout.feeds.definition import Definition
from inkscout.feeds.read import AnswerReading
from inkscout.feeds.select import ShapeChanged
from inkscout.usecases.feeds.curate_feed import CurateFeedPorts, apply_part
from inkscout.usecases.feeds.definitions import load

_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One run of a replay, before and after; ``after`` is None if nothing was to be done for it."""

    run_id: str
    before: RecordCounts
    after: RecordCounts | None
    outcome: RunOutcome
    detail: str = ""


def replay_feed(
    name: str, first_day: date, *, deps: CurateFeedPorts, dry_run: bool = False
) -> Iterator[Replayed]:
    """Replays the runs since a day that set something aside, oldest first; yields each.

    A run keeps what it wrote. Records that it set aside and that can be read now are stored as of the time of
    their answer, so that the table is as if the definition had been right then.

    Raises:
        NotFound: there is no such feed.
    """
    definition, text = load(deps.definitions, name)
    if not dry_run:
        deps.definitions.keep(name, definition.digest, text)
    for run in sorted(_runs(name, first_day, deps), key=lambda run: run.run_id):
        if (run.state is RunState.ENDED and run.parts and run.counts.quarantined) or _is_rejected(run):
            yield _replayed(definition, run, deps, dry_run=dry_run)


def _runs(name: str, first_day: date, deps: CurateFeedPorts) -> Iterator[FeedRun]:
    before = ""
    while True:
        page = deps.reader.runs(name, limit=_PAGE, before=before)
        for run in page:
            if run.run_id[:10] < first_day.isoformat():
                return
            yield run
        if len(page) < _PAGE:
            return
        before = page[-1].run_id


def _is_rejected(run: FeedRun) -> bool:
    return run.outcome is RunOutcome.SHAPE_CHANGED and bool(run.parts)


def _replayed(definition: Definition, run: FeedRun, deps: CurateFeedPorts, *, dry_run: bool) -> Replayed:
    try:
        bodies = [_document(part, deps) for part in run.parts]
        readings = [
            read.read(definition, body, part.request) for body, part in zip(bodies, run.parts, strict=True)
        ]
    except (ShapeChanged, NotFound, IndexError) as fault:
        return Replayed(
            run_id=run.run_id, before=run.counts, after=None, outcome=run.outcome, detail=str(fault)
        )
    judged = _judged(definition, run, readings, bodies, deps)
    if judged.outcome is RunOutcome.SHAPE_CHANGED:
        return Replayed(
            run_id=run.run_id, before=run.counts, after=None, outcome=run.outcome, detail=judged.detail
        )
    after = replace(
        run,
        state=RunState.FETCHED,
        outcome=judged.outcome,
        detail=judged.detail,
        ended_at=None,
        applied=frozenset(),
        definition=definition.digest,
        generation=run.generation + 1,
        counts=RecordCounts(),
        parts=tuple(
            replace(part, records=reading.found) for part, reading in zip(run.parts, readings, strict=True)
        ),
    )
    counts = RecordCounts(
        found=sum(reading.found for reading in readings),
        quarantined=sum(len(reading.set_aside) for reading in readings),
        duplicates=sum(reading.duplicates for reading in readings),
    )
    if not dry_run:
        deps.writer.begin(after)
        for part in after.parts:
            stored = deps.reader.run(run.source, run.run_id) or after
            apply_part(stored, part, definition, deps=deps)
        counts = (deps.reader.run(run.source, run.run_id) or after).counts
    return Replayed(
        run_id=run.run_id, before=run.counts, after=counts, outcome=judged.outcome, detail=judged.detail
    )


def _judged(
    definition: Definition,
    run: FeedRun,
    readings: list[AnswerReading],
    bodies: list[Any],
    deps: CurateFeedPorts,
) -> verdict.FeedVerdict:
    """Returns the run's outcome anew; requests that were missing then are missing still."""
    failed = [report for report in run.requests if report.outcome is not RunOutcome.READ]
    return verdict.judge(
        definition,
        readings,
        bodies,
        now=run.started_at,
        last_found=deps.reader.state(run.source).found,
        missing_requests=[report.missing for report in failed],
    )


def _document(part: RunPart, deps: CurateFeedPorts) -> Any:  # noqa: ANN401 - any JSON
    body = deps.lake.raw(part.key)
    if body is None:
        raise NotFound(f"the archived answer {part.key} is missing")
    return json_text.read(body)
