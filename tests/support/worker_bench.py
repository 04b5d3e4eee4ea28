"""A worker between a queue and a ledger in memory, for the tests of its loop."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from inkscout.domain.job import Job, JobKind
from scraper_task.worker import Budget, Worker
from tests.support.fakes.inbox import FakeInbox
from tests.support.fakes.operations import FakeRunLedger
from tests.support.patience import PATIENCE_SECONDS

RUN = "run-1"
QUICK = Budget(
    max_seconds=PATIENCE_SECONDS,
    idle_seconds=0.15,
    job_seconds=PATIENCE_SECONDS,
    visibility_seconds=300,
    poll_seconds=0,
    grace_seconds=PATIENCE_SECONDS,
    slots=4,
)


def jobs(count: int, kind: JobKind = JobKind.READ_PROFILE, host: str = "") -> list[Job]:
    return [
        Job(
            scrape_id=f"job-{number}",
            run_id=RUN,
            kind=kind,
            url=f"http://{host or f'site-{number}.example'}/{number}",
            studio_id=f"s-{number}",
            artist_id=f"a-{number}",
        )
        for number in range(count)
    ]


class Bench:
    """A queue and a ledger with jobs in them, and a record of what was done."""

    def __init__(self, count: int, host: str = "") -> None:
        self.inbox, self.ledger = FakeInbox(), FakeRunLedger()
        self.jobs = jobs(count, host=host)
        self.ledger.add_jobs(RUN, self.jobs)
        self.inbox.put_jobs(self.jobs)
        self.done: Counter[str] = Counter()

    async def do(self, job: Job) -> dict[str, Any]:
        await asyncio.sleep(0.001)
        self.done[job.scrape_id] += 1
        return {"outcome": "read"}

    def worker(
        self,
        do: Callable[[Job], Awaitable[dict[str, Any]]] | None = None,
        budget: Budget = QUICK,
        **more: Any,
    ) -> Worker:
        return Worker(self.inbox, self.ledger, do or self.do, budget, **more)

    def statuses(self) -> Counter[str]:
        return Counter(str(entry["status"]) for entry in self.ledger.jobs(RUN))
