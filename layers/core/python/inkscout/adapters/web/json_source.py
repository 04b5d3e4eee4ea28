"""Asks public JSON APIs, within the egress rule, robots.txt and the rate limits."""

import asyncio
import re
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from inkscout.adapters.web.fetch_outcomes import ending_of, failure_of
from inkscout.adapters.web.guarded_dial import Resolve, SocketFactory, open_socket, system_resolve
from inkscout.adapters.web.host_pacer import HostPacer, Sleep
from inkscout.adapters.web.http_exchange import TRANSPORT_ERRORS, Answer, Ask, HttpExchange
from inkscout.adapters.web.robots_gate import REDIRECTS, RobotsGate
from inkscout.domain.feed_run import RunOutcome
from inkscout.domain.page import FetchStatus
from inkscout.errors import BodyTooLarge, BodyUndecodable, EgressRefused
from inkscout.ports import Clock, StateStore
from inkscout.ports.feeds import JsonAnswer, JsonRequest
from inkscout.web.egress import Target, join
from inkscout.web.media import media_type
from inkscout.web.pace import Observation, RequestOutcome
from inkscout.web.policy import FetchPolicy
from inkscout.web.refusals import retry_after

ACCEPT = "application/json, application/*+json;q=0.9, */*;q=0.1"
_LINK_END = re.compile(r",(?=\s*<)")
_REL = re.compile(r';\s*rel\s*=\s*("[^"]*"|[^\s;,"]+)', re.IGNORECASE)
_TOO_MANY, _FORBIDDEN = 429, 403
_REMAINING, _RESET = "X-RateLimit-Remaining", "X-RateLimit-Reset"
_RESET_DIGITS = 10  # of a time in seconds since 1970; fewer are seconds from now
_FAULTS = (*TRANSPORT_ERRORS, BodyTooLarge, BodyUndecodable)


class HttpJsonSource:
    """Implements ``ports.feeds.JsonSource`` with aiohttp; an async context manager."""

    def __init__(
        self,
        policy: FetchPolicy,
        *,
        state_store: StateStore | None,
        clock: Clock,
        endpoints: Mapping[str, str] | None = None,
        resolve: Resolve = system_resolve,
        make_socket: SocketFactory = open_socket,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """Configures the source; connections are opened inside its context only.

        ``endpoints`` are origins that stand in for others, such as a stand-in of an API on this machine.
        """
        self._policy, self._clock = policy, clock
        self._endpoints = dict(endpoints or {})
        self._exchange = HttpExchange(policy, resolve=resolve, make_socket=make_socket)
        self._pacer = HostPacer(policy.pace, state_store=state_store, clock=clock, sleep=sleep)
        self._robots = RobotsGate(policy, self._exchange, self._pacer, clock)

    async def __aenter__(self) -> Self:
        """Opens the connection pool."""
        await self._exchange.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes every connection."""
        await self._robots.close()
        await self._exchange.__aexit__(kind, error, trace)

    async def get(self, request: JsonRequest) -> JsonAnswer:
        """Returns the answer; every failure is an answer whose outcome tells it."""
        try:
            return await self._follow(request)
        except (EgressRefused, *_FAULTS) as error:
            outcome, detail = _failed(error)
            return JsonAnswer(outcome=outcome, detail=detail)

    async def _follow(self, request: JsonRequest) -> JsonAnswer:
        first = target = self._policy.egress.check_url(self._elsewhere(request.url))
        for _ in range(self._policy.max_redirects + 1):
            if request.robots:
                rules = await self._robots.rules(target)
                if not rules.allows(target.url):
                    return _forbidden(rules.status, rules.detail)
            answer = await self._paced(request, target, is_first_host=target.origin == first.origin)
            if isinstance(answer, JsonAnswer):
                return answer
            target = self._policy.egress.check_url(join(target.url, answer))
        return JsonAnswer(
            outcome=RunOutcome.REFUSED, detail=f"more than {self._policy.max_redirects} redirects"
        )

    async def _paced(self, request: JsonRequest, target: Target, *, is_first_host: bool) -> JsonAnswer | str:
        """Returns the answer to one request within the rate limit, or the address that it redirects to."""
        lease = await self._pacer.acquire(target.host, request.seconds)
        if lease.refusal:
            outcome = RunOutcome.THROTTLED if lease.blocked else RunOutcome.UNAVAILABLE
            return JsonAnswer(outcome=outcome, detail=lease.refusal)
        # A secret is meant for the host that the definition names.
        headers = {**_conditions(request), **(request.headers if is_first_host else {}), "Accept": ACCEPT}
        seen = Observation(ending=RequestOutcome.ABANDONED)
        began = time.monotonic()
        try:
            ask = Ask(
                target=target,
                headers=headers,
                cap=request.max_bytes,
                seconds=request.seconds,
                keep_broken=True,
            )
            answer = await self._exchange.get(ask)
            seen = self._observed(answer, time.monotonic() - began)
        except _FAULTS as error:
            seen = Observation(ending=ending_of(error), latency=time.monotonic() - began)
            raise
        finally:
            await self._pacer.give_back(lease, seen)
        location = answer.headers.get("Location", "")
        if answer.status in REDIRECTS and location:
            return location.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        return self._judged(answer, round((time.monotonic() - began) * 1000))

    def _judged(self, answer: Answer, milliseconds: int) -> JsonAnswer:
        headers = answer.headers
        outcome, detail = _outcome_of(answer), ""
        if answer.status not in (200, 304):
            detail = f"HTTP {answer.status}"
        elif answer.broken is not None:
            outcome, detail = _failed(answer.broken)
        return JsonAnswer(
            outcome=outcome,
            body=answer.body,
            http_status=answer.status,
            media_type=media_type(headers.get("Content-Type", "")),
            etag=headers.get("ETag", ""),
            last_modified=headers.get("Last-Modified", ""),
            link_next=_next_link(", ".join(headers.getall("Link", ()))),
            retry_after=self._pause(answer),
            milliseconds=milliseconds,
            detail=detail,
        )

    def _observed(self, answer: Answer, latency: float) -> Observation:
        if answer.broken is not None:
            return Observation(ending=ending_of(answer.broken), latency=latency)
        ending, is_limited = RequestOutcome.GOOD, _is_limited(answer)
        if is_limited:
            ending = RequestOutcome.BLOCKED
        elif answer.status >= 500:
            ending = RequestOutcome.FAILED
        pause = self._pause(answer) if is_limited or answer.status == 503 else None
        return Observation(ending=ending, latency=latency, retry_after=pause)

    def _pause(self, answer: Answer) -> float | None:
        """Returns the seconds after which a source may be asked again; None if it names none.

        Besides ``Retry-After``, the time at which a used-up limit begins anew, as GitHub and others write it.
        """
        now = self._clock.now()
        pause = retry_after(answer.headers.get("Retry-After", ""), now)
        reset = answer.headers.get(_RESET, "").strip()
        if pause is None and _is_used_up(answer) and reset.isdecimal() and len(reset) <= _RESET_DIGITS:
            return max(0.0, float(reset) - now.timestamp()) if len(reset) == _RESET_DIGITS else float(reset)
        return pause

    def _elsewhere(self, url: str) -> str:
        for origin, endpoint in self._endpoints.items():
            if url == origin or url.startswith(f"{origin}/"):
                return endpoint + url.removeprefix(origin)
        return url


def _failed(error: BaseException) -> tuple[RunOutcome, str]:
    """Returns outcome and reason of a request without a complete answer."""
    if isinstance(error, EgressRefused):
        return RunOutcome.NOT_ALLOWED, str(error)
    if isinstance(error, BodyTooLarge):
        return RunOutcome.TOO_LARGE, str(error)
    if isinstance(error, BodyUndecodable):
        return RunOutcome.UNAVAILABLE, str(error)
    status, detail = failure_of(error)
    refused = status is FetchStatus.EGRESS_REFUSED
    return RunOutcome.NOT_ALLOWED if refused else RunOutcome.UNAVAILABLE, detail


def _outcome_of(answer: Answer) -> RunOutcome:
    status = answer.status
    if status == 200:
        return RunOutcome.READ
    if status == 304:
        return RunOutcome.UNCHANGED
    if _is_limited(answer):
        return RunOutcome.THROTTLED
    return RunOutcome.UNAVAILABLE if status >= 500 or status == 408 else RunOutcome.REFUSED


def _is_limited(answer: Answer) -> bool:
    """Whether an answer is about a rate limit; some sources write 403 for it, which is no refused key."""
    if answer.status == _FORBIDDEN:
        return "Retry-After" in answer.headers or _is_used_up(answer)
    return answer.status == _TOO_MANY


def _is_used_up(answer: Answer) -> bool:
    return answer.headers.get(_REMAINING, "").strip() == "0"


def _forbidden(status: FetchStatus, detail: str) -> JsonAnswer:
    if status is FetchStatus.UNREACHABLE:
        return JsonAnswer(outcome=RunOutcome.UNAVAILABLE, detail=detail)
    if status is FetchStatus.BLOCKED:
        return JsonAnswer(outcome=RunOutcome.THROTTLED, detail=detail)
    return JsonAnswer(outcome=RunOutcome.NOT_ALLOWED, detail=detail or "robots.txt forbids it")


def _conditions(request: JsonRequest) -> dict[str, str]:
    """Returns the headers of a conditional request (RFC 9110, section 13.1); omits invalid values."""
    wanted = {"If-None-Match": request.etag, "If-Modified-Since": request.last_modified}
    return {
        name: value for name, value in wanted.items() if value and value.isprintable() and value.isascii()
    }


def _next_link(header: str) -> str:
    """Returns the target of the link with the relation ``next`` (RFC 8288); empty if there is none."""
    for part in _LINK_END.split(header, 20):
        target, _, parameters = part.strip().partition(">")
        relations = {word for said in _REL.findall(parameters) for word in said.strip('"').lower().split()}
        if target.startswith("<") and "next" in relations:
            return target[1:]
    return ""
