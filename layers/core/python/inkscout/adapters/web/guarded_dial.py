"""Sockets that reach public addresses only: each is judged where it is resolved and where it is dialled."""

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
    """All addresses of a name, by the system's resolver.

    Raises:
        OSError: the name does not resolve.
    """
    infos = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in infos))


def open_socket(info: AddressInfo) -> socket.socket:
    """A plain TCP socket for an address."""
    family, kind, protocol, _, _ = info
    return socket.socket(family=family, type=kind, proto=protocol)


class GuardedResolver(AbstractResolver):
    """aiohttp's resolver: a name with one address that is not globally routable is refused as a whole.

    A mix of public and private addresses is what a rebinding name looks like, and no studio's website.
    """

    def __init__(self, rule: EgressRule, resolve: Resolve = system_resolve) -> None:
        """``resolve`` returns a name's addresses as text."""
        self._rule = rule
        self._resolve = resolve

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a name, each checked.

        Raises:
            RefusedDestination: an address is not globally routable, or the name is local.
            OSError: the name does not resolve.
        """
        addresses = await checked_addresses(self._rule, host, port, self._resolve)
        return [_result(host, address, port) for address in addresses]

    async def close(self) -> None:
        """Nothing is held."""


class RefusedDestination(OSError):
    """``EgressRefused`` in the shape that aiohttp's connector carries to the caller."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


async def checked_addresses(rule: EgressRule, host: str, port: int, resolve: Resolve) -> list[str]:
    """The addresses of a host, each globally routable; literals are not resolved.

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
    """A socket factory that judges the address once more: the one gate that every dialled socket passes."""

    def factory(info: AddressInfo) -> socket.socket:
        try:
            rule.check_address(str(info[4][0]))
        except EgressRefused as refused:
            raise RefusedDestination(str(refused)) from None
        return make(info)

    return factory


class TrustedResolver(AbstractResolver):
    """Resolves the hosts of the configured upstream proxies and nothing else."""

    def __init__(self, hosts: frozenset[str], resolve: Resolve = system_resolve) -> None:
        """``hosts`` are the proxies' host names."""
        self._hosts = hosts
        self._resolve = resolve

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The proxy's addresses.

        Raises:
            RefusedDestination: the name is not a configured proxy's.
            OSError: the name does not resolve.
        """
        if host not in self._hosts:
            raise RefusedDestination(f"{host} is not a configured proxy")
        return [_result(host, address, port) for address in await self._resolve(host, port)]

    async def close(self) -> None:
        """Nothing is held."""


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
