"""Upstream proxies: read, chosen in turn, rested when they fail, never bypassed."""

import pytest

from inkscout.adapters.web.upstream_proxies import ProxyPool, read_proxy
from inkscout.errors import InvalidInput


class Seconds:
    """A clock in numbers."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_credentials_leave_the_address_and_become_a_header() -> None:
    proxy = read_proxy("http://us%65r:p%40ss@proxy.example:3128")

    assert proxy.url == "http://proxy.example:3128"
    assert proxy.authorization == "Basic dXNlcjpwQHNz"
    assert "dXNl" not in repr(proxy)


@pytest.mark.parametrize(
    "url", ["socks5://p.example:1", "p.example:80", "http://:8080", "http://p:x:y", "ftp://p.example"]
)
def test_an_invalid_proxy_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_proxy(url)

    assert url not in str(refused.value)


def test_hosts_get_proxies_in_turn_and_stay_with_theirs() -> None:
    pool = ProxyPool(["http://a.example:1", "http://b.example:1", "http://c.example:1"])
    first = {host: pool.choose(host) for host in "123456"}
    again = {host: pool.choose(host) for host in "123456"}

    assert [proxy.host[0] for proxy in first.values() if proxy] == ["a", "b", "c", "a", "b", "c"]
    assert first == again


def test_a_proxy_that_fails_rests_and_its_hosts_move_on() -> None:
    now = Seconds()
    pool = ProxyPool(["http://a.example:1", "http://b.example:1"], now=now)
    proxy = pool.choose("x")
    assert proxy is not None
    pool.failed(proxy)
    other = pool.choose("x")
    assert other is not None

    assert other is not proxy
    assert all(pool.choose(f"host{n}") is other for n in range(5))
    now.now = 31
    assert {pool.choose(f"new{n}") is proxy for n in range(2)} == {True, False}


def test_each_failure_rests_a_proxy_twice_as_long_until_it_carries_a_request() -> None:
    now = Seconds()
    pool = ProxyPool(["http://a.example:1"], now=now)
    proxy = pool.choose("x")
    assert proxy is not None
    rests = []
    for _ in range(8):
        pool.failed(proxy)
        rests.append(proxy.rests_until)
    pool.succeeded(proxy)

    assert rests[:3] == [30, 60, 120]
    assert max(rests) == 900
    assert proxy.rests_until == 0


def test_the_proxy_with_the_shortest_pause_is_tried_when_all_pause() -> None:
    pool = ProxyPool(["http://a.example:1", "http://b.example:1"], now=Seconds())
    first, second = pool.choose("1"), pool.choose("2")
    assert first is not None
    assert second is not None
    pool.failed(first)
    pool.failed(first)
    pool.failed(second)

    assert pool.choose("3") is second


def test_without_a_proxy_none_is_chosen() -> None:
    assert ProxyPool([]).choose("x") is None
    assert ProxyPool(["", " "]).choose("x") is None
