"""Fetches pages of websites over HTTP, within the egress rule, robots.txt, rate limits and size limits."""

import asyncio
import hashlib
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self

from inkscout.adapters.web.fetch_outcomes import ending_of, failure_of, status_of
from inkscout.adapters.web.guarded_dial import Resolve, SocketFactory, open_socket, system_resolve
from inkscout.adapters.web.host_pacer import HostPacer, Lease, Sleep
from inkscout.adapters.web.http_exchange import TRANSPORT_ERRORS, Answer, Ask, HttpExchange
from inkscout.adapters.web.robots_gate import REDIRECTS, RobotsGate
from inkscout.domain.page import FetchStatus, Page
from inkscout.errors import EgressRefused, InkscoutError
from inkscout.ports import Clock, StateStore, Stopwatch
from inkscout.web.charset import decode
from inkscout.web.decoding import decoder
from inkscout.web.egress import Target, join
from inkscout.web.media import (
    GZIP_MAGIC,
    GZIP_TYPES,
    HTML_TYPES,
    MAX_PART_BYTES,
    PART_TYPES,
    asks_noindex,
    is_part,
    is_readable,
    may_be_readable,
    media_type,
    refresh_target,
)
from inkscout.web.pace import Observation, RequestOutcome
from inkscout.web.policy import PRODUCT_TOKEN, FetchPolicy
from inkscout.web.refusals import retry_after, why_blocked
from inkscout.web.robots import Robots, RobotsBasis

_PACKED = ".xml.gz"
_COOKIES = 20
_COOKIE_BYTES = 4096


@dataclass(slots=True)
class _Fetch:
    """Progress of one call of ``fetch``; ``spent`` counts seconds of requests, without waiting for turns."""

    url: str
    final_url: str
    spent: float = 0.0
    http_status: int = 0
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)


class HttpFetcher:
    """Implements ``ports.Fetcher`` with aiohttp; an async context manager, one per process."""

    def __init__(
        self,
        policy: FetchPolicy,
        *,
        state_store: StateStore | None,
        clock: Clock,
        resolve: Resolve = system_resolve,
        make_socket: SocketFactory = open_socket,
        sleep: Sleep = asyncio.sleep,
        stopwatch: Stopwatch | None = None,
        websites: Collection[str] = (),
    ) -> None:
        """Configures the fetcher; connections are opened inside its context only.

        Args:
            policy: Permitted destinations, limits and rate limits.
            state_store: Shares rate limits between workers; None keeps them in this process.
            clock: Time of day, for the rate limits and ``fetched_at``.
            resolve: Returns a name's addresses, before they are checked.
            make_socket: Opens a socket for an address that was checked.
            sleep: Waits for a turn.
            stopwatch: Counts pauses of this process; None if they are not measured.
            websites: URLs of websites that will be visited, whose rate limits are read in one request.
        """
        self._policy = policy
        self._clock = clock
        self._websites = websites
        self._exchange = HttpExchange(policy, resolve=resolve, make_socket=make_socket, stopwatch=stopwatch)
        self.pacer = HostPacer(policy.pace, state_store=state_store, clock=clock, sleep=sleep)
        self.robots = RobotsGate(policy, self._exchange, self.pacer, clock)

    async def __aenter__(self) -> Self:
        """Opens the connection pool."""
        await self._exchange.__aenter__()
        await self.pacer.expect(self._hosts())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes every connection."""
        await self.robots.close()
        await self.pacer.close()
        await self._exchange.__aexit__(kind, error, trace)

    async def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Page:
        """Returns one page; every failure is a ``Page`` whose status tells it, never an exception."""
        visit = _Fetch(url, url)
        conditions = _conditions(etag, last_modified)
        try:
            return await self._follow(visit, conditions)
        except EgressRefused as refused:
            return self._ended(visit, FetchStatus.EGRESS_REFUSED, str(refused))
        except (*TRANSPORT_ERRORS, InkscoutError) as error:
            status, detail = failure_of(error)
            return self._ended(visit, status, detail)

    def _hosts(self) -> Iterator[str]:
        """Yields the hosts of the websites that will be visited, but those that may not be."""
        for url in self._websites:
            with suppress(EgressRefused):
                yield self._policy.egress.check_url(url).host

    async def _follow(self, visit: _Fetch, conditions: dict[str, str]) -> Page:
        url = visit.url
        for _ in range(self._policy.max_redirects + 1):
            target = self._policy.egress.check_url(url)
            visit.final_url = target.url
            rules = await self.robots.rules(target)
            if target.url == f"{target.origin}/robots.txt":
                return self._robots_page(visit, rules)
            if not rules.allows(target.url):
                return self._ended(visit, rules.status, rules.detail or "robots.txt forbids it")
            page, location = await self._hop(visit, target, rules, conditions)
            if page is not None:
                return page
            url = join(target.url, location)
        return self._ended(
            visit, FetchStatus.TOO_MANY_REDIRECTS, f"more than {self._policy.max_redirects} redirects"
        )

    async def _hop(
        self, visit: _Fetch, target: Target, rules: Robots, conditions: dict[str, str]
    ) -> tuple[Page | None, str]:
        """Sends one request within the rate limit; returns the page, or None and the redirect's target."""
        lease = await self.pacer.acquire(target.host, self._policy.timeout_seconds)
        if lease.refusal:
            status = FetchStatus.BLOCKED if lease.blocked else FetchStatus.UNREACHABLE
            return self._ended(visit, status, lease.refusal), ""
        seen = Observation(ending=RequestOutcome.ABANDONED)
        spent_before = visit.spent
        try:
            answer = await self._ask(visit, target, conditions)
            page, location = self._understand(visit, answer)
            seen = self._observation(answer, page, visit.spent - spent_before)
        except (*TRANSPORT_ERRORS, InkscoutError) as error:
            seen = Observation(ending=ending_of(error), latency=visit.spent - spent_before)
            raise
        finally:
            await self._give_back(lease, seen, rules)
        return page, location

    async def _ask(self, visit: _Fetch, target: Target, conditions: dict[str, str]) -> Answer:
        headers = {**conditions, **_cookie_header(visit, target)}
        wants, cap = _wants_body, None
        if target.url.endswith(_PACKED):
            wants = _wants_packed
        elif is_part(target.url):
            wants, cap = _wants_part, min(MAX_PART_BYTES, self._policy.max_body_bytes)
        began = asyncio.get_running_loop().time()
        try:
            answer = await self._exchange.get(Ask(target=target, headers=headers, wants=wants, cap=cap))
        finally:
            visit.spent += asyncio.get_running_loop().time() - began
        visit.http_status = answer.status
        _keep_cookies(visit, target, answer)
        return answer

    async def _give_back(self, lease: Lease, seen: Observation, rules: Robots) -> None:
        if rules.crawl_delay is not None:
            seen = replace(seen, crawl_delay=rules.crawl_delay)
        await self.pacer.give_back(lease, seen)

    def _understand(self, visit: _Fetch, answer: Answer) -> tuple[Page | None, str]:
        """Returns the page, or None and the URL to which the response or its markup redirects."""
        location = answer.headers.get("Location", "")
        if answer.status in REDIRECTS and location:
            return None, location.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        page = self._judge(visit, answer)
        elsewhere = refresh_target(page.html) if page.content_type in HTML_TYPES else ""
        if elsewhere and join(visit.final_url, elsewhere).partition("#")[0] != visit.final_url:
            return None, elsewhere
        return page, ""

    def _judge(self, visit: _Fetch, answer: Answer) -> Page:
        """Returns the page for a response, whatever its status."""
        if answer.status == 304:
            return self._ended(visit, FetchStatus.NOT_MODIFIED, "", answer)
        content_type = answer.headers.get("Content-Type", "")
        kind = media_type(content_type)
        if visit.final_url.endswith(_PACKED) and answer.body.startswith(GZIP_MAGIC):
            content_type = kind = "application/xml"
            answer = replace(answer, body=self._unpacked(answer.body))
        readable = is_readable(kind, answer.body, visit.final_url)
        html = decode(answer.body, content_type) if readable else ""
        is_page = kind not in PART_TYPES  # a program may speak of a challenge without being one
        blocked = why_blocked(answer.status, answer.headers, html if is_page else "")
        if blocked:
            return self._ended(visit, FetchStatus.BLOCKED, blocked, answer)
        status = status_of(answer.status)
        if status is not FetchStatus.OK:
            return self._ended(visit, status, f"HTTP {answer.status}", answer)
        if not may_be_readable(kind, visit.final_url) or (answer.body and not readable):
            return self._ended(
                visit, FetchStatus.NOT_HTML, f"the media type is {kind[:60] or 'not told'}", answer
            )
        return self._page(visit, answer, kind, html)

    def _unpacked(self, body: bytes) -> bytes:
        """Decompresses a sitemap that is stored as a gzip file, up to the policy's maximum body size."""
        undo = decoder("gzip", self._policy.max_body_bytes)
        undo.feed(body)
        return undo.finish()

    def _page(self, visit: _Fetch, answer: Answer, kind: str, html: str) -> Page:
        headers = answer.headers
        return Page(
            url=visit.url,
            final_url=visit.final_url,
            status=FetchStatus.OK,
            http_status=answer.status,
            html=html,
            content_type=kind,
            fetched_at=self._clock.now(),
            content_hash=hashlib.sha256(answer.body).hexdigest(),
            etag=headers.get("ETag", ""),
            last_modified=headers.get("Last-Modified", ""),
            noindex=asks_noindex(",".join(headers.getall("X-Robots-Tag", ())), html, PRODUCT_TOKEN),
            elapsed_ms=visit.spent * 1000,
            size=len(answer.body),
        )

    def _ended(self, visit: _Fetch, status: FetchStatus, detail: str, answer: Answer | None = None) -> Page:
        headers = answer.headers if answer is not None else {}
        return Page(
            url=visit.url,
            final_url=visit.final_url,
            status=status,
            http_status=visit.http_status,
            content_type=media_type(headers.get("Content-Type", "")),
            fetched_at=self._clock.now(),
            etag=headers.get("ETag", ""),
            last_modified=headers.get("Last-Modified", ""),
            elapsed_ms=visit.spent * 1000,
            detail=detail,
        )

    def _robots_page(self, visit: _Fetch, rules: Robots) -> Page:
        """Returns robots.txt as a page, from the rules that were already fetched."""
        if rules.basis is not RobotsBasis.RULES:
            absent = rules.basis is RobotsBasis.ABSENT
            return self._ended(visit, FetchStatus.NOT_FOUND if absent else rules.status, rules.detail)
        body = rules.text.encode()
        return Page(
            url=visit.url,
            final_url=visit.final_url,
            status=FetchStatus.OK,
            http_status=200,
            html=rules.text,
            content_type="text/plain",
            fetched_at=self._clock.now(),
            content_hash=hashlib.sha256(body).hexdigest(),
            elapsed_ms=visit.spent * 1000,
            size=len(body),
        )

    def _observation(self, answer: Answer, page: Page | None, latency: float) -> Observation:
        pause = None
        if answer.status in (429, 503) or "Retry-After" in answer.headers:
            pause = retry_after(answer.headers.get("Retry-After", ""), self._clock.now())
        ending = RequestOutcome.GOOD
        if page is not None and page.status is FetchStatus.BLOCKED:
            ending = RequestOutcome.BLOCKED
        elif answer.status >= 500:
            ending = RequestOutcome.FAILED
        return Observation(ending=ending, latency=latency, retry_after=pause)


def _wants_body(status: int, kind: str) -> bool:
    """Whether to download a body: that of a page, or of a refusal, which may contain a bot challenge."""
    return may_be_readable(kind) and status not in REDIRECTS and status != 304


def _wants_packed(status: int, kind: str) -> bool:
    """Whether to download a body that may be a sitemap in a gzip file (sitemaps.org)."""
    return _wants_body(status, kind) or (kind in GZIP_TYPES and status not in REDIRECTS and status != 304)


def _wants_part(status: int, kind: str) -> bool:
    """Whether to download a body that may be a script or data that a page loads."""
    return _wants_body(status, kind) or (kind in PART_TYPES and status not in REDIRECTS and status != 304)


def _conditions(etag: str, last_modified: str) -> dict[str, str]:
    """Returns the headers of a conditional request (RFC 9110, section 13.1); omits invalid values."""
    wanted = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {
        name: value for name, value in wanted.items() if value and value.isprintable() and value.isascii()
    }


def _keep_cookies(visit: _Fetch, target: Target, answer: Answer) -> None:
    """Stores the cookies of a redirect for the requests that follow it, and no longer.

    This is enough for a site that sets a cookie and redirects to the same page.
    """
    if answer.status not in REDIRECTS:
        return
    jar = visit.cookies.setdefault(f"{target.scheme}://{target.host}", {})
    for line in answer.headers.getall("Set-Cookie", ()):
        name, _, value = line.partition(";")[0].partition("=")
        if name.strip() and len(line) <= _COOKIE_BYTES and len(jar) < _COOKIES and line.isprintable():
            jar[name.strip()] = value.strip()


def _cookie_header(visit: _Fetch, target: Target) -> dict[str, str]:
    jar = visit.cookies.get(f"{target.scheme}://{target.host}")
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items())} if jar else {}
