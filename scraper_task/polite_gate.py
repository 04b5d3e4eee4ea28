"""Gate that applies the HTTP fetcher's rules to the browser: egress policy, robots.txt and crawl delay."""

import time
from dataclasses import replace

from inkscout.adapters.web.host_pacer import HostPacer, Lease
from inkscout.adapters.web.robots_gate import RobotsGate
from inkscout.domain.page import FetchStatus, Page
from inkscout.errors import EgressRefused
from inkscout.ports import Clock
from inkscout.web.pace import Observation, RequestOutcome
from inkscout.web.policy import FetchPolicy

_FAILED = frozenset({FetchStatus.UNREACHABLE, FetchStatus.TIMEOUT, FetchStatus.HTTP_ERROR})


class PoliteGate:
    """Gate of a browser session; shares robots.txt rules and crawl delays with the HTTP fetcher."""

    def __init__(
        self, policy: FetchPolicy, robots: RobotsGate, pacer: HostPacer, clock: Clock, seconds: float
    ) -> None:
        """Takes the shared policies, a clock, and the maximum seconds that a page may take."""
        self._policy, self._robots, self._pacer = policy, robots, pacer
        self._clock, self._seconds = clock, seconds
        self._lease: Lease | None = None
        self._began = 0.0
        self._crawl_delay: float | None = None

    async def enter(self, url: str) -> Page | None:
        """Waits for the host's turn and returns None; returns a page with the refusal for a forbidden URL."""
        try:
            target = self._policy.egress.check_url(url)
        except EgressRefused as refused:
            return self._refusal(url, FetchStatus.EGRESS_REFUSED, str(refused))
        rules = await self._robots.rules(target)
        if not rules.allows(target.url):
            return self._refusal(url, rules.status, rules.detail or "robots.txt forbids it")
        lease = await self._pacer.acquire(target.host, self._seconds)
        if lease.refusal:
            status = FetchStatus.BLOCKED if lease.blocked else FetchStatus.UNREACHABLE
            return self._refusal(url, status, lease.refusal)
        self._lease, self._began, self._crawl_delay = lease, time.monotonic(), rules.crawl_delay
        return None

    async def leave(self, url: str, page: Page) -> Page:
        """Ends the host's turn; returns the page, or a refusal if it redirected to a forbidden URL."""
        latency = min(time.monotonic() - self._began, 1.0)
        await self._give_back(
            Observation(ending=_ending(page), latency=latency, crawl_delay=self._crawl_delay)
        )
        if page.status is not FetchStatus.OK or page.final_url == url:
            return page
        return await self._judge_redirect(page)

    async def abandon(self) -> None:
        """Ends the turn of an interrupted visit, which does not count as a failure of the host."""
        await self._give_back(Observation(ending=RequestOutcome.ABANDONED))

    async def _give_back(self, seen: Observation) -> None:
        lease, self._lease = self._lease, None
        if lease is not None:
            await self._pacer.give_back(lease, seen)

    async def _judge_redirect(self, page: Page) -> Page:
        try:
            target = self._policy.egress.check_url(page.final_url)
        except EgressRefused as refused:
            return replace(page, status=FetchStatus.EGRESS_REFUSED, html="", detail=str(refused))
        rules = await self._robots.rules(target)
        if rules.allows(target.url):
            return page
        return replace(page, status=rules.status, html="", detail=rules.detail or "robots.txt forbids it")

    def _refusal(self, url: str, status: FetchStatus, detail: str) -> Page:
        return Page(
            url=url,
            final_url=url,
            status=status,
            fetched_at=self._clock.now(),
            rendered=True,
            detail=detail,
        )


def _ending(page: Page) -> RequestOutcome:
    if page.status is FetchStatus.BLOCKED:
        return RequestOutcome.BLOCKED
    if page.status in _FAILED and (page.http_status == 0 or page.http_status >= 500):
        return RequestOutcome.FAILED
    return RequestOutcome.GOOD
