"""Rate limit per host: pure functions on a small state that all workers share.

Times are seconds of the Unix epoch. The rules: one request at a time; a minimum delay between requests that
grows with the host's latency; a failed response never shortens it (as in Scrapy's AutoThrottle); Retry-After
and Crawl-delay are honoured up to a limit; pauses double while a host blocks requests; a circuit breaker
opens after consecutive failures, and lets one trial request pass later.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from inkscout.web.policy import PacePolicy

_LEASE_MARGIN_SECONDS = 5.0
_MEMORY_SECONDS = 7 * 86_400


class RequestOutcome(StrEnum):
    """Outcome of a finished request for the host's rate limit."""

    GOOD = "good"
    FAILED = "failed"
    BLOCKED = "blocked"
    ABANDONED = "abandoned"


@dataclass(frozen=True, slots=True)
class HostState:
    """Rate-limit state of one host.

    Attributes:
        version: Increases with every write, for optimistic locking.
        next_at: Earliest start of the next request.
        delay: Current delay between requests, in seconds.
        owner: Token of the request in progress; empty if there is none.
        owner_until: Time after which that request counts as lost.
        failures: Number of consecutive failures.
        blocks: Number of consecutive blocked responses.
        trips: Number of consecutive times the breaker opened.
        open_until: Time until which the breaker is open.
        open_reason: ``failed`` or ``blocked``.
    """

    version: int = 0
    next_at: float = 0.0
    delay: float = 0.0
    owner: str = ""
    owner_until: float = 0.0
    failures: int = 0
    blocks: int = 0
    trips: int = 0
    open_until: float = 0.0
    open_reason: str = ""

    def to_document(self) -> dict[str, Any]:
        """Returns the state in the form that the store keeps."""
        return asdict(self)

    @classmethod
    def from_document(cls, document: Mapping[str, Any] | None) -> "HostState":
        """Builds the state from a stored document; a missing or damaged one gives a fresh state.

        Numbers may be of type ``Decimal``.
        """
        if not document:
            return cls()
        try:
            return cls(
                version=int(document["version"]),
                next_at=float(document["next_at"]),
                delay=float(document["delay"]),
                owner=str(document["owner"]),
                owner_until=float(document["owner_until"]),
                failures=int(document["failures"]),
                blocks=int(document["blocks"]),
                trips=int(document["trips"]),
                open_until=float(document["open_until"]),
                open_reason=str(document["open_reason"]),
            )
        except (KeyError, TypeError, ValueError):
            version = document.get("version", 0)
            return cls(version=int(version) if str(version).isdigit() else 0)

    @property
    def ttl_seconds(self) -> int:
        """Lifetime of the stored state in seconds."""
        return _MEMORY_SECONDS


@dataclass(frozen=True, slots=True)
class Turn:
    """Permission to start a request at ``start_at``, or the reason of a ``refusal``.

    ``state`` is the host's state to store. ``busy`` says that another worker's request is in progress;
    ``blocked`` that the host blocks requests.
    """

    state: HostState
    start_at: float
    refusal: str = ""
    blocked: bool = False
    busy: bool = False


def reserve(state: HostState, policy: PacePolicy, *, owner: str, now: float, seconds: float) -> Turn:
    """Returns the next turn at a host, or a refusal.

    Args:
        state: The host's state as last read.
        policy: The limits.
        owner: Token of the request, unique for each.
        now: The current time.
        seconds: Maximum duration of the request, after which its turn is free for others.
    """
    if state.open_until > now:
        wait = math.ceil(state.open_until - now)
        return Turn(
            state, now, f"the host is left alone for {wait} s", state.open_reason == RequestOutcome.BLOCKED
        )
    start_at = max(now, state.next_at)
    if policy.one_at_a_time and state.owner and state.owner_until > now:
        return Turn(state, state.owner_until, "another request to the host is under way", busy=True)
    if start_at - now > policy.max_wait_seconds:
        wait = math.ceil(start_at - now)
        return Turn(state, start_at, f"the host's next turn is in {wait} s", state.blocks > 0)
    taken = replace(
        state,
        version=state.version + 1,
        owner=owner,
        owner_until=start_at + seconds + _LEASE_MARGIN_SECONDS,
        next_at=start_at + max(state.delay, policy.min_delay_seconds),
    )
    return Turn(taken, start_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """Measurements of one request, in seconds; None if the response did not name the value."""

    ending: RequestOutcome
    latency: float = 0.0
    retry_after: float | None = None
    crawl_delay: float | None = None


def release(state: HostState, policy: PacePolicy, seen: Observation, *, owner: str, now: float) -> HostState:
    """Returns the state after a request of ``owner`` has ended.

    If it took too long and another worker has taken the turn, that worker keeps it.
    """
    delay = next_delay(state.delay, policy, seen)
    changes: dict[str, Any] = {
        "version": state.version + 1,
        "delay": delay,
        "next_at": max(state.next_at, now + delay) if delay > 0 else state.next_at,
    }
    if state.owner == owner:
        changes |= {"owner": "", "owner_until": 0.0}
    if seen.ending is RequestOutcome.GOOD:
        changes |= {"failures": 0, "blocks": 0, "trips": 0, "open_until": 0.0, "open_reason": ""}
    elif seen.ending is RequestOutcome.FAILED:
        changes |= _after_failure(state, policy, now)
    elif seen.ending is RequestOutcome.BLOCKED:
        changes |= _after_block(state, policy, now, told=seen.retry_after is not None)
    if seen.retry_after is not None:
        pause = min(max(seen.retry_after, 0.0), policy.max_retry_after_seconds)
        changes["next_at"] = max(changes["next_at"], now + pause)
    return replace(state, **changes)


def next_delay(current: float, policy: PacePolicy, seen: Observation) -> float:
    """Returns the delay after a response: up to its latency at once, down half-way after a good one only."""
    floor = policy.min_delay_seconds
    if seen.crawl_delay is not None:
        floor = max(floor, min(seen.crawl_delay, policy.max_crawl_delay_seconds))
    current = max(current, floor)
    if seen.ending is RequestOutcome.ABANDONED or policy.min_delay_seconds <= 0:
        return current if policy.min_delay_seconds > 0 else floor
    target = seen.latency
    proposed = target if target > current else (current + target) / 2
    if seen.ending is not RequestOutcome.GOOD:
        proposed = max(proposed, current)
    return min(max(proposed, floor), max(policy.max_delay_seconds, floor))


def _after_failure(state: HostState, policy: PacePolicy, now: float) -> dict[str, Any]:
    changes: dict[str, Any] = {"failures": state.failures + 1}
    if changes["failures"] >= policy.breaker_failures or state.trips:
        changes |= _trip(state, policy, now, RequestOutcome.FAILED)
    return changes


def _after_block(state: HostState, policy: PacePolicy, now: float, *, told: bool) -> dict[str, Any]:
    """Returns the changes after a blocked response: a pause that doubles with each block.

    The first time, a pause that the host itself has named (``told``) is sufficient.
    """
    blocks = state.blocks + 1
    changes: dict[str, Any] = {"blocks": blocks}
    if not told or blocks > 1:
        pause = min(policy.backoff_seconds * 2 ** min(blocks - 1, 16), policy.breaker_max_seconds)
        changes["next_at"] = max(state.next_at, now + pause)
    if blocks >= policy.breaker_failures or state.trips:
        changes |= _trip(state, policy, now, RequestOutcome.BLOCKED)
    return changes


def _trip(state: HostState, policy: PacePolicy, now: float, reason: RequestOutcome) -> dict[str, Any]:
    seconds = min(policy.breaker_seconds * 2 ** min(state.trips, 16), policy.breaker_max_seconds)
    return {"trips": state.trips + 1, "open_until": now + seconds, "open_reason": str(reason)}
