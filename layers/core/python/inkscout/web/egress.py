"""Egress rule for every connection to a website: destinations that are not globally routable are refused.

A URL is parsed once, by a strict parser; notations that a lenient parser might take for another destination
(short, octal, hexadecimal or full-width numbers, credentials, backslashes, percent signs in the host) are
refused. Host names are checked here by form only: the code that connects must check each resolved address
with ``check_address`` and connect to exactly that address.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit

import idna

from inkscout.errors import EgressRefused
from inkscout.web.addresses import check_address

DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
MAX_URL_LENGTH = 4096
# Names that are resolved only inside a network (RFC 6761, 6762, 7686, 8375, 9476).
_LOCAL_SUFFIXES = ("localhost", "local", "internal", "home.arpa", "onion", "alt", "lan", "localdomain")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_AUTHORITY_JUNK = re.compile(r"[\x00-\x20\x7f\\%^|<>\"`{}]")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_DOTTED = re.compile(r"(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?!$)|$)){4}")
_PATH_SAFE = "!$%&'()*+,/:;=?@[]~|"


@dataclass(frozen=True, slots=True)
class Target:
    """A permitted destination; ``url`` is rebuilt from the checked parts."""

    scheme: str
    host: str
    port: int
    url: str
    is_literal: bool

    @property
    def origin(self) -> str:
        """Scheme, host and port, for which robots.txt applies (RFC 9309, section 2.3)."""
        return f"{self.scheme}://{_authority(self.scheme, self.host, self.port)}"


@dataclass(frozen=True, slots=True)
class EgressRule:
    """Permits the schemes http and https, and the ports 80, 443 and ``extra_ports``."""

    extra_ports: frozenset[int] = frozenset()

    def check_url(self, url: str) -> Target:
        """Returns the destination of an absolute URL.

        Raises:
            EgressRefused: scheme, port, notation or address is not permitted; the message says which.
        """
        return _check_url(url, self.extra_ports)

    def check_host(self, host: str, port: int) -> tuple[str, bool]:
        """Returns the canonical host, and whether it is an address literal, for a CONNECT request.

        Raises:
            EgressRefused: the port, the notation or the address is not permitted; the message says which.
        """
        if port not in (80, 443) and port not in self.extra_ports:
            raise EgressRefused(f"port {port} is not allowed")
        return check_host(host)

    def check_address(self, address: str) -> str:
        """Returns the normalised address if it is globally routable.

        Raises:
            EgressRefused: it is not.
        """
        return check_address(address)


def join(base: str, location: str) -> str:
    """Returns the absolute URL of a Location header, resolved against the URL of its page.

    Raises:
        EgressRefused: it cannot be parsed as a URL.
    """
    try:
        return urljoin(base, location.strip())
    except ValueError:
        raise EgressRefused("the redirect's address cannot be read") from None


@lru_cache(maxsize=8192)
def _check_url(url: str, extra_ports: frozenset[int]) -> Target:
    if len(url) > MAX_URL_LENGTH:
        raise EgressRefused(f"the address is longer than {MAX_URL_LENGTH} characters")
    scheme, authority, rest = _split(url)
    if scheme not in ("http", "https"):
        raise EgressRefused(f"scheme {scheme[:20] or 'none'} is not http or https")
    host, port = _host_and_port(scheme, authority)
    if port not in (80, 443) and port not in extra_ports:
        raise EgressRefused(f"port {port} is not allowed")
    canonical, is_literal = check_host(host)
    rebuilt = f"{scheme}://{_authority(scheme, canonical, port)}{rest}"
    return Target(scheme, canonical, port, rebuilt, is_literal)


@lru_cache(maxsize=8192)
def check_host(host: str) -> tuple[str, bool]:
    """Returns the canonical form of a host, and whether it is an address literal.

    Raises:
        EgressRefused: the notation is not permitted, the name is local, or the address is not globally
            routable.
    """
    if host.startswith("["):
        if not host.endswith("]"):
            raise EgressRefused("an unclosed bracket in the host")
        return f"[{check_address(host[1:-1])}]", True
    if not host or _AUTHORITY_JUNK.search(host) or any(char in host for char in "[]:@/?#"):
        raise EgressRefused("the host is empty or has characters no host has")
    name = _ascii(host)
    labels = name.removesuffix(".").split(".")
    if _NUMBER.fullmatch(labels[-1]):
        # WHATWG URL, "ends in a number": clients parse this as an IPv4 address, each in its own way.
        if not _DOTTED.fullmatch(name) or name != host:
            raise EgressRefused(f"{host[:60]} is an IPv4 address in an odd notation")
        return check_address(name), True
    _check_name(name.removesuffix("."), labels)
    return name.removesuffix("."), False


def _check_name(name: str, labels: list[str]) -> None:
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise EgressRefused(f"{name[:60]} is not a host name")
    if len(labels) < 2 or any(name == suffix or name.endswith(f".{suffix}") for suffix in _LOCAL_SUFFIXES):
        raise EgressRefused(f"{name[:60]} is a name inside a network")


def _ascii(host: str) -> str:
    if host.isascii():
        return host.lower()
    try:
        return idna.encode(host, uts46=True, transitional=False).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        raise EgressRefused("the host is no internationalised domain name (RFC 5891)") from None


def _split(url: str) -> tuple[str, str, str]:
    """Returns scheme, authority, and encoded path with query; drops the fragment, which servers do not see.

    Raises:
        EgressRefused: the URL has control characters or cannot be parsed.
    """
    if _CONTROL.search(url):
        raise EgressRefused("control characters in the address")
    try:
        parts = urlsplit(url)
        path = quote(parts.path.replace("\\", "/"), safe=_PATH_SAFE) or "/"
        query = f"?{quote(parts.query, safe=_PATH_SAFE)}" if parts.query else ""
    except ValueError:  # UnicodeEncodeError too
        raise EgressRefused("the address cannot be read") from None
    return parts.scheme.lower(), parts.netloc, path + query


def _host_and_port(scheme: str, authority: str) -> tuple[str, int]:
    if "@" in authority:
        raise EgressRefused("credentials in the address")
    host, bracket, tail = authority.rpartition("]")
    if bracket:
        host += "]"
    else:
        host, _, port_text = authority.partition(":")
        tail = f":{port_text}" if port_text else ""
    if tail in ("", ":"):
        return host, DEFAULT_PORTS[scheme]
    if not re.fullmatch(r":[0-9]{1,5}", tail):
        raise EgressRefused("the port is not a number")
    return host, int(tail[1:])


def _authority(scheme: str, host: str, port: int) -> str:
    return host if port == DEFAULT_PORTS[scheme] else f"{host}:{port}"
