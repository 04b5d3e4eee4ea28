"""The worker's loop with jobs that say that they are slow."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from inkscout.domain.job import Job
from inkscout.giving_way import is_slow
from scraper_task import lanes
from scraper_task.exit_reason import ExitReason
from tests.support.patience import PATIENCE_SECONDS, until_async
from tests.support.worker_bench import QUICK, Bench


async def test_more_slow_jobs_than_slots_delay_no_other_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "_LEAST_SECONDS", PATIENCE_SECONDS)  # only those that say so are slow
    bench = Bench(40)
    bench.inbox.kept.clear()
    for job in bench.jobs:
        bench.inbox.put_jobs([job])
    let_go = asyncio.Event()

    async def do(job: Job) -> dict[str, Any]:
        if int(job.scrape_id.partition("-")[2]) < 12:
            is_slow()
            await let_go.wait()
        return await bench.do(job)

    running = asyncio.create_task(bench.worker(do, replace(QUICK, slow_slots=2)).run())
    await until_async(lambda: bench.statuses() == {"done": 28, "queued": 12})
    assert len(bench.done) == 28
    let_go.set()
    assert await running is ExitReason.QUEUE_EMPTY
    assert bench.statuses() == {"done": 40}
    assert set(bench.done.values()) == {1}
    assert not bench.inbox.kept


async def test_jobs_that_were_put_off_go_back_when_the_worker_is_stopped() -> None:
    bench = Bench(6)
    bench.inbox.kept.clear()
    for job in bench.jobs:
        bench.inbox.put_jobs([job])

    async def hang(job: Job) -> dict[str, Any]:
        bench.done[job.scrape_id] += 1
        is_slow()
        await asyncio.Event().wait()
        return {}

    worker = bench.worker(hang, replace(QUICK, slots=1, slow_slots=1, grace_seconds=0.05))
    running = asyncio.create_task(worker.run())
    await until_async(lambda: len(bench.done) == 6)
    worker.stop()
    assert await running is ExitReason.INTERRUPTED
    assert bench.statuses() == {"queued": 6}
    assert worker.tally.handed_back == 6
    assert len(bench.inbox.kept) == 6
