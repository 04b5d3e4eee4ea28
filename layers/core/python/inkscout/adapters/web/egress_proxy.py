"""A forward proxy on loopback for all connections of a browser, so that they obey the egress rule.

Intercepting requests inside a browser shows host names, not the addresses they resolve to; only the side that
connects can enforce the rule. This proxy therefore resolves, checks and connects itself. It serves CONNECT
(https, wss, ws) and plain http, with one request per connection, and does not read what a tunnel carries.
"""

import asyncio
from collections import deque
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from inkscout.adapters.web.egress_dialler import Dialler
from inkscout.adapters.web.egress_relay import ClientLeg, Leg, ServerLeg
from inkscout.adapters.web.guarded_dial import (
    RefusedDestination,
    Resolve,
    SocketFactory,
    open_socket,
    system_resolve,
)
from inkscout.adapters.web.upstream_proxies import ProxyPool
from inkscout.errors import EgressRefused, InvalidInput
from inkscout.web.policy import BROWSER_OWN_HOSTS, FetchPolicy, ProxyLimits
from inkscout.web.proxy_request import ProxyRequest, read_request

_ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"
_SWEEP_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Refusal:
    """A connection that was refused or cut, with the reason."""

    destination: str
    reason: str


@dataclass(slots=True)
class _ClientConnection:
    started: float
    active: float
    host: str = ""
    task: asyncio.Task[None] | None = None
    received: int = 0
    sent: int = 0


@dataclass(slots=True)
class HostUse:
    """Usage of one host so far; ``since`` is the event loop's time of its first connection."""

    since: float
    received: int = 0
    connections: int = 0


class EgressProxy:
    """Proxy server: ``async with EgressProxy(policy) as proxy``, then ``proxy.url`` is for the browser."""

    def __init__(
        self,
        policy: FetchPolicy,
        *,
        limits: ProxyLimits | None = None,
        unwanted: frozenset[str] = BROWSER_OWN_HOSTS,
        resolve: Resolve = system_resolve,
        make_socket: SocketFactory = open_socket,
    ) -> None:
        """Configures the proxy; it listens inside its context only.

        Args:
            policy: Rule of permitted destinations, and the upstream proxies.
            limits: Limits on connections, bytes and time.
            unwanted: Hosts that are refused without being recorded.
            resolve: Returns a name's addresses, before they are checked.
            make_socket: Opens a socket for an address that was checked.
        """
        self._policy = policy
        self._limits = limits or ProxyLimits()
        self._unwanted = unwanted
        self._dialler = Dialler(policy, ProxyPool(policy.proxies), resolve=resolve, make_socket=make_socket)
        self._connections: dict[Leg, _ClientConnection] = {}
        self._server: asyncio.Server | None = None
        self._sweeper: asyncio.Task[None] | None = None
        self.refusals: deque[Refusal] = deque(maxlen=1_000)
        self.hosts: dict[str, HostUse] = {}

    @property
    def url(self) -> str:
        """Proxy URL for the browser, ``http://127.0.0.1:port``."""
        if self._server is None:
            raise RuntimeError("EgressProxy is used outside its context")
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        """Listens on a free loopback port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._client, "127.0.0.1", 0)
        self._sweeper = asyncio.create_task(self._sweep())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes every connection at once."""
        if self._sweeper is not None:
            self._sweeper.cancel()
        tasks = [use.task for use in self._connections.values() if use.task is not None]
        for leg in list(self._connections):
            self._abort(leg)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    def forget(self, host: str | None = None) -> None:
        """Resets the byte and time budgets of a host, or of all hosts if None."""
        if host is None:
            self.hosts.clear()
        else:
            self.hosts.pop(host, None)

    def _client(self) -> ClientLeg:
        return ClientLeg(
            max_head_bytes=self._limits.max_head_bytes,
            opened=self._opened,
            asked=self._asked,
            sent=self._sent,
            closed=self._closed,
        )

    def _opened(self, leg: ClientLeg) -> bool:
        if len(self._connections) >= self._limits.max_connections:
            return False
        now = asyncio.get_running_loop().time()
        self._connections[leg] = _ClientConnection(now, now)
        return True

    def _closed(self, leg: ClientLeg) -> None:
        use = self._connections.pop(leg, None)
        if use is not None and use.task is not None:
            use.task.cancel()

    def _asked(self, leg: ClientLeg, head: bytes) -> None:
        use = self._connections.get(leg)
        if use is not None:
            use.task = asyncio.create_task(self._serve(leg, head, use))

    async def _serve(self, leg: ClientLeg, head: bytes, use: _ClientConnection) -> None:
        """Checks a request, connects to its destination, and joins both connections."""
        destination = _asked_for(head)
        try:
            request = read_request(head, self._policy.egress)
            destination = f"{request.host}:{request.port}"
            use.host = request.host
            if request.host in self._unwanted:
                leg.refuse("403 Forbidden", "not a website")
                return
            self._check_budget(request.host)
            async with asyncio.timeout(self._policy.connect_seconds):
                server = await self._dialler.dial(request, self._got)
        except (EgressRefused, RefusedDestination) as refused:
            self._refuse(leg, "403 Forbidden", destination, str(refused))
        except InvalidInput as wrong:
            self._refuse(leg, "400 Bad Request", destination, str(wrong))
        except TimeoutError:
            self._refuse(leg, "504 Gateway Timeout", destination, "no connection in time")
        except OSError as error:
            self._refuse(leg, "502 Bad Gateway", destination, f"no connection: {type(error).__name__}")
        else:
            self._join(leg, server, request)
        finally:
            use.task = None

    def _join(self, leg: ClientLeg, server: ServerLeg, request: ProxyRequest) -> None:
        if leg.lost or server.lost:
            leg.abort()
            server.abort()
            return
        if request.tunnel:
            leg.write(_ESTABLISHED)
        through = request.tunnel or request.upgrade
        leg.relay_to(server, tunnel=through, body_bytes=request.body_bytes)
        server.flush_early()

    def _check_budget(self, host: str) -> None:
        now = asyncio.get_running_loop().time()
        use = self.hosts.setdefault(host, HostUse(now))
        use.connections += 1
        spent = self._spent(host, now)
        if spent:
            raise EgressRefused(spent)

    def _spent(self, host: str, now: float) -> str:
        use = self.hosts.get(host)
        if use is None:
            return ""
        limits = self._limits
        if limits.host_bytes is not None and use.received > limits.host_bytes:
            return "the host has used its bytes"
        if limits.host_seconds is not None and now - use.since > limits.host_seconds:
            return "the host has used its time"
        return ""

    def _sent(self, leg: ClientLeg, count: int) -> bool:
        use = self._connections.get(leg)
        if use is None:
            return False
        use.active = asyncio.get_running_loop().time()
        use.sent += count
        if use.sent > self._limits.max_upload_bytes:
            self._cut(leg, use, "the connection sent more than its cap")
            return False
        return True

    def _got(self, leg: Leg, count: int) -> bool:
        client = leg.peer
        use = self._connections.get(client) if client is not None else None
        if use is None or client is None:
            leg.abort()
            return False
        use.active = asyncio.get_running_loop().time()
        use.received += count
        host = self.hosts.get(use.host)
        if host is not None:
            host.received += count
        if use.received > self._limits.max_connection_bytes:
            self._cut(client, use, "the connection brought more than its cap")
            return False
        spent = self._spent(use.host, use.active)
        if spent:
            self._cut(client, use, spent)
            return False
        return True

    def _cut(self, leg: Leg, use: _ClientConnection, reason: str) -> None:
        self.refusals.append(Refusal(use.host, reason))
        self._abort(leg)

    def _refuse(self, leg: ClientLeg, status: str, destination: str, reason: str) -> None:
        self.refusals.append(Refusal(destination, reason))
        leg.refuse(status, reason)

    def _abort(self, leg: Leg) -> None:
        if leg.peer is not None:
            leg.peer.abort()
        leg.abort()

    async def _sweep(self) -> None:
        """Closes connections that are idle, slow to send a request, or over their host's time."""
        loop = asyncio.get_running_loop()
        limits = self._limits
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            now = loop.time()
            for leg, use in list(self._connections.items()):
                asking = not use.host and use.task is None
                if asking and now - use.started > limits.head_seconds:
                    self._cut(leg, use, "no whole request in time")
                elif now - use.active > limits.idle_seconds:
                    self._cut(leg, use, "idle")
                elif use.host and self._spent(use.host, now):
                    self._cut(leg, use, self._spent(use.host, now))


def _asked_for(head: bytes) -> str:
    """Returns the destination in a request line, for the record of refusals."""
    words = head[:400].split(b"\r\n", 1)[0].split(b" ")
    return words[1].decode("latin-1") if len(words) > 1 else ""
