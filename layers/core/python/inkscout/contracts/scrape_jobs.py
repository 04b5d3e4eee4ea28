"""ScrapeJobs: one message of the scraping queue, at most ten jobs of one run and one kind."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal

from pydantic import Field

from inkscout.contracts.base import Contract, parse
from inkscout.domain.job import Job, JobKind
from inkscout.errors import InvalidInput

MAX_JOBS = 10
"""Maximum number of jobs in one message; small, so that a redelivery repeats little work."""

VERSION: Literal[1] = 1
"""Version of the message format. A worker rejects unknown versions, which end in the dead-letter queue."""


class ScrapeJob(Contract):
    """One job of a message; the run and the kind are fields of the message."""

    scrape_id: str = Field(min_length=1)
    url: str = Field(min_length=1, max_length=2048)
    studio_id: str
    artist_id: str = ""
    reason: str = ""


class ScrapeJobs(Contract):
    """The body of one message."""

    version: Literal[1] = VERSION
    run_id: str = Field(min_length=1)
    kind: JobKind
    jobs: list[ScrapeJob] = Field(min_length=1, max_length=MAX_JOBS)

    def to_jobs(self) -> list[Job]:
        """Returns the jobs as domain objects, each ``scrape_id`` once."""
        unique = {job.scrape_id: job for job in self.jobs}
        return [Job(run_id=self.run_id, kind=self.kind, **job.model_dump()) for job in unique.values()]


def messages(jobs: Sequence[Job]) -> Iterator[ScrapeJobs]:
    """Yields messages with the jobs, in order; each has one run, one kind and at most ``MAX_JOBS`` jobs."""
    for (run_id, kind), same in groupby(jobs, key=lambda job: (job.run_id, job.kind)):
        group = [_entry(job) for job in same]
        for start in range(0, len(group), MAX_JOBS):
            yield ScrapeJobs(run_id=run_id, kind=kind, jobs=group[start : start + MAX_JOBS])


def parse_message(body: str) -> ScrapeJobs:
    """Parses the body of a message.

    Raises:
        InvalidInput: the body is not JSON, has another version, or violates the contract.
    """
    try:
        document = json.loads(body)
    except ValueError as error:
        raise InvalidInput("the message is not JSON") from error
    return parse(ScrapeJobs, document)


def _entry(job: Job) -> ScrapeJob:
    return ScrapeJob(
        scrape_id=job.scrape_id,
        url=job.url,
        studio_id=job.studio_id,
        artist_id=job.artist_id,
        reason=job.reason,
    )
