"""One process of the server: its sockets, its two applications, and its end on SIGTERM."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, NoReturn

from hypercorn.app_wrappers import ASGIWrapper
from hypercorn.asyncio.run import worker_serve
from hypercorn.config import Config, Sockets
from prometheus_client import CollectorRegistry

from server.application import MOST_HEAD_BYTES, Application, Limits
from server.internal import InternalApplication, QueueDepth
from server.metrics import RequestMetrics
from server.settings import ServerSettings

KEEP_ALIVE_SECONDS = 75.0
"""Time that an idle connection stays open: longer than load balancers keep theirs (60 seconds), as they would
send a request into a connection that is just being closed. A request's head must be complete within it."""

READ_SECONDS = 90
"""Time after which a connection that says nothing is closed, whatever state it is in."""

GRACE_SECONDS = 20.0
"""Time for requests under way, once no new connection is taken."""

BACKLOG = 1024


def listen(host: str, port: int, *, shared: bool) -> socket.socket:
    """Returns a bound socket, not yet listening; ``shared``: other processes bind the same port.

    Raises:
        OSError: the address is not of this machine, or the port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        if family == socket.AF_INET6:
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        bound.bind((host, port))
    except OSError:
        bound.close()
        raise
    return bound


def queue_depth(settings: ServerSettings) -> QueueDepth:
    """Returns the depth of the job queue that the settings name."""
    if not settings.jobs_queue_url:
        return QueueDepth(None)
    from inkscout.adapters.aws.sqs.queue import SqsQueue
    from inkscout.bootstrap import stores

    return QueueDepth(SqsQueue(stores.aws_client("sqs"), settings.jobs_queue_url).counts)


class Stopping:
    """Events of a server's end, set by signals: SIGTERM drains, SIGINT or a second signal does not wait."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.at_once = asyncio.Event()

    def on_signals(self) -> None:
        """Takes SIGTERM and SIGINT of this process."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self.stop)
        loop.add_signal_handler(signal.SIGINT, self.stop, True)

    def stop(self, at_once: bool = False) -> None:
        """Asks the server to end."""
        if at_once or self.asked.is_set():
            self.at_once.set()
        self.asked.set()

    async def drained(self, seconds: float) -> None:
        """Returns ``seconds`` after the server was asked to end, or sooner if it is not to wait."""
        await self.asked.wait()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.at_once.wait(), seconds)


async def serve(
    settings: ServerSettings,
    public: socket.socket,
    internal: socket.socket | None,
    stopping: Stopping,
    started: Callable[[], object],
) -> NoReturn:
    """Serves the API until it is asked to end, and ends this process when the last request is answered.

    Args:
        settings: Bounds of the server.
        public: Bound socket of the API.
        internal: Bound socket of the internal port; None if another process serves it.
        stopping: When to end.
        started: Called when connections are taken.
    """
    from functions.api.application import answered, complete_application
    from inkscout.bootstrap import api

    complete_application()
    public.listen(BACKLOG)
    registry = CollectorRegistry()
    limits = Limits(
        threads=settings.most_at_work,
        rate_per_second=settings.rate_per_process,
        trusted_proxies=settings.trusted_proxies,
        operator_token=settings.operator_token.get_secret_value(),
        origins=api.cors_origins(),
    )
    app = Application(answered, limits, RequestMetrics(registry), api.release())
    served = [asyncio.create_task(run(app, public, lambda: stopping.drained(settings.drain_seconds)))]
    if internal:
        inside = InternalApplication(queue_depth(settings), registry)
        served.append(asyncio.create_task(run(inside, internal, lambda: _ended(served[0]))))
    started()
    await stopping.asked.wait()
    app.stopping = True
    await stopping.drained(settings.drain_seconds)
    await finished(served)
    end(0)


async def finished(tasks: Iterable["asyncio.Task[None]"]) -> None:
    """Waits for servers that were asked to end, at most ``GRACE_SECONDS``."""
    done, _ = await asyncio.wait(tasks, timeout=GRACE_SECONDS)
    for task in done:
        task.result()


async def _ended(task: "asyncio.Task[None]") -> None:
    await asyncio.wait({task})


async def run(app: Any, bound: socket.socket, ending: Callable[[], Awaitable[object]]) -> None:  # noqa: ANN401 - any ASGI application
    """Serves an ASGI application on a bound socket until ``ending`` returns and its requests are answered."""
    config = Config()
    config.keep_alive_timeout = KEEP_ALIVE_SECONDS
    config.read_timeout = READ_SECONDS
    config.graceful_timeout = GRACE_SECONDS
    config.h11_max_incomplete_size = 2 * MOST_HEAD_BYTES
    config.backlog = BACKLOG
    config.include_server_header = False
    config.loglevel = "WARNING"
    sockets = Sockets([], [bound], [])
    await worker_serve(ASGIWrapper(app), config, sockets=sockets, shutdown_trigger=ending)


def end(code: int) -> NoReturn:
    """Ends this process: Python itself would wait for threads whose requests were given up."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
