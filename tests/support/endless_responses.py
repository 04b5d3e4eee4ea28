"""Responses that never end and never become a body: what is read of them counts by its bytes on the wire."""

import gzip

from tests.support.internet import Request, Writer

_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
ENDLESS: dict[str, tuple[bytes, bytes]] = {
    "chunk extensions": (_OK + b"Transfer-Encoding: chunked\r\n\r\n5;", b"a=b;" * 16_384),
    "interim responses": (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" * 1_000),
    "headers": (_OK, b"X-A: b\r\n" * 8_192),
    "trailers": (_OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-A: b\r\n" * 8_192),
    "one long header": (_OK + b"X-A: ", b"a" * 65_536),
    "skippable zstd frames": (
        _OK + b"Content-Encoding: zstd\r\n\r\n",
        b"\x50\x2a\x4d\x18" + (60_000).to_bytes(4, "little") + bytes(60_000),
    ),
    "tiny zstd frames": (_OK + b"Content-Encoding: zstd\r\n\r\n", b"\x50\x2a\x4d\x18\0\0\0\0" * 8_192),
    "a gzip file name": (
        _OK + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x08" + bytes(6), b"n" * 65_536,
    ),
    "gzip members": (_OK + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"") * 3_000),
    "empty deflate blocks": (
        _OK + b"Content-Encoding: deflate\r\n\r\n\x78\x9c", b"\x00\x00\x00\xff\xff" * 13_000,
    ),
}  # fmt: skip
"""A beginning, and what follows over and over, by kind."""
_ENOUGH = 64 << 20


class EndlessResponse:
    """A handler of ``Site`` that writes for as long as anybody reads; ``sent`` counts bytes."""

    def __init__(self, head: bytes, piece: bytes) -> None:
        self.head, self.piece = head, piece
        self.sent = 0

    async def __call__(self, request: Request, writer: Writer) -> None:
        """Answers one request."""
        del request
        writer.write(self.head)
        while self.sent < _ENOUGH:
            writer.write(self.piece)
            self.sent += len(self.piece)
            await writer.drain()
