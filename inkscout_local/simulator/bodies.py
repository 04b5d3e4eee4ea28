"""Bodies that no file holds: endless, enormous or treacherous, made while they are sent."""

from collections.abc import Iterator
from itertools import count

CHUNK = 64 * 1024
_LINE = b"<p>Needles, a tattoo and a very long afternoon in the chair by the window.</p>\n"


def filler(size: int, content_type: str) -> Iterator[bytes]:
    """``size`` bytes: a page of paragraphs for HTML, zeros for anything else."""
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
    """A page that never ends: one comment after another."""
    yield b"<!doctype html><title>Loading</title><body><p>One moment.</p>\n"
    for number in count():
        yield b"<!-- still drawing %d -->\n" % number


def many_elements(amount: int) -> Iterator[bytes]:
    """A page of ``amount`` nested-by-ten elements."""
    yield b"<!doctype html><title>Every tattoo we ever made</title><body>\n"
    for number in range(amount // 10):
        yield b"<div class=t>" * 10 + b"%d" % number + b"</div>" * 10 + b"\n"


PAGES = {"many_elements": many_elements}
"""Generated pages by the name a world's fault gives; each takes a count."""
