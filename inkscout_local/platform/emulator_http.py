"""HTTP server of the AWS emulator: uvicorn with a parser in C, in place of MiniStack's Hypercorn in Python.

Parsing requests and writing responses was half of what a request to the emulator cost.
"""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from signal import SIGINT, SIGTERM, signal
from types import FrameType

from uvicorn import Config, Server

from inkscout_local.loopback.asgi import Application

_KEEP_ALIVE_SECONDS = 75
"""Time for which an idle connection is kept, as MiniStack's own server keeps it."""

_GRACE_SECONDS = 3
"""Time that requests under way get when the server is stopped, as MiniStack's own server gives them."""


class _OrderlyServer(Server):
    """A server for which SIGINT and SIGTERM are an orderly end, and not the process's death afterwards."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Lets the two signals end the server while the block runs."""
        before = {number: signal(number, self._end) for number in (SIGINT, SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal(number, handler)

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self.should_exit = True


def serve(app: Application, host: str, port: int) -> None:
    """Serves an application with its lifespan until SIGINT or SIGTERM."""
    _allow_connections()
    config = Config(
        app,
        host=host,
        port=port,
        http="httptools",
        loop="uvloop",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    _OrderlyServer(config).run()


def _allow_connections() -> None:
    """Raises the limit of open files to what the system allows, since each connection is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
