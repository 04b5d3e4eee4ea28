"""Rules of robots.txt by origin: fetched once, cached for at most 24 hours, checked before every page."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass

from inkscout.adapters.web.fetch_outcomes import ending_of, failure_of
from inkscout.adapters.web.host_pacer import HostPacer
from inkscout.adapters.web.http_exchange import TRANSPORT_ERRORS, Answer, Ask, HttpExchange
from inkscout.domain.page import FetchStatus
from inkscout.errors import BodyUndecodable, EgressRefused
from inkscout.ports import Clock
from inkscout.web import robots
from inkscout.web.egress import Target, join
from inkscout.web.pace import Observation, RequestOutcome
from inkscout.web.policy import PRODUCT_TOKEN, FetchPolicy
from inkscout.web.refusals import retry_after
from inkscout.web.robots import Robots

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_ORIGINS = 5_000


@dataclass(slots=True)
class _KeptRules:
    rules: Robots
    until: float


class RobotsGate:
    """Provides the rules of origins (RFC 9309); requests for them obey the rate limit too."""

    def __init__(self, policy: FetchPolicy, exchange: HttpExchange, pacer: HostPacer, clock: Clock) -> None:
        self._policy = policy
        self._exchange = exchange
        self._pacer = pacer
        self._clock = clock
        self._kept: OrderedDict[str, _KeptRules] = OrderedDict()
        self._under_way: dict[str, asyncio.Task[Robots]] = {}

    async def rules(self, target: Target) -> Robots:
        """Returns the rules that apply to a URL's origin, fetched if they are not cached; never raises."""
        kept = self._kept.get(target.origin)
        if kept is not None and kept.until > self._now():
            return kept.rules
        task = self._under_way.get(target.origin)
        if task is None:
            task = asyncio.create_task(self._ask(target))
            self._under_way[target.origin] = task
            task.add_done_callback(lambda _: self._under_way.pop(target.origin, None))
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Cancels requests in progress."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _ask(self, target: Target) -> Robots:
        rules = await self._follow(target)
        trusted = rules.basis is not robots.RobotsBasis.UNREACHABLE
        seconds = self._policy.robots_ttl_seconds if trusted else self._policy.robots_retry_seconds
        self._kept[target.origin] = _KeptRules(rules, self._now() + min(seconds, robots.MAX_SECONDS))
        if len(self._kept) > _MAX_ORIGINS:
            self._kept.popitem(last=False)
        return rules

    async def _follow(self, target: Target) -> Robots:
        """Returns the rules of robots.txt after at most five redirects, each checked by the egress rule."""
        url, base = f"{target.origin}/robots.txt", target.url
        for _ in range(robots.MAX_REDIRECTS + 1):
            try:
                hop = self._policy.egress.check_url(join(base, url))
                answer = await self._paced_get(hop)
            except EgressRefused as refused:
                return robots.unreachable(f"robots.txt: {refused}")
            except _NotAnswered as failed:
                return robots.unreachable(str(failed), failed.status)
            location = answer.headers.get("Location", "")
            if answer.status not in REDIRECTS or not location:
                status = 404 if answer.status in REDIRECTS else answer.status
                return robots.from_response(status, answer.body, PRODUCT_TOKEN)
            url, base = location, hop.url
        return robots.absent("robots.txt: more than five redirects")

    async def _paced_get(self, hop: Target) -> Answer:
        lease = await self._pacer.acquire(hop.host, self._policy.timeout_seconds)
        if lease.refusal:
            status = FetchStatus.BLOCKED if lease.blocked else FetchStatus.UNREACHABLE
            raise _NotAnswered(f"robots.txt: {lease.refusal}", status)
        seen = Observation(ending=RequestOutcome.ABANDONED)
        began = asyncio.get_running_loop().time()
        try:
            answer = await self._exchange.get(Ask(target=hop, cap=robots.MAX_BYTES + 1, truncate=True))
            latency = asyncio.get_running_loop().time() - began
            seen = _observed(answer, latency, self._clock)
        except (*TRANSPORT_ERRORS, BodyUndecodable) as error:
            seen = Observation(ending=ending_of(error))
            status, detail = failure_of(error)
            raise _NotAnswered(f"robots.txt: {detail}", status) from error
        finally:
            await self._pacer.give_back(lease, seen)
        return answer

    def _now(self) -> float:
        return self._clock.now().timestamp()


class _NotAnswered(Exception):
    """robots.txt could not be fetched; ``status`` is the resulting status of pages of that origin."""

    def __init__(self, detail: str, status: FetchStatus) -> None:
        super().__init__(detail)
        self.status = status


def _observed(answer: Answer, latency: float, clock: Clock) -> Observation:
    pause = None
    ending = RequestOutcome.GOOD
    if answer.status == 429:
        ending = RequestOutcome.BLOCKED
    elif answer.status >= 500:
        ending = RequestOutcome.FAILED
    if answer.status in (429, 503):
        pause = retry_after(answer.headers.get("Retry-After", ""), clock.now())
    return Observation(ending=ending, latency=latency, retry_after=pause)
