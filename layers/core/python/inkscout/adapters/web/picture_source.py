"""Downloads pictures of portfolios within the egress rule, robots.txt, rate limits and the host's wishes."""

import asyncio
from dataclasses import replace

from inkscout.adapters.web.fetch_outcomes import ending_of
from inkscout.adapters.web.guarded_dial import Resolve, SocketFactory, open_socket, system_resolve
from inkscout.adapters.web.host_pacer import HostPacer
from inkscout.adapters.web.http_exchange import TRANSPORT_ERRORS, Answer, Ask, HttpExchange
from inkscout.adapters.web.robots_gate import REDIRECTS, RobotsGate
from inkscout.errors import BodyTooLarge, BodyUndecodable, EgressRefused, PictureBusy, PictureRefused
from inkscout.ports import Clock, StateStore
from inkscout.web.egress import Target, join
from inkscout.web.media import forbids_pictures
from inkscout.web.pace import Observation, RequestOutcome
from inkscout.web.policy import PRODUCT_TOKEN, FetchPolicy
from inkscout.web.refusals import retry_after

MOST_BYTES = 8 * 1024 * 1024
_REFUSED = frozenset({400, 401, 402, 403, 404, 405, 406, 410, 415, 451})
_SHOWN_ELSEWHERE = frozenset({"", "cross-origin"})
_BUSY = frozenset({429, 500, 502, 503, 504})


class GuardedPictureSource:
    """Implements ``ports.pictures.PictureSource``; each picture is one visit with connections of its own."""

    def __init__(
        self,
        policy: FetchPolicy,
        *,
        state_store: StateStore | None,
        clock: Clock,
        resolve: Resolve = system_resolve,
        make_socket: SocketFactory = open_socket,
    ) -> None:
        """Configures the source.

        Args:
            policy: Permitted destinations, limits and rate limits.
            state_store: Shares rate limits between instances; None keeps them in this process.
            clock: Time of day, for the rate limits.
            resolve: Returns a name's addresses, before they are checked.
            make_socket: Opens a socket for an address that was checked.
        """
        self._policy, self._state_store, self._clock = policy, state_store, clock
        self._resolve, self._make_socket = resolve, make_socket

    def fetch(self, url: str) -> bytes:
        """Returns the file.

        Raises:
            PictureRefused: the website or a rule forbids it, or it is too large.
            PictureBusy: the website did not answer, or has to be left alone for a while.
        """
        try:
            return asyncio.run(self._fetch(url))
        except (EgressRefused, BodyTooLarge, BodyUndecodable) as error:
            raise PictureRefused(str(error)) from error
        except TRANSPORT_ERRORS as error:
            raise PictureBusy(f"no answer: {type(error).__name__}") from error

    async def _fetch(self, url: str) -> bytes:
        exchange = HttpExchange(self._policy, resolve=self._resolve, make_socket=self._make_socket)
        pacer = HostPacer(
            self._policy.pace, state_store=self._state_store, clock=self._clock, sleep=asyncio.sleep
        )
        gate = RobotsGate(self._policy, exchange, pacer, self._clock)
        async with exchange:
            try:
                for _ in range(self._policy.max_redirects + 1):
                    target = self._policy.egress.check_url(url)
                    rules = await gate.rules(target)
                    if not rules.allows(target.url):
                        raise PictureRefused(rules.detail or "robots.txt forbids it")
                    answer = await self._ask(exchange, pacer, target)
                    location = answer.headers.get("Location", "")
                    if answer.status not in REDIRECTS or not location:
                        return _judged(answer)
                    url = join(
                        target.url, location.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
                    )
            finally:
                await gate.close()
        raise PictureRefused("too many redirects")

    async def _ask(self, exchange: HttpExchange, pacer: HostPacer, target: Target) -> Answer:
        """Sends one request when it is its turn at the host."""
        lease = await pacer.acquire(target.host, self._policy.timeout_seconds)
        if lease.refusal:
            raise PictureBusy(lease.refusal)
        seen = Observation(ending=RequestOutcome.ABANDONED)
        try:
            answer = await exchange.get(
                Ask(target=target, headers=_ACCEPT, cap=MOST_BYTES, wants=_is_picture)
            )
            pause = retry_after(answer.headers.get("Retry-After", ""), self._clock.now())
            ending = RequestOutcome.FAILED if answer.status in _BUSY else RequestOutcome.GOOD
            seen = Observation(ending=ending, retry_after=pause if answer.status in _BUSY else None)
        except TRANSPORT_ERRORS as error:
            seen = replace(seen, ending=ending_of(error))
            raise
        finally:
            await pacer.give_back(lease, seen)
        return answer


_ACCEPT = {"Accept": "image/avif,image/webp,image/png,image/jpeg,image/gif;q=0.8"}


def _is_picture(status: int, kind: str) -> bool:
    return status == 200 and (kind.startswith("image/") or kind == "application/octet-stream")


def _judged(answer: Answer) -> bytes:
    """Returns the body of an answer whose headers let it be shown elsewhere."""
    if answer.status != 200:
        refused = answer.status in _REFUSED or answer.status not in _BUSY
        raise (PictureRefused if refused else PictureBusy)(f"HTTP {answer.status}")
    headers = answer.headers
    if forbids_pictures(",".join(headers.getall("X-Robots-Tag", ())), PRODUCT_TOKEN):
        raise PictureRefused("X-Robots-Tag forbids it")
    if "no-store" in headers.get("Cache-Control", "").lower():
        raise PictureRefused("Cache-Control forbids copies")
    if headers.get("Cross-Origin-Resource-Policy", "").strip().lower() not in _SHOWN_ELSEWHERE:
        raise PictureRefused("Cross-Origin-Resource-Policy keeps it on its own site")
    if not answer.body:
        raise PictureRefused("the file is no picture")
    return answer.body
