"""Visits a studio over HTTP or with a browser: reads its website, stores the facts, records the outcome."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from inkscout.contracts.stored.visit import Tier, Visit
from inkscout.domain.artist import Artist
from inkscout.domain.cleared import Clearing
from inkscout.domain.site_visit import SiteToRead
from inkscout.domain.studio import Studio
from inkscout.ports import (
    Denylist,
    Directory,
    HeldPeople,
    PageReader,
    RawLake,
    RunLedger,
    StateStore,
    Stopwatch,
)
from inkscout.usecases.directory.returning import redactor_of
from inkscout.usecases.directory.store_reading import store_reading
from inkscout.usecases.visits.read_website import Fetch, WebsiteVisit, read_website

_ATTEMPTS = 2


class VisitDeps(Protocol):
    """Ports of a visit; ``max_pages`` and ``seconds`` limit the visit of one site."""

    @property
    def directory(self) -> Directory:
        """Store of studios and artists."""

    @property
    def ledger(self) -> RunLedger:
        """Record of runs."""

    @property
    def state_store(self) -> StateStore:
        """Store of state that outlives a run."""

    @property
    def lake(self) -> RawLake:
        """Store of raw pages."""

    @property
    def held_people(self) -> HeldPeople:
        """Store of people who are held for an operator's review."""

    @property
    def denylist(self) -> Denylist:
        """People who must not be listed."""

    @property
    def reader(self) -> PageReader:
        """Parses pages within limits of time and memory."""

    @property
    def stopwatch(self) -> Stopwatch:
        """Clock that leaves out time in which this process was paused."""

    @property
    def max_pages(self) -> int:
        """Maximum number of pages of a site."""

    @property
    def seconds(self) -> float:
        """Maximum time for a site, in seconds."""

    @property
    def least_confidence(self) -> float:
        """Confidence (0 to 1) below which an artist is stored and withheld from searchers."""


async def visit_website(studio: Studio, url: str, fetch: Fetch, deps: VisitDeps) -> WebsiteVisit:
    """Reads a studio's website, with the studio's name, country and handle as context.

    A visit that failed while this process was paused says nothing about the site, and is repeated once.
    """
    site = SiteToRead(
        url=url,
        studio_name=known_studio_name(studio),
        country=studio.country,
        studio_handles=known_handles(studio),
        max_pages=deps.max_pages,
    )
    for _ in range(_ATTEMPTS):
        before = deps.stopwatch.pauses
        website = await read_website(
            site, fetch, reader=deps.reader, seconds=deps.seconds, clock=deps.stopwatch
        )
        if not website.reading.outcome.is_failed_visit or deps.stopwatch.pauses == before:
            break
    return website


def known_handles(studio: Studio) -> tuple[str, ...]:
    """Returns the studio's handle if it is known from elsewhere than the website, which is read anew."""
    fact = studio.facts.get("instagram")
    is_sites = fact is not None and fact.source == "site"
    return () if is_sites or not studio.instagram else (studio.instagram,)


def known_studio_name(studio: Studio) -> str:
    """Returns the studio's name as it is known from elsewhere than the website, which is read anew.

    The website's own name where no other source has one any more.
    """
    name, aliases = studio.facts.get("name"), studio.facts.get("aliases")
    is_sites = name is not None and name.source == "site"
    if is_sites and studio.aliases and (aliases is None or aliases.source != "site"):
        return studio.aliases[0]
    return studio.name


def visit_entry(studio: Studio, url: str, website: WebsiteVisit, tier: Tier, promised: str = "") -> Visit:
    """Returns the ledger's entry of a visit before anything is stored.

    ``promised`` is the reason why a browser is needed; by default the one the reading gives.
    """
    reading = website.reading
    return Visit(
        studio_id=studio.studio_id,
        outcome=reading.outcome,
        reason=reading.reason,
        promised=promised or reading.browser_reason,
        tier=tier,
        website=url,
        pages=len(website.pages),
        bytes=sum(page.size for page in website.pages),
    )


def store_visit(
    studio: Studio, run_id: str, website: WebsiteVisit, entry: Visit, *, deps: VisitDeps, now: datetime
) -> tuple[Visit, Sequence[Artist]]:
    """Stores what a site says; returns the entry completed with counts, and the stored artists.

    Raises:
        WriteConflict, StoreThrottled: a retry may succeed; writes made so far are kept.
    """
    stored = store_reading(
        studio,
        website.reading,
        directory=deps.directory,
        denylist=deps.denylist,
        held_people=deps.held_people,
        state_store=deps.state_store,
        lake=deps.lake,
        now=now,
        visit_id=run_id,
        least_confidence=deps.least_confidence,
    )
    counted = {
        "artists": [artist.artist_id for artist in stored.artists],
        "new_artists": _count_new(stored.artists, run_id, deps.ledger),
        "written": stored.written,
        "unchanged": stored.unchanged,
        "suppressed": stored.suppressed,
        "quarantined": stored.quarantined,
    }
    return entry.model_copy(update=counted), stored.artists


async def record_visit(visit: Visit, run_id: str, started: float, deps: VisitDeps) -> Visit:
    """Records a visit in the run ledger, with the seconds since ``started`` (``time.monotonic``).

    What the entry says in words of the site, or of an address, is cleared of people who must not be listed.
    """
    timed = visit.model_copy(update={"seconds": round(time.monotonic() - started, 3)})
    return await asyncio.to_thread(_record, timed, run_id, deps)


def _record(visit: Visit, run_id: str, deps: VisitDeps) -> Visit:
    clearing = Clearing(redactor_of(deps.denylist), (visit.studio_id,))
    clean = visit.model_copy(
        update={
            "reason": clearing.text(visit.reason),
            "promised": clearing.text(visit.promised),
            "website": clearing.address(visit.website),
        }
    )
    deps.ledger.record(run_id, "visit", clean.studio_id, clean.document())
    return clean


def _count_new(artists: Iterable[Artist], run_id: str, ledger: RunLedger) -> int:
    """Counts artists without a fact older than the run; a repeated visit counts the same."""
    run = ledger.run(run_id) or {}
    started = str(run.get("started_at", ""))
    return sum(_first_seen(artist) >= datetime.fromisoformat(started) for artist in artists) if started else 0


def _first_seen(artist: Artist) -> datetime:
    seen = [datetime.fromisoformat(fact.seen_at) for fact in artist.facts.values() if fact.seen_at]
    return min(seen, default=datetime.fromisoformat("1970-01-01T00:00:00+00:00"))
