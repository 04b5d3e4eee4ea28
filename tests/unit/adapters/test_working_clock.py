"""Time in which this process stood still is counted against nobody."""

import asyncio

import pytest

from inkscout.adapters.working_clock import WorkingClock
from inkscout.deadlines import within


class Machine:
    """The clocks of a machine that runs, is stopped by a signal, or sleeps with its lid closed."""

    def __init__(self) -> None:
        self.now = 100.0
        self.asleep = 50.0
        self.clock = WorkingClock(monotonic=lambda: self.now, boottime=lambda: self.now + self.asleep)

    def run(self, seconds: int) -> None:
        for _ in range(seconds):
            self.now += 1.0
            self.clock.observe()

    def stop(self, seconds: float) -> None:
        self.now += seconds

    def sleep(self, seconds: float) -> None:
        self.asleep += seconds


async def test_time_at_work_counts() -> None:
    machine = Machine()
    async with machine.clock as clock:
        began = clock()
        machine.run(30)
        assert clock() - began == pytest.approx(30)
        assert clock.pauses == 0


async def test_time_in_which_the_process_was_stopped_does_not_count() -> None:
    machine = Machine()
    async with machine.clock as clock:
        began = clock()
        machine.run(3)
        machine.stop(75)
        assert clock.pauses == 1
        assert clock() - began == pytest.approx(4)
        machine.run(2)
        assert (clock.pauses, clock() - began) == (1, pytest.approx(6))


async def test_a_machine_that_slept_has_paused_too() -> None:
    machine = Machine()
    async with machine.clock as clock:
        began = clock()
        machine.sleep(3_600)
        machine.run(2)
        assert (clock.pauses, clock() - began) == (1, pytest.approx(2))


async def test_a_clock_that_does_not_tick_takes_nothing_for_a_pause() -> None:
    machine = Machine()
    machine.stop(500)
    assert machine.clock.pauses == 0


async def test_work_that_outlasts_its_time_is_cancelled() -> None:
    ended: list[str] = []

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append("cancelled")

    with pytest.raises(TimeoutError):
        await within(work(), 0.02, asyncio.get_running_loop().time)
    assert ended == ["cancelled"]


async def test_work_goes_on_when_the_time_passed_in_a_pause() -> None:
    """The loop's timer fires early, as all do after a pause; the clock says that time is left."""
    asked = 0

    def clock() -> float:
        nonlocal asked
        asked += 1
        return 0.0 if asked < 5 else 0.01

    async def work() -> str:
        await asyncio.sleep(0.2)
        return "done"

    assert await within(work(), 0.05, clock) == "done"


async def test_errors_of_the_work_and_cancelling_pass_through() -> None:
    async def fails() -> None:
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        await within(fails(), 5, asyncio.get_running_loop().time)
    task = asyncio.create_task(within(asyncio.sleep(60), 90, asyncio.get_running_loop().time))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
