"""Implements ``ports.PageReader`` on processes: a page that exceeds its limits kills only its own process.

A website keeps one process for the whole visit; a process whose visit ended well reads the next site.
"""

import asyncio
import contextlib
import itertools
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from inkscout.adapters.reading.frames import HEAD, REQUEST, Call, MalformedFrame, length_of, packed, unpacked
from inkscout.domain.page import Page
from inkscout.domain.reading import ProfileReading, SiteReading
from inkscout.domain.site_visit import ProfilePage, SiteToRead, WantedPage
from inkscout.errors import ReaderUnavailable, ReadingStopped
from inkscout.giving_way import LARGE_PAGE, is_slow

_PROGRAM = (
    "import importlib, sys; sys.path[:] = sys.argv[3:]; "
    "importlib.import_module(sys.argv[2]).main(int(sys.argv[1]))"
)
_BEGIN = "site"
_MODULE = "inkscout.adapters.reading.host"
_SITES_OF_A_PROCESS = 100
"""Number of websites that one process reads before it is replaced."""
_PROMPT_SECONDS = 0.5
"""Seconds after which a page's process gives way to those of other pages."""
_SLOW_SECONDS = 2.0
"""Seconds after which its visit counts as slow; longer, since a busy machine delays ordinary pages too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingBounds:
    """Limits of reading one page: CPU seconds, and bytes of the process's address space.

    An ordinary page takes 0.01 s, the largest that is read 0.3 s.
    """

    seconds: float = 5.0
    memory_bytes: int = 1024 * 1024 * 1024


class ReadingHost:
    """Process that reading processes are forked from; started on first use, one for each fetching process."""

    def __init__(self, module: str = _MODULE) -> None:
        """Takes the name of the module with the host's ``main``."""
        self._module = module
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._identifiers = itertools.count(1)

    def __enter__(self) -> Self:
        """Returns the host, not started yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends the host and every process that was forked from it."""
        self.close()

    def open(self, bounds: ReadingBounds) -> tuple[int, socket.socket]:
        """Requests a reading process; returns its identifier and a socket to it.

        Raises:
            ReaderUnavailable: no process can be started.
        """
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            identifier = next(self._identifiers)
            request = REQUEST.pack(b"N", identifier, bounds.seconds, bounds.memory_bytes)
            try:
                try:
                    socket.send_fds(self._started(), [request], [theirs.fileno()])
                except OSError:
                    self._stop()  # it was killed from outside and is replaced
                    socket.send_fds(self._started(), [request], [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise ReaderUnavailable(f"no process can be started to read pages: {error}") from error
        return identifier, ours

    def end(self, identifier: int) -> None:
        """Kills one reading process at once."""
        with self._lock, contextlib.suppress(OSError):
            if self._control is not None:
                self._control.send(REQUEST.pack(b"K", identifier, 0.0, 0))

    def slow_down(self, identifier: int) -> None:
        """Lowers the priority of one reading process for the rest of its life."""
        with self._lock, contextlib.suppress(OSError):
            if self._control is not None:
                self._control.send(REQUEST.pack(b"S", identifier, 0.0, 0))

    def close(self) -> None:
        """Ends the host and every process that was forked from it."""
        with self._lock:
            self._stop()

    def _started(self) -> socket.socket:
        if self._control is None:
            ours, theirs = socket.socketpair()
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-c", _PROGRAM, str(theirs.fileno()), self._module, *sys.path],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    start_new_session=True,  # signals of the terminal must reach only the fetching process
                )
            self._control = ours
        return self._control

    def _stop(self) -> None:
        control, process = self._control, self._process
        self._control = self._process = None
        if control is not None:
            control.close()
        if process is not None:
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class _ReadingChannel:
    """Connection to one reading process."""

    def __init__(
        self,
        identifier: int,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        seconds: float,
        slow_down: Callable[[int], None],
    ) -> None:
        self.identifier = identifier
        self.sites = 0
        self.is_usable = True
        self.is_slowed = False
        self._slow_down = slow_down
        self._reader, self._writer, self._seconds = reader, writer, seconds

    async def call(self, program: str, *arguments: object) -> Any:  # noqa: ANN401 - the program's answer
        """Returns the result of a program in the reading process.

        Raises:
            ReadingStopped: it exceeded a limit or failed, or its process ended.
            ReaderUnavailable: the process ended before it was sent a page, which is no page's fault.
        """
        was_usable, self.is_usable = self.is_usable, False
        if not was_usable:
            raise ReadingStopped("the process that read it is gone")
        if not self.is_slowed and _length_of(arguments) > LARGE_PAGE:
            self._give_way()
            is_slow()
        try:
            self._writer.write(packed(Call(program, arguments)))
            await self._writer.drain()
        except ConnectionError:
            pass  # the next message tells the cause
        timers: list[asyncio.TimerHandle] = []
        if program != _BEGIN:  # that waits for the process to start, and reads nothing
            loop = asyncio.get_running_loop()
            timers = [
                loop.call_later(_PROMPT_SECONDS, self._give_way),
                loop.call_later(_SLOW_SECONDS, is_slow),
            ]
        try:
            head = await self._reader.readexactly(HEAD.size)
            kind, answer = unpacked(await self._reader.readexactly(length_of(head)))
        except (asyncio.IncompleteReadError, ConnectionError, MalformedFrame) as error:
            if program == _BEGIN:
                raise ReaderUnavailable("the process that reads pages did not start, or was ended") from error
            raise ReadingStopped("the process that read it was ended") from error
        finally:
            for timer in timers:
                timer.cancel()
        if kind == "done":
            self.is_usable = True
            return answer
        raise ReadingStopped(str(answer) if kind == "failed" else self._how(int(answer)))

    def _give_way(self) -> None:
        # Only root could raise the priority again, so the process reads no further site.
        self.is_slowed = True
        self._slow_down(self.identifier)

    def _how(self, number: int) -> str:
        if number == signal.SIGPROF:
            return f"reading it takes more than {self._seconds:g} s of computing"
        return f"the process that read it was ended by signal {number}" if number else "its process ended"

    def close(self) -> None:
        """Closes the connection, after which an idle process ends by itself."""
        self._writer.transport.abort()


def _length_of(arguments: tuple[object, ...]) -> int:
    """Returns the number of characters of HTML among the arguments of a call."""
    pages = (item for each in arguments for item in (each if isinstance(each, tuple) else (each,)))
    return sum(len(page.html) for page in pages if isinstance(page, Page))


class _ReadingSession:
    """Reading of one website; see ``ports.SiteSession``."""

    def __init__(
        self,
        line: _ReadingChannel,
        site: SiteToRead,
        replace: Callable[[_ReadingChannel], Awaitable[_ReadingChannel]],
    ) -> None:
        self.line = line
        self._site, self._replace = site, replace

    async def begin(self) -> WantedPage | SiteReading:
        try:
            step: WantedPage | SiteReading = await self.line.call(_BEGIN, self._site)
        except ReaderUnavailable:
            self.line = await self._replace(self.line)  # it was idle, and killed from outside
            step = await self.line.call(_BEGIN, self._site)
        return step

    async def answer(self, page: Page | None) -> WantedPage | SiteReading:
        step: WantedPage | SiteReading = await self.line.call("turn", page)
        return step


class ProcessReader:
    """Reads pages in processes of a host; an async context manager, one for each event loop."""

    def __init__(self, host: ReadingHost, bounds: ReadingBounds | None = None) -> None:
        self._host = host
        self._bounds = bounds or ReadingBounds()
        self._idle: list[_ReadingChannel] = []

    async def __aenter__(self) -> Self:
        """Starts the host and one process, so that they are ready for the first page."""
        self._give_back(await self._take())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends the idle processes; busy ones end with the visits they belong to."""
        while self._idle:
            self._end(self._idle.pop())

    @asynccontextmanager
    async def site(self, site: SiteToRead) -> AsyncIterator[_ReadingSession]:
        """Opens a session that reads one website, in a process of its own."""
        session = _ReadingSession(await self._take(), site, self._replaced)
        try:
            yield session
        finally:
            self._give_back(session.line)

    async def profile_page(self, page: Page, further: int) -> ProfilePage:
        """Reads a profile's first page; lists at most ``further`` more pages of the profile to fetch."""
        async with self._line() as line:
            found: ProfilePage = await line.call("profile_page", page, further)
            return found

    async def profile(self, pages: Sequence[Page]) -> ProfileReading:
        """Reads the pages of one profile."""
        async with self._line() as line:
            found: ProfileReading = await line.call("profile", tuple(pages))
            return found

    @asynccontextmanager
    async def _line(self) -> AsyncIterator[_ReadingChannel]:
        line = await self._take()
        try:
            yield line
        finally:
            self._give_back(line)

    async def _take(self) -> _ReadingChannel:
        if self._idle:
            return self._idle.pop()
        identifier, ours = await asyncio.to_thread(self._host.open, self._bounds)
        reader, writer = await asyncio.open_unix_connection(sock=ours)
        return _ReadingChannel(identifier, reader, writer, self._bounds.seconds, self._host.slow_down)

    async def _replaced(self, line: _ReadingChannel) -> _ReadingChannel:
        """Returns a new process for one that is gone; the idle ones may have ended with it, by their host."""
        self._end(line)
        while self._idle:
            self._end(self._idle.pop())
        return await self._take()

    def _give_back(self, line: _ReadingChannel) -> None:
        line.sites += 1
        if line.is_usable and not line.is_slowed and line.sites < _SITES_OF_A_PROCESS:
            self._idle.append(line)
        else:
            self._end(line)

    def _end(self, line: _ReadingChannel) -> None:
        """Ends a process even if it is busy, since nobody waits for its result any more."""
        line.close()
        self._host.end(line.identifier)
