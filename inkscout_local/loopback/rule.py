"""Rules that tell requests of the operator's own programs from those of web pages.

A page of any website can send requests to 127.0.0.1. Browsers mark cross-origin requests with ``Origin`` or,
all current ones, with ``Sec-Fetch-Site`` (W3C Fetch Metadata). With DNS rebinding, where an attacker's name
resolves to 127.0.0.1, that name is in ``Host``. AWS SDKs, search clients and curl send neither such headers
nor foreign names, so a request that has one of them is refused.
"""

from collections.abc import Collection, Mapping

NAMES = ("127.0.0.1", "localhost", "[::1]")
"""Host names of this machine that an attacker's DNS cannot control."""

_HTTP_PORT = 80


def foreign_host(headers: Mapping[str, str], port: int, names: Collection[str] = NAMES) -> str:
    """Returns the reason to refuse a request for its ``Host`` header; empty if it names this server.

    Args:
        headers: Request headers, names in lower case.
        port: Port that the server listens on.
        names: Host names that requests may use.
    """
    host = headers.get("host", "").lower()
    name, separator, given = host.rpartition(":")
    if not separator or host.endswith("]"):
        name, given = host, str(_HTTP_PORT)
    if name in names and given == str(port):
        return ""
    return "This server answers only under its own address on this machine."


def from_a_browser(headers: Mapping[str, str]) -> str:
    """Returns the reason to refuse a request that a web page sent; empty if it came from no page.

    An address typed into a browser is sent with ``Sec-Fetch-Site: none`` and is allowed.

    Args:
        headers: Request headers, names in lower case.
    """
    site = headers.get("sec-fetch-site", "none")
    if "origin" in headers or "referer" in headers or site != "none":
        return "This server takes no requests from web pages."
    return ""


def refusal(headers: Mapping[str, str], port: int, names: Collection[str] = NAMES) -> str:
    """Returns the reason to refuse a request for its host or its sender; empty if it is allowed.

    Args:
        headers: Request headers, names in lower case.
        port: Port that the server listens on.
        names: Host names that requests may use.
    """
    return foreign_host(headers, port, names) or from_a_browser(headers)
