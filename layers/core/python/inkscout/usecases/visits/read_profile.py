"""ReadProfile: reads one artist's public profile, on a website or a social network, and stores it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from inkscout.domain.artist import Artist
from inkscout.domain.cleared import studios_of
from inkscout.domain.job import Job
from inkscout.domain.outcome import ProfileOutcome
from inkscout.domain.page import FetchStatus, Page
from inkscout.domain.reading import ProfileReading
from inkscout.errors import (
    BrowserUnavailable,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    ReadingStopped,
    SecretUnavailable,
)
from inkscout.extraction import read_business_profile
from inkscout.ports import (
    BusinessProfiles,
    Clock,
    Denylist,
    Directory,
    Fetcher,
    PageReader,
    RawLake,
    SiteBrowser,
)
from inkscout.usecases.directory.denylist_filter import DenylistFilter
from inkscout.usecases.directory.returning import redactor_of
from inkscout.usecases.directory.store_profile import store_profile
from inkscout.vocabulary.networks import network_of

SOURCE = "profile"
"""Source name for pages of profiles in the raw lake."""

FURTHER_PAGES = 2
"""Maximum number of pages of an artist's own website that are read besides the first."""

_API_FAULTS = (ProviderRejected, ProviderThrottled, ProviderUnavailable, SecretUnavailable)
_OUTCOMES = {
    FetchStatus.NOT_FOUND: ProfileOutcome.NOT_FOUND,
    FetchStatus.ROBOTS_FORBIDDEN: ProfileOutcome.ROBOTS_FORBIDDEN,
    FetchStatus.BLOCKED: ProfileOutcome.BLOCKED,
    FetchStatus.TOO_LARGE: ProfileOutcome.TOO_LARGE,
    FetchStatus.NOT_HTML: ProfileOutcome.NOTHING_FOUND,
    FetchStatus.CRASHED: ProfileOutcome.ERROR,
    FetchStatus.UNREADABLE: ProfileOutcome.UNREADABLE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadProfilePorts:
    """Ports of ReadProfile; ``business`` is None if no Instagram token is configured."""

    fetcher: Fetcher
    reader: PageReader
    browser: SiteBrowser
    business: BusinessProfiles | None
    directory: Directory
    denylist: Denylist
    lake: RawLake
    clock: Clock


@dataclass(slots=True)
class _ReadProfile:
    """Result of reading one URL."""

    outcome: ProfileOutcome
    reason: str = ""
    pages: list[Page] = field(default_factory=list)
    reading: ProfileReading = field(default_factory=ProfileReading)

    @property
    def is_good(self) -> bool:
        return self.outcome is ProfileOutcome.READ


async def read_profile(job: Job, *, deps: ReadProfilePorts) -> dict[str, Any]:
    """Reads the profile at the job's URL, or at the artist's other URLs if it yields nothing.

    Artists who asked not to be listed are skipped. A failing site is an outcome; an error of a store is
    raised, so that the job is retried. Returns the end of the job for the ledger: ``outcome``, ``reason``,
    ``pages``, ``written``.
    """
    artist = await asyncio.to_thread(deps.directory.artist, job.artist_id)
    if artist is None:
        return {
            "outcome": ProfileOutcome.NOT_FOUND.value,
            "reason": "the artist is no longer in the directory",
        }
    if await asyncio.to_thread(_is_denied, artist, deps.denylist):
        return {"outcome": ProfileOutcome.DENYLISTED.value, "reason": "asked not to be listed"}
    tried = await _try_addresses(artist, job.url, deps)
    found = next((attempt for attempt in tried if attempt.is_good), tried[0])
    business, fault = await _ask_business(artist, deps)
    readings = [found.reading] if found.is_good else []
    if business is not None:
        readings.append(business)
    written = await asyncio.to_thread(_keep, artist, tried, readings, deps)
    return {
        "outcome": (ProfileOutcome.READ if readings else found.outcome).value,
        "reason": redactor_of(deps.denylist).text(found.reason, *studios_of(artist)),
        "pages": sum(len(attempt.pages) for attempt in tried),
        "written": written,
        **({"api_fault": fault} if fault else {}),
    }


async def _try_addresses(artist: Artist, url: str, deps: ReadProfilePorts) -> list[_ReadProfile]:
    """Reads the artist's URLs until one yields a profile; the job's URL comes first."""
    tried = []
    for address in _addresses(artist, url):
        tried.append(await _read_address(address, artist, deps))
        if tried[-1].is_good:
            break
    return tried


def _addresses(artist: Artist, url: str) -> list[str]:
    instagram = f"https://www.instagram.com/{artist.instagram}/" if artist.instagram else ""
    wanted = [url, artist.website, artist.page_url, instagram]
    return list(dict.fromkeys(address for address in wanted if address))


async def _read_address(url: str, artist: Artist, deps: ReadProfilePorts) -> _ReadProfile:
    """Reads one URL over HTTP, and with a browser if the HTML lacks content that scripts would load."""
    page = await deps.fetcher.fetch(url)
    own = artist.website and _host(artist.website) == _host(page.final_url or page.url)
    further = FURTHER_PAGES if own and not network_of(page.final_url or page.url) else 0
    try:
        first = await deps.reader.profile_page(page, further)
        if ended := _ended_at_first(page, is_login_wall=first.is_login_wall):
            return ended
        fetched = [await deps.fetcher.fetch(address) for address in first.further]
        pages = [page, *(more for more in fetched if more.status is FetchStatus.OK)]
        reading = await deps.reader.profile(pages)
        if _says_something(reading):
            return _ReadProfile(ProfileOutcome.READ, pages=pages, reading=reading)
        if not first.promised:
            return _ReadProfile(
                ProfileOutcome.NOTHING_FOUND, "the page says nothing about the artist", pages, reading
            )
        return await _render(url, pages, first.promised, artist, deps)
    except ReadingStopped as stopped:
        return _unreadable(page, stopped)


def _ended_at_first(page: Page, *, is_login_wall: bool) -> _ReadProfile | None:
    """Returns the result for a page that shows no profile; None if the page can be read."""
    if is_login_wall:
        return _ReadProfile(ProfileOutcome.LOGIN_WALL, "the page asks to sign in", [page])
    if page.status is not FetchStatus.OK:
        outcome = _OUTCOMES.get(page.status, ProfileOutcome.UNREACHABLE)
        return _ReadProfile(outcome, page.detail or page.status.value, [page])
    return None


def _unreadable(page: Page, stopped: ReadingStopped) -> _ReadProfile:
    """Returns the result for a URL whose pages exceeded the reader's limits; none of them is stored."""
    failed = replace(page, status=FetchStatus.UNREADABLE, html="", detail=str(stopped))
    return _ReadProfile(ProfileOutcome.UNREADABLE, str(stopped), [failed])


async def _render(
    url: str, pages: list[Page], promise: str, artist: Artist, deps: ReadProfilePorts
) -> _ReadProfile:
    try:
        async with deps.browser.visit(artist.artist_id) as fetcher:
            page = await fetcher.fetch(url)
    except BrowserUnavailable:
        return _ReadProfile(ProfileOutcome.BROWSER_UNAVAILABLE, promise, pages)
    first = await deps.reader.profile_page(page, 0)
    if ended := _ended_at_first(page, is_login_wall=first.is_login_wall):
        return replace(ended, pages=[*pages, page])
    reading = await deps.reader.profile([page])
    outcome = ProfileOutcome.READ if _says_something(reading) else ProfileOutcome.NOTHING_FOUND
    reason = "" if outcome is ProfileOutcome.READ else "the page says nothing about the artist"
    return _ReadProfile(outcome, reason, [*pages, page], reading)


async def _ask_business(artist: Artist, deps: ReadProfilePorts) -> tuple[ProfileReading | None, str]:
    """Requests the artist's account from the Business Discovery API.

    Returns the reading (None if there is none) and the name of the error (empty if none). Errors are not
    raised, since facts of the pages remain valid.
    """
    if deps.business is None or not artist.instagram:
        return None, ""
    try:
        account = await asyncio.to_thread(deps.business.account, artist.instagram)
    except _API_FAULTS as error:
        return None, type(error).__name__
    if account is None:
        return None, ""
    await asyncio.to_thread(deps.lake.put_json, "instagram", artist.artist_id, account)
    reading = read_business_profile(account)
    return (reading if _says_something(reading) else None), ""


def _keep(
    artist: Artist, tried: Sequence[_ReadProfile], readings: Sequence[ProfileReading], deps: ReadProfilePorts
) -> int:
    """Stores the pages and their readings; returns the number of Directory items written."""
    for attempt in tried:
        for page in attempt.pages:
            if page.status is FetchStatus.OK:
                deps.lake.put_page(SOURCE, artist.artist_id, page)
    stored = [
        store_profile(
            artist,
            reading,
            directory=deps.directory,
            denylist=deps.denylist,
            lake=deps.lake,
            now=deps.clock.now(),
        )
        for reading in readings
    ]
    return sum(result.written for result in stored)


def _says_something(reading: ProfileReading) -> bool:
    return bool(reading.portfolio or reading.bio or reading.styles or reading.booking_url)


def _is_denied(artist: Artist, denylist: Denylist) -> bool:
    return not DenylistFilter(lambda: denylist).artists([artist])


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
