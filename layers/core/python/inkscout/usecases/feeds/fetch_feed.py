"""FetchFeed: asks a feed's source once, archives what it sends, and queues it for curating."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from inkscout.contracts.feed_page import messages
from inkscout.contracts.fetch_feed import FetchFeedRequest, FetchFeedResult
from inkscout.domain.feed_run import (
    FeedRun,
    RecordCounts,
    RequestReport,
    RunOutcome,
    RunPart,
    RunState,
)
from inkscout.domain.record import as_time
from inkscout.feeds import archive, json_text, read, verdict
from inkscout.feeds.definition import Definition
from inkscout.feeds.read import AnswerReading
from inkscout.feeds.select import ShapeChanged
from inkscout.ports import Clock, StateStore
from inkscout.ports.feeds import (
    FeedDefinitions,
    FeedLake,
    FeedQueue,
    JsonAnswer,
    JsonSource,
    RecordReader,
    RecordWriter,
)
from inkscout.usecases.feeds import interrupted, lease
from inkscout.usecases.feeds.definitions import load
from inkscout.usecases.feeds.feed_health import after_failure, after_success, why_not_now
from inkscout.usecases.feeds.fetch_pages import Fetched, PageFetcher
from inkscout.usecases.feeds.fetched_page import FetchedPage
from inkscout.usecases.feeds.resume import Checkpoints, ResumePoint

RUN_SECONDS = 170
"""Time after which a run sends no further request."""

BUSY = "busy"
_MAX_DRIFT = 20
_SERIOUS = (
    RunOutcome.NOT_ALLOWED,
    RunOutcome.REFUSED,
    RunOutcome.THROTTLED,
    RunOutcome.TOO_LARGE,
    RunOutcome.NOT_JSON,
    RunOutcome.UNAVAILABLE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFeedPorts:
    """Ports of FetchFeed.

    ``secret`` returns the value of a secret by its name in a definition, ``withhold`` an answer without the
    people who were removed.
    """

    definitions: FeedDefinitions
    reader: RecordReader
    writer: RecordWriter
    lake: FeedLake
    queue: FeedQueue
    open_source: Callable[[], AbstractAsyncContextManager[JsonSource]]
    state_store: StateStore
    clock: Clock
    secret: Callable[[str], str]
    withhold: Callable[[Definition, int, JsonAnswer], JsonAnswer]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


async def fetch_feed(request: FetchFeedRequest, *, deps: FetchFeedPorts) -> FetchFeedResult:
    """Runs a feed once; the same scheduled time is the same run, and repeating it sends no new request.

    Raises:
        NotFound: there is no such feed.
        InvalidInput: its definition cannot be read.
    """
    definition, text = load(deps.definitions, request.feed)
    run_id = _run_id(request.scheduled, deps.clock.now())
    if not lease.take(deps.state_store, definition.name, run_id):
        return FetchFeedResult(
            feed=definition.name, run=run_id, outcome=BUSY, detail="another run is under way"
        )
    try:
        run = await _FeedFetch(definition, text, run_id, request, deps).run()
    finally:
        lease.release(deps.state_store, definition.name, run_id)
    return _result(run, deps.reader.state(run.source).failures)


class _FeedFetch:
    """One run of FetchFeed."""

    def __init__(
        self, definition: Definition, text: str, run_id: str, request: FetchFeedRequest, deps: FetchFeedPorts
    ) -> None:
        self._definition, self._text, self._request, self._deps = definition, text, request, deps
        self._force, self._by_hand = request.force, request.by_hand
        self._state = deps.reader.state(definition.name)
        self._started = deps.clock.now()
        self._run = FeedRun(
            source=definition.name,
            run_id=run_id,
            state=RunState.ENDED,
            outcome=RunOutcome.PAUSED,
            started_at=self._started,
            definition=definition.digest,
        )

    async def run(self) -> FeedRun:
        """Returns the run as it is stored."""
        self._take_up()
        stored = self._deps.reader.run(self._run.source, self._run.run_id)
        if stored is not None:
            if stored.state is RunState.FETCHED:
                self._send(stored)
            return stored
        if not self._force:
            reason = why_not_now(self._definition, self._state, self._started, by_hand=self._by_hand)
            if reason:
                return self._ended(RunOutcome.PAUSED, reason)
        pages, reports = await self._ask()
        self._run = replace(self._run, requests=tuple(reports))
        return self._settle(pages, reports)

    def _take_up(self) -> None:
        """Stores and queues a run, this one or an earlier, that was killed after it archived its answers."""
        found = interrupted.noted(self._deps.state_store, self._run.source)
        if found is None:
            return
        stored = self._deps.reader.run(self._run.source, found.run)
        if stored is None and all(self._deps.lake.raw(part.key) is not None for part in found.parts):
            killed = _FeedFetch(self._definition, self._text, found.run, self._request, self._deps)
            killed._run = replace(killed._run, started_at=found.started_at, requests=found.requests)
            killed._settle([FetchedPage.archived(part) for part in found.parts], list(found.requests))
            return
        if stored is not None and stored.state is RunState.FETCHED:
            self._send(stored)
        else:
            interrupted.forget(self._deps.state_store, self._run.source)

    async def _ask(self) -> tuple[list[FetchedPage], list[RequestReport]]:
        state, definition = self._state, self._definition
        cursor = "" if self._force else state.cursor
        checkpoints = Checkpoints(
            definition,
            self._run.run_id,
            state_store=self._deps.state_store,
            clock=self._deps.clock,
            archive=self._archived,
        )
        point = None if self._force else checkpoints.load()
        async with self._deps.open_source() as source:
            fetcher = PageFetcher(
                source=source,
                clock=self._deps.clock,
                sleep=self._deps.sleep,
                secret=self._deps.secret,
                conditional=self._may_be_conditional(),
                before=_by_place(state.pages),
                rejected=_by_place(state.rejected),
                deadline=self._started + timedelta(seconds=RUN_SECONDS),
                checkpoints=checkpoints,
                withhold=self._deps.withhold,
            )
            found = [
                await fetcher.fetch(definition, number, cursor, point)
                for number in range(len(definition.requests))
            ]
        _note_place(found, checkpoints, point)
        return [page for one in found for page in one.pages], [one.report for one in found]

    def _may_be_conditional(self) -> bool:
        """Whether a validator may stand for the answer.

        The first run of each day asks for everything, since some servers keep their ETag when the content
        changes.
        """
        if self._force or not self._is_comparable():
            return False
        last = self._deps.reader.runs(self._run.source, limit=1)
        return bool(last) and last[0].started_at.date() == self._started.date()

    def _is_comparable(self) -> bool:
        """Whether an answer that is the same as the last one has nothing to add to the table."""
        state = self._state
        return bool(state.pages) and not state.missing and state.definition == self._definition.digest

    def _settle(self, pages: list[FetchedPage], reports: list[RequestReport]) -> FeedRun:
        failed = [report for report in reports if report.outcome is not RunOutcome.READ]
        good = [page for page in pages if not page.fault]
        if not failed and self._is_unchanged(good):
            return self._unchanged()
        bad = self._archived([page for page in pages if page.fault])
        if not good:
            worst = min(failed, key=lambda report: _rank(report.outcome))
            return self._failed(worst.outcome, worst.detail, bad, worst.http_status)
        parts = self._archived(good, is_noted=True)
        self._set_aside(bad, [page.fault for page in pages if page.fault])
        bodies = [self._document(page, part) for page, part in zip(good, parts, strict=True)]
        try:
            readings = [
                read.read(self._definition, body, page.request)
                for page, body in zip(good, bodies, strict=True)
            ]
        except ShapeChanged as changed:
            return self._rejected(parts, str(changed), found=sum(part.records for part in parts))
        parts = [replace(part, records=reading.found) for part, reading in zip(parts, readings, strict=True)]
        return self._judged(parts, readings, bodies, failed)

    def _judged(
        self,
        parts: list[RunPart],
        readings: list[AnswerReading],
        bodies: list[Any],
        failed: list[RequestReport],
    ) -> FeedRun:
        judged = verdict.judge(
            self._definition,
            readings,
            bodies,
            now=self._started,
            last_found=self._state.found,
            missing_requests=[report.missing for report in failed],
            accept_short=self._force,
        )
        drift: Counter[str] = Counter()
        for reading in readings:
            drift += reading.drift
        emptied = verdict.emptied(self._definition, readings, self._state.filled)
        detail = "; ".join(said for said in (judged.detail, emptied) if said)
        self._run = replace(self._run, drift=dict(drift.most_common(_MAX_DRIFT)), detail=detail)
        if judged.outcome is RunOutcome.SHAPE_CHANGED:
            return self._rejected(parts, judged.detail, found=sum(reading.found for reading in readings))
        if self._state.definition != self._definition.digest:
            self._deps.definitions.keep(self._definition.name, self._definition.digest, self._text)
        run = replace(self._run, state=RunState.FETCHED, outcome=judged.outcome, parts=tuple(parts))
        if not self._deps.writer.begin(run):
            # The same event was delivered twice, and the other delivery began the run.
            run = self._deps.reader.run(run.source, run.run_id) or run
        self._send(run)
        return run

    def _send(self, run: FeedRun) -> None:
        kind, bucket = self._definition.records.type, self._deps.lake.bucket
        self._deps.queue.send(messages(run, kind=kind, bucket=bucket))
        interrupted.forget(self._deps.state_store, run.source)

    def _is_unchanged(self, pages: Sequence[FetchedPage]) -> bool:
        known = _by_place(self._state.pages)
        places = {(page.request, page.number): page for page in pages}
        same = places.keys() == known.keys() and all(
            page.hash == known[place].hash for place, page in places.items()
        )
        return same and self._is_comparable() and not self._force

    def _unchanged(self) -> FeedRun:
        if self._state.failures:
            self._deps.writer.put_health(after_success(self._state))
        return self._ended(RunOutcome.UNCHANGED, "")

    def _failed(self, outcome: RunOutcome, detail: str, parts: list[RunPart], http_status: int) -> FeedRun:
        self._set_aside(parts, [detail] * len(parts))
        self._deps.writer.put_health(
            after_failure(
                self._definition,
                replace(self._state, rejected=tuple(parts) or self._state.rejected),
                outcome,
                http_status=http_status,
                now=self._started,
            )
        )
        self._run = replace(self._run, parts=tuple(parts))
        return self._ended(outcome, detail)

    def _rejected(self, parts: list[RunPart], detail: str, *, found: int) -> FeedRun:
        """Ends a run whose answers do not fit the definition; all its records are set aside."""
        self._run = replace(self._run, counts=RecordCounts(found=found, quarantined=found))
        return self._failed(RunOutcome.SHAPE_CHANGED, detail, parts, 200)

    def _ended(self, outcome: RunOutcome, detail: str) -> FeedRun:
        run = replace(self._run, outcome=outcome, detail=detail, ended_at=self._deps.clock.now())
        self._deps.writer.put_run(run)
        return run

    def _archived(self, pages: Sequence[FetchedPage], *, is_noted: bool = False) -> list[RunPart]:
        """Archives answers, each once; returns the parts in order.

        All parts of a run have the time of its last answer: no page of a run is older than another, in
        whatever order the queue delivers them. With ``is_noted``, a later run goes on from the archive.
        """
        parts = []
        at = max((page.captured_at for page in pages), default=self._started)
        for number, page in enumerate(pages):
            key = page.before.key if page.before is not None else ""
            key = key or archive.raw_key(self._definition.name, page.captured_at, page.hash)
            parts.append(
                RunPart(
                    number=number,
                    request=page.request,
                    page=page.number,
                    key=key,
                    hash=page.hash,
                    records=page.before.records if page.before is not None else 0,
                    captured_at=at,
                    url=page.url,
                    etag=page.etag,
                    last_modified=page.last_modified,
                )
            )
        if is_noted:
            interrupted.note(self._deps.state_store, interrupted.ArchivedRun.of(self._run, parts))
        for page, part in zip(pages, parts, strict=True):
            if page.before is None or not page.before.key:
                self._deps.lake.put_raw(part.key, page.body)
        return parts

    def _set_aside(self, parts: Sequence[RunPart], reasons: Sequence[str]) -> None:
        """Stores an entry for each whole answer that cannot be used, unless the last run stored the same."""
        known = {part.hash for part in self._state.rejected}
        for part, reason in zip(parts, reasons, strict=True):
            if part.hash in known:
                continue
            entry = {"run": self._run.run_id, "reason": reason, "raw_s3_key": part.key, "raw_pointer": ""}
            key = archive.quarantine_key(
                self._definition.name,
                self._run.run_id,
                part.captured_at,
                part=part.number,
                number=0,
                digest=part.hash,
            )
            self._deps.lake.put_quarantine(key, entry)

    def _document(self, page: FetchedPage, part: RunPart) -> Any:  # noqa: ANN401 - any JSON
        """Returns the document of an answer, from the archive if it was not sent again."""
        if page.document is not None or page.body:
            return page.document
        return json_text.read(self._deps.lake.raw(part.key) or b"")


def _note_place(found: Sequence[Fetched], checkpoints: Checkpoints, point: ResumePoint | None) -> None:
    """Stores where the next run goes on after a rate limit or a failure between two pages.

    A run that went on and got no further page leaves no place, so that the next one begins anew.
    """
    places = [one.place for one in found if one.place is not None]
    if not places or (point is not None and not any(one.report.pages for one in found)):
        checkpoints.clear()
        return
    whole = [one for one in found if one.report.outcome is RunOutcome.READ or one.place is not None]
    checkpoints.save([page for one in whole for page in one.pages if not page.fault], places)


def _by_place(parts: Sequence[RunPart]) -> Mapping[tuple[int, int], RunPart]:
    return {(part.request, part.page): part for part in parts}


def _rank(outcome: RunOutcome) -> int:
    return _SERIOUS.index(outcome) if outcome in _SERIOUS else len(_SERIOUS)


def _run_id(scheduled: str, now: datetime) -> str:
    try:
        moment = as_time(scheduled)
    except ValueError:
        moment = now.astimezone(UTC).replace(second=0)
    return lease.run_id_at(moment)


def _result(run: FeedRun, failures: int) -> FetchFeedResult:
    return FetchFeedResult(
        feed=run.source,
        run=run.run_id,
        outcome=run.outcome.value,
        detail=run.detail,
        pages=run.pages,
        parts=len(run.parts),
        bytes=run.bytes,
        found=sum(part.records for part in run.parts),
        quarantined=run.counts.quarantined,
        milliseconds=run.milliseconds,
        is_failure=run.outcome.is_failure,
        failures=failures,
    )
