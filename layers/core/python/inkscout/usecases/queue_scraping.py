"""QueueScraping: a job for each site that needs a browser and each artist with a public profile."""

from collections.abc import Iterator
from math import ceil

from inkscout.contracts.queue_scraping import FleetPlan, QueueScrapingRequest
from inkscout.contracts.visit import Visit
from inkscout.domain.artist import Artist
from inkscout.domain.job import Job, JobKind
from inkscout.domain.naming import digest
from inkscout.domain.outcome import VisitOutcome
from inkscout.ports import Denylist, Directory, JobQueue, Ledger

MESSAGES_PER_WORKER = 5
"""A worker is worth its start for about five messages, that is fifty jobs."""

MAX_WORKERS = 10


def queue_scraping(
    request: QueueScrapingRequest,
    *,
    ledger: Ledger,
    directory: Directory,
    denylist: Denylist,
    queue: JobQueue,
) -> FleetPlan:
    """Records and sends the jobs, and plans the first round of workers.

    Jobs are recorded before they are sent, and all that have not ended are sent: a call that died in between
    repeats messages rather than losing one, and a job done twice changes nothing.
    """
    wanted = list(_jobs(request.run_id, ledger, directory, denylist))
    ledger.add_jobs(request.run_id, wanted)
    messages = queue.send(request.run_id, wanted) if wanted else 0
    return fleet_plan(jobs=len(wanted), messages=messages, round_number=1)


def fleet_plan(*, jobs: int, messages: int, round_number: int, last_round: int = 3) -> FleetPlan:
    """Workers by queue depth; the last round runs on capacity that is not reclaimed."""
    workers = min(MAX_WORKERS, max(1, ceil(messages / MESSAGES_PER_WORKER))) if jobs else 0
    return FleetPlan(
        jobs=jobs,
        round=round_number,
        workers=list(range(1, workers + 1)),
        capacity="FARGATE" if round_number >= last_round else "FARGATE_SPOT",
        scrape=workers > 0,
    )


def profile_job(run_id: str, artist: Artist) -> Job | None:
    """The job that reads an artist's public profile; None for an artist who has none.

    The artist's own website says most, the page on the studio's site comes next; a social network often asks
    for a login, so it is tried last.
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


def _jobs(run_id: str, ledger: Ledger, directory: Directory, denylist: Denylist) -> Iterator[Job]:
    known: set[str] = set()
    for entry in ledger.entries(run_id, "visit"):
        visit = Visit.model_validate({name: value for name, value in entry.items() if name != "key"})
        if visit.outcome is VisitOutcome.NEEDS_BROWSER:
            yield Job(
                scrape_id=digest(run_id, JobKind.RENDER_SITE, visit.studio_id),
                run_id=run_id,
                kind=JobKind.RENDER_SITE,
                url=visit.website,
                studio_id=visit.studio_id,
                reason=visit.promised,
            )
        for artist_id in visit.artists:
            artist = None if artist_id in known else directory.artist(artist_id)
            known.add(artist_id)
            if artist is None or _denied(artist, denylist):
                continue
            job = profile_job(run_id, artist)
            if job is not None:
                yield job


def _denied(artist: Artist, denylist: Denylist) -> bool:
    return denylist.lists(
        handle=artist.instagram, name=artist.name, studio_id=artist.studio_id, artist_id=artist.artist_id
    )
