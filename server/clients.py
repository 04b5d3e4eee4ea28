"""Addresses of clients behind trusted proxies, and the rate of requests that each may send."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

MOST_CLIENTS = 10_000
"""Number of clients whose rate is remembered; the one that was away longest is forgotten first."""

_IPV6_PREFIX_BITS = 64


def client_address(peer: str, forwarded: str, trusted: int) -> str:
    """Returns the address of the client that a request comes from.

    Each proxy appends the address it was asked from to X-Forwarded-For. What stands left of the entries of
    the trusted proxies was written by the client and proves nothing.

    Args:
        peer: Address of the connection's other end.
        forwarded: The header X-Forwarded-For; empty if absent.
        trusted: Number of proxies in front of this server; 0: the header is ignored.
    """
    entries = [entry.strip() for entry in forwarded.split(",") if entry.strip()]
    if not trusted or not entries:
        return peer
    named = entries[-min(trusted, len(entries))]
    host = named[1:].partition("]")[0] if named.startswith("[") else named
    if host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        return str(ip_address(host))
    except ValueError:
        return peer


class ClientRates:
    """Token buckets of clients: each holds two seconds' worth of requests and fills at the rate."""

    def __init__(self, per_second: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Takes the rate, 0 for any number of requests, and a clock in seconds."""
        self._rate, self._size = per_second, max(1.0, 2 * per_second)
        self._monotonic = monotonic
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def seconds_to_wait(self, address: str) -> int:
        """Takes a token of a client; returns 0, or after how many seconds there will be one.

        The addresses of an IPv6 network of 64 bits, which is what a household has, are one client.
        """
        if not self._rate:
            return 0
        key, now = _network(address), self._monotonic()
        tokens, at = self._buckets.pop(key, (self._size, now))
        tokens = min(self._size, tokens + (now - at) * self._rate)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return 0 if allowed else math.ceil((1 - tokens) / self._rate)


def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(int(parsed) >> (128 - _IPV6_PREFIX_BITS))
