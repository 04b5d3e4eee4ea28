"""Parses requests to a forward proxy (RFC 9112, 3.2; RFC 9110, 7.6 and 9.3.6)."""

import re
from dataclasses import dataclass

from inkscout.errors import EgressRefused, InvalidInput
from inkscout.web.egress import EgressRule, Target

_LINE = re.compile(r"([A-Z]{1,20}) (\S{1,8192}) HTTP/1\.[01]")
_FIELD = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}):[ \t]*+([^\x00-\x08\x0a-\x1f\x7f]*)")
# Header fields for this hop only, or rewritten by it.
_HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-connection",
        "proxy-authorization",
        "te",
        "trailer",
        "host",
        "upgrade",
    }
)
_MAX_FIELDS = 100


@dataclass(frozen=True, slots=True)
class ProxyRequest:
    """A request that the egress rule permits.

    Attributes:
        tunnel: CONNECT: bytes are relayed in both directions unread.
        upgrade: A plain WebSocket handshake, after which bytes are relayed in both directions.
        host: The canonical host; IPv6 literals in brackets.
        port: The port to connect to.
        is_literal: Whether the host is an address.
        body_bytes: Length of the request's body after the head.
        method: The method of a plain request.
        target: The destination of a plain request.
        fields: End-to-end header lines of a plain request.
    """

    tunnel: bool
    upgrade: bool
    host: str
    port: int
    is_literal: bool
    body_bytes: int = 0
    method: str = "CONNECT"
    target: Target | None = None
    fields: tuple[str, ...] = ()

    def origin_head(self) -> bytes:
        """Returns the head for the website itself.

        It asks to close the connection after the response, so that no further request reaches another site.
        """
        target = self.target
        path = target.url.removeprefix(target.origin) if target else "/"
        return self._head(path)

    def forward_head(self, authorization: str) -> bytes:
        """Returns the head for an upstream proxy; ``authorization`` is empty without credentials."""
        extra = f"Proxy-Authorization: {authorization}\r\n" if authorization else ""
        return self._head(self.target.url if self.target else "/", extra)

    def tunnel_head(self, authorization: str) -> bytes:
        """Returns the CONNECT request for an upstream proxy."""
        authority = f"{self.host}:{self.port}"
        extra = f"Proxy-Authorization: {authorization}\r\n" if authorization else ""
        return f"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n{extra}\r\n".encode("latin-1")

    def _head(self, path: str, extra: str = "") -> bytes:
        authority = self.target.origin.partition("://")[2] if self.target else self.host
        connection = "Connection: Upgrade\r\nUpgrade: websocket" if self.upgrade else "Connection: close"
        lines = [f"{self.method} {path} HTTP/1.1", f"Host: {authority}", connection, *self.fields]
        return ("\r\n".join(lines) + f"\r\n{extra}\r\n").encode("latin-1")


def read_request(head: bytes, rule: EgressRule) -> ProxyRequest:
    """Parses a request's head and checks its destination.

    Args:
        head: Everything before the empty line.
        rule: Rule of permitted destinations.

    Raises:
        EgressRefused: the destination is not permitted.
        InvalidInput: it is not a request to a proxy, or its length is ambiguous.
    """
    first, *rest = head.decode("latin-1").split("\r\n")
    line = _LINE.fullmatch(first)
    if line is None or len(rest) > _MAX_FIELDS:
        raise InvalidInput("not a request to a proxy")
    fields = [_field(text) for text in rest]
    method, asked = line.groups()
    if method == "CONNECT":
        host, port = _authority(asked)
        canonical, literal = rule.check_host(host, port)
        return ProxyRequest(tunnel=True, upgrade=False, host=canonical, port=port, is_literal=literal)
    if not asked.lower().startswith(("http://", "ws://")):
        raise InvalidInput("only absolute http addresses and CONNECT are served")
    target = rule.check_url(re.sub(r"^ws:", "http:", asked, flags=re.IGNORECASE))
    upgrade = any(name == "upgrade" and value.lower() == "websocket" for name, value in fields)
    return ProxyRequest(
        tunnel=False,
        upgrade=upgrade,
        host=target.host,
        port=target.port,
        is_literal=target.is_literal,
        body_bytes=_body_bytes(fields),
        method=method,
        target=target,
        fields=tuple(f"{name}: {value}" for name, value in fields if name not in _HOP_BY_HOP),
    )


def _field(text: str) -> tuple[str, str]:
    match = _FIELD.fullmatch(text)
    if match is None:
        raise InvalidInput("a header line cannot be read")
    return match.group(1).lower(), match.group(2).strip()


def _authority(asked: str) -> tuple[str, int]:
    host, colon, port = asked.rpartition(":")
    if not colon or not re.fullmatch(r"[0-9]{1,5}", port):
        raise EgressRefused("CONNECT without a port")
    return host, int(port)


def _body_bytes(fields: list[tuple[str, str]]) -> int:
    """Returns the body's length.

    Raises:
        InvalidInput: the end of the body is ambiguous (RFC 9112, section 6.3).
    """
    lengths = {value for name, value in fields if name == "content-length"}
    if any(name == "transfer-encoding" for name, _ in fields) or len(lengths) > 1:
        raise InvalidInput("a request body needs one Content-Length")
    length = lengths.pop() if lengths else "0"
    if not re.fullmatch(r"[0-9]{1,12}", length):
        raise InvalidInput("Content-Length is not a number")
    return int(length)
