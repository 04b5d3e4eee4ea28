"""Each simulated fault of a source, over real sockets: outcome, archive, records, and recovery."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import get_args

import pytest

from inkscout.adapters.web.json_source import HttpJsonSource
from inkscout.web.policy import FetchPolicy, PacePolicy
from inkscout_local.simulator import ApiFault, WorldServer, serve_world
from inkscout_local.simulator.model import World
from tests.support.aws_in_memory import aws_in_memory
from tests.support.feeds import FeedBench

SIZE = 7
WORLD = World.from_document(
    {
        "name": "faults", "regions": [], "places": [], "hosts": {},
        "apis": {"posts.test": {"kind": "posts", "stands_for": "https://posts.example", "count": SIZE}},
    }
)  # fmt: skip
POSTS = """
title = "Posts"
terms = "https://posts.example/"
schedule = "rate(5 minutes)"
[[requests]]
url = "https://posts.example/posts"
timeout = "1s"
max_bytes = "100KB"
[paging]
kind = "page"
param = "_page"
size_param = "_limit"
size = 4
[records]
each = [{ at = "@", as = "post" }]
key = ["post.id"]
type = "posts"
error_at = "error"
[fields]
title = { from = "post.title", type = "text", required = true }
user = { from = "post.userId", type = "integer" }
"""

CASES = {
    # Outcome, and whether a body that cannot be used is archived with its reason. The world's proxy gives
    # nothing of a truncated body; test_json_source.py holds that what arrives of one is kept. A length that
    # is announced beyond the limit is not read.
    "status": ("unavailable", False),
    "hang": ("unavailable", False),
    "slow": ("unavailable", False),
    "reset": ("unavailable", False),
    "truncate": ("unavailable", False),
    "cut_off": ("not_json", True),
    "not_json": ("not_json", True),
    "error_200": ("refused", True),
    "empty": ("short", False),
    "short": ("short", False),
    "short_page": ("read", False),
    "repeat_page": ("partial", False),
    "late_pages": ("unavailable", False),
    "drift": ("shape_changed", True),
    "nulls": ("shape_changed", True),
    "double_keys": ("not_json", True),
    "big_integers": ("read", False),
    "not_a_number": ("not_json", True),
    "byte_order_mark": ("read", False),
    "surrogates": ("read", False),
    "duplicates": ("read", False),
    "conflicts": ("read", False),
    "etag_lies": ("read", False),
    "stale": ("unchanged", False),
    "too_large": ("too_large", False),
    "packed": ("too_large", True),
}
MORE = {"too_large": {"size": 200_000}, "packed": {"size": 3_000_000}, "slow": {"seconds": 2.0},
        "late_pages": {"seconds": 2.0}}  # fmt: skip


TIMEOUTS = {"slow", "hang", "late_pages"}
"""Faults that take three timeouts of a second each."""


def test_every_fault_of_the_simulator_has_a_case() -> None:
    assert set(CASES) == set(get_args(ApiFault.model_fields["kind"].annotation))


@pytest.fixture(scope="module")
def served() -> Iterator[WorldServer]:
    with serve_world(WORLD) as server:
        yield server


@pytest.fixture(scope="module")
def feed(served: WorldServer) -> Iterator[FeedBench]:
    with pytest.MonkeyPatch.context() as patch, aws_in_memory():
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "test")
        patch.delenv("AWS_ENDPOINT_URL", raising=False)
        bench = FeedBench("posts", POSTS)

        @asynccontextmanager
        async def opened() -> AsyncIterator[HttpJsonSource]:
            policy = FetchPolicy(
                contact="a@b.example", pace=PacePolicy(min_delay_seconds=0.0), proxies=(served.proxy_url,)
            )
            async with HttpJsonSource(
                policy, state_store=None, clock=bench.clock, endpoints=served.feed_endpoints
            ) as source:
                yield source

        bench.source.opened = opened  # type: ignore[method-assign]
        bench.run()
        assert len(bench.current()) == SIZE
        yield bench


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=pytest.mark.slow if kind in TIMEOUTS else ()) for kind in CASES]
)
def test_a_fault_has_its_outcome_and_the_next_good_run_mends_it(
    feed: FeedBench, served: WorldServer, kind: str
) -> None:
    outcome, is_kept_aside = CASES[kind]
    faults, before = served.apis["posts.test"].faults, feed.current()
    raws, aside = len(feed.objects("raw/")), len(feed.objects("quarantine/"))
    faults.add(ApiFault(kind=kind, path="/posts", **MORE.get(kind, {})))  # type: ignore[arg-type]
    try:
        result = feed.fetch(by_hand=True)
        while feed.queue:
            feed.deliver()
    finally:
        faults.clear()
    assert result.outcome == outcome, result.detail
    assert len(feed.objects("quarantine/")) > aside or not is_kept_aside
    assert len(feed.objects("raw/")) > raws or not is_kept_aside
    if outcome not in {"read", "partial"}:
        assert result.detail or outcome == "unchanged"
        assert feed.current() == before, "what cannot be used changes nothing"
    # Records under other ids are gone after three absences.
    for _ in range(3 if kind == "big_integers" else 1):
        feed.fetch(by_hand=True)
        while feed.queue:
            feed.deliver()
    assert feed.current() == before, "the table is as if the fault had never been"
    feed.hold_invariants()
