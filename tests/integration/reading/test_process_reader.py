"""Pages are read in processes of their own: what one does to its reader reaches no other page."""

import asyncio
import contextlib
import os
import signal
from pathlib import Path

import psutil
import pytest

from inkscout.adapters.reading import reader as reading
from inkscout.adapters.reading.frames import MalformedFrame, packed, unpacked
from inkscout.adapters.reading.reader import ProcessReader, ReadingHost
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.page import FetchStatus
from inkscout.domain.reading import SiteReading
from inkscout.domain.site_visit import SiteToRead
from inkscout.errors import ReaderUnavailable, ReadingStopped
from inkscout.giving_way import on_slow
from inkscout.usecases.visits.read_website import WebsiteVisit, read_website
from tests.integration.reading.conftest import BOUNDS
from tests.support.fakes.readers import HereReader
from tests.support.pages import FakeSite, page, page_cases
from tests.support.patience import until_async
from tests.support.poisoned_host import CRASH, HOARD, RAISE, SPIN

HOME = "http://wren.test/"
ARTISTS = "http://wren.test/artists"
MENU = '<nav><a href="/artists">Artists</a><a href="/team">Team</a></nav><h1>Wren Tattoo</h1>'
TEAM = "<h1>Our artists</h1><div><h3>Anna Bell</h3><p>Tattoo artist</p></div>"


async def read(reader: ProcessReader | HereReader, pages: dict[str, str]) -> WebsiteVisit:
    return await read_website(SiteToRead(url=HOME), FakeSite(pages).fetch, reader=reader)


async def test_a_site_is_read_as_in_the_own_process(reader: ProcessReader) -> None:
    for case in page_cases()[:12]:
        pages = {item.url: item for item in case.pages}
        site = SiteToRead(url=case.pages[0].url, studio_name=case.studio_name, country=case.country)
        there = await read_website(site, FakeSite(pages).fetch, reader=reader)
        here = await read_website(site, FakeSite(pages).fetch, reader=HereReader())
        assert there == here


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (SPIN, "more than 1 s of computing"),
        (HOARD, "more memory"),
        (CRASH, f"signal {int(signal.SIGSEGV)}"),
        (RAISE, "AssertionError"),
    ],
)
async def test_a_home_page_that_breaks_its_reader_has_an_outcome_of_its_own(
    mark: str, words: str, reader: ProcessReader
) -> None:
    visit = await read(reader, {HOME: f"<h1>Wren Tattoo</h1>{mark}"})
    assert visit.reading.outcome is VisitOutcome.UNREADABLE
    assert words in visit.reading.reason
    assert [item.status for item in visit.pages] == [FetchStatus.UNREADABLE]
    assert visit.pages[0].html == ""


async def test_a_site_is_read_without_the_page_that_breaks_its_reader(reader: ProcessReader) -> None:
    visit = await read(reader, {HOME: MENU, ARTISTS: TEAM, "http://wren.test/team": f"<p>Anna {SPIN}"})
    assert visit.reading.outcome is VisitOutcome.ARTISTS_FOUND
    assert [artist.name for artist in visit.reading.artists] == ["Anna Bell"]
    assert {item.url: item.status for item in visit.pages}["http://wren.test/team"] is FetchStatus.UNREADABLE


async def test_a_site_of_many_such_pages_is_given_up(reader: ProcessReader) -> None:
    links = "".join(f'<a href="/artists/a{n}">Artist {n}</a>' for n in range(9))
    pages = {f"http://wren.test/artists/a{n}": f"<h1>Artist {n}</h1>{CRASH}" for n in range(9)}
    visit = await read(reader, {HOME: f"{MENU}{links}", **pages})
    assert visit.reading.outcome is VisitOutcome.UNREADABLE
    assert sum(item.status is FetchStatus.UNREADABLE for item in visit.pages) == 2


async def test_a_profile_that_breaks_its_reader_says_so(reader: ProcessReader) -> None:
    with pytest.raises(ReadingStopped, match="computing"):
        await reader.profile([page(SPIN)])
    assert (await reader.profile_page(page("<p>Anna"), 2)).further == ()


async def test_others_are_read_while_one_is_stuck(reader: ProcessReader) -> None:
    stuck = asyncio.create_task(read(reader, {HOME: f"<h1>Wren Tattoo</h1>{SPIN}"}))
    await asyncio.sleep(0)
    for _ in range(5):
        assert (await read(reader, {HOME: MENU, ARTISTS: TEAM})).reading.artists
    assert not stuck.done()
    assert (await stuck).reading.outcome is VisitOutcome.UNREADABLE


async def test_a_visit_that_is_cancelled_ends_its_process_at_once(host: ReadingHost) -> None:
    async with ProcessReader(host, BOUNDS) as reader:
        before = set(_below(os.getpid()))
        stuck = asyncio.create_task(read(reader, {HOME: f"<h1>Wren Tattoo</h1>{SPIN}"}))
        await asyncio.sleep(0.3)
        stuck.cancel()
        await asyncio.gather(stuck, return_exceptions=True)
        await until_async(lambda: not set(_below(os.getpid())) - before)


async def test_no_process_is_left_when_a_reader_is_closed() -> None:
    before = set(_below(os.getpid()))
    with ReadingHost() as host:
        async with ProcessReader(host) as reader:
            await read(reader, {HOME: MENU, ARTISTS: TEAM})
            assert set(_below(os.getpid())) - before
    assert not set(_below(os.getpid())) - before


async def test_a_host_that_was_killed_is_replaced() -> None:
    with ReadingHost() as host:
        async with ProcessReader(host) as reader:
            await read(reader, {HOME: MENU, ARTISTS: TEAM})
            for pid in _below(os.getpid()):
                with contextlib.suppress(OSError):  # the children end with their host
                    if b"inkscout.adapters.reading.host" in Path(f"/proc/{pid}/cmdline").read_bytes():
                        os.kill(pid, signal.SIGKILL)
            first = await read(reader, {HOME: MENU, ARTISTS: TEAM})
            second = await read(reader, {HOME: MENU, ARTISTS: TEAM})
    assert [first.reading.outcome, second.reading.outcome] == [VisitOutcome.ARTISTS_FOUND] * 2


async def test_processes_that_cannot_start_are_no_sites_fault() -> None:
    with ReadingHost("tests.support.no_such_module") as host:
        async with ProcessReader(host) as reader:
            with pytest.raises(ReaderUnavailable):
                await read(reader, {HOME: MENU, ARTISTS: TEAM})


def test_a_message_that_names_other_classes_is_not_loaded() -> None:
    assert unpacked(packed(("done", SiteReading(outcome=VisitOutcome.PARKED)))[4:])[0] == "done"
    with pytest.raises(MalformedFrame):
        unpacked(packed(os.system)[4:])
    with pytest.raises(MalformedFrame):
        unpacked(packed(Path("/tmp"))[4:])


def test_enumerations_are_sent_by_value_under_every_python(monkeypatch: pytest.MonkeyPatch) -> None:
    # as the enumerations of Python 3.11.0 to 3.11.3 pickle themselves
    monkeypatch.setattr(
        VisitOutcome, "__reduce_ex__", lambda self, _: (getattr, (type(self), self.name)), raising=False
    )
    reading = SiteReading(outcome=VisitOutcome.PARKED)
    assert unpacked(packed(("done", reading))[4:]) == ("done", reading)


def _below(pid: int) -> list[int]:
    """Process ids below a process, zombies left out."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


def niceness() -> list[int]:
    """The priorities of all reading processes; 0 is the ordinary one."""
    found = []
    for child in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            found.append(child.nice())
    return found


async def test_a_slow_page_gives_way_to_the_pages_of_others(reader: ProcessReader) -> None:
    ordinary = niceness()
    spinning = asyncio.create_task(reader.profile([page(SPIN)]))
    await until_async(lambda: max(niceness()) > max(ordinary))
    assert (await reader.profile_page(page("<p>Anna"), 2)).further == ()
    with pytest.raises(ReadingStopped, match="computing"):
        await spinning


async def test_a_process_that_gave_way_reads_no_other_site(
    reader: ProcessReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_PROMPT_SECONDS", 0.0)
    for _ in range(3):
        assert (await reader.profile_page(page("<p>Anna"), 2)).further == ()
    monkeypatch.undo()
    assert (await reader.profile_page(page("<p>Anna"), 2)).further == ()
    await until_async(lambda: set(niceness()) == {0} or os.nice(0) != 0)


async def test_a_large_page_gives_way_before_it_is_read(reader: ProcessReader) -> None:
    assert (await reader.profile_page(page("<p>Anna"), 2)).further == ()  # the host has started
    ordinary = niceness()
    said: list[str] = []
    with on_slow(lambda: said.append("slow")):
        assert (await reader.profile_page(page("<p>Anna"), 2)).further == ()
        assert said == []
        reading = asyncio.create_task(reader.profile_page(page("<p>Anna " * 100_000), 2))
    await until_async(lambda: said == ["slow"])
    await until_async(lambda: reading.done() or max(niceness()) > max(ordinary))
    assert (await reading).further == ()
