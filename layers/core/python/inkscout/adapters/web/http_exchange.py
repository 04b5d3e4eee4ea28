"""Sends one HTTP request and reads its response: no redirects, a limited body, only checked addresses."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp.client_proto import ResponseHandler
from multidict import CIMultiDictProxy
from yarl import URL

from inkscout.adapters.web.guarded_dial import (
    GuardedResolver,
    Resolve,
    SocketFactory,
    TrustedResolver,
    guarded_socket_factory,
    open_socket,
    system_resolve,
)
from inkscout.adapters.web.upstream_proxies import ProxyPool, UpstreamProxy
from inkscout.errors import BodyTooLarge, BodyUndecodable
from inkscout.ports import Stopwatch
from inkscout.web.decoding import ACCEPT_ENCODING, decoder, most_on_the_wire
from inkscout.web.egress import Target
from inkscout.web.media import media_type
from inkscout.web.policy import FetchPolicy

ACCEPT = "text/html,application/xhtml+xml;q=0.9,application/xml;q=0.8,text/plain;q=0.7,*/*;q=0.1"
_PROXY_FAULTS = (aiohttp.ClientProxyConnectionError, aiohttp.ClientHttpProxyError)
# Status of the proxy itself; a website has no use for 407.
_PROXY_STATUS = 407
_SHORT_BODY = 8_192
_PROMPT_BYTES = 512 * 1024
"""Bytes of a response that are read without a pause; few pages have more."""
_PAUSE_TIMES = 9.0
"""Length of a pause as a multiple of the work before it: large responses share a tenth of the loop's time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One GET request.

    Attributes:
        target: Destination that the egress rule has permitted.
        headers: Additional request headers.
        cap: Maximum number of decoded bytes; None for the policy's.
        truncate: Whether to cut the body at the cap instead of raising.
        keep_broken: Whether to return what arrived of a body that ended early, instead of raising.
        wants: Called with status and media type; False skips the body.
        seconds: Time limit for the whole exchange; None for the policy's.
    """

    target: Target
    headers: Mapping[str, str] | None = None
    cap: int | None = None
    truncate: bool = False
    keep_broken: bool = False
    wants: Callable[[int, str], bool] | None = None
    seconds: float | None = None


@dataclass(slots=True)
class Answer:
    """A response; ``truncated`` if the body was cut at the cap, ``broken`` says why it ended early."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes
    truncated: bool = False
    broken: Exception | None = None


@dataclass(slots=True)
class _WireMeter:
    """Counts the bytes that one response takes on the wire: head, body, chunk framing and trailers."""

    limit: int
    received: int = 0

    @property
    def is_passed(self) -> bool:
        return self.received > self.limit

    def error(self) -> BodyTooLarge:
        return BodyTooLarge(f"the response takes more than {self.limit} bytes on the wire")


_METER: ContextVar[_WireMeter | None] = ContextVar("wire meter", default=None)


class _SlowLane:
    """Share of the event loop's time that large responses have together.

    Parsing a response takes time in which no other one is read, up to 0.1 s for each megabyte. What follows
    the first bytes of a response is therefore read with pauses.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._free_at = 0.0

    def pause_after(self, seconds: float) -> float:
        """Returns how long to read nothing of a large response after ``seconds`` of work on it."""
        now = self._loop.time()
        self._free_at = max(self._free_at, now) + seconds * _PAUSE_TIMES
        return self._free_at - now


class _MeteredHandler(ResponseHandler):
    """Connection of aiohttp that is closed when a response exceeds its limit of bytes on the wire.

    Otherwise what does not become part of a body would be read without limit: chunk extensions, interim
    responses, and content codings that decode to nothing. A large response is read with pauses.
    """

    __slots__ = ("_is_pausing", "_lane", "_meter")

    def __init__(self, loop: asyncio.AbstractEventLoop, lane: _SlowLane) -> None:
        super().__init__(loop=loop)
        self._lane = lane
        self._is_pausing = False

    def set_response_params(self, **params: Any) -> None:  # noqa: ANN401 - handed on as they come
        """Starts a response with the meter of the task that sent the request."""
        self._meter = _METER.get()
        super().set_response_params(**params)

    def data_received(self, data: bytes) -> None:
        """Counts bytes and passes them on while they are within the limit."""
        meter = getattr(self, "_meter", None)
        if meter is not None:
            meter.received += len(data)
            if meter.is_passed:
                if self.transport is not None:
                    self.transport.abort()
                return
        began = self._loop.time()
        super().data_received(data)
        if meter is not None and meter.received > _PROMPT_BYTES:
            self._pause(self._lane.pause_after(self._loop.time() - began))

    def _pause(self, seconds: float) -> None:
        if self.transport is None or self._is_pausing:
            return
        self.transport.pause_reading()
        self._is_pausing = True
        self._loop.call_later(seconds, self._end_pause)

    def _end_pause(self) -> None:
        self._is_pausing = False
        if not self._reading_paused and not self._buffer_paused:
            self._resume_transport_reading()

    def _resume_transport_reading(self) -> None:
        """Lets the socket be read again, unless a pause of this response is under way."""
        if not self._is_pausing:
            super()._resume_transport_reading()


def _metered_handler(loop: asyncio.AbstractEventLoop, lane: _SlowLane) -> ResponseHandler:
    return _MeteredHandler(loop, lane)


class HttpExchange:
    """A pooled HTTP client that connects only to public addresses, or to the configured proxies."""

    def __init__(
        self,
        policy: FetchPolicy,
        *,
        resolve: Resolve = system_resolve,
        make_socket: SocketFactory = open_socket,
        stopwatch: Stopwatch | None = None,
    ) -> None:
        """Takes the policy, and functions that resolve names and open sockets.

        ``stopwatch`` counts pauses of this process; a request that failed during one is repeated once.
        """
        self._stopwatch = stopwatch
        self._policy = policy
        self._resolve = resolve
        self._make_socket = make_socket
        self.proxies = ProxyPool(policy.proxies)
        self._session: aiohttp.ClientSession | None = None
        self._headers = {
            "User-Agent": policy.user_agent,
            "Accept": ACCEPT,
            "Accept-Encoding": ACCEPT_ENCODING,
            "Accept-Language": "en;q=0.8,*;q=0.5",
        }

    async def __aenter__(self) -> Self:
        """Opens the connection pool."""
        self._session = self._open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def get(self, ask: Ask) -> Answer:
        """Returns the response to one GET request.

        Raises:
            BodyTooLarge, BodyUndecodable: the body exceeded its limits or cannot be decoded.
            OSError, aiohttp.ClientError, TimeoutError, ValueError: no complete response arrived.
        """
        before = self._pauses()
        try:
            return await self._get(ask)
        except TRANSPORT_ERRORS:
            if self._pauses() == before:
                raise
        return await self._get(ask)

    def _pauses(self) -> int:
        return self._stopwatch.pauses if self._stopwatch is not None else 0

    async def _get(self, ask: Ask) -> Answer:
        proxy = self.proxies.choose(ask.target.host)
        if proxy is None:
            return await self._send(ask, None)
        try:
            return await self._through(proxy, ask)
        except _PROXY_FAULTS:
            another = self.proxies.choose(ask.target.host, avoid=proxy)
            if another is None or another is proxy:
                raise
            return await self._through(another, ask)

    async def _through(self, proxy: UpstreamProxy, ask: Ask) -> Answer:
        try:
            answer = await self._send(ask, proxy)
        except _PROXY_FAULTS:
            self.proxies.failed(proxy)
            raise
        self.proxies.succeeded(proxy)
        return answer

    async def _send(self, ask: Ask, proxy: UpstreamProxy | None) -> Answer:
        session = self._session
        if session is None:
            raise RuntimeError("HttpExchange is used outside its context")
        # Credentials are sent with CONNECT, never to the site; a plain request is read by the proxy itself.
        credentials, tunnel = _credentials(proxy), ask.target.scheme == "https"
        # Already encoded by the egress rule; requoting could change what was checked.
        request = session.request(
            "GET",
            URL(ask.target.url, encoded=True),
            headers=ask.headers if tunnel else {**(ask.headers or {}), **credentials},
            allow_redirects=False,
            proxy=proxy.url if proxy else None,
            proxy_headers=credentials if tunnel else None,
            timeout=self._timeout(ask.seconds),
        )
        meter = _WireMeter(most_on_the_wire(ask.cap or self._policy.max_body_bytes))
        token = _METER.set(meter)
        try:
            return await self._answer(request, ask, meter, proxy_answers=proxy is not None and not tunnel)
        except aiohttp.ClientError as error:
            if meter.is_passed:
                raise meter.error() from error
            raise
        finally:
            _METER.reset(token)

    async def _answer(
        self,
        request: AbstractAsyncContextManager[aiohttp.ClientResponse],
        ask: Ask,
        meter: _WireMeter,
        *,
        proxy_answers: bool,
    ) -> Answer:
        async with request as response:
            if proxy_answers and response.status == _PROXY_STATUS:
                raise aiohttp.ClientHttpProxyError(
                    response.request_info, (), status=response.status, message="proxy credentials refused"
                )
            kind = media_type(response.headers.get("Content-Type", ""))
            if ask.wants is not None and not ask.wants(response.status, kind):
                await _skip_body(response)
                return Answer(response.status, response.headers, b"")
            body, truncated, broken = await self._read(response, ask, meter)
            return Answer(response.status, response.headers, body, truncated, broken)

    async def _read(
        self, response: aiohttp.ClientResponse, ask: Ask, meter: _WireMeter
    ) -> tuple[bytes, bool, Exception | None]:
        """Returns the decoded body, whether it was cut, and why it ended early.

        Stops reading from the socket at the cap.
        """
        cap = ask.cap or self._policy.max_body_bytes
        undo = decoder(response.headers.get("Content-Encoding", ""), cap)
        length = response.content_length
        if length is not None and length > cap and not ask.truncate:
            response.close()
            raise BodyTooLarge(f"the body is {length} bytes, more than {cap}")
        try:
            async for piece in response.content.iter_any():
                undo.feed(piece)
            if meter.is_passed:  # a body without a length ends where its connection does
                raise meter.error()
        except (BodyTooLarge, BodyUndecodable, aiohttp.ClientError, TimeoutError) as error:
            response.close()
            if ask.truncate and (meter.is_passed or isinstance(error, BodyTooLarge)):
                return undo.finish(), True, None
            if ask.keep_broken:
                return undo.finish(), False, meter.error() if meter.is_passed else error
            raise
        return undo.finish(), False, None

    def _timeout(self, seconds: float | None) -> aiohttp.ClientTimeout:
        total = self._policy.timeout_seconds if seconds is None else seconds
        return aiohttp.ClientTimeout(total=total, sock_connect=min(self._policy.connect_seconds, total))

    def _open(self) -> aiohttp.ClientSession:
        policy = self._policy
        seconds = policy.resolved_seconds
        if len(self.proxies):
            connector = aiohttp.TCPConnector(
                resolver=TrustedResolver(self.proxies.hosts, self._resolve),
                limit=policy.concurrency,
                use_dns_cache=seconds > 0,
                ttl_dns_cache=max(1, int(seconds)),
            )
        else:
            connector = aiohttp.TCPConnector(
                resolver=GuardedResolver(policy.egress, self._resolve),
                socket_factory=guarded_socket_factory(policy.egress, self._make_socket),
                limit=policy.concurrency,
                use_dns_cache=seconds > 0,
                ttl_dns_cache=max(1, int(seconds)),
            )
        loop = asyncio.get_running_loop()
        connector._factory = partial(_metered_handler, loop=loop, lane=_SlowLane(loop))
        return aiohttp.ClientSession(
            connector=connector,
            headers=self._headers,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            max_line_size=policy.max_header_bytes,
            max_field_size=policy.max_header_bytes,
            max_headers=policy.max_headers,
            requote_redirect_url=False,
        )


async def _skip_body(response: aiohttp.ClientResponse) -> None:
    """Reads and drops a short body, so that the connection can be reused; closes the connection otherwise."""
    length = response.content_length
    if length is not None and length <= _SHORT_BODY:
        await response.read()
    else:
        response.close()


def _credentials(proxy: UpstreamProxy | None) -> dict[str, str]:
    return {"Proxy-Authorization": proxy.authorization} if proxy is not None and proxy.authorization else {}


TRANSPORT_ERRORS = (aiohttp.ClientError, OSError, asyncio.TimeoutError, ValueError)
"""Exceptions of a request without a complete response; ``ValueError`` is an invalid header."""
