"""Decides whether a request to a server on loopback may come from a program of the operator.

A page of any website may send requests to 127.0.0.1. Cross-origin requests carry ``Origin`` or, from every
current browser, ``Sec-Fetch-Site`` (Fetch Metadata, W3C); a name that an attacker points at 127.0.0.1 (DNS
rebinding) stands in ``Host``. AWS SDKs, search clients and curl send none of these, so their mere presence is
enough to refuse.
"""

from collections.abc import Collection, Mapping

NAMES = ("127.0.0.1", "localhost", "[::1]")
"""Names of this machine that cannot be pointed elsewhere."""

_HTTP_PORT = 80


def foreign_host(headers: Mapping[str, str], port: int, names: Collection[str] = NAMES) -> str:
    """Returns the reason to refuse a request by its ``Host``; empty if it names this server.

    Args:
        headers: Request headers, names in lower case.
        port: Port that the server listens on.
        names: Host names that the server is known by.
    """
    host = headers.get("host", "").lower()
    name, separator, given = host.rpartition(":")
    if not separator or host.endswith("]"):
        name, given = host, str(_HTTP_PORT)
    if name in names and given == str(port):
        return ""
    return "This server answers only under its own address on this machine."


def from_a_browser(headers: Mapping[str, str]) -> str:
    """Returns the reason to refuse a request that a web page has sent; empty if no page did.

    An address that a person types carries ``Sec-Fetch-Site: none`` and passes.

    Args:
        headers: Request headers, names in lower case.
    """
    site = headers.get("sec-fetch-site", "none")
    if "origin" in headers or "referer" in headers or site != "none":
        return "This server takes no requests from web pages."
    return ""


def refusal(headers: Mapping[str, str], port: int, names: Collection[str] = NAMES) -> str:
    """Returns the reason to refuse a request by its host or its sender; empty if it may pass."""
    return foreign_host(headers, port, names) or from_a_browser(headers)
