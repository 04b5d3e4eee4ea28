"""Opens the egress proxy's connection to the website: to a checked address, or through an upstream proxy."""

import asyncio
import functools
import socket
from collections.abc import Callable

import aiohappyeyeballs

from inkscout.adapters.web.egress_relay import Leg, ServerLeg
from inkscout.adapters.web.guarded_dial import (
    Resolve,
    SocketFactory,
    checked_addresses,
    guarded_socket_factory,
    open_socket,
)
from inkscout.adapters.web.upstream_proxies import ProxyPool, UpstreamProxy
from inkscout.web.policy import FetchPolicy
from inkscout.web.proxy_request import ProxyRequest

Received = Callable[[Leg, int], bool]
_MAX_HEAD_BYTES = 65_536
_MAX_RESOLVED = 1_000


class Dialler:
    """Resolves host names, checks the addresses, and connects only to addresses that were checked."""

    def __init__(
        self, policy: FetchPolicy, proxies: ProxyPool, *, resolve: Resolve, make_socket: SocketFactory
    ) -> None:
        self._policy = policy
        self._proxies = proxies
        self._resolve = resolve
        self._dial_guarded = guarded_socket_factory(policy.egress, make_socket)
        self._resolved: dict[tuple[str, int], tuple[float, list[str]]] = {}

    async def dial(self, request: ProxyRequest, received: Received) -> ServerLeg:
        """Connects to the request's destination; sends the head of a plain HTTP request.

        ``received`` is called with the connection and the number of bytes that arrive, and returns whether it
        may continue.

        Raises:
            RefusedDestination: a resolved address is not globally routable.
            OSError: the connection failed.
        """
        proxy = self._proxies.choose(request.host)
        if proxy is None:
            server = await self._direct(request, received)
            if not request.tunnel:
                server.write(request.origin_head())
            return server
        try:
            return await self._through(proxy, request, received)
        except OSError:
            self._proxies.failed(proxy)
            another = self._proxies.choose(request.host, avoid=proxy)
            if another is None or another is proxy:
                raise
        return await self._through(another, request, received)

    async def _direct(self, request: ProxyRequest, received: Received) -> ServerLeg:
        addresses = await self._addresses(request.host, request.port)
        sock = await _connect(addresses, request.port, self._dial_guarded)
        return await _server_leg(sock, received)

    async def _through(self, proxy: UpstreamProxy, request: ProxyRequest, received: Received) -> ServerLeg:
        """Connects by an upstream proxy: a tunnel for CONNECT and WebSocket, else a forwarded request."""
        addresses = await self._resolve(proxy.host, proxy.port)
        sock = await _connect(addresses, proxy.port, open_socket)
        tunnel = request.tunnel or request.upgrade
        tls = proxy.host if proxy.scheme == "https" else None
        server = await _server_leg(sock, received, handshake=tunnel, tls=tls)
        try:
            if tunnel:
                await self._shake(server, request, proxy)
            else:
                server.write(request.forward_head(proxy.authorization))
        except BaseException:
            server.abort()
            raise
        if request.upgrade:
            server.write(request.origin_head())
        self._proxies.succeeded(proxy)
        return server

    async def _shake(self, server: ServerLeg, request: ProxyRequest, proxy: UpstreamProxy) -> None:
        server.write(request.tunnel_head(proxy.authorization))
        status = (await server.answer).split(b" ", 2)[1:2]
        if status != [b"200"]:
            raise ConnectionRefusedError("the upstream proxy opened no tunnel")

    async def _addresses(self, host: str, port: int) -> list[str]:
        """Returns the checked addresses of a host, cached for a short time."""
        now = asyncio.get_running_loop().time()
        kept = self._resolved.get((host, port))
        if kept is not None and kept[0] > now:
            return kept[1]
        found = await checked_addresses(self._policy.egress, host, port, self._resolve)
        if len(self._resolved) >= _MAX_RESOLVED:
            self._resolved.clear()
        self._resolved[host, port] = (now + self._policy.resolved_seconds, found)
        return found


async def _server_leg(
    sock: socket.socket, received: Received, *, handshake: bool = False, tls: str | None = None
) -> ServerLeg:
    make = functools.partial(
        ServerLeg, received=received, max_head_bytes=_MAX_HEAD_BYTES, handshake=handshake
    )
    loop = asyncio.get_running_loop()
    _, server = await loop.create_connection(make, sock=sock, ssl=True if tls else None, server_hostname=tls)
    return server


async def _connect(addresses: list[str], port: int, factory: SocketFactory) -> socket.socket:
    """Connects to the first address that responds, IPv6 and IPv4 in turn (RFC 8305)."""
    infos = [
        (
            socket.AF_INET6 if ":" in address else socket.AF_INET,
            socket.SOCK_STREAM,
            socket.IPPROTO_TCP,
            "",
            (address, port, 0, 0) if ":" in address else (address, port),
        )
        for address in addresses
    ]
    return await aiohappyeyeballs.start_connection(
        infos, happy_eyeballs_delay=0.25, interleave=1, socket_factory=factory
    )
