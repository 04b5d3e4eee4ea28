"""Reading what a client asks a forward proxy for (RFC 9112, 3.2; RFC 9110, 7.6 and 9.3.6)."""

import re
from dataclasses import dataclass

from inkscout.errors import EgressRefused, InvalidInput
from inkscout.web.egress import EgressRule, Target

_LINE = re.compile(r"([A-Z]{1,20}) (\S{1,8192}) HTTP/1\.[01]")
_FIELD = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}):[ \t]*+([^\x00-\x08\x0a-\x1f\x7f]*)")
# Meant for this hop alone, or rewritten by it.
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
    """A request that the egress rule lets pass.

    Attributes:
        tunnel: CONNECT: bytes go both ways unread.
        upgrade: A plain WebSocket handshake: bytes go both ways after it.
        host: The canonical host; literals of IPv6 in brackets.
        port: The port to dial.
        is_literal: The host is an address.
        body_bytes: Length of the request's body that follows the head.
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
        """The head for the website itself; one request a connection, so that none reaches another site."""
        target = self.target
        path = target.url.removeprefix(target.origin) if target else "/"
        return self._head(path)

    def forward_head(self, authorization: str) -> bytes:
        """The head for an upstream proxy."""
        extra = f"Proxy-Authorization: {authorization}\r\n" if authorization else ""
        return self._head(self.target.url if self.target else "/", extra)

    def tunnel_head(self, authorization: str) -> bytes:
        """The CONNECT for an upstream proxy."""
        authority = f"{self.host}:{self.port}"
        extra = f"Proxy-Authorization: {authorization}\r\n" if authorization else ""
        return f"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n{extra}\r\n".encode("latin-1")

    def _head(self, path: str, extra: str = "") -> bytes:
        authority = self.target.origin.partition("://")[2] if self.target else self.host
        connection = "Connection: Upgrade\r\nUpgrade: websocket" if self.upgrade else "Connection: close"
        lines = [f"{self.method} {path} HTTP/1.1", f"Host: {authority}", connection, *self.fields]
        return ("\r\n".join(lines) + f"\r\n{extra}\r\n").encode("latin-1")


def read_request(head: bytes, rule: EgressRule) -> ProxyRequest:
    """A request's head, judged.

    Args:
        head: Everything before the empty line.
        rule: Which destinations may be dialled.

    Raises:
        EgressRefused: the destination may not be dialled.
        InvalidInput: not a proxy request, or one whose length is ambiguous.
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
    """The body's length; a request whose end could be read in two ways is refused (RFC 9112, section 6.3)."""
    lengths = {value for name, value in fields if name == "content-length"}
    if any(name == "transfer-encoding" for name, _ in fields) or len(lengths) > 1:
        raise InvalidInput("a request body needs one Content-Length")
    length = lengths.pop() if lengths else "0"
    if not re.fullmatch(r"[0-9]{1,12}", length):
        raise InvalidInput("Content-Length is not a number")
    return int(length)
