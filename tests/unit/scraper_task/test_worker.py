"""The worker's loop: nothing lost, nothing done twice, whatever happens in between."""

import asyncio
import random
from typing import Any

import pytest

from inkscout.contracts.scrape_jobs import messages
from inkscout.domain.job import Delivery, Job, JobKind
from inkscout.errors import StoreThrottled
from scraper_task.exit_reason import ExitReason
from scraper_task.worker import Budget, Worker
from tests.support.patience import PATIENCE_SECONDS, until_async
from tests.support.worker_bench import RUN, Bench, jobs


async def test_every_job_is_done_once_and_every_message_deleted() -> None:
    bench = Bench(37)
    worker = bench.worker()
    assert await worker.run() is ExitReason.QUEUE_EMPTY
    assert bench.statuses() == {"done": 37}
    assert set(bench.done.values()) == {1}
    assert not bench.inbox.kept
    assert worker.tally.done == 37
    assert worker.tally.outcomes == {"read": 37}


async def test_an_empty_queue_ends_the_worker_in_good_order() -> None:
    bench = Bench(0)
    ending = await bench.worker().run()
    assert ending is ExitReason.QUEUE_EMPTY
    assert ending.exit_code == 0


async def test_a_duplicate_message_repeats_no_job() -> None:
    bench = Bench(10)
    bench.inbox.put_jobs(bench.jobs)
    budget = Budget(idle_seconds=0.15, poll_seconds=0, slots=1, max_seconds=90)
    worker = bench.worker(budget=budget)
    await worker.run()
    assert set(bench.done.values()) == {1}
    assert worker.tally.skipped == 10
    assert not bench.inbox.kept


async def test_a_job_named_twice_in_one_message_is_done_once() -> None:
    bench = Bench(1)
    [message] = messages(bench.jobs)
    bench.inbox.kept.clear()
    bench.inbox.put(message.model_copy(update={"jobs": [*message.jobs, *message.jobs]}).model_dump_json())
    await bench.worker().run()
    assert bench.done == {"job-0": 1}


async def test_a_failing_job_keeps_its_message_until_the_last_receive_and_leaves_its_reason() -> None:
    bench = Bench(3)

    async def fail_one(job: Job) -> dict[str, Any]:
        if job.scrape_id == "job-1":
            raise StoreThrottled("the table is busy")
        return await bench.do(job)

    for _ in range(4):
        await bench.worker(fail_one).run()
        bench.inbox.show_all()
    assert bench.statuses() == {"done": 2, "failed": 1}
    assert bench.done == {"job-0": 1, "job-2": 1}
    assert len(bench.inbox.dead) == 1
    entry = bench.ledger.job(RUN, "job-1")
    assert entry is not None
    assert entry["reason"] == "StoreThrottled: the table is busy"


async def test_a_job_that_failed_for_good_may_still_be_done_when_its_message_is_redriven() -> None:
    bench = Bench(1)
    broken = True

    async def fail_at_first(job: Job) -> dict[str, Any]:
        if broken:
            raise RuntimeError("no such luck")
        return await bench.do(job)

    for _ in range(4):
        await bench.worker(fail_at_first).run()
        bench.inbox.show_all()
    assert bench.statuses() == {"failed": 1}
    broken = False
    bench.inbox.put(bench.inbox.dead.pop())
    await bench.worker(fail_at_first).run()
    assert bench.statuses() == {"done": 1}


async def test_a_message_that_breaks_its_contract_reaches_the_dead_letters_without_harming_others() -> None:
    bench = Bench(2)
    bench.inbox.put(
        '{"version": 99}', "not json", '{"version": 1, "run_id": "r", "kind": "dance", "jobs": []}'
    )
    for _ in range(4):
        await bench.worker().run()
        bench.inbox.show_all()
    assert len(bench.inbox.dead) == 3
    assert bench.statuses() == {"done": 2}


async def test_a_job_that_outlasts_its_time_is_tried_again() -> None:
    bench = Bench(1)
    tries = 0

    async def hang_once(job: Job) -> dict[str, Any]:
        nonlocal tries
        tries += 1
        if tries == 1:
            await asyncio.Event().wait()
        return await bench.do(job)

    budget = Budget(idle_seconds=0.1, poll_seconds=0, slots=1, job_seconds=0.1, max_seconds=90)
    await bench.worker(hang_once, budget).run()
    assert bench.statuses() == {"queued": 1}
    bench.inbox.show_all()
    await bench.worker(hang_once).run()
    assert bench.statuses() == {"done": 1}


async def test_a_stopped_worker_finishes_what_runs_and_hands_the_rest_back_at_once() -> None:
    bench = Bench(30)
    worker: Worker

    async def stop_at_third(job: Job) -> dict[str, Any]:
        result = await bench.do(job)
        if sum(bench.done.values()) == 3:
            worker.stop()
        return result

    worker = bench.worker(stop_at_third)
    ending = await worker.run()
    assert ending is ExitReason.INTERRUPTED
    assert ending.exit_code == 75
    done = bench.statuses()["done"]
    assert 3 <= done < 30
    assert all(message.visible_at <= bench.inbox.now() for message in bench.inbox.kept.values())
    await bench.worker().run()
    assert bench.statuses() == {"done": 30}
    assert set(bench.done.values()) == {1}


async def test_a_job_that_outlasts_the_grace_is_cut_off_and_handed_back() -> None:
    bench = Bench(1)

    async def hang(job: Job) -> dict[str, Any]:
        worker.stop()
        await asyncio.Event().wait()
        return {"outcome": "read"}

    budget = Budget(
        idle_seconds=0.1, poll_seconds=0, slots=1, grace_seconds=0.1, max_seconds=PATIENCE_SECONDS
    )
    worker = bench.worker(hang, budget)
    assert await worker.run() is ExitReason.INTERRUPTED
    assert bench.statuses() == {"queued": 1}
    assert [message.visible_at <= bench.inbox.now() for message in bench.inbox.kept.values()] == [True]


async def test_a_message_interrupted_on_its_last_receive_does_not_die_for_it() -> None:
    bench = Bench(1)

    async def hang(job: Job) -> dict[str, Any]:
        worker.stop()
        await asyncio.Event().wait()
        return {"outcome": "read"}

    budget = Budget(
        idle_seconds=0.1, poll_seconds=0, slots=1, grace_seconds=0.05, max_seconds=PATIENCE_SECONDS
    )
    for _ in range(5):
        worker = bench.worker(hang, budget)
        await worker.run()
    assert not bench.inbox.dead
    await bench.worker().run()
    assert bench.statuses() == {"done": 1}


@pytest.mark.parametrize("seed", range(12))
async def test_workers_killed_at_any_moment_lose_no_job_and_do_none_twice_to_any_effect(seed: int) -> None:
    chance = random.Random(seed)
    bench = Bench(40)
    bench.inbox.max_receives = 1000
    effects: set[str] = set()
    counted: list[str] = []

    steps = 0

    async def do(job: Job) -> dict[str, Any]:
        nonlocal steps
        await asyncio.sleep(chance.random() * 0.01)
        effects.add(job.scrape_id)
        steps += 1
        await asyncio.sleep(chance.random() * 0.01)
        steps += 1
        return {"outcome": "read"}

    finish = bench.ledger.finish_job

    def count(run_id: str, scrape_id: str, status: Any, document: Any) -> bool:
        first = finish(run_id, scrape_id, status, document)
        if first:
            counted.append(scrape_id)
        return first

    bench.ledger.finish_job = count  # type: ignore[method-assign]
    for _ in range(200):
        if not bench.inbox.kept:
            break
        workers = [bench.worker(do) for _ in range(3)]
        running = [asyncio.create_task(worker.run()) for worker in workers]
        moment = steps + chance.randrange(12)
        while steps < moment and not all(task.done() for task in running):
            await asyncio.sleep(chance.random() * 0.005)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        bench.inbox.show_all()
    assert bench.statuses() == {"done": 40}
    assert len(effects) == 40
    assert sorted(counted) == sorted(job.scrape_id for job in bench.jobs)


async def test_a_message_is_kept_hidden_while_its_jobs_run() -> None:
    bench = Bench(1)
    extended: list[int] = []
    extend = bench.inbox.extend

    def note(delivery: Delivery, seconds: int) -> bool:
        extended.append(seconds)
        return extend(delivery, seconds)

    bench.inbox.extend = note  # type: ignore[method-assign]

    async def slow(job: Job) -> dict[str, Any]:
        await until_async(lambda: len(extended) >= 3)
        return await bench.do(job)

    # A clock that stands: however late the worker comes to extend it, the message is still hidden.
    bench.inbox.now = lambda: 1.0

    budget = Budget(
        idle_seconds=0.1, poll_seconds=0, slots=1, visibility_seconds=1, max_seconds=PATIENCE_SECONDS
    )
    await bench.worker(slow, budget).run()
    assert bench.done == {"job-0": 1}


async def test_a_slow_host_leaves_room_for_others() -> None:
    bench = Bench(0)
    slow = jobs(10, host="slow.example")
    quick = [
        Job(
            scrape_id=f"quick-{n}",
            run_id=RUN,
            kind=JobKind.READ_PROFILE,
            url=f"http://q{n}.example/",
            studio_id="s",
        )
        for n in range(4)
    ]
    bench.ledger.add_jobs(RUN, [*slow, *quick])
    bench.inbox.put_jobs(slow)
    bench.inbox.put_jobs(quick)
    order: list[str] = []

    async def do(job: Job) -> dict[str, Any]:
        await asyncio.sleep(0.2 if "slow" in job.url else 0.001)
        order.append(job.scrape_id)
        return {"outcome": "read"}

    budget = Budget(idle_seconds=0.1, poll_seconds=0, slots=2, max_seconds=90)
    await bench.worker(do, budget).run()
    assert max(order.index(f"quick-{n}") for n in range(4)) < order.index("job-9")
    assert bench.statuses() == {"done": 14}


async def test_budgets_end_the_worker_in_good_order_with_nothing_held() -> None:
    bench = Bench(100)
    worker = bench.worker(
        budget=Budget(idle_seconds=0.1, poll_seconds=0, slots=2, max_jobs=15, max_seconds=90)
    )
    assert await worker.run() is ExitReason.JOB_BUDGET
    assert 15 <= bench.statuses()["done"] < 60
    worker = bench.worker(over_memory=lambda: True)
    assert await worker.run() is ExitReason.MEMORY_BUDGET
    budget = Budget(idle_seconds=PATIENCE_SECONDS, poll_seconds=0, slots=1, max_seconds=0.2)
    bench.inbox.kept.clear()
    assert await bench.worker(budget=budget).run() is ExitReason.TIME_BUDGET
    assert all(
        ending.exit_code == 0
        for ending in (ExitReason.JOB_BUDGET, ExitReason.MEMORY_BUDGET, ExitReason.TIME_BUDGET)
    )


async def test_a_queue_that_fails_now_and_then_is_asked_again() -> None:
    bench = Bench(5)
    receive = bench.inbox.receive
    calls = 0

    def sometimes(limit: int, wait_seconds: int, visibility_seconds: int) -> Any:
        nonlocal calls
        calls += 1
        if calls in {1, 3}:
            raise StoreThrottled("the queue is busy")
        return receive(limit, wait_seconds, visibility_seconds)

    bench.inbox.receive = sometimes  # type: ignore[method-assign]
    await bench.worker().run()
    assert bench.statuses() == {"done": 5}
