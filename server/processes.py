"""Several processes on one port: a parent starts them, serves the internal port and passes SIGTERM on."""

import asyncio
import multiprocessing
import os
import shutil
import signal
import socket
import time
from multiprocessing.process import BaseProcess

from server.settings import ServerSettings

RESTART_SECONDS = 1.0
"""Pause before a process that has died is started anew."""

LOOK_SECONDS = 0.2
AT_ONCE = signal.SIGUSR1
"""Signal by which the parent tells a child not to wait; a second SIGTERM may be merged with the first."""


def supervise(settings: ServerSettings) -> int:
    """Serves with several processes until SIGTERM; returns the exit code.

    Raises:
        OSError: a port is taken.
    """
    from server.metrics import share_between_processes

    shared = share_between_processes()
    from server import serving

    # A socket that does not listen gets no connection; this one keeps the port for the children.
    held = serving.listen(settings.bind_host, settings.port, shared=True)
    internal = serving.listen(settings.bind_host, settings.internal_port, shared=False)
    fixed = settings.model_copy(update={"port": held.getsockname()[1]})
    try:
        return asyncio.run(_Family(fixed).live(internal))
    finally:
        shutil.rmtree(shared, ignore_errors=True)


class _Family:
    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings
        self._context = multiprocessing.get_context("spawn")
        self._children: list[BaseProcess] = []

    async def live(self, internal: socket.socket) -> int:
        from prometheus_client import CollectorRegistry

        from inkscout.observability import logger
        from server import serving
        from server.internal import InternalApplication

        stopping = serving.Stopping()
        stopping.on_signals()
        inside = InternalApplication(serving.queue_depth(self._settings), CollectorRegistry())
        over = asyncio.Event()
        port = asyncio.create_task(serving.run(inside, internal, over.wait))
        self._children = [self._start() for _ in range(self._settings.processes)]
        said = False
        while not stopping.asked.is_set():
            await self._replace_the_dead()
            if not said and await self._answers():
                said = True
                ports = {"port": self._settings.port, "internal_port": internal.getsockname()[1]}
                logger().info("The API is served", **ports, processes=self._settings.processes)
            try:
                await asyncio.wait_for(stopping.asked.wait(), LOOK_SECONDS)
            except TimeoutError:
                continue
        await self._end(stopping.at_once)
        over.set()
        await serving.finished([port])
        return 0

    async def _answers(self) -> bool:
        try:
            _, writer = await asyncio.open_connection(self._settings.bind_host, self._settings.port)
        except OSError:
            return False
        writer.close()
        return True

    def _start(self) -> BaseProcess:
        child = self._context.Process(target=serve_as_child, args=(self._settings,))
        child.start()
        return child

    async def _replace_the_dead(self) -> None:
        from inkscout.observability import logger
        from server.metrics import forget_process

        for place, child in enumerate(self._children):
            if child.exitcode is not None:
                logger().error("A process of the server died", exit_code=child.exitcode)
                forget_process(int(child.pid or 0))
                await asyncio.sleep(RESTART_SECONDS)
                self._children[place] = self._start()

    async def _end(self, at_once: asyncio.Event) -> None:
        from server.serving import GRACE_SECONDS

        self._signal(signal.SIGTERM)
        passed = False
        deadline = time.monotonic() + self._settings.drain_seconds + GRACE_SECONDS + 2
        while any(child.exitcode is None for child in self._children):
            if at_once.is_set() and not passed:
                passed = True
                self._signal(AT_ONCE)
            if time.monotonic() > deadline:
                self._signal(signal.SIGKILL)
            await asyncio.sleep(LOOK_SECONDS)

    def _signal(self, number: signal.Signals) -> None:
        for child in self._children:
            if child.pid and child.exitcode is None:
                os.kill(child.pid, number)


def serve_as_child(settings: ServerSettings) -> None:
    """Serves the API beside other processes; ends with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent passes it on
    asyncio.run(_child(settings))


async def _child(settings: ServerSettings) -> None:
    from server import serving

    stopping = serving.Stopping()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.stop)
    asyncio.get_running_loop().add_signal_handler(AT_ONCE, stopping.stop, True)
    parent = multiprocessing.parent_process()
    if parent is not None:
        asyncio.get_running_loop().add_reader(parent.sentinel, stopping.stop, True)
    public = serving.listen(settings.bind_host, settings.port, shared=True)
    await serving.serve(settings, public, None, stopping, lambda: None)
