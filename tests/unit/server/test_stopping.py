"""The end of a server: a drain of its own length, which a second request to stop ends."""

import asyncio

from server.serving import Stopping
from tests.support.patience import within


async def test_a_drain_begins_when_the_server_is_asked_to_stop_and_ends_by_itself() -> None:
    stopping = Stopping()
    drained = asyncio.create_task(stopping.drained(0.01))
    await asyncio.sleep(0)
    assert not drained.done()
    stopping.stop()
    await within(drained)
    assert not stopping.at_once.is_set()


async def test_a_second_request_to_stop_ends_the_drain() -> None:
    stopping = Stopping()
    drained = asyncio.create_task(stopping.drained(10_000))
    stopping.stop()
    await asyncio.sleep(0)
    assert not drained.done()
    stopping.stop()
    await within(drained)


async def test_an_interrupt_does_not_wait() -> None:
    stopping = Stopping()
    stopping.stop(at_once=True)
    await within(stopping.drained(10_000))
