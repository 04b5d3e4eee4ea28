"""Asks the requests of a feed for all their pages, with retries, and says what is missing."""

import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from inkscout.domain.feed_run import RequestReport, RunOutcome, RunPart
from inkscout.domain.record import whole_milliseconds
from inkscout.feeds import json_text, paging
from inkscout.feeds.definition import Definition
from inkscout.feeds.paging import PageAddress, PagingFault, Seen
from inkscout.feeds.read import MAX_RECORDS
from inkscout.feeds.requests import SECRET
from inkscout.feeds.select import error_in
from inkscout.ports import Clock
from inkscout.ports.feeds import JsonAnswer, JsonRequest, JsonSource
from inkscout.usecases.feeds.fetched_page import FetchedPage
from inkscout.usecases.feeds.resume import Checkpoints, OpenRequest, ResumePoint

ATTEMPTS = 3
"""Number of attempts of one page."""

INTERRUPTED = frozenset({RunOutcome.THROTTLED, RunOutcome.UNAVAILABLE})
"""Outcomes after which the same page may be asked for again, at once or by the next run."""

_LONGEST_WAIT = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFetcher:
    """Asks for pages within the time of one run.

    Attributes:
        conditional: Whether answers that did not change need not be sent.
        before: Pages of the last ended run by request and page.
        rejected: Pages of the last run that was set aside.
        secret: Returns the value of a secret by its name.
        deadline: Time at which no further request is sent.
        checkpoints: Stores the place of a run that goes on for long.
        withhold: Takes people who were removed out of an answer.
    """

    source: JsonSource
    clock: Clock
    sleep: Callable[[float], Awaitable[None]]
    secret: Callable[[str], str]
    conditional: bool
    before: Mapping[tuple[int, int], RunPart]
    rejected: Mapping[tuple[int, int], RunPart]
    deadline: datetime
    checkpoints: Checkpoints
    withhold: Callable[[Definition, int, JsonAnswer], JsonAnswer]

    async def fetch(
        self, definition: Definition, number: int, cursor: str, point: ResumePoint | None = None
    ) -> "Fetched":
        """Returns the pages of one request, and its outcome: ``READ`` if none is missing.

        ``point`` is the place at which an earlier run ended early; its pages are not asked for again.
        """
        progress = _RequestProgress(definition, number, point)
        if progress.is_complete:
            return progress.result()
        page: PageAddress | None = progress.first or paging.first_page(
            definition, definition.requests[number], cursor
        )
        while page is not None:
            answer = self.withhold(definition, number, await self._ask(definition, number, page))
            progress.count(answer)
            fetched = self._page(number, page, answer)
            page = progress.take(page, answer, fetched)
            if page is not None:
                self.checkpoints.note(progress.pages, progress.place(page))
        return progress.result()

    async def _ask(self, definition: Definition, number: int, page: PageAddress) -> JsonAnswer:
        request = definition.requests[number]
        known = self.before.get((number, page.number))
        conditional = self.conditional and definition.paging.kind == "none" and known is not None
        secrets = {name: self._filled(value) for name, value in request.secret_query.items()}
        wanted = JsonRequest(
            url=paging.with_secrets(page.url, secrets),
            headers={name: self._filled(value) for name, value in request.headers.items()},
            etag=known.etag if conditional and known else "",
            last_modified=known.last_modified if conditional and known else "",
            seconds=request.seconds,
            max_bytes=request.body_limit,
            robots=request.robots,
        )
        answer = JsonAnswer(outcome=RunOutcome.THROTTLED, detail="the run has no time left for this page")
        kept = answer
        for attempt in range(ATTEMPTS):
            if self.clock.now() >= self.deadline:
                break
            answer = await self.source.get(wanted)
            kept = answer if len(answer.body) >= len(kept.body) else kept
            if answer.outcome not in INTERRUPTED or (answer.retry_after or 0) > _LONGEST_WAIT:
                break
            if attempt + 1 < ATTEMPTS:
                jitter = random.uniform(0.5, 1.0)  # noqa: S311 - no secret
                await self.sleep(max(answer.retry_after or 0, jitter * 2**attempt))
        if answer.outcome is RunOutcome.UNCHANGED and not (wanted.etag or wanted.last_modified):
            return JsonAnswer(outcome=RunOutcome.UNAVAILABLE, detail="a 304 to a request without a condition")
        # Of attempts that all failed, the one is kept that got most of the body.
        return kept if answer.outcome is RunOutcome.UNAVAILABLE and kept.http_status == 200 else answer

    def _filled(self, value: str) -> str:
        return self.secret(value.removeprefix(SECRET)) if value.startswith(SECRET) else value

    def _page(self, number: int, page: PageAddress, answer: JsonAnswer) -> FetchedPage | None:
        """Returns the page of an answer; None if there is no body worth keeping."""
        at = whole_milliseconds(self.clock.now())
        known = self.before.get((number, page.number))
        if answer.outcome is RunOutcome.UNCHANGED and known is not None:
            return FetchedPage(
                request=number,
                number=page.number,
                url=page.url,
                captured_at=at,
                hash=known.hash,
                etag=answer.etag or known.etag,
                last_modified=answer.last_modified or known.last_modified,
                before=known,
            )
        if not answer.body or answer.http_status != 200:
            return None
        digest = json_text.digest_of(answer.body)
        if known is None or known.hash != digest:
            known = self.rejected.get((number, page.number))
        document, fault = None, answer.detail
        try:
            document = json_text.read(answer.body) if not fault else None
        except json_text.NotJson as error:
            fault = str(error)
        return FetchedPage(
            request=number,
            number=page.number,
            url=page.url,
            captured_at=at,
            body=answer.body,
            document=document,
            hash=digest,
            etag=answer.etag,
            last_modified=answer.last_modified,
            before=known if known is not None and known.hash == digest else None,
            fault=fault,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """Pages and outcome of one request; ``place`` is where the next run may go on, None if nowhere."""

    pages: list[FetchedPage]
    report: RequestReport
    place: OpenRequest | None


class _RequestProgress:
    """Progress of one request through its pages, from the first or from where an earlier run ended."""

    def __init__(self, definition: Definition, number: int, point: ResumePoint | None) -> None:
        self._definition, self._number = definition, number
        start = point.start_of(number) if point is not None else None
        parts = point.pages_of(number) if point is not None else []
        self.first = start.address if start is not None else None
        self.is_complete = bool(parts) and start is None
        self.pages = [FetchedPage.archived(part) for part in parts]
        self._carried = len(parts)
        self._outcome, self._detail = RunOutcome.READ, ""
        if point is not None and parts:
            self._detail = f"{len(parts)} {'page' if len(parts) == 1 else 'pages'} of the run {point.run}"
        self._bytes = self._milliseconds = self._status = 0
        self._entries = start.entries if start is not None else 0
        self._place: OpenRequest | None = None
        self._seen = {part.hash for part in parts}
        self._urls = {part.url for part in parts}

    def place(self, page: PageAddress) -> OpenRequest:
        """Returns the place at which a later run goes on with a page."""
        return OpenRequest(
            request=self._number, page=page.number, url=page.url, value=page.value, entries=self._entries
        )

    def count(self, answer: JsonAnswer) -> None:
        """Adds an answer to the report."""
        self._bytes += len(answer.body)
        self._milliseconds += answer.milliseconds
        self._status = answer.http_status

    def take(self, page: PageAddress, answer: JsonAnswer, fetched: FetchedPage | None) -> PageAddress | None:
        """Keeps a page; returns the one after it, or None if it was the last."""
        self._urls.add(page.url)
        if page.number > 1 and answer.http_status in self._definition.paging.end_status:
            return None
        if fetched is None or answer.outcome not in {RunOutcome.READ, RunOutcome.UNCHANGED}:
            if answer.outcome in INTERRUPTED and page.number > 1:
                self._place = self.place(page)
            self._keep(fetched)
            outcome = RunOutcome.NOT_JSON if answer.outcome is RunOutcome.READ else answer.outcome
            return self._end(page, outcome, answer.detail or "the body is empty")
        if fetched.fault:
            self._keep(fetched)
            return self._end(page, RunOutcome.NOT_JSON, fetched.fault)
        if answer.outcome is RunOutcome.UNCHANGED:
            self._keep(fetched)
            return None
        error = error_in(self._definition.records, fetched.document)
        if error:
            self._keep(fetched, f"the source reports: {error}")
            return self._end(page, RunOutcome.REFUSED, f"the source reports: {error}")
        return self._after(page, answer, fetched)

    def _after(self, page: PageAddress, answer: JsonAnswer, fetched: FetchedPage) -> PageAddress | None:
        entries = paging.entries(self._definition, fetched.document)
        if fetched.hash in self._seen:
            # A source that has nothing more may repeat an empty page with the cursor to ask it for news.
            return self._end(page, RunOutcome.PARTIAL, "repeats an earlier page") if entries else None
        self._seen.add(fetched.hash)
        self._entries += entries
        if entries or page.number == 1:
            self._keep(fetched)
        if self._entries > MAX_RECORDS:
            return self._end(page, RunOutcome.TOO_LARGE, f"more than {MAX_RECORDS} records")
        seen = Seen(
            body=fetched.document,
            entries=entries,
            entries_so_far=self._entries,
            link_next=answer.link_next,
        )
        try:
            following = paging.next_page(self._definition.paging, page, seen)
        except PagingFault as fault:
            return self._end(page, RunOutcome.PARTIAL, str(fault))
        if following is not None:
            # A source may write the caller's own key into its link to the next page.
            secrets = self._definition.requests[self._number].secret_query
            following = replace(following, url=paging.with_secrets(following.url, secrets))
        if following is not None and following.url in self._urls:
            return self._end(page, RunOutcome.PARTIAL, "leads to an earlier page") if entries else None
        if following is not None and page.number >= self._definition.paging.max_pages:
            return self._end(page, RunOutcome.PARTIAL, "there are more pages than max_pages")
        return following

    def _keep(self, fetched: FetchedPage | None, fault: str = "") -> None:
        if fetched is None:
            return
        if fault:
            fetched = replace(fetched, fault=fault)
        self.pages.append(fetched)

    def _end(self, page: PageAddress, outcome: RunOutcome, detail: str) -> PageAddress | None:
        """Ends the request; returns None, since no page follows."""
        self._outcome, self._detail = outcome, f"page {page.number}: {detail}" if page.number > 1 else detail
        return None

    def result(self) -> Fetched:
        """Returns the pages and the outcome of the request."""
        report = RequestReport(
            number=self._number,
            url=self._definition.requests[self._number].url,
            outcome=self._outcome,
            pages=len(self.pages) - self._carried,
            bytes=self._bytes,
            milliseconds=self._milliseconds,
            http_status=self._status,
            detail=self._detail,
        )
        return Fetched(pages=self.pages, report=report, place=self._place)
