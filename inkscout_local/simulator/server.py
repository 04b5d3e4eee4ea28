"""Serves a world on two loopback ports, in the running event loop or in a thread."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from inkscout_deploy.errors import BadInput
from inkscout_local.simulator.apis.hosts import ApiSide
from inkscout_local.simulator.google.app import GoogleSide
from inkscout_local.simulator.model import World, WorldError
from inkscout_local.simulator.proxy import WebSide

HOST = "127.0.0.1"


class WorldServer:
    """Server of a world's Google and Overpass endpoints, websites and JSON APIs.

    It is an asynchronous context manager.

    Args:
        world: A world, or the path of its folder.
        google_port: Port of the Google and Overpass endpoints; 0 for a free one.
        proxy_port: Port of the forward proxy; 0 for a free one.

    Raises:
        WorldError: the folder is not a valid world.
        OSError: a port is in use (on entering the context).
    """

    def __init__(self, world: World | Path | str, google_port: int = 0, proxy_port: int = 0) -> None:
        self.world = world if isinstance(world, World) else World.load(Path(world))
        try:
            self.apis = ApiSide(dict(self.world.apis), self.world.root)
        except BadInput as error:
            raise WorldError(str(error)) from error
        self.google = GoogleSide(self.world, self.apis)
        self.web = WebSide(self.world, self.apis)
        self._wanted = google_port, proxy_port
        self._runners: list[web.AppRunner | web.ServerRunner] = []
        self.google_port = self.proxy_port = 0

    @property
    def google_url(self) -> str:
        """Base URL of the Google endpoints, without a trailing slash."""
        return f"http://{HOST}:{self.google_port}"

    @property
    def overpass_url(self) -> str:
        """URL of the Overpass interpreter."""
        return f"{self.google_url}/api/interpreter"

    @property
    def proxy_url(self) -> str:
        """URL of the forward proxy."""
        return f"http://{HOST}:{self.proxy_port}"

    @property
    def feed_endpoints(self) -> dict[str, str]:
        """Origins of the world's APIs by the origin of the real API that each stands for."""
        return dict(self.apis.endpoints)

    async def start(self) -> None:
        """Listens on both ports.

        Raises:
            OSError: a port is in use; nothing is listening then.
        """
        try:
            google = web.AppRunner(self.google.app(), access_log=None, shutdown_timeout=0.1)
            self.google_port = await self._listen(google, self._wanted[0])
            self.proxy_port = await self._listen(
                web.ServerRunner(self.web.server(), shutdown_timeout=0.1), self._wanted[1]
            )
        except OSError:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Closes both ports and every connection."""
        while self._runners:
            await self._runners.pop().cleanup()

    async def _listen(self, runner: web.AppRunner | web.ServerRunner, port: int) -> int:
        self._runners.append(runner)
        await runner.setup()
        site = web.TCPSite(runner, HOST, port, backlog=512)
        await site.start()
        return int(runner.addresses[0][1])

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


@contextmanager
def serve_world(
    world: World | Path | str, google_port: int = 0, proxy_port: int = 0
) -> Iterator[WorldServer]:
    """Serves a world from a thread while the ``with`` block runs; the arguments are those of ``WorldServer``.

    Raises:
        WorldError: the folder is not a valid world.
        OSError: a port is in use.
    """
    server = WorldServer(world, google_port, proxy_port)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="world", daemon=True)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(server.start(), loop).result(30)
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(server.stop(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
