"""Sockets that connect only to public addresses, which are checked both when resolved and when connected."""

import asyncio
import socket
from collections.abc import Callable
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from inkscout.errors import EgressRefused
from inkscout.web.egress import EgressRule

AddressInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[Any, ...]]
SocketFactory = Callable[[AddressInfo], socket.socket]
Resolve = Callable[[str, int], "asyncio.Future[list[str]] | Any"]


async def system_resolve(host: str, port: int) -> list[str]:
    """Returns all addresses of a name, by the system's resolver.

    Raises:
        OSError: the name does not resolve.
    """
    infos = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in infos))


def open_socket(info: AddressInfo) -> socket.socket:
    """Opens a plain TCP socket for an address."""
    family, kind, protocol, _, _ = info
    return socket.socket(family=family, type=kind, proto=protocol)


class GuardedResolver(AbstractResolver):
    """Resolver for aiohttp that refuses a name if one of its addresses is not globally routable.

    A mix of public and private addresses is typical of DNS rebinding, and not of a studio's website.
    """

    def __init__(self, rule: EgressRule, resolve: Resolve = system_resolve) -> None:
        """Takes the egress rule, and a function that returns a name's addresses as text."""
        self._rule = rule
        self._resolve = resolve

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Returns the addresses of a name after checking each.

        Raises:
            RefusedDestination: an address is not globally routable, or the name is local.
            OSError: the name does not resolve.
        """
        addresses = await checked_addresses(self._rule, host, port, self._resolve)
        return [_result(host, address, port) for address in addresses]

    async def close(self) -> None:
        """Does nothing, since no resource is held."""


class RefusedDestination(OSError):
    """``EgressRefused`` as an ``OSError``, which aiohttp's connector passes on to the caller."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


async def checked_addresses(rule: EgressRule, host: str, port: int, resolve: Resolve) -> list[str]:
    """Returns the addresses of a host after checking each; address literals are not resolved.

    Raises:
        RefusedDestination: an address is not globally routable, or the name is local.
        OSError: the name does not resolve.
    """
    try:
        canonical, literal = rule.check_host(host, 443)
        found = [canonical.strip("[]")] if literal else await resolve(canonical, port)
        return [rule.check_address(address) for address in found]
    except EgressRefused as refused:
        raise RefusedDestination(str(refused)) from None


def guarded_socket_factory(rule: EgressRule, make: SocketFactory = open_socket) -> SocketFactory:
    """Returns a socket factory that checks each address again before it opens a socket.

    The factory raises ``RefusedDestination``.
    """

    def factory(info: AddressInfo) -> socket.socket:
        try:
            rule.check_address(str(info[4][0]))
        except EgressRefused as refused:
            raise RefusedDestination(str(refused)) from None
        return make(info)

    return factory


class TrustedResolver(AbstractResolver):
    """Resolver for aiohttp that resolves only the hosts of the configured upstream proxies."""

    def __init__(self, hosts: frozenset[str], resolve: Resolve = system_resolve) -> None:
        """Takes the proxies' host names."""
        self._hosts = hosts
        self._resolve = resolve

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Returns the proxy's addresses.

        Raises:
            RefusedDestination: the name is not a configured proxy's.
            OSError: the name does not resolve.
        """
        if host not in self._hosts:
            raise RefusedDestination(f"{host} is not a configured proxy")
        return [_result(host, address, port) for address in await self._resolve(host, port)]

    async def close(self) -> None:
        """Does nothing, since no resource is held."""


def _result(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return {
        "hostname": host,
        "host": address,
        "port": port,
        "family": family,
        "proto": socket.IPPROTO_TCP,
        "flags": socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    }
