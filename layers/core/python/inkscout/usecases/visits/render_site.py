"""RenderSite: reads a studio's website with a browser, if its HTML needs scripts to show its content."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from inkscout.contracts.stored.visit import Visit
from inkscout.domain.artist import Artist
from inkscout.domain.job import Job
from inkscout.domain.outcome import JobStatus, VisitOutcome
from inkscout.domain.page import FetchStatus
from inkscout.domain.studio import Studio
from inkscout.errors import BrowserUnavailable
from inkscout.ports import (
    Clock,
    Denylist,
    Directory,
    HeldPeople,
    JobQueue,
    PageReader,
    RawLake,
    RunLedger,
    SiteBrowser,
    StateStore,
    Stopwatch,
)
from inkscout.usecases.directory.denylist_filter import DenylistFilter
from inkscout.usecases.visits.queue_scraping import profile_job
from inkscout.usecases.visits.read_website import WebsiteVisit
from inkscout.usecases.visits.visit_studio import record_visit, store_visit, visit_entry, visit_website

SOURCE = "browser"
"""Source name for rendered pages in the raw lake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderSitePorts:
    """Ports and limits of RenderSite; ``max_pages`` and ``seconds`` limit the visit of one site."""

    browser: SiteBrowser
    directory: Directory
    ledger: RunLedger
    state_store: StateStore
    lake: RawLake
    denylist: Denylist
    reader: PageReader
    held_people: HeldPeople
    queue: JobQueue
    clock: Clock
    stopwatch: Stopwatch
    max_pages: int
    seconds: float
    least_confidence: float = 0.0


async def render_site(job: Job, *, deps: RenderSitePorts) -> dict[str, Any]:
    """Visits the site, stores what it says, and queues jobs for the artists it found.

    The visit's entry in the run ledger replaces that of the HTTP visit. A failing site, and a machine without
    a browser, are outcomes; an error of a store is raised, so that the job is retried. Returns the end of the
    job for the ledger: ``outcome``, ``reason``, ``artists``, ``pages``, ``jobs``.
    """
    studio = await asyncio.to_thread(deps.directory.studio, job.studio_id)
    if studio is None:
        return {"outcome": VisitOutcome.ERROR.value, "reason": "the studio is no longer in the directory"}
    started = time.monotonic()
    website = await _read(studio, job, deps)
    if website is None:
        visit = Visit(
            studio_id=studio.studio_id,
            outcome=VisitOutcome.BROWSER_UNAVAILABLE,
            reason="no browser can be started on this machine",
            promised=job.reason,
            tier="browser",
            website=job.url,
        )
        sent = 0
    else:
        visit, artists = await asyncio.to_thread(_store, studio, job, website, deps)
        sent = await asyncio.to_thread(_queue_profiles, job.run_id, artists, deps)
    visit = await record_visit(visit, job.run_id, started, deps)
    return {
        "outcome": visit.outcome.value,
        "reason": visit.reason,
        "artists": len(visit.artists),
        "pages": visit.pages,
        "jobs": sent,
    }


async def _read(studio: Studio, job: Job, deps: RenderSitePorts) -> WebsiteVisit | None:
    """Visits the site; returns None if no browser can be started."""
    try:
        async with deps.browser.visit(studio.studio_id) as fetcher:
            return await visit_website(studio, job.url, fetcher.fetch, deps)
    except BrowserUnavailable:
        return None


def _store(
    studio: Studio, job: Job, website: WebsiteVisit, deps: RenderSitePorts
) -> tuple[Visit, Sequence[Artist]]:
    """Stores the pages and the reading; a visit that could not read the site changes no artist."""
    for page in website.pages:
        if page.status is not FetchStatus.OK:
            continue
        deps.lake.put_page(SOURCE, studio.studio_id, page)
    entry = visit_entry(studio, job.url, website, "browser", job.reason)
    return store_visit(studio, job.run_id, website, entry, deps=deps, now=deps.clock.now())


def _queue_profiles(run_id: str, artists: Sequence[Artist], deps: RenderSitePorts) -> int:
    """Records and sends a job for each artist with a public profile; returns how many were sent.

    Jobs that are recorded but have not ended are sent too: an earlier attempt may have stopped before sending
    them.
    """
    shown = DenylistFilter(lambda: deps.denylist).artists(artists)
    wanted = [wish for artist in shown if (wish := profile_job(run_id, artist)) is not None]
    deps.ledger.add_jobs(run_id, wanted)
    unfinished = [
        wish
        for wish in wanted
        if (entry := deps.ledger.job(run_id, wish.scrape_id)) and entry["status"] == JobStatus.QUEUED
    ]
    if unfinished:
        deps.queue.send(run_id, unfinished)
    return len(unfinished)
