"""Turns at a host: with a held clock, with real concurrency, and shared between workers through a store."""

import asyncio
import itertools
from datetime import datetime
from typing import Any

import boto3
import pytest

from inkscout.adapters.aws.dynamodb.state_store import DynamoDbStateStore
from inkscout.adapters.system_clock import SystemClock
from inkscout.adapters.web.host_pacer import HostPacer
from inkscout.adapters.web.http_fetcher import HttpFetcher
from inkscout.domain.page import FetchStatus
from inkscout.errors import StoreThrottled
from inkscout.ports import StateStore
from inkscout.web.pace import Observation, RequestOutcome
from inkscout.web.policy import PacePolicy
from tests.integration.web.conftest import MakeFetcher
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.operations import FakeStateStore
from tests.support.internet import Request, Site, Writer, response
from tests.support.patience import until_async, within
from tests.support.stores import REGION, create_tables

HOME = "http://studio.example/"
NO_ROBOTS = response(status="404 None")


class HeldTime:
    """A clock that moves by being slept on, and remembers each sleep."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.clock.advance(seconds=seconds)
        await asyncio.sleep(0)


def arrivals(site: Site) -> list[float]:
    return [request.at for request in site.requests]


def gaps(moments: list[float]) -> list[float]:
    return [after - before for before, after in itertools.pairwise(moments)]


async def test_pages_of_a_host_are_a_second_apart_by_default(make_fetcher: MakeFetcher, site: Site) -> None:
    held = HeldTime()
    site.pages["*"] = response("page")
    site.pages["/robots.txt"] = NO_ROBOTS
    async with make_fetcher(PacePolicy(), clock=held.clock, sleep=held.sleep) as fetcher:
        for number in range(4):
            assert (await fetcher.fetch(f"{HOME}{number}")).status is FetchStatus.OK

    assert [round(each, 2) for each in held.slept] == [1, 1, 1, 1]


async def test_robots_txt_and_redirects_take_turns_too(make_fetcher: MakeFetcher, site: Site) -> None:
    held = HeldTime()
    site.pages["/"] = response(status="302 Found", headers=[("Location", "http://www.studio.example/a")])
    site.pages["/a"] = response("page")
    async with make_fetcher(PacePolicy(), clock=held.clock, sleep=held.sleep) as fetcher:
        await fetcher.fetch(HOME)

    # robots.txt, the page, robots.txt of the other name of the same host, the page behind the redirect.
    assert len(site.requests) == 4
    assert [round(each, 2) for each in held.slept] == [1, 1, 1]


async def test_a_crawl_delay_is_waited_for(make_fetcher: MakeFetcher, site: Site) -> None:
    held = HeldTime()
    site.pages["*"] = response("page")
    site.pages["/robots.txt"] = response("User-agent: *\nCrawl-delay: 7", content_type="text/plain")
    async with make_fetcher(PacePolicy(), clock=held.clock, sleep=held.sleep) as fetcher:
        for number in range(3):
            await fetcher.fetch(f"{HOME}{number}")

    assert [round(each) for each in held.slept[1:]] == [7, 7]


async def test_retry_after_is_waited_for_and_a_long_one_given_up(
    make_fetcher: MakeFetcher, site: Site
) -> None:
    held = HeldTime()
    site.pages["/"] = response("page")
    site.pages["/short"] = response(status="429 Slow", headers=[("Retry-After", "20")])
    site.pages["/long"] = response(status="503 Busy", headers=[("Retry-After", "3600")])
    async with make_fetcher(PacePolicy(), clock=held.clock, sleep=held.sleep) as fetcher:
        assert (await fetcher.fetch(f"{HOME}short")).status is FetchStatus.BLOCKED
        before = held.clock.now()
        assert (await fetcher.fetch(HOME)).status is FetchStatus.OK
        assert (held.clock.now() - before).total_seconds() >= 20
        await fetcher.fetch(f"{HOME}long")
        asked = len(site.requests)
        page = await fetcher.fetch(HOME)

    assert page.status is FetchStatus.UNREACHABLE
    assert "turn" in page.detail
    assert len(site.requests) == asked


async def test_a_host_that_challenges_is_left_alone(make_fetcher: MakeFetcher, site: Site) -> None:
    held = HeldTime()
    site.pages["/"] = response("<title>Just a moment...</title><script>window._cf_chl_opt={}</script>")
    site.pages["/robots.txt"] = NO_ROBOTS
    async with make_fetcher(PacePolicy(max_wait_seconds=10), clock=held.clock, sleep=held.sleep) as fetcher:
        assert (await fetcher.fetch(HOME)).status is FetchStatus.BLOCKED
        page = await fetcher.fetch(HOME)

    assert page.status is FetchStatus.BLOCKED
    assert site.asked("/") == 1


async def test_the_breaker_stops_asking_a_failing_host_and_lets_one_trial_through(
    make_fetcher: MakeFetcher, site: Site
) -> None:
    held = HeldTime()
    site.pages["*"] = response(status="500 Error")
    site.pages["/robots.txt"] = NO_ROBOTS
    async with make_fetcher(PacePolicy(), clock=held.clock, sleep=held.sleep) as fetcher:
        for number in range(8):
            page = await fetcher.fetch(f"{HOME}{number}")
        assert len(site.requests) == 5
        assert page.status is FetchStatus.UNREACHABLE
        held.clock.advance(seconds=301)
        site.pages["*"] = response("back")

        assert (await fetcher.fetch(HOME)).status is FetchStatus.OK
        assert (await fetcher.fetch(f"{HOME}again")).status is FetchStatus.OK


async def test_one_slow_host_does_not_hold_up_another(make_fetcher: MakeFetcher, site: Site) -> None:
    quick_is_read = asyncio.Event()

    async def slow(request: Request, writer: Writer) -> None:
        del request
        await quick_is_read.wait()
        writer.write(response("slow"))

    site.pages |= {"studio.example/": slow, "other.example/": response("quick"), "/robots.txt": NO_ROBOTS}
    async with make_fetcher(PacePolicy(min_delay_seconds=0.01)) as fetcher:
        waiting = asyncio.create_task(fetcher.fetch(HOME))
        await until_async(lambda: site.asked("/"))
        page = await within(fetcher.fetch("http://other.example/"))
        assert page.html == "quick"
        quick_is_read.set()
        assert (await waiting).html == "slow"


async def test_many_tasks_ask_one_at_a_time_in_real_time(make_fetcher: MakeFetcher, site: Site) -> None:
    async def brief(request: Request, writer: Writer) -> None:
        del request
        await asyncio.sleep(0.05)
        writer.write(response("page"))

    site.pages = {"*": brief, "/robots.txt": NO_ROBOTS}
    async with make_fetcher(PacePolicy(min_delay_seconds=0.1)) as fetcher:
        await asyncio.gather(*(fetcher.fetch(f"{HOME}{number}") for number in range(8)))

    assert site.most_open == 1
    assert min(gaps(arrivals(site))) >= 0.1


async def test_workers_share_the_pace_through_the_store(make_fetcher: MakeFetcher, site: Site) -> None:
    """Three fetchers with nothing in common but the memory behave as one."""
    state_store = FakeStateStore(FakeClockOfNow())

    async def brief(request: Request, writer: Writer) -> None:
        del request
        await asyncio.sleep(0.05)
        writer.write(response("page"))

    site.pages = {"*": brief, "/robots.txt": NO_ROBOTS}

    async def worker(name: str) -> None:
        async with make_fetcher(PacePolicy(min_delay_seconds=0.2), state_store=state_store) as fetcher:
            for number in range(3):
                page = await fetcher.fetch(f"{HOME}{name}{number}")
                assert page.status is FetchStatus.OK

    await asyncio.gather(*(worker(name) for name in "abc"))

    assert len(site.requests) == 12
    assert site.most_open == 1
    assert min(gaps(arrivals(site))) >= 0.19


class FakeClockOfNow(FakeClock):
    """Real time where a fake wants its clock."""

    def now(self) -> datetime:
        return SystemClock().now()


async def test_a_block_seen_by_one_worker_stops_the_other() -> None:
    held, state_store = HeldTime(), FakeStateStore()
    state_store.clock = held.clock
    one, two = (
        HostPacer(PacePolicy(max_wait_seconds=5), state_store=state_store, clock=held.clock, sleep=held.sleep)
        for _ in range(2)
    )
    first = await two.acquire("studio.example", 10)
    await two.give_back(first, Observation(ending=RequestOutcome.GOOD))
    lease = await one.acquire("studio.example", 10)
    await one.give_back(lease, Observation(ending=RequestOutcome.BLOCKED, retry_after=600))

    refused = await two.acquire("www.studio.example", 10)

    assert refused.refusal
    assert refused.blocked


async def test_a_worker_that_died_in_its_turn_is_waited_out() -> None:
    held, state_store = HeldTime(), FakeStateStore()
    state_store.clock = held.clock
    dead, alive = (
        HostPacer(PacePolicy(), state_store=state_store, clock=held.clock, sleep=held.sleep) for _ in range(2)
    )
    assert not (await dead.acquire("studio.example", 10)).refusal
    before = held.clock.now()

    lease = await alive.acquire("studio.example", 10)

    assert not lease.refusal
    assert 10 <= (held.clock.now() - before).total_seconds() <= 20


async def test_a_store_that_fails_leaves_the_pace_of_the_process() -> None:
    class Broken(FakeStateStore):
        def get(self, scope: str, key: str) -> None:  # type: ignore[override] # it only raises
            raise StoreThrottled("slow down")

        def put_if(self, *_: object, **__: object) -> bool:
            raise StoreThrottled("slow down")

    held = HeldTime()
    state_store: StateStore = Broken()
    pacer = HostPacer(PacePolicy(), state_store=state_store, clock=held.clock, sleep=held.sleep)
    for _ in range(3):
        lease = await pacer.acquire("studio.example", 10)
        assert not lease.refusal
        await pacer.give_back(lease, Observation(ending=RequestOutcome.GOOD))

    assert [round(each) for each in held.slept] == [1, 1]


async def test_a_busy_host_is_given_up_after_the_longest_wait() -> None:
    pacer = HostPacer(PacePolicy(max_wait_seconds=0.2), state_store=None, clock=SystemClock())
    await pacer.acquire("studio.example", 10)

    assert (await within(pacer.acquire("studio.example", 10))).refusal


async def test_a_wait_that_is_cut_off_gives_the_turn_back() -> None:
    held, sleeping = HeldTime(), asyncio.Event()

    async def for_ever(seconds: float) -> None:
        del seconds
        sleeping.set()
        await asyncio.Event().wait()

    state_store = FakeStateStore(held.clock)
    one = HostPacer(PacePolicy(), state_store=state_store, clock=held.clock, sleep=for_ever)
    two = HostPacer(PacePolicy(), state_store=state_store, clock=held.clock, sleep=held.sleep)
    lease = await one.acquire("studio.example", 10)
    await one.give_back(lease, Observation(ending=RequestOutcome.GOOD))
    waiting = asyncio.create_task(one.acquire("studio.example", 10))
    await within(sleeping.wait())
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    assert not (await two.acquire("studio.example", 10)).refusal
    assert sum(held.slept) < 10  # the wait of a turn, not of a request that was never sent


class CountedStore(FakeStateStore):
    """Counts what a table would be asked."""

    asked = 0

    def get(self, scope: str, key: str) -> dict[str, Any] | None:
        self.asked += 1
        return super().get(scope, key)

    def put_if(self, *rest: Any) -> int | None:  # type: ignore[override]  # the same arguments
        self.asked += 1
        return super().put_if(*rest)


async def test_the_end_of_a_turn_is_stored_with_the_next_one() -> None:
    state_store = CountedStore((held := HeldTime()).clock)
    policy = PacePolicy(min_delay_seconds=0, hold_seconds=60)
    pacer = HostPacer(policy, state_store=state_store, clock=held.clock)
    for _ in range(4):
        lease = await pacer.acquire("studio.example", 10)
        await pacer.give_back(lease, Observation(ending=RequestOutcome.GOOD))
    assert state_store.asked == 4
    stored = state_store.get("host", "studio.example")
    assert stored is not None
    assert stored["owner"] == lease.owner
    await pacer.close()
    stored = state_store.get("host", "studio.example")
    assert stored is not None
    assert stored["owner"] == ""


async def test_a_turn_whose_end_is_kept_back_makes_others_wait_and_is_stored_in_time() -> None:
    state_store = FakeStateStore(FakeClockOfNow())
    policy = PacePolicy(min_delay_seconds=0.1, hold_seconds=0.05)
    one, two = (HostPacer(policy, state_store=state_store, clock=SystemClock()) for _ in range(2))
    lease = await one.acquire("studio.example", 10)
    await one.give_back(lease, Observation(ending=RequestOutcome.GOOD))
    stored = state_store.get("host", "studio.example")
    assert stored is not None
    assert stored["owner"] == lease.owner
    assert not (await within(two.acquire("studio.example", 10))).refusal
    stored = state_store.get("host", "studio.example")
    assert stored is not None
    assert stored["owner"] not in ("", lease.owner)


@pytest.mark.parametrize(
    "seen",
    [
        Observation(ending=RequestOutcome.BLOCKED),
        Observation(ending=RequestOutcome.FAILED),
        Observation(ending=RequestOutcome.GOOD, retry_after=60),
    ],
)
async def test_an_end_that_others_must_know_is_stored_at_once(seen: Observation) -> None:
    state_store = FakeStateStore((held := HeldTime()).clock)
    pacer = HostPacer(PacePolicy(hold_seconds=60), state_store=state_store, clock=held.clock)
    await pacer.give_back(await pacer.acquire("studio.example", 10), seen)
    stored = state_store.get("host", "studio.example")
    assert stored is not None
    assert stored["owner"] == ""


async def test_the_pace_of_expected_hosts_is_read_in_one_request() -> None:
    held, state_store = HeldTime(), CountedStore()
    state_store.clock = held.clock
    first = HostPacer(PacePolicy(), state_store=state_store, clock=held.clock, sleep=held.sleep)
    for host in ("a.example", "b.example"):
        await first.give_back(await first.acquire(host, 10), Observation(ending=RequestOutcome.GOOD))
    second = HostPacer(PacePolicy(), state_store=state_store, clock=held.clock, sleep=held.sleep)
    await second.expect(["www.a.example", "b.example", "c.example"])
    state_store.asked = 0
    for host in ("a.example", "b.example", "c.example"):
        assert not (await second.acquire(host, 10)).refusal
    assert state_store.asked == 3
    assert held.slept


async def test_the_table_keeps_what_the_pace_needs(aws: None) -> None:
    """The same turns over the real adapter of the Operations table."""
    del aws
    dynamodb = boto3.client("dynamodb", region_name=REGION)
    state_store = DynamoDbStateStore(dynamodb, create_tables(dynamodb)["operations"], SystemClock())
    pacers = [
        HostPacer(PacePolicy(min_delay_seconds=0.1), state_store=state_store, clock=SystemClock())
        for _ in range(3)
    ]
    under_way = most = 0

    async def turn(pacer: HostPacer) -> None:
        nonlocal under_way, most
        for _ in range(2):
            lease = await pacer.acquire("studio.example", 5)
            assert not lease.refusal
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0.02)
            under_way -= 1
            await pacer.give_back(lease, Observation(ending=RequestOutcome.GOOD, latency=0.02))

    await asyncio.gather(*(turn(pacer) for pacer in pacers))

    assert most == 1
    document = state_store.get("host", "studio.example")
    assert document is not None
    assert document["owner"] == ""


async def test_pace_off_asks_as_fast_as_it_can(make_fetcher: MakeFetcher, site: Site) -> None:
    site.pages = {"*": response("page"), "/robots.txt": NO_ROBOTS}
    fetcher: HttpFetcher
    held = HeldTime()
    pace = PacePolicy(min_delay_seconds=0, one_at_a_time=False)
    async with make_fetcher(pace, clock=held.clock, sleep=held.sleep) as fetcher:
        await asyncio.gather(*(fetcher.fetch(f"{HOME}{number}") for number in range(50)))

    assert held.slept == []
    assert len(site.requests) >= 50
