"""Addresses of clients behind proxies, and their rates."""

import pytest

from server import clients
from server.clients import ClientRates, client_address
from tests.support.fakes.clock import Seconds


@pytest.mark.parametrize(
    ("forwarded", "trusted", "found"),
    [
        ("", 1, "192.0.2.1"),
        ("198.51.100.7", 0, "192.0.2.1"),
        ("198.51.100.7", 1, "198.51.100.7"),
        ("203.0.113.9, 198.51.100.7", 1, "198.51.100.7"),
        ("203.0.113.9, 198.51.100.7", 2, "203.0.113.9"),
        ("198.51.100.7", 2, "198.51.100.7"),
        ("198.51.100.7:4711", 1, "198.51.100.7"),
        ("2001:db8::7", 1, "2001:db8::7"),
        ("[2001:db8::7]:4711", 1, "2001:db8::7"),
        ("unknown", 1, "192.0.2.1"),
        ("<script>", 1, "192.0.2.1"),
        (" , ,", 1, "192.0.2.1"),
    ],
)
def test_the_client_is_whom_the_trusted_proxies_name(forwarded: str, trusted: int, found: str) -> None:
    assert client_address("192.0.2.1", forwarded, trusted) == found


def test_a_client_may_send_a_burst_and_then_its_rate() -> None:
    clock = Seconds()
    rates = ClientRates(2.0, clock)
    assert [rates.seconds_to_wait("192.0.2.1") for _ in range(5)] == [0, 0, 0, 0, 1]
    assert rates.seconds_to_wait("192.0.2.2") == 0
    clock.now += 0.5
    assert [rates.seconds_to_wait("192.0.2.1") for _ in range(2)] == [0, 1]
    clock.now += 3600
    assert [rates.seconds_to_wait("192.0.2.1") for _ in range(5)] == [0, 0, 0, 0, 1]


def test_a_network_of_ipv6_is_one_client() -> None:
    rates = ClientRates(0.5, Seconds())
    assert rates.seconds_to_wait("2001:db8::1") == 0
    assert rates.seconds_to_wait("2001:db8::2") > 0
    assert rates.seconds_to_wait("2001:db8:0:1::1") == 0
    assert rates.seconds_to_wait("::ffff:192.0.2.1") == 0
    assert rates.seconds_to_wait("192.0.2.1") > 0


def test_a_rate_of_zero_limits_nobody() -> None:
    rates = ClientRates(0)
    assert {rates.seconds_to_wait("192.0.2.1") for _ in range(1000)} == {0}


def test_only_so_many_clients_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "MOST_CLIENTS", 2)
    rates = ClientRates(0.5, Seconds())
    assert [rates.seconds_to_wait(f"192.0.2.{number}") for number in (1, 2, 3)] == [0, 0, 0]
    assert rates.seconds_to_wait("192.0.2.1") == 0, "who was away longest is forgotten"
    assert rates.seconds_to_wait("192.0.2.3") > 0
