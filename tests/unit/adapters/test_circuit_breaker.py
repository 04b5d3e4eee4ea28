"""The breaker opens on repeated failure, lets one probe through, and closes on success."""

from inkscout.adapters.opensearch.circuit_breaker import CircuitBreaker


class Time:
    """A clock that a test moves."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def opened(time: Time) -> CircuitBreaker:
    breaker = CircuitBreaker(3, 5.0, time)
    for _ in range(3):
        assert breaker.allows()
        breaker.failed()
    return breaker


def test_it_stays_closed_while_failures_are_single() -> None:
    breaker = CircuitBreaker(3, 5.0, Time())
    for _ in range(10):
        breaker.failed()
        breaker.failed()
        breaker.succeeded()
    assert breaker.allows()


def test_it_refuses_once_open_and_lets_one_probe_through_after_a_while() -> None:
    time = Time()
    breaker = opened(time)
    assert breaker.is_open
    assert not breaker.allows()
    time.now += 5
    assert [breaker.allows() for _ in range(3)] == [True, False, False]


def test_a_probe_that_fails_keeps_it_open_and_one_that_succeeds_closes_it() -> None:
    time = Time()
    breaker = opened(time)
    time.now += 5
    assert breaker.allows()
    breaker.failed()
    assert not breaker.allows()
    time.now += 5
    assert breaker.allows()
    breaker.succeeded()
    assert [breaker.allows() for _ in range(3)] == [True] * 3
