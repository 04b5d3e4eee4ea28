"""Lanes: slow jobs never keep the slots that ordinary ones wait for, and none is lost or done three times."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

import pytest

from inkscout.giving_way import is_slow
from scraper_task import lanes as module
from scraper_task.lanes import Lanes
from tests.support.patience import until_async, within


class Jobs:
    """Jobs of a worker with lanes; hanging ones end when they are let go. Time is ``now``."""

    def __init__(self, total: int, slow: int) -> None:
        self.now = 0.0
        self.lanes = Lanes(total, slow, clock=lambda: self.now)
        self.began: Counter[str] = Counter()
        self.ended: list[str] = []
        self.aside: list[str] = []
        self.let_go = asyncio.Event()

    async def quick(self, name: str) -> None:
        async with self.lanes.take(name, "kind") as turn:
            await turn.run(lambda: self._work(name, asyncio.sleep))

    async def hanging(self, name: str, *, says_so: bool = False, kind: str = "kind") -> None:
        async with self.lanes.take(name, kind, lambda: self.aside.append(name)) as turn:
            await turn.run(lambda: self._work(name, self._released, says_so=says_so))

    async def _released(self, _: float) -> None:
        await self.let_go.wait()

    async def _work(
        self, name: str, waiting: Callable[[float], Awaitable[None]], *, says_so: bool = False
    ) -> None:
        self.began[name] += 1
        if says_so:
            is_slow()
        await waiting(0)
        self.ended.append(name)


@pytest.fixture(autouse=True)
def frequent_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LOOK_SECONDS", 0.001)


async def test_ordinary_jobs_end_while_more_slow_ones_than_there_are_slots_go_on() -> None:
    jobs = Jobs(2, 1)
    slow = [asyncio.create_task(jobs.hanging(f"slow-{number}", says_so=True)) for number in range(5)]
    await until_async(lambda: jobs.began.total() == 5)
    await within(asyncio.gather(*(jobs.quick(f"quick-{number}") for number in range(10))))
    assert not any(task.done() for task in slow)
    jobs.let_go.set()
    await within(asyncio.gather(*slow))
    assert sorted(name for name in jobs.ended if "slow" in name) == [f"slow-{number}" for number in range(5)]
    assert max(jobs.began.values()) <= 2
    assert jobs.lanes.free == 2


async def test_a_job_that_steps_aside_goes_on_and_one_that_is_put_off_begins_again() -> None:
    jobs = Jobs(1, 1)
    first = asyncio.create_task(jobs.hanging("first"))
    await until_async(lambda: jobs.began["first"] == 1)
    jobs.now += 100
    await until_async(lambda: jobs.aside == ["first"])
    second = asyncio.create_task(jobs.hanging("second"))
    await until_async(lambda: jobs.began["second"] == 1)
    jobs.now += 100
    await within(jobs.quick("third"))
    assert jobs.aside == ["first", "second"]
    jobs.let_go.set()
    await within(asyncio.gather(first, second))
    assert jobs.began == {"first": 1, "second": 2, "third": 1}


async def test_no_job_is_put_off_for_nobody() -> None:
    jobs = Jobs(2, 1)
    slow = [asyncio.create_task(jobs.hanging(f"slow-{number}", says_so=True)) for number in range(2)]
    await until_async(lambda: len(jobs.aside) == 1)
    await asyncio.sleep(0.05)
    assert jobs.began.total() == 2
    assert len(jobs.aside) == 1
    jobs.let_go.set()
    await within(asyncio.gather(*slow))


async def test_a_job_that_says_early_that_it_is_slow_lets_all_others_pass() -> None:
    jobs = Jobs(1, 1)
    slow = asyncio.create_task(jobs.hanging("slow", says_so=True))
    quick = [asyncio.create_task(jobs.quick(f"quick-{number}")) for number in range(5)]
    await within(asyncio.gather(*quick))
    await until_async(lambda: jobs.began["slow"] == 2)
    jobs.let_go.set()
    await within(slow)
    assert jobs.ended == [*(f"quick-{number}" for number in range(5)), "slow"]


async def test_a_job_lets_others_pass_for_a_bounded_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BEHIND_SECONDS", 5.0)
    jobs = Jobs(1, 1)
    slow = asyncio.create_task(jobs.hanging("slow", says_so=True))
    others = [asyncio.create_task(jobs.hanging(f"other-{number}")) for number in range(3)]
    await until_async(lambda: jobs.began["other-0"] == 1)
    await asyncio.sleep(0.05)
    assert jobs.began["slow"] == 1
    jobs.now += 6
    jobs.lanes.note_queue(is_empty=True)
    await until_async(lambda: jobs.began["slow"] == 2)
    jobs.let_go.set()
    await within(asyncio.gather(slow, *others))


async def test_a_job_that_says_it_is_slow_steps_aside_at_once() -> None:
    jobs = Jobs(1, 1)
    slow = asyncio.create_task(jobs.hanging("slow", says_so=True))
    await within(jobs.quick("quick"))
    assert jobs.aside == ["slow"]
    jobs.let_go.set()
    await within(slow)


async def test_jobs_that_were_put_off_use_ordinary_slots_once_the_queue_is_empty() -> None:
    jobs = Jobs(1, 1)
    slow = [asyncio.create_task(jobs.hanging(name, says_so=True)) for name in ("first", "second")]
    await within(jobs.quick("third"))
    assert jobs.began["second"] == 1
    jobs.lanes.note_queue(is_empty=True)
    await until_async(lambda: jobs.began["second"] == 2)
    jobs.let_go.set()
    await within(asyncio.gather(*slow))
    assert jobs.lanes.free == 1


async def test_without_a_slow_lane_every_job_keeps_its_slot() -> None:
    jobs = Jobs(1, 0)
    slow = asyncio.create_task(jobs.hanging("slow", says_so=True))
    quick = asyncio.create_task(jobs.quick("quick"))
    await until_async(lambda: jobs.began["slow"] == 1)
    await asyncio.sleep(0.05)
    assert not quick.done()
    jobs.let_go.set()
    await within(asyncio.gather(slow, quick))
    assert jobs.began == {"slow": 1, "quick": 1}


async def test_a_job_that_is_cancelled_anywhere_gives_its_slot_back() -> None:
    jobs = Jobs(1, 1)
    tasks = [asyncio.create_task(jobs.hanging(f"slow-{number}", says_so=True)) for number in range(4)]
    await until_async(lambda: len(jobs.aside) == 3)
    for task in tasks:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert jobs.lanes.free == 1
    await within(jobs.quick("quick"))
    slow = asyncio.create_task(jobs.hanging("another", says_so=True))
    await until_async(lambda: "another" in jobs.aside)
    jobs.let_go.set()
    await within(slow)


async def test_the_patience_with_a_job_follows_the_jobs_of_its_kind() -> None:
    now = 0.0
    lanes = Lanes(1, 1, clock=lambda: now)

    async def takes(seconds: float) -> None:
        nonlocal now
        now += seconds

    for kind, seconds in (("short", 1.0), ("long", 20.0)):
        assert lanes.patience(kind) == 10.0
        for _ in range(5):
            async with lanes.take("host", kind) as turn:
                await turn.run(lambda seconds=seconds: takes(seconds))  # type: ignore[misc]
    assert lanes.patience("short") == 3.0
    assert lanes.patience("long") == 60.0


async def test_a_failing_job_fails_as_it_would_without_lanes() -> None:
    async def fails() -> None:
        raise ValueError("a fault")

    lanes = Lanes(1, 1)
    with pytest.raises(ValueError, match="a fault"):
        async with lanes.take("host") as turn:
            await turn.run(fails)
    assert lanes.free == 1


async def test_a_host_uses_half_of_the_slots() -> None:
    jobs = Jobs(4, 0)
    tasks = [asyncio.create_task(jobs.hanging("one.example")) for _ in range(4)]
    await until_async(lambda: jobs.began["one.example"] == 2)
    await within(jobs.quick("two.example"))
    assert jobs.began["one.example"] == 2
    jobs.let_go.set()
    await within(asyncio.gather(*tasks))
