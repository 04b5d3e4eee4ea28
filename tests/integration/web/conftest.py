"""A site with a public name and a fetcher that meets it there."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from inkscout.adapters.system_clock import SystemClock
from inkscout.adapters.web.http_fetcher import HttpFetcher
from inkscout.web.policy import FetchPolicy, PacePolicy
from tests.support.internet import Internet, Site
from tests.support.patience import PATIENCE_SECONDS

MakeFetcher = Callable[..., HttpFetcher]


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with Site() as site:
        yield site


@pytest.fixture
def internet(site: Site) -> Internet:
    net = Internet()
    net.add("studio.example", site.port)
    net.names["www.studio.example"] = net.names["other.example"] = net.names["studio.example"]
    return net


@pytest.fixture
def make_fetcher(internet: Internet) -> MakeFetcher:
    """Builds a fetcher; keywords go to the policy, except ``pace, state_store, clock, sleep``."""

    def make(pace: PacePolicy | None = None, **fields: Any) -> HttpFetcher:
        tools = {name: fields.pop(name) for name in ("sleep",) if name in fields}
        state_store, clock = fields.pop("state_store", None), fields.pop("clock", SystemClock())
        policy = FetchPolicy(
            contact="crawler@inkscout.example",
            pace=pace or PacePolicy(min_delay_seconds=0, breaker_failures=1_000, backoff_seconds=0),
            **{"timeout_seconds": PATIENCE_SECONDS, **fields},
        )
        return HttpFetcher(
            policy,
            state_store=state_store,
            clock=clock,
            resolve=internet.resolve,
            make_socket=internet.make_socket,
            **tools,
        )

    return make


@pytest.fixture
async def fetcher(make_fetcher: MakeFetcher) -> AsyncIterator[HttpFetcher]:
    async with make_fetcher() as fetcher:
        yield fetcher
