"""Program of a reading process: reads one website after another, within a limit of CPU time for each message.

The limit is the kernel's timer of CPU time (``ITIMER_PROF``) with its default action, which kills the process
whatever it is doing, even inside a parser or a regular expression. CPU time does not pass while the machine
is busy with other processes or suspended.
"""

import pickle
import signal
import socket
from collections.abc import Callable, Generator, Sequence
from datetime import UTC, datetime
from typing import Any

from inkscout.adapters.reading.frames import HEAD, Call, length_of, packed
from inkscout.domain.page import FetchStatus, Page
from inkscout.domain.reading import ProfileReading
from inkscout.domain.site_visit import ProfilePage, SiteToRead
from inkscout.extraction import further_pages, is_login_wall, read_profile, script_reason
from inkscout.usecases.visits.site_visit import visit_site

_TURN = "turn"


def serve(line: socket.socket, seconds: float) -> None:
    """Answers messages until the other end is closed; ``seconds`` limits the CPU time for each."""
    visit: Generator[Any, Any, Any] | None = None
    while (body := _received(line)) is not None:
        call: Call = pickle.loads(body)  # noqa: S301 - from the process that fetches, not from a website
        signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            if call.program == "site":
                visit = visit_site(*call.arguments)
                answer = _step(visit, None)
            elif call.program == _TURN and visit is not None:
                answer = _step(visit, call.arguments[0])
            else:
                answer = PROGRAMS[call.program](*call.arguments)
            reply = packed(("done", answer))
        except MemoryError:
            reply = packed(("failed", "it needs more memory than one site may use"))
        except Exception as error:  # noqa: BLE001 - the entrypoint of a reading: its fault is its answer
            reply = packed(("failed", f"{type(error).__name__} while reading"))
        signal.setitimer(signal.ITIMER_PROF, 0)
        line.sendall(reply)


def _step(visit: Generator[Any, Any, Any], value: object) -> object:
    """Sends a value to a visit; returns the next page it requests, or its reading."""
    try:
        return visit.send(value)
    except StopIteration as ended:
        return ended.value


def _received(line: socket.socket) -> bytes | None:
    head = _exactly(line, HEAD.size)
    return None if head is None else _exactly(line, length_of(head))


def _exactly(line: socket.socket, size: int) -> bytes | None:
    """Returns ``size`` bytes; None if the other end was closed before."""
    buffer = bytearray(size)
    view = memoryview(buffer)
    got = 0
    while got < size:
        count = line.recv_into(view[got:])
        if not count:
            return None
        got += count
    return bytes(buffer)


def read_profile_page(page: Page, further: int) -> ProfilePage:
    """Returns what a profile's first page leads to; lists at most ``further`` more pages."""
    if is_login_wall(page):
        return ProfilePage(is_login_wall=True)
    if page.status is not FetchStatus.OK or not page.html:
        return ProfilePage()
    return ProfilePage(
        further=tuple(further_pages(page, further)) if further else (), promised=script_reason(page)
    )


def read_profile_pages(pages: Sequence[Page]) -> ProfileReading:
    """Returns the reading of the pages of one profile."""
    return read_profile(pages)


PROGRAMS: dict[str, Callable[..., object]] = {
    "profile_page": read_profile_page,
    "profile": read_profile_pages,
}


def example() -> object:
    """Reads a page with two artists, which builds every table that is otherwise built on first use."""
    url = "http://studio.example/artists"
    html = (
        "<html><title>Artists | Wren Tattoo</title><nav><a href=/artists>Artists</a></nav>"
        "<h1>Our artists</h1><div><h3>Anna Bell</h3><p>Tattoo artist, fine line. Books open.</p>"
        "<a href=https://www.instagram.com/anna.bell>Instagram</a></div><div><h3>Tom Finch</h3>"
        "<p>Guest artist, 3-7 May</p></div><p>Mo-Fr 10:00-18:00, +44 20 7946 0958, hello@studio.example</p>"
    )
    page = Page(
        url=url, final_url=url, status=FetchStatus.OK, html=html, fetched_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    visit = visit_site(SiteToRead(url=url, country="GB", max_pages=1))
    _step(visit, None)
    return _step(visit, page), read_profile([page])
