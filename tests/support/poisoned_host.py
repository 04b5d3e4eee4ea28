"""The host of reading processes with faults in it that nobody has written yet; pages ask for them by a mark.

What spins does it inside a regular expression or a loop, as a fault of ours would: nothing in the process can
interrupt it but the kernel.
"""

import ctypes
import re

from inkscout.adapters.reading import host, worker
from inkscout.domain.page import Page
from inkscout.extraction import site as extraction
from inkscout.extraction.model import PageView
from inkscout.usecases.visits import site_visit

SPIN, HOARD, CRASH, RAISE = "[spin]", "[hoard]", "[crash]", "[raise]"
_view_of = extraction.view_of


def view_of(page: Page) -> PageView:
    """Parses a page, unless it holds a mark."""
    if SPIN in page.html:
        re.match(r"(?:a|a)*b", "a" * 64)
    if HOARD in page.html:
        # Pages that are never touched: the bound of memory is met before that of computing on any machine.
        return [bytes(1 << 26) for _ in range(1 << 20)]  # type: ignore[return-value]
    if CRASH in page.html:
        ctypes.string_at(0)
    if RAISE in page.html:
        raise AssertionError("a fault of extraction")
    return _view_of(page)


def main(descriptor: int) -> None:
    """Runs the host with the faults in it."""
    site_visit.view_of = view_of
    worker.read_profile = lambda pages: [view_of(page) for page in pages]  # type: ignore[assignment,return-value]
    host.main(descriptor)
