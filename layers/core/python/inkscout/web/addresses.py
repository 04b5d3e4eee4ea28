"""Distinguishes public from other IP addresses, including IPv4 addresses embedded in IPv6.

``ipaddress.is_global`` is not used: it treats multicast as global, and its tables differ between Python
releases. The tables here are the IANA special-purpose address registries (RFC 6890 and its updates).
"""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from inkscout.errors import EgressRefused

_NOT_GLOBAL_V4 = tuple(
    (IPv4Network(network), why)
    for network, why in (
        ("0.0.0.0/8", "this network, RFC 791"),
        ("10.0.0.0/8", "private, RFC 1918"),
        ("100.64.0.0/10", "shared address space, RFC 6598"),
        ("127.0.0.0/8", "loopback, RFC 1122"),
        ("168.63.129.16/32", "Azure's WireServer, which answers virtual machines"),
        ("169.254.0.0/16", "link-local, RFC 3927; cloud and task credentials"),
        ("172.16.0.0/12", "private, RFC 1918"),
        ("192.0.0.0/24", "protocol assignments, RFC 6890"),
        ("192.0.2.0/24", "documentation, RFC 5737"),
        ("192.31.196.0/24", "AS112, RFC 7535"),
        ("192.52.193.0/24", "AMT, RFC 7450"),
        ("192.88.99.0/24", "6to4 relays, RFC 7526"),
        ("192.168.0.0/16", "private, RFC 1918"),
        ("192.175.48.0/24", "AS112, RFC 7534"),
        ("198.18.0.0/15", "benchmarking, RFC 2544"),
        ("198.51.100.0/24", "documentation, RFC 5737"),
        ("203.0.113.0/24", "documentation, RFC 5737"),
        ("224.0.0.0/4", "multicast, RFC 5771"),
        ("240.0.0.0/4", "reserved, RFC 1112"),
    )
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NOT_GLOBAL_V6 = tuple(
    (IPv6Network(network), why)
    for network, why in (
        ("2001::/23", "protocol assignments and Teredo, RFC 2928, RFC 4380"),
        ("2001:db8::/32", "documentation, RFC 3849"),
        ("2002::/16", "6to4, RFC 3056"),
        ("2620:4f:8000::/48", "AS112, RFC 7534"),
        ("3fff::/20", "documentation, RFC 9637"),
        ("3ffe::/16", "6bone, returned, RFC 3701"),
    )
)
_MAPPED = IPv6Network("::ffff:0:0/96")
_COMPATIBLE = IPv6Network("::/96")
_TRANSLATED = IPv6Network("::ffff:0:0:0/96")
_NAT64 = IPv6Network("64:ff9b::/96")
_TEREDO = IPv6Network("2001::/32")
_SIX_TO_FOUR = IPv6Network("2002::/16")
_ISATAP_IDS = frozenset({0x00005EFE, 0x02005EFE})
_LOW_32 = 0xFFFFFFFF


@lru_cache(maxsize=4096)
def check_address(text: str) -> str:
    """Returns the normalised address if it is globally routable.

    Raises:
        EgressRefused: it is not, or an IPv4 address embedded in it is not.
    """
    try:
        address = ip_address(text)
    except ValueError:
        raise EgressRefused(f"{text} is not an IP address") from None
    why = _why_not_v4(address) if isinstance(address, IPv4Address) else _why_not_v6(address)
    if why:
        raise EgressRefused(f"{address} is not globally routable ({why})")
    return str(address)


def embedded_v4(address: IPv6Address) -> list[IPv4Address]:
    """Returns every IPv4 address that a host or gateway may extract from an IPv6 address."""
    value = int(address)
    low = IPv4Address(value & _LOW_32)
    found = []
    if any(address in network for network in (_MAPPED, _COMPATIBLE, _TRANSLATED, _NAT64)):
        found.append(low)
    if address in _TEREDO:
        found += [IPv4Address((value >> 64) & _LOW_32), IPv4Address(~value & _LOW_32)]
    if address in _SIX_TO_FOUR:
        found.append(IPv4Address((value >> 80) & _LOW_32))
    if (value >> 32) & _LOW_32 in _ISATAP_IDS:
        found.append(low)
    return found


def _why_not_v4(address: IPv4Address) -> str:
    return next((why for network, why in _NOT_GLOBAL_V4 if address in network), "")


def _why_not_v6(address: IPv6Address) -> str:
    if address.scope_id:
        return "it names a local interface"
    for inner in embedded_v4(address):
        why = _why_not_v4(inner)
        if why:
            return f"it embeds {inner}: {why}"
    if address in _MAPPED or address in _NAT64:
        return ""
    if address not in _GLOBAL_UNICAST:
        return "outside global unicast, RFC 4291"
    return next((why for network, why in _NOT_GLOBAL_V6 if address in network), "")
