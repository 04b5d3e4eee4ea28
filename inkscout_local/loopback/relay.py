"""TCP relay that guards a server without a check of its own: it checks the head of every request.

All other bytes are relayed unchanged in both directions. The server itself listens at an address that a
web page cannot guess, see ``hidden_address``.
"""

import asyncio
import secrets
import socket
import sys
import threading
from typing import cast

from inkscout_local.loopback import rule

_MOST_HEAD_BYTES = 64 * 1024
_STOP_SECONDS = 5.0
_ONCE = {"host", "content-length"}


def hidden_address() -> str:
    """Returns a random loopback address for a server behind a relay.

    On Linux all of 127.0.0.0/8 is loopback: a page would have to guess 24 bits and a port. Elsewhere only
    127.0.0.1 can be used, and only the port is unknown.
    """
    if not sys.platform.startswith("linux"):
        return "127.0.0.1"
    address = f"127.{secrets.randbelow(254) + 1}.{secrets.randbelow(256)}.{secrets.randbelow(254) + 1}"
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return "127.0.0.1"
    return address


def free_port(address: str) -> int:
    """Returns a port that is free on the address; another process may still take it before it is used."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((address, 0))
        return int(probe.getsockname()[1])


class Relay:
    """A thread that listens on a known loopback port and relays requests that pass the guard."""

    def __init__(self, port: int, upstream: tuple[str, int]) -> None:
        """Takes the port that clients connect to, and the address and port of the guarded server."""
        self._port, self._upstream = port, upstream
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="relay", daemon=True)

    def start(self) -> None:
        """Starts the thread and listens.

        Raises:
            OSError: the port is in use.
        """
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(_STOP_SECONDS)

    def stop(self) -> None:
        """Stops listening and relaying; may be called twice, and before ``start``."""
        if not self._thread.is_alive():
            return
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_STOP_SECONDS)
        self._loop.close()

    async def _listen(self) -> None:
        await self._loop.create_server(
            lambda: _Client(self._port, self._upstream), "127.0.0.1", self._port, backlog=512
        )


class _Side(asyncio.Protocol):
    """One of the two connections of a relay; pauses reading while the other one cannot send."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.other: _Side | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        if self.other and self.other.transport:
            self.other.transport.close()

    def pause_writing(self) -> None:
        if self.other and self.other.transport:
            self.other.transport.pause_reading()

    def resume_writing(self) -> None:
        if self.other and self.other.transport:
            self.other.transport.resume_reading()


class _Server(_Side):
    """The connection to the guarded server."""

    def data_received(self, data: bytes) -> None:
        if self.other and self.other.transport:
            self.other.transport.write(data)


class _Client(_Side):
    """The connection of a client: checks request heads, skips bodies, and passes allowed requests on."""

    def __init__(self, port: int, upstream: tuple[str, int]) -> None:
        super().__init__()
        self._port, self._upstream = port, upstream
        self._head = b""
        self._body_left = 0
        self._waiting = bytearray()
        self._connecting: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._connecting = asyncio.get_running_loop().create_task(self._connect())

    def data_received(self, data: bytes) -> None:
        while data:
            if self._body_left:
                part, data = data[: self._body_left], data[self._body_left :]
                self._body_left -= len(part)
                self._hand_on(part)
                continue
            head, end, rest = (self._head + data).partition(b"\r\n\r\n")
            if not end:
                self._head = head
                if len(head) > _MOST_HEAD_BYTES:
                    self._refuse(431, "The request's head is too long.")
                return
            self._head, data = b"", rest
            if not self._passes(head):
                return
            self._hand_on(head + end)

    def _passes(self, head: bytes) -> bool:
        lines = head.decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in lines[1:]:
            name, separator, value = line.partition(":")
            key = name.lower()
            if not separator or key != key.strip() or key in headers.keys() & _ONCE:
                return self._refuse(400, "The request's head is malformed.")
            headers[key] = value.strip()
        if reason := rule.refusal(headers, self._port):
            return self._refuse(403, reason)
        length = headers.get("content-length", "0")
        if "transfer-encoding" in headers or "upgrade" in headers or not length.isdecimal():
            return self._refuse(411, "Send a Content-Length.")
        self._body_left = int(length)
        return True

    def _hand_on(self, data: bytes) -> None:
        if self.other and self.other.transport:
            self.other.transport.write(data)
        else:
            self._waiting += data

    def _refuse(self, status: int, reason: str) -> bool:
        if self.transport:
            body = f'{{"error": {{"reason": "{reason}"}}, "status": {status}}}\n'
            self.transport.write(
                f"HTTP/1.1 {status} Refused\r\nContent-Type: application/json\r\nConnection: close\r\n"
                f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
            )
            self.transport.pause_reading()
            self.transport.close()
        return False

    async def _connect(self) -> None:
        server = _Server()
        server.other = self
        try:
            await asyncio.get_running_loop().create_connection(lambda: server, *self._upstream)
        except OSError:
            if self.transport:
                self.transport.close()
            return
        self.other = server
        if self.transport is None or self.transport.is_closing():
            if server.transport:
                server.transport.close()
            return
        if server.transport and self._waiting:
            server.transport.write(bytes(self._waiting))
            self._waiting.clear()
