"""Old values are given while their source fails, and only then."""

import pytest

from inkscout.errors import IndexUnavailable
from inkscout.stale_cache import StaleCache
from tests.support.fakes.clock import FakeClock


def fails() -> int:
    raise IndexUnavailable("away")


def test_a_value_is_loaded_once_while_it_is_fresh() -> None:
    clock = FakeClock()
    cache: StaleCache[int] = StaleCache(clock, ttl_seconds=60)
    assert cache.get("a", lambda: 1) == 1
    assert cache.get("a", lambda: 2) == 1
    clock.advance(seconds=61)
    assert cache.get("a", lambda: 2) == 2


def test_an_old_value_outlives_a_failing_source() -> None:
    clock = FakeClock()
    cache: StaleCache[int] = StaleCache(clock, ttl_seconds=60)
    cache.get("a", lambda: 1)
    clock.advance(days=3)
    assert cache.get("a", fails) == 1
    assert cache.is_stale("a")
    clock.advance(seconds=10)
    assert cache.get("a", lambda: 2) == 2
    assert not cache.is_stale("a")


def test_a_source_that_fails_at_first_is_an_error() -> None:
    with pytest.raises(IndexUnavailable):
        StaleCache[int](FakeClock(), ttl_seconds=60).get("a", fails)


def test_it_never_holds_more_than_its_capacity() -> None:
    cache: StaleCache[int] = StaleCache(FakeClock(), ttl_seconds=60, capacity=3)
    for number in range(10):
        cache.put(number, number)
    assert [cache.fresh(number) for number in (6, 7, 8, 9)] == [None, 7, 8, 9]
