"""ASGI application that answers requests as the API's function does, within bounds."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from functions.api.problems import TITLES
from server.clients import ClientRates, client_address
from server.events import event_of, headers_of, is_operator, messages_of
from server.pool import BoundedPool, Overloaded

if TYPE_CHECKING:
    from server.metrics import RequestMetrics

MOST_BODY_BYTES = 64 * 1024
MOST_HEAD_BYTES = 10 * 1024
"""Bytes of a request's address and headers, as API Gateway allows them."""

DISCARDED_BYTES = 1024 * 1024
"""Bytes of a body above the limit that are still read, so that its sender gets to read the refusal."""

BODY_SECONDS = 10.0
ANSWER_SECONDS = 30.0
"""Time that a request may take, as API Gateway allows it."""

LINE_PER_THREAD = 4
PROBE_THREADS = 2
PROBE_LINE = 64
LIVE = frozenset({"/health/live", "/v1/health/live"})
READY = frozenset({"/health", "/v1/health", "/health/ready", "/v1/health/ready"})

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Answer = dict[str, Any]
Answered = Callable[[dict[str, Any], object], tuple[str, Answer]]
"""Function from an event of API Gateway to the route's template and the answer."""

T = TypeVar("T")
_INVALID = ("invalid-parameter", 400)
_INTERNAL, _UNAVAILABLE = ("internal", 500), ("unavailable", 503)
_TIMEOUT, _TOO_MANY = ("timeout", 408), ("too-many-requests", 429)
_BODY_TOO_LARGE, _HEAD_TOO_LARGE = ("too-large", 413), ("head-too-large", 431)


@dataclass(frozen=True)
class Limits:
    """Bounds of one process.

    Attributes:
        threads: Requests that are worked on at once.
        rate_per_second: Requests a second of one client; 0 for any number.
        trusted_proxies: Proxies in front that append to X-Forwarded-For.
        operator_token: Bearer token of operators' routes; empty closes them.
        origins: Origins whose pages may read refusals; ``*`` for any.
    """

    threads: int
    rate_per_second: float = 0.0
    trusted_proxies: int = 0
    operator_token: str = ""
    origins: tuple[str, ...] = ("*",)


class _Declined(Exception):
    def __init__(
        self, kind: tuple[str, int], detail: str, retry_after: int = 0, *, closes: bool = False
    ) -> None:
        super().__init__(detail)
        self.kind, self.status = kind
        self.detail, self.retry_after, self.closes = detail, retry_after, closes


class Application:
    """The API as an ASGI application for one event loop."""

    def __init__(self, answered: Answered, limits: Limits, metrics: "RequestMetrics", version: str) -> None:
        """Takes the API, its bounds, the counters, and the version that readiness names."""
        self._answered, self._limits, self._metrics, self._version = answered, limits, metrics, version
        line, count = LINE_PER_THREAD * limits.threads, metrics.in_flight.inc
        self._work = BoundedPool(limits.threads, line, "request", count)
        # Probes do not wait behind requests: a busy server is alive.
        self._probes = BoundedPool(PROBE_THREADS, PROBE_LINE, "probe", count)
        self._rates = ClientRates(limits.rate_per_second)
        self.stopping = False
        """Whether the server is about to end: it is not ready, and connections are not used again."""

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Answers one request; refuses WebSockets."""
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1003})
        else:
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        headers = headers_of(scope)
        route, closes = "unmatched", False
        try:
            route, answer = await self._asked(scope, headers, receive)
        except _Declined as refused:
            answer, closes = self._refusal(refused, headers), refused.closes
        except _Gone:
            return
        closes = (closes or self.stopping) and scope["http_version"].startswith("1")
        for message in messages_of(answer, closes=closes):
            await send(message)
        self._metrics.answered(route, int(answer["statusCode"]), time.perf_counter() - started)

    async def _asked(
        self, scope: Mapping[str, Any], headers: Mapping[str, str], receive: Receive
    ) -> tuple[str, Answer]:
        path = str(scope["path"])
        probe = path in LIVE or path in READY
        if self.stopping and path in READY:
            return f"GET {path}", self._not_ready()
        if _head_bytes(scope) > MOST_HEAD_BYTES:
            raise _Declined(
                _HEAD_TOO_LARGE, f"Address and headers have at most {MOST_HEAD_BYTES} bytes.", closes=True
            )
        if "transfer-encoding" in headers and "content-length" in headers:
            # A proxy in front may have believed the other one (RFC 9112, section 6.3).
            raise _Declined(_INVALID, "A body has one length.", closes=True)
        peer = str((scope.get("client") or ("",))[0])
        client = client_address(peer, headers.get("x-forwarded-for", ""), self._limits.trusted_proxies)
        wait = 0 if probe else self._rates.seconds_to_wait(client)
        if wait:
            self._metrics.limited.inc()
            raise _Declined(_TOO_MANY, "This address asks too often.", wait)
        body = await _body(receive)
        operator = is_operator(headers, self._limits.operator_token)
        event = event_of(scope, headers, body, client=client, operator=operator)
        pool = self._probes if probe else self._work
        try:
            work = pool.submit(self._answered, event, None)
        except Overloaded:
            self._metrics.shed.inc()
            raise _Declined(_UNAVAILABLE, "The server is busy; try again shortly.", 1) from None
        return await _unless_gone(work, receive)

    def _not_ready(self) -> Answer:
        check = {"name": "server", "ok": False, "detail": "stopping"}
        document = {"status": "down", "version": self._version, "checks": [check]}
        headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
        return {"statusCode": 503, "headers": headers, "body": json.dumps(document)}

    def _refusal(self, refused: _Declined, headers: Mapping[str, str]) -> Answer:
        document = {
            "type": f"/docs#problem-{refused.kind}",
            "title": TITLES[refused.status],
            "status": refused.status,
            "detail": refused.detail,
        }
        sent = {"Content-Type": "application/problem+json", "Cache-Control": "no-store", "Vary": "Origin"}
        if refused.retry_after:
            sent["Retry-After"] = str(refused.retry_after)
        origin = headers.get("origin", "")
        if origin and ("*" in self._limits.origins or origin in self._limits.origins):
            sent["Access-Control-Allow-Origin"] = "*" if "*" in self._limits.origins else origin
            sent["Access-Control-Expose-Headers"] = "Retry-After"
        return {"statusCode": refused.status, "headers": sent, "body": json.dumps(document)}


class _Gone(Exception):
    """The client has closed the connection."""


def _head_bytes(scope: Mapping[str, Any]) -> int:
    """Returns the size of a head; the parser bounds only those that arrive in pieces."""
    headers = sum(len(name) + len(value) for name, value in scope["headers"])
    return headers + len(scope["raw_path"]) + len(scope["query_string"])


async def _body(receive: Receive) -> bytes:
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await _read(receive)
    except TimeoutError:
        raise _Declined(_TIMEOUT, "The body did not arrive in time.", closes=True) from None


async def _read(receive: Receive) -> bytes:
    kept, size, more = bytearray(), 0, True
    while more and size <= DISCARDED_BYTES:
        message = await receive()
        if message["type"] != "http.request":
            raise _Gone
        size += len(message.get("body", b""))
        if size <= MOST_BODY_BYTES:
            kept += message.get("body", b"")
        more = bool(message.get("more_body"))
    if size > MOST_BODY_BYTES:
        raise _Declined(_BODY_TOO_LARGE, f"A body has at most {MOST_BODY_BYTES} bytes.", closes=True)
    return bytes(kept)


async def _unless_gone(work: "asyncio.Future[T]", receive: Receive) -> T:
    """Returns the result of a call; gives it up if the client goes away or waits too long.

    A call that has not begun is not made then, so that nobody waits behind requests that nobody waits for.
    """
    gone = asyncio.ensure_future(receive())
    try:
        both: tuple[asyncio.Future[Any], ...] = (work, gone)
        await asyncio.wait(both, timeout=ANSWER_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            return _result(work)
        if gone.done():
            raise _Gone
        raise _Declined(_UNAVAILABLE, "The answer takes too long; try again shortly.", 5)
    finally:
        gone.cancel()
        work.cancel()


def _result(work: "asyncio.Future[T]") -> T:
    try:
        return work.result()
    except Exception:  # noqa: BLE001 - whatever a thread ends with, its client gets an answer
        from inkscout.observability import logger

        logger().exception("A request failed outside of its route")
        raise _Declined(_INTERNAL, "The server failed; the fault is in its log.") from None


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        phase = (await receive())["type"]
        await send({"type": f"{phase}.complete"})
        if phase == "lifespan.shutdown":
            return
