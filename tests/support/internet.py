"""A small internet on loopback: sites with public addresses and names that resolve to them.

Only the last step, the socket's connect, is redirected; everything before it is the product's own.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from inkscout.adapters.system_clock import SystemClock
from inkscout.adapters.web.http_fetcher import HttpFetcher
from inkscout.web.policy import FetchPolicy

PUBLIC = "93.184.215.14"
"""An address that is globally routable, for the sites of a test."""


@dataclass
class Request:
    """One request as a site received it."""

    method: str
    path: str
    headers: dict[str, str]
    at: float
    raw: bytes = b""

    @property
    def host(self) -> str:
        return self.headers.get("host", "").split(":")[0]


Writer = asyncio.StreamWriter
Handler = Callable[[Request, Writer], Awaitable[None]]


def response(
    body: bytes | str = b"",
    *,
    status: str = "200 OK",
    content_type: str = "text/html; charset=utf-8",
    headers: Sequence[tuple[str, str]] = (),
) -> bytes:
    """A whole HTTP response."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(data)}"]
    if content_type:
        lines.append(f"Content-Type: {content_type}")
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + data


class Site:
    """An HTTP server on loopback; ``pages`` maps ``path`` or ``host/path`` to a response or a handler."""

    def __init__(self, pages: dict[str, bytes | Handler] | None = None) -> None:
        self.pages: dict[str, bytes | Handler] = pages or {}
        self.requests: list[Request] = []
        self.connections = 0
        self.port = 0
        self.open_now = 0
        self.most_open = 0
        self._server: asyncio.Server | None = None
        self._writers: set[Writer] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=1 << 20)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._server.wait_closed(), 2)

    async def _serve(self, reader: asyncio.StreamReader, writer: Writer) -> None:
        self.connections += 1
        self._writers.add(writer)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                self.open_now += 1
                self.most_open = max(self.most_open, self.open_now)
                try:
                    await self._answer(_request(head), writer)
                finally:
                    self.open_now -= 1
        except (
            asyncio.IncompleteReadError,
            ConnectionError,
            asyncio.LimitOverrunError,
            asyncio.CancelledError,
        ):
            pass  # the client left, or the test is over
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _answer(self, request: Request, writer: Writer) -> None:
        self.requests.append(request)
        path = request.path.split("?")[0]
        page = self.pages.get(f"{request.host}{path}") or self.pages.get(path) or self.pages.get("*")
        if page is None:
            writer.write(response(b"not here", status="404 Not Found"))
        elif isinstance(page, bytes):
            writer.write(page)
        else:
            await page(request, writer)
        await writer.drain()

    def asked(self, path: str) -> int:
        """Returns the number of requests for a path."""
        return sum(request.path == path for request in self.requests)


def _request(head: bytes) -> Request:
    first, *rest = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {}
    for line in rest:
        name, _, value = line.partition(":")
        if name:
            headers[name.strip().lower()] = value.strip()
    if path.startswith("http://"):
        path = "/" + path.removeprefix("http://").partition("/")[2]
    return Request(method, path, headers, asyncio.get_running_loop().time(), head)


class _Redirected(socket.socket):
    """A socket to a public address that ends at a local port."""

    detour: tuple[str, int]

    def connect(self, address: Any) -> None:
        del address
        super().connect(self.detour)


@dataclass
class Internet:
    """Names, public addresses, and which local port stands for each.

    Attributes:
        names: A name's addresses; several lists are given out one resolution after the other.
        ports: Public address to local port; an address that is not here is dialled as it is.
        dialled: Every address a socket was opened for.
    """

    names: dict[str, list[list[str]]] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    dialled: list[str] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)

    def add(self, name: str, port: int, address: str = PUBLIC) -> None:
        """A site with a public address."""
        self.names[name] = [[address]]
        self.ports[address] = port

    async def resolve(self, host: str, port: int) -> list[str]:
        del port
        self.resolved.append(host)
        answers = self.names.get(host)
        if not answers:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def make_socket(self, info: Any) -> socket.socket:
        address = str(info[4][0])
        self.dialled.append(address)
        if address not in self.ports:
            return socket.socket(info[0], info[1], info[2])
        detour = _Redirected(socket.AF_INET, socket.SOCK_STREAM)
        detour.detour = ("127.0.0.1", self.ports[address])
        return detour

    def fetcher(self, policy: FetchPolicy, **parts: Any) -> HttpFetcher:
        """The product's fetcher on this internet, without a shared state store."""
        given: dict[str, Any] = {"state_store": None, "clock": SystemClock()} | parts
        return HttpFetcher(policy, resolve=self.resolve, make_socket=self.make_socket, **given)
