"""Decodes content codings piece by piece, with a cap against decompression bombs.

No decoder is asked for more output than the cap has left, so that memory is bounded by the cap and one
buffer.
"""

import zlib
from typing import IO, Protocol, cast

import brotli
import zstandard

from inkscout.errors import BodyTooLarge, BodyUndecodable

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
_STEP = 65_536
_MAX_CODINGS = 2
_MAX_MEMBERS = 1_000
"""Maximum number of members in one gzip body; a block-wise compressor needs 80 for 5 MiB."""
_ZSTD_WINDOW = 8 * 1024 * 1024  # RFC 9659: a zstd content coding needs no larger window


def most_on_the_wire(cap: int) -> int:
    """Returns the maximum number of transferred bytes for a response with a capped decoded body.

    It adds an eighth to the body, since chunks of 50 bytes need that for their framing, and an allowance for
    headers.
    """
    return cap + cap // 8 + 256 * 1024


class Decoder(Protocol):
    """Decoder of one content coding that takes the body in pieces."""

    def feed(self, data: bytes) -> None:
        """Decodes the next piece.

        Raises:
            BodyTooLarge: the decoded body exceeds its cap.
            BodyUndecodable: the bytes are not valid in this coding.
        """
        ...

    def finish(self) -> bytes:
        """Returns the decoded body, or the part that arrived if it was cut off."""
        ...


class _Sink:
    """Collects decoded bytes up to a cap."""

    def __init__(self, cap: int) -> None:
        self._cap = cap
        self._parts: list[bytes] = []
        self.size = 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        if self.size > self._cap:
            raise BodyTooLarge(f"the body is larger than {self._cap} bytes")
        self._parts.append(bytes(data))
        return len(data)

    @property
    def room(self) -> int:
        """Maximum output of the next step; one byte more than the cap has left, to detect an excess."""
        return min(_STEP, self._cap - self.size + 1)

    def joined(self) -> bytes:
        return self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)


class _Identity:
    def __init__(self, cap: int) -> None:
        self._sink = _Sink(cap)

    def feed(self, data: bytes) -> None:
        self._sink.write(data)

    def finish(self) -> bytes:
        return self._sink.joined()


class _Zlib:
    """Decoder of gzip with one or several members, and of deflate with or without zlib header."""

    def __init__(self, cap: int, *, gzip: bool) -> None:
        self._sink = _Sink(cap)
        self._gzip = gzip
        self._engine = zlib.decompressobj(31) if gzip else None
        self._members = 1

    def feed(self, data: bytes) -> None:
        # The rest after a member's end is copied; small pieces keep the cost of many members linear.
        for start in range(0, len(data), _STEP):
            self._feed(data[start : start + _STEP])

    def _feed(self, data: bytes) -> None:
        while data:
            engine = self._engine = self._engine or _deflate_engine(data)
            try:
                self._sink.write(engine.decompress(data, self._sink.room))
            except zlib.error as error:
                raise BodyUndecodable(f"not a {'gzip' if self._gzip else 'deflate'} body: {error}") from None
            data = engine.unconsumed_tail
            if engine.eof:
                data = self._next_member(engine.unused_data)

    def _next_member(self, rest: bytes) -> bytes:
        if not self._gzip or not rest.startswith(b"\x1f\x8b"):
            return b""
        self._members += 1
        if self._members > _MAX_MEMBERS:
            raise BodyTooLarge(f"the body has more than {_MAX_MEMBERS} gzip members")
        self._engine = zlib.decompressobj(31)
        return rest

    def finish(self) -> bytes:
        return self._sink.joined()


def _deflate_engine(first: bytes) -> "zlib._Decompress":
    has_header = first[0] & 0x0F == 8 and (len(first) < 2 or (first[0] << 8 | first[1]) % 31 == 0)
    return zlib.decompressobj(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)


class _Brotli:
    def __init__(self, cap: int) -> None:
        self._sink = _Sink(cap)
        self._engine = brotli.Decompressor()

    def feed(self, data: bytes) -> None:
        try:
            while not self._engine.is_finished():
                out = self._engine.process(data, output_buffer_limit=self._sink.room)
                data = b""
                self._sink.write(out)
                if not out and self._engine.can_accept_more_data():
                    return
        except brotli.error as error:
            raise BodyUndecodable(f"not a brotli body: {error}") from None

    def finish(self) -> bytes:
        return self._sink.joined()


class _Zstd:
    def __init__(self, cap: int) -> None:
        self._sink = _Sink(cap)
        sink = cast("IO[bytes]", self._sink)  # only write() is called
        engine = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
        self._writer = engine.stream_writer(sink, write_size=_STEP)

    def feed(self, data: bytes) -> None:
        try:
            self._writer.write(data)
        except zstandard.ZstdError as error:
            raise BodyUndecodable(f"not a zstd body: {error}") from None

    def finish(self) -> bytes:
        return self._sink.joined()


class _Chain:
    """Decoder of two stacked codings; the one applied last is decoded first."""

    def __init__(self, outer: Decoder, inner: Decoder) -> None:
        self._outer, self._inner = outer, inner

    def feed(self, data: bytes) -> None:
        self._outer.feed(data)

    def finish(self) -> bytes:
        between = self._outer.finish()
        for start in range(0, len(between), _STEP):
            self._inner.feed(between[start : start + _STEP])
        return self._inner.finish()


def decoder(content_encoding: str, cap: int) -> Decoder:
    """Returns the decoder for a Content-Encoding header.

    Args:
        content_encoding: The header's value; empty for none.
        cap: Maximum number of decoded bytes.

    Raises:
        BodyUndecodable: a coding is unknown, or more than two are stacked.
    """
    names = [name for name in (part.strip().lower() for part in content_encoding.split(",")) if name]
    names = [name for name in names if name not in ("identity", "none", "utf-8")]
    if len(names) > _MAX_CODINGS:
        raise BodyUndecodable(f"{len(names)} content codings stacked")
    if len(names) == _MAX_CODINGS:
        return _Chain(_single(names[1], cap), _single(names[0], cap))
    return _single(names[0], cap) if names else _Identity(cap)


def _single(name: str, cap: int) -> Decoder:
    if name in ("gzip", "x-gzip"):
        return _Zlib(cap, gzip=True)
    if name == "deflate":
        return _Zlib(cap, gzip=False)
    if name == "br":
        return _Brotli(cap)
    if name == "zstd":
        return _Zstd(cap)
    raise BodyUndecodable(f"unknown content coding {name[:40]}")
