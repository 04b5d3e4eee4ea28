"""QueueScraping: queues a job for each site that needs a browser and each artist with a public profile."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from math import ceil
from typing import Any

from inkscout.contracts.queue_scraping import FleetPlan, QueueScrapingRequest
from inkscout.contracts.stored.visit import Visit
from inkscout.domain.artist import Artist
from inkscout.domain.job import Job, JobKind
from inkscout.domain.naming import digest
from inkscout.domain.outcome import VisitOutcome
from inkscout.ports import Denylist, Directory, JobQueue, RunLedger
from inkscout.usecases.directory.denylist_filter import DenylistFilter
from inkscout.usecases.runs.fleet_record import record_fleet
from inkscout.usecases.visits.external_fleet import ExternalFleet, first_watch, waiting_plan

MESSAGES_PER_WORKER = 10
"""Number of messages, of ten jobs each, for which one worker and its browser are started."""

MAX_WORKERS = 10
"""Maximum number of workers in a round, unless a platform has fewer."""

LAST_ROUND = 3
"""Maximum number of rounds of workers in one run.

The last one runs on on-demand capacity, and jobs it leaves are recorded as failed.
"""

SLICE = 500
"""Number of visits whose jobs are recorded and sent together.

An interrupted call repeats at most one slice.
"""

_PROGRESS = "queueing"


@dataclass(frozen=True, slots=True)
class _QueueProgress:
    """Progress of queueing a run's jobs: all visits with keys up to ``after`` are done."""

    after: str = ""
    jobs: int = 0
    messages: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueScrapingPorts:
    """Ports of QueueScraping.

    Attributes:
        external: How long an external fleet is waited for; None if the run starts its workers on Fargate.
        max_workers: Maximum number of workers in a round.
    """

    ledger: RunLedger
    directory: Directory
    denylist: Denylist
    queue: JobQueue
    external: ExternalFleet | None = None
    max_workers: int = MAX_WORKERS


def queue_scraping(request: QueueScrapingRequest, *, deps: QueueScrapingPorts) -> FleetPlan:
    """Records and sends the jobs, one slice of visits at a time, and plans the first round of workers.

    With an external fleet the plan starts no worker and waits for jobs to end.

    Jobs are recorded before they are sent, and the ledger stores the progress. A repeated call continues with
    the slice at which the previous one was interrupted; it may send that slice twice, which changes nothing.
    """
    run_id = request.run_id
    record_fleet(run_id, "external" if deps.external else "fargate", deps.ledger)
    progress = _progress_of(run_id, deps.ledger)
    known: set[str] = set()
    for entries in _slices(deps.ledger.entries(run_id, "visit"), SLICE):
        known.update(_artists(entry for entry in entries if entry["key"] <= progress.after))
        fresh = [entry for entry in entries if entry["key"] > progress.after]
        if not fresh:
            continue
        wanted = _jobs(
            run_id, [Visit.of_entry(entry) for entry in fresh], known, deps.directory, deps.denylist
        )
        if wanted:
            deps.ledger.add_jobs(run_id, wanted)
        progress = replace(
            progress,
            after=str(fresh[-1]["key"]),
            jobs=progress.jobs + len(wanted),
            messages=progress.messages + (deps.queue.send(run_id, wanted) if wanted else 0),
        )
        deps.ledger.record(run_id, _PROGRESS, "all", asdict(progress))
    if deps.external and progress.jobs:
        return waiting_plan(progress.jobs, 1, first_watch(deps.external))
    return fleet_plan(jobs=progress.jobs, messages=progress.messages, round_number=1, most=deps.max_workers)


def fleet_plan(*, jobs: int, messages: int, round_number: int, most: int = MAX_WORKERS) -> FleetPlan:
    """Returns the plan of a round of workers, one worker for every ten messages, up to ``most``.

    The last round runs on capacity that is not reclaimed (``FARGATE``).
    """
    workers = min(most, max(1, ceil(messages / MESSAGES_PER_WORKER))) if jobs else 0
    return FleetPlan(
        jobs=jobs,
        round=round_number,
        workers=list(range(1, workers + 1)),
        capacity="FARGATE" if round_number >= LAST_ROUND else "FARGATE_SPOT",
        scrape=workers > 0,
    )


def profile_job(run_id: str, artist: Artist) -> Job | None:
    """Returns the job that reads an artist's public profile; None for an artist who has none.

    Prefers the artist's own website, then the page on the studio's site. A social network comes last, since
    it often requires a login.
    """
    instagram = f"https://www.instagram.com/{artist.instagram}/" if artist.instagram else ""
    url = artist.website or artist.page_url or instagram
    if not url:
        return None
    return Job(
        scrape_id=digest(run_id, JobKind.READ_PROFILE, artist.artist_id),
        run_id=run_id,
        kind=JobKind.READ_PROFILE,
        url=url,
        studio_id=artist.studio_id,
        artist_id=artist.artist_id,
    )


def _progress_of(run_id: str, ledger: RunLedger) -> _QueueProgress:
    """Returns the progress of earlier calls for this run; that of a first call if there were none."""
    for entry in ledger.entries(run_id, _PROGRESS):
        return _QueueProgress(str(entry["after"]), int(entry["jobs"]), int(entry["messages"]))
    return _QueueProgress()


def _slices(entries: Iterator[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    while part := list(islice(entries, size)):
        yield part


def _artists(entries: Iterable[dict[str, Any]]) -> Iterator[str]:
    for entry in entries:
        yield from Visit.of_entry(entry).artists


def _jobs(
    run_id: str, visits: Sequence[Visit], known: set[str], directory: Directory, denylist: Denylist
) -> list[Job]:
    """Returns the jobs of some visits: sites first, then artists not in ``known``.

    Adds the artists to ``known``.
    """
    sites = [
        Job(
            scrape_id=digest(run_id, JobKind.RENDER_SITE, visit.studio_id),
            run_id=run_id,
            kind=JobKind.RENDER_SITE,
            url=visit.website,
            studio_id=visit.studio_id,
            reason=visit.promised,
        )
        for visit in visits
        if visit.outcome is VisitOutcome.NEEDS_BROWSER and visit.website
    ]
    wanted = [
        artist_id
        for artist_id in dict.fromkeys(artist for visit in visits for artist in visit.artists)
        if artist_id not in known
    ]
    known.update(wanted)
    found = directory.artists_by_id(wanted)
    artists = DenylistFilter(lambda: denylist).artists([found[name] for name in wanted if name in found])
    return [*sites, *(job for artist in artists if (job := profile_job(run_id, artist)) is not None)]
