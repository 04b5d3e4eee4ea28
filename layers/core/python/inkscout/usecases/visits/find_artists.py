"""FindArtists: reads the websites of one batch over HTTP, and stores the artists it finds."""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from inkscout.contracts.find_artists import FindArtistsRequest, FindArtistsResult
from inkscout.contracts.stored.visit import Visit
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.studio import Studio
from inkscout.ports import (
    Clock,
    Denylist,
    Directory,
    Fetcher,
    HeldPeople,
    PageReader,
    RawLake,
    RunLedger,
    StateStore,
    Stopwatch,
)
from inkscout.usecases.directory import absences
from inkscout.usecases.visits import revisit, site_backoff
from inkscout.usecases.visits.read_website import WebsiteVisit
from inkscout.usecases.visits.remembered_states import RememberedStates
from inkscout.usecases.visits.visit_studio import record_visit, store_visit, visit_entry, visit_website

_SCOPES = (site_backoff.SCOPE, revisit.SCOPE, absences.SCOPE)
"""Scopes of the state that a visit reads, under the studio's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindArtistsPorts:
    """Ports and limits of FindArtists.

    ``open_fetcher`` opens the HTTP connections of one call, for the websites that it will visit.
    ``max_pages`` and ``seconds`` limit the visit of one site.
    """

    open_fetcher: Callable[[Sequence[str]], AbstractAsyncContextManager[Fetcher]]
    directory: Directory
    ledger: RunLedger
    state_store: StateStore
    lake: RawLake
    denylist: Denylist
    reader: PageReader
    held_people: HeldPeople
    clock: Clock
    stopwatch: Stopwatch
    max_pages: int
    seconds: float
    least_confidence: float = 0.0


async def find_artists(request: FindArtistsRequest, *, deps: FindArtistsPorts) -> FindArtistsResult:
    """Visits every studio of the batch: different hosts in parallel, studios of one host one after another.

    A failing site is an outcome of its visit. An error of a store is raised, so that Step Functions repeats
    the call; what was stored before does not change then.
    """
    found = await asyncio.to_thread(deps.directory.studios_by_id, request.studio_ids)
    studios = [found[studio_id] for studio_id in request.studio_ids if studio_id in found]
    hosts: dict[str, list[Studio]] = defaultdict(list)
    for studio in studios:
        hosts[urlsplit(studio.website).hostname or studio.website].append(studio)
    states = RememberedStates(deps.state_store)
    await asyncio.to_thread(states.recall, _SCOPES, [studio.studio_id for studio in studios])
    deps = replace(deps, state_store=states)
    # gather raises the first error itself, where a task group would wrap it in a class that the state machine
    # does not know.
    async with deps.open_fetcher([studio.website for studio in studios]) as fetcher:
        by_host = await asyncio.gather(
            *(_visit_host(batch, request, fetcher, deps) for batch in hosts.values())
        )
    visits = [visit for host in by_host for visit in host]
    return FindArtistsResult(
        visits=len(visits),
        artists=sum(len(visit.artists) for visit in visits),
        outcomes=dict(Counter(visit.outcome.value for visit in visits)),
    )


async def _visit_host(
    studios: list[Studio], request: FindArtistsRequest, fetcher: Fetcher, deps: FindArtistsPorts
) -> list[Visit]:
    return [await _visit(studio, request, fetcher, deps) for studio in studios]


async def _visit(
    studio: Studio, request: FindArtistsRequest, fetcher: Fetcher, deps: FindArtistsPorts
) -> Visit:
    started = time.monotonic()
    pages = revisit.Revisit(
        studio.studio_id, fetcher=fetcher, lake=deps.lake, state_store=deps.state_store, fresh=request.force
    )
    await pages.load()
    website = await visit_website(studio, studio.website, pages.fetch, deps)
    await pages.save(website.pages)
    visit = await asyncio.to_thread(_store, studio, request.run_id, website, deps)
    return await record_visit(visit, request.run_id, started, deps)


def _store(studio: Studio, run_id: str, website: WebsiteVisit, deps: FindArtistsPorts) -> Visit:
    """Stores what the site says; a site that needs a browser is left to the worker that renders it."""
    entry = visit_entry(studio, studio.website, website, "http")
    now = deps.clock.now()
    site_backoff.remember_visit(deps.state_store, studio.studio_id, run_id, entry.outcome, now)
    if entry.outcome is VisitOutcome.NEEDS_BROWSER:
        return entry
    return store_visit(studio, run_id, website, entry, deps=deps, now=now)[0]
