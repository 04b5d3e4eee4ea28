"""Generated response bodies for fault tests: endless, very large or hard to parse."""

from collections.abc import Iterator
from itertools import count

CHUNK = 64 * 1024
_LINE = b"<p>Needles, a tattoo and a very long afternoon in the chair by the window.</p>\n"


def filler(size: int, content_type: str) -> Iterator[bytes]:
    """Yields ``size`` bytes in chunks: an HTML page of paragraphs, or zeros for other content types."""
    html = content_type.startswith("text/html")
    block = (_LINE * (CHUNK // len(_LINE) + 1))[:CHUNK] if html else bytes(CHUNK)
    left = size
    if html:
        head = b"<!doctype html><title>Gallery</title><body>\n"[:left]
        left -= len(head)
        yield head
    while left > 0:
        yield block[: min(CHUNK, left)]
        left -= CHUNK


def trickle() -> Iterator[bytes]:
    """Yields an HTML page that never ends, one comment at a time."""
    yield b"<!doctype html><title>Loading</title><body><p>One moment.</p>\n"
    for number in count():
        yield b"<!-- still drawing %d -->\n" % number


def many_elements(amount: int) -> Iterator[bytes]:
    """Yields an HTML page of ``amount`` elements in groups of ten nested ones."""
    yield b"<!doctype html><title>Every tattoo we ever made</title><body>\n"
    for number in range(amount // 10):
        yield b"<div class=t>" * 10 + b"%d" % number + b"</div>" * 10 + b"\n"


PAGES = {"many_elements": many_elements}
"""Generators of pages by the name used in a world's fault; each takes a count."""
