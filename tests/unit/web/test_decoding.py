"""Content codings: what comes out is what went in, and a bomb stops at the cap in bounded memory."""

import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from inkscout.errors import BodyTooLarge, BodyUndecodable
from inkscout.web.decoding import decoder


def raw_deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return engine.compress(data) + engine.flush()


CODINGS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "identity": ("", bytes),
    "gzip": ("gzip", lambda data: gzip.compress(data, 5)),
    "x-gzip": ("X-GZIP", gzip.compress),
    "deflate with its header": ("deflate", zlib.compress),
    "deflate without": ("deflate", raw_deflate),
    "brotli": ("br", lambda data: brotli.compress(data, quality=4)),
    "zstd": ("zstd", zstandard.compress),
    "gzip in brotli": ("gzip, br", lambda data: brotli.compress(gzip.compress(data))),
    "several gzip members": ("gzip", lambda data: gzip.compress(data[:7]) + gzip.compress(data[7:])),
    "several zstd frames": ("zstd", lambda data: zstandard.compress(data[:7]) + zstandard.compress(data[7:])),
}


def decoded(coding: str, data: bytes, cap: int = 1 << 20, piece: int = 1 << 16) -> bytes:
    undo = decoder(coding, cap)
    for start in range(0, len(data), piece):
        undo.feed(data[start : start + piece])
    return undo.finish()


@pytest.mark.parametrize("name", CODINGS)
@settings(deadline=None)
@given(data=st.binary(max_size=3000), piece=st.integers(1, 500))
def test_every_coding_is_undone_in_pieces_of_any_size(name: str, data: bytes, piece: int) -> None:
    coding, encode = CODINGS[name]

    assert decoded(coding, encode(data), piece=piece) == data


@pytest.mark.parametrize("name", CODINGS)
def test_a_body_of_exactly_the_cap_passes_and_one_byte_more_does_not(name: str) -> None:
    coding, encode = CODINGS[name]
    data = b"a" * 100_000

    assert decoded(coding, encode(data), cap=100_000) == data
    with pytest.raises(BodyTooLarge):
        decoded(coding, encode(data + b"a"), cap=100_000)


@pytest.mark.parametrize(
    "name", ["gzip", "deflate with its header", "deflate without", "brotli", "zstd", "gzip in brotli"]
)
def test_a_bomb_stops_at_the_cap_in_bounded_memory(name: str) -> None:
    coding, encode = CODINGS[name]
    bomb = encode(bytes(60_000_000))
    cap = 1 << 20

    tracemalloc.start()
    with pytest.raises(BodyTooLarge):
        decoded(coding, bomb, cap=cap)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert len(bomb) < 1_000_000
    assert peak < 6 * cap


def test_a_zstd_window_larger_than_the_web_allows_is_refused() -> None:
    settings = zstandard.ZstdCompressionParameters.from_level(3, window_log=27)
    data = zstandard.ZstdCompressor(compression_params=settings).compressobj()
    body = data.compress(b"x" * 1_000_000) + data.flush()

    with pytest.raises(BodyUndecodable):
        decoded("zstd", body)


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_a_body_that_is_not_of_its_coding_says_so(coding: str) -> None:
    with pytest.raises(BodyUndecodable):
        decoded(coding, b"<html>this is not compressed at all, whatever the header says</html>" * 10)


@pytest.mark.parametrize(
    "coding", ["compress", "sdch", "aes128gcm", "gzip, gzip, gzip", "gzip, br, zstd, deflate"]
)
def test_a_coding_that_was_not_offered_is_refused(coding: str) -> None:
    with pytest.raises(BodyUndecodable):
        decoder(coding, 1000)


@pytest.mark.parametrize("name", ["gzip", "deflate with its header", "brotli", "zstd"])
def test_a_body_cut_off_in_the_middle_is_read_as_far_as_it_came(name: str) -> None:
    coding, encode = CODINGS[name]
    data = bytes(range(256)) * 2_000
    body = encode(data)

    assert data.startswith(decoded(coding, body[: len(body) // 2], cap=1 << 20))


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["gzip", "deflate", "br", "zstd"]))
def test_any_bytes_decode_or_are_refused(data: bytes, coding: str) -> None:
    try:
        decoded(coding, data)
    except (BodyTooLarge, BodyUndecodable):
        return


def test_a_body_of_more_gzip_members_than_any_page_has_is_refused() -> None:
    member = gzip.compress(b"")
    assert decoded("gzip", member * 1_000) == b""
    with pytest.raises(BodyTooLarge):
        decoded("gzip", member * 1_001)
