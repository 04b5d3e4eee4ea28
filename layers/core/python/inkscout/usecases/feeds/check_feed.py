"""Checks a definition against its source, or against a saved answer; stores nothing."""

from dataclasses import dataclass
from datetime import datetime

from inkscout.domain.feed_run import RunOutcome
from inkscout.errors import InvalidInput
from inkscout.feeds import json_text, paging
from inkscout.feeds.definition import Definition
from inkscout.feeds.report import FeedReport, report
from inkscout.feeds.requests import SECRET
from inkscout.ports.feeds import JsonAnswer, JsonRequest, JsonSource


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRequest:
    """Answer to one request of a definition, and what the definition makes of it; None if it is unusable."""

    url: str
    answer: JsonAnswer
    report: FeedReport | None
    detail: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether a run would store nothing of this request."""
        return self.report is None or self.report.is_refused


async def check_feed(definition: Definition, source: JsonSource, *, now: datetime) -> list[CheckedRequest]:
    """Asks each request of a definition for its first page; returns what came, and what it would make of it.

    Raises:
        InvalidInput: a request needs a secret, which only the platform may read.
    """
    if definition.secrets:
        raise InvalidInput("the definition needs a secret; save an answer and check that with --from")
    checked = []
    for number, request in enumerate(definition.requests):
        page = paging.first_page(definition, request, "")
        wanted = JsonRequest(
            url=page.url,
            headers={name: value for name, value in request.headers.items() if not value.startswith(SECRET)},
            seconds=request.seconds,
            max_bytes=request.body_limit,
            robots=request.robots,
        )
        answer = await source.get(wanted)
        checked.append(_checked(definition, number, page.url, answer, now))
    return checked


def check_saved(definition: Definition, body: bytes, *, now: datetime) -> CheckedRequest:
    """Returns what a definition makes of a saved answer to its first request."""
    answer = JsonAnswer(outcome=RunOutcome.READ, body=body, http_status=200)
    return _checked(definition, 0, definition.requests[0].url, answer, now)


def _checked(
    definition: Definition, number: int, url: str, answer: JsonAnswer, now: datetime
) -> CheckedRequest:
    if answer.outcome is not RunOutcome.READ:
        return CheckedRequest(url=url, answer=answer, report=None, detail=answer.detail)
    try:
        document = json_text.read(answer.body)
    except json_text.NotJson as fault:
        return CheckedRequest(url=url, answer=answer, report=None, detail=str(fault))
    made = report(definition, document, request=number, now=now)
    return CheckedRequest(url=url, answer=answer, report=made, detail=made.detail)
