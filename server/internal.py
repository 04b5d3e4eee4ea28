"""ASGI application of the internal port: the queue's depth for KEDA, and metrics for Prometheus."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from server import metrics
from server.application import Receive, Send

DEPTH_SECONDS = 10.0
"""Age up to which the queue's depth is served again; SQS itself is as late as a minute."""

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


class QueueDepth:
    """Depth of the job queue, asked at most once in ``DEPTH_SECONDS``, also where asking fails."""

    def __init__(
        self, ask: Callable[[], tuple[int, int]] | None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """Takes a function to the messages that wait and that are in flight, or None if there is no queue."""
        self._ask, self._monotonic = ask, monotonic
        self._lock = asyncio.Lock()
        self._known: tuple[int, int] | None = None
        self._at: float | None = None

    async def __call__(self) -> tuple[int, int] | None:
        """Returns the messages that wait and that are in flight; None if the queue does not answer."""
        async with self._lock:
            now = self._monotonic()
            if self._ask and (self._at is None or now - self._at >= DEPTH_SECONDS):
                self._known, self._at = await self._asked(self._ask), now
            return self._known

    @staticmethod
    async def _asked(ask: Callable[[], tuple[int, int]]) -> tuple[int, int] | None:
        from inkscout.errors import InkscoutError
        from inkscout.observability import logger

        try:
            return await asyncio.to_thread(ask)
        except InkscoutError as error:
            logger().warning("The depth of the job queue is not known", reason=str(error))
            return None


class InternalApplication:
    """Answers ``GET /queue`` and ``GET /metrics``."""

    def __init__(self, depth: Callable[[], Awaitable[tuple[int, int] | None]], registry: Any) -> None:  # noqa: ANN401 - prometheus_client is imported late
        """Takes the queue's depth and the registry of this process' metrics."""
        self._depth, self._registry = depth, registry

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            return
        status, kind, body = await self._answer(str(scope["method"]), str(scope["path"]))
        headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, method: str, path: str) -> tuple[int, str, bytes]:
        if path not in {"/queue", "/metrics"}:
            return 404, "application/json", b'{"error":"this port has /queue and /metrics"}'
        if method not in {"GET", "HEAD"}:
            return 405, "application/json", b'{"error":"this path takes GET"}'
        depth = await self._depth()
        if path == "/metrics":
            text = await asyncio.to_thread(metrics.exposition, self._registry, depth)
            return 200, PROMETHEUS, text
        if depth is None:
            return 503, "application/json", b'{"error":"the depth of the job queue is not known"}'
        waiting, in_flight = depth
        jobs = {"waiting": waiting, "in_flight": in_flight, "all": waiting + in_flight}
        return 200, "application/json", json.dumps({"jobs": jobs}).encode()
