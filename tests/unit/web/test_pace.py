"""The arithmetic of the pace, with time as a number."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkscout.web.pace import HostState, Observation, RequestOutcome, release, reserve
from inkscout.web.policy import PacePolicy

POLICY = PacePolicy()
NOW = 1_000_000.0


def good(latency: float = 0.1, **fields: float) -> Observation:
    return Observation(ending=RequestOutcome.GOOD, latency=latency, **fields)


def failed(latency: float = 0.01) -> Observation:
    return Observation(ending=RequestOutcome.FAILED, latency=latency)


def blocked(retry_after: float | None = None) -> Observation:
    return Observation(ending=RequestOutcome.BLOCKED, latency=0.01, retry_after=retry_after)


def after(state: HostState, *seen: Observation, policy: PacePolicy = POLICY, now: float = NOW) -> HostState:
    """The state after requests that each took their turn at ``now``."""
    for each in seen:
        taken = replace(state, owner="me", owner_until=now + 10)
        state = release(taken, policy, each, owner="me", now=now)
    return state


def test_the_first_request_starts_at_once() -> None:
    turn = reserve(HostState(), POLICY, owner="me", now=NOW, seconds=20)

    assert turn.start_at == NOW
    assert not turn.refusal


def test_requests_are_a_second_apart_from_end_to_start() -> None:
    state = after(HostState(), good())

    assert reserve(state, POLICY, owner="me", now=NOW, seconds=20).start_at == NOW + 1


def test_a_second_request_waits_while_one_is_under_way() -> None:
    first = reserve(HostState(), POLICY, owner="me", now=NOW, seconds=20)
    second = reserve(first.state, POLICY, owner="you", now=NOW + 5, seconds=20)

    assert second.busy


def test_a_request_that_was_lost_frees_its_turn_after_its_time() -> None:
    first = reserve(HostState(), POLICY, owner="me", now=NOW, seconds=20)
    second = reserve(first.state, POLICY, owner="you", now=NOW + 26, seconds=20)

    assert not second.refusal


def test_a_slow_host_is_asked_more_slowly_and_a_fast_one_faster_again() -> None:
    slow = after(HostState(), good(latency=8))
    calmer = after(slow, good(latency=0.2))

    assert slow.delay == 8
    assert 1 < calmer.delay < 8
    assert after(calmer, *[good(latency=0.2)] * 20).delay == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("ending", [RequestOutcome.FAILED, RequestOutcome.BLOCKED, RequestOutcome.ABANDONED])
def test_a_quick_failure_never_speeds_up(ending: RequestOutcome) -> None:
    slow = after(HostState(), good(latency=8))
    seen = Observation(ending=ending, latency=0.001)

    assert after(slow, seen).delay == slow.delay


def test_a_slow_failure_slows_down() -> None:
    assert after(HostState(), failed(latency=20)).delay == 20


def test_the_delay_has_a_ceiling() -> None:
    assert after(HostState(), good(latency=500)).delay == POLICY.max_delay_seconds


@pytest.mark.parametrize(("asked", "given_"), [(5.0, 5.0), (0.2, 1.0), (600.0, 30.0)])
def test_a_crawl_delay_is_honoured_up_to_a_bound(asked: float, given_: float) -> None:
    assert after(HostState(), good(crawl_delay=asked)).delay == given_


def test_a_crawl_delay_counts_even_where_the_least_delay_is_none() -> None:
    policy = PacePolicy(min_delay_seconds=0)

    assert after(HostState(), good(crawl_delay=4), policy=policy).delay == 4
    assert after(HostState(), good(latency=3), policy=policy).delay == 0


@pytest.mark.parametrize("ending", [RequestOutcome.GOOD, RequestOutcome.FAILED, RequestOutcome.BLOCKED])
def test_retry_after_is_honoured_whatever_the_answer(ending: RequestOutcome) -> None:
    seen = Observation(ending=ending, latency=0.1, retry_after=40)
    turn = reserve(after(HostState(), seen), POLICY, owner="me", now=NOW + 1, seconds=20)

    assert turn.start_at >= NOW + 40


def test_retry_after_has_a_bound_and_a_turn_far_ahead_is_given_up_at_once() -> None:
    state = after(HostState(), blocked(retry_after=10**9))
    turn = reserve(state, POLICY, owner="me", now=NOW, seconds=20)

    assert state.next_at == NOW + POLICY.max_retry_after_seconds
    assert "turn" in turn.refusal
    assert turn.blocked


def test_a_host_that_blocks_is_left_alone_twice_as_long_each_time() -> None:
    pauses = []
    state = HostState()
    for _ in range(3):
        state = after(state, blocked())
        pauses.append(state.next_at - NOW)

    assert pauses == [30, 60, 120]


def test_the_breaker_opens_after_failures_in_a_row_only() -> None:
    three = after(HostState(), failed(), failed(), failed())
    interrupted = after(three, good(), failed(), failed(), failed())
    four = after(three, failed())

    assert three.open_until == 0
    assert interrupted.open_until == 0
    assert four.open_until == NOW + POLICY.breaker_seconds
    assert reserve(four, POLICY, owner="me", now=NOW + 299, seconds=20).refusal


def test_a_breaker_of_blocks_says_so() -> None:
    state = after(HostState(), *[blocked()] * 4)
    turn = reserve(state, POLICY, owner="me", now=NOW + 1, seconds=20)

    assert turn.refusal
    assert turn.blocked


def test_one_failed_trial_opens_the_breaker_again_for_twice_as_long() -> None:
    state = after(HostState(), *[failed()] * 4)
    later = NOW + POLICY.breaker_seconds + 1
    assert not reserve(state, POLICY, owner="me", now=later, seconds=20).refusal

    again = after(state, failed(), now=later)

    assert again.open_until == later + 2 * POLICY.breaker_seconds


def test_one_good_trial_closes_the_breaker() -> None:
    state = after(HostState(), *[failed()] * 4)
    closed = after(state, good(), now=NOW + 400)

    assert closed.open_until == 0
    assert closed.failures == 0
    assert closed.trips == 0


def test_a_turn_taken_over_by_another_worker_stays_theirs() -> None:
    theirs = HostState(version=7, owner="you", owner_until=NOW + 20)
    freed = release(theirs, POLICY, failed(), owner="me", now=NOW)

    assert freed.owner == "you"
    assert freed.failures == 1
    assert freed.version == 8


def test_a_pause_another_worker_was_told_is_not_shortened() -> None:
    told = HostState(owner="me", owner_until=NOW + 20, next_at=NOW + 500)

    assert release(told, POLICY, good(), owner="me", now=NOW).next_at == NOW + 500


@pytest.mark.parametrize("document", [None, {}, {"version": 3}, {"version": "x", "next_at": "y"}])
def test_a_damaged_record_is_a_fresh_state(document: dict[str, object] | None) -> None:
    state = HostState.from_document(document)

    assert state.next_at == 0
    assert state.version == (3 if document == {"version": 3} else 0)


endings = st.builds(
    Observation,
    ending=st.sampled_from(RequestOutcome),
    latency=st.floats(0, 100),
    retry_after=st.none() | st.floats(0, 10**7),
    crawl_delay=st.none() | st.floats(0, 10**6),
)


@settings(deadline=None)
@given(st.lists(endings, max_size=30))
def test_bounds_hold_for_any_history_and_the_record_survives_the_store(seen: list[Observation]) -> None:
    state = HostState()
    for each in seen:
        before = state
        state = after(state, each)
        assert POLICY.min_delay_seconds <= state.delay <= POLICY.max_delay_seconds
        assert state.next_at >= before.next_at
        assert state.next_at <= NOW + POLICY.max_retry_after_seconds
        assert state.open_until <= NOW + POLICY.breaker_max_seconds
        assert not state.owner
        if each.ending is not RequestOutcome.GOOD:
            assert state.delay >= before.delay
    assert HostState.from_document(state.to_document()) == state
