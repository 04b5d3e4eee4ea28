"""The two connections of the egress proxy, to the browser and to the website, and the relay between them."""

import asyncio
from collections.abc import Callable
from typing import cast

_HEAD_END = b"\r\n\r\n"
_WRITE_BUFFER = 256 * 1024
_BODY_SLACK = 8_192


class Leg(asyncio.Protocol):
    """One connection, whose bytes are relayed to its peer with back-pressure."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.peer: Leg | None = None
        self.lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by asyncio when the socket is open."""
        self.transport = cast("asyncio.Transport", transport)
        self.transport.set_write_buffer_limits(high=_WRITE_BUFFER)

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by asyncio when the socket is closed; closes the peer after its buffer is written."""
        self.lost = True
        if self.peer is not None:
            self.peer.close()

    def pause_writing(self) -> None:
        """Called by asyncio when the write buffer is full; stops reading from the peer."""
        if self.peer is not None and self.peer.transport is not None:
            self.peer.transport.pause_reading()

    def resume_writing(self) -> None:
        """Called by asyncio when the write buffer has room; continues reading from the peer."""
        if self.peer is not None and self.peer.transport is not None and not self.peer.lost:
            self.peer.transport.resume_reading()

    def write(self, data: bytes) -> None:
        """Sends bytes; drops them if the connection is closed."""
        if self.transport is not None and not self.lost:
            self.transport.write(data)

    def close(self) -> None:
        """Closes the connection after the buffer is written."""
        if self.transport is not None:
            self.transport.close()

    def abort(self) -> None:
        """Closes the connection at once."""
        if self.transport is not None:
            self.transport.abort()


class Head:
    """Collects bytes up to the empty line that ends a message's head."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._bytes = bytearray()
        self.rest = b""

    @property
    def overflowed(self) -> bool:
        """Whether the head is longer than its limit."""
        return len(self._bytes) > self._limit

    def feed(self, data: bytes) -> bytes | None:
        """Adds bytes; returns the head once it is complete, else None.

        ``rest`` then has the bytes after it.
        """
        start = max(0, len(self._bytes) - len(_HEAD_END))
        self._bytes += data
        end = self._bytes.find(_HEAD_END, start)
        if end < 0:
            return None
        self.rest = bytes(self._bytes[end + len(_HEAD_END) :])
        del self._bytes[end:]
        return None if self.overflowed else bytes(self._bytes)


class ClientLeg(Leg):
    """Connection to the browser: one head, then a bounded body or a tunnel."""

    def __init__(
        self,
        *,
        max_head_bytes: int,
        opened: Callable[["ClientLeg"], bool],
        asked: Callable[["ClientLeg", bytes], None],
        sent: Callable[["ClientLeg", int], bool],
        closed: Callable[["ClientLeg"], None],
    ) -> None:
        """Takes the limit of the head and the callbacks.

        Args:
            max_head_bytes: Maximum size of the request's head.
            opened: Called with a new connection; False refuses it.
            asked: Called with the head of the request.
            sent: Called with the number of bytes the browser sends; False ends the connection.
            closed: Called when the connection is closed.
        """
        super().__init__()
        self._head = Head(max_head_bytes)
        self._opened, self._asked, self._sent, self._closed = opened, asked, sent, closed
        self._waiting = True
        self._held = bytearray()
        self.may_send = 0
        self.tunnel = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by asyncio when the browser has connected."""
        super().connection_made(transport)
        if not self._opened(self):
            self.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by asyncio when the browser has disconnected."""
        super().connection_lost(exc)
        self._closed(self)

    def data_received(self, data: bytes) -> None:
        """Handles bytes of the head, of the body, or of a tunnel."""
        if self._waiting:
            self._collect(data)
        elif self.peer is None:
            self._held += data
            if len(self._held) > _BODY_SLACK and self.transport is not None:
                self.transport.pause_reading()
        else:
            self._pass_on(data)

    def relay_to(self, peer: Leg, *, tunnel: bool, body_bytes: int) -> None:
        """Relays all further bytes to ``peer``: any number in a tunnel, else ``body_bytes``."""
        self.tunnel, self.may_send = tunnel, body_bytes
        self.peer, peer.peer = peer, self
        held, self._held = bytes(self._held), bytearray()
        if held:
            self._pass_on(held)
        if self.transport is not None and not self.lost:
            self.transport.resume_reading()

    def refuse(self, status: str, reason: str) -> None:
        """Sends an error response of the proxy itself and closes the connection."""
        body = reason.encode("utf-8", "replace")
        head = (
            f"HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\n"
            f"Content-Length: {len(body)}\r\nX-Egress: refused\r\nConnection: close\r\n\r\n"
        )
        self.write(head.encode("latin-1") + body)
        self.close()

    def _collect(self, data: bytes) -> None:
        head = self._head.feed(data)
        if head is not None:
            self._waiting = False
            self._held += self._head.rest
            self._asked(self, head)
        elif self._head.overflowed:
            self._waiting = False
            self.refuse("431 Request Header Fields Too Large", "the request's head is too long")

    def _pass_on(self, data: bytes) -> None:
        if not self._sent(self, len(data)):
            return
        if not self.tunnel:
            if len(data) > self.may_send:
                # A second request on this connection might be for another site.
                self.abort()
                return
            self.may_send -= len(data)
        if self.peer is not None:
            self.peer.write(data)


class ServerLeg(Leg):
    """Connection to the website, or to an upstream proxy that first has to open a tunnel."""

    def __init__(self, *, received: Callable[[Leg, int], bool], max_head_bytes: int, handshake: bool) -> None:
        """Takes a callback for received bytes, which returns whether the connection may continue.

        ``handshake`` expects the upstream proxy's response to CONNECT first, with a head of at most
        ``max_head_bytes``; it becomes the result of ``answer``.
        """
        super().__init__()
        self._received = received
        self._head = Head(max_head_bytes) if handshake else None
        self._early = bytearray()
        self.answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def data_received(self, data: bytes) -> None:
        """Handles bytes for the browser."""
        if self._head is not None and not self.answer.done():
            self._shake(data)
        elif self.peer is None:
            self._early += data
            if self.transport is not None:
                self.transport.pause_reading()
        elif self._received(self, len(data)):
            self.peer.write(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by asyncio when the website has disconnected."""
        if not self.answer.done():
            self.answer.set_exception(ConnectionResetError("the upstream proxy closed the connection"))
            self.answer.exception()
        super().connection_lost(exc)

    def flush_early(self) -> None:
        """Relays what arrived before the browser's connection was ready."""
        early, self._early = bytes(self._early), bytearray()
        if early and self.peer is not None and self._received(self, len(early)):
            self.peer.write(early)
        if self.transport is not None and not self.lost:
            self.transport.resume_reading()

    def _shake(self, data: bytes) -> None:
        if self._head is None:
            return
        head = self._head.feed(data)
        if head is not None:
            self._early += self._head.rest
            self.answer.set_result(head)
        elif self._head.overflowed:
            self.abort()
