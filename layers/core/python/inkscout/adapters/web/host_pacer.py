"""Rate limit per host, shared by all tasks of a process and, through the state store, by all workers."""

import asyncio
import math
import random
import uuid
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

from inkscout.errors import InkscoutError
from inkscout.observability import logger
from inkscout.ports import Clock, StateStore
from inkscout.web.pace import HostState, Observation, RequestOutcome, Turn, release, reserve
from inkscout.web.policy import PacePolicy

Sleep = Callable[[float], Awaitable[None]]
_SCOPE = "host"
_MAX_HOSTS = 20_000
_ATTEMPTS = 8


@dataclass(slots=True)
class Lease:
    """A turn to send one request to a host, or the reason ``refusal`` why none was given.

    ``blocked`` says that the host has blocked requests.
    """

    host: str
    owner: str = ""
    refusal: str = ""
    blocked: bool = False


class _Host:
    """Rate limit of one host in this process.

    Attributes:
        state: The state as it is stored; with ``ended``, before the turn that has ended.
        ended: Owner and end of a turn that is not stored yet.
        keeping: Task that stores it in time.
    """

    __slots__ = ("ended", "keeping", "lock", "state", "waiting")

    def __init__(self) -> None:
        self.state = HostState()
        self.lock = asyncio.Lock()
        self.waiting = 0
        self.ended: _Ended | None = None
        self.keeping: asyncio.Task[None] | None = None


@dataclass(frozen=True, slots=True)
class _Ended:
    """End of a turn: whose it was, what was observed, and when."""

    owner: str
    seen: Observation
    at: float


def pace_key(host: str) -> str:
    """Returns the key of a host's rate limit: the host without ``www.``."""
    return host.removeprefix("www.")


class HostPacer:
    """Gives turns to send requests; every turn must be given back with what was observed."""

    def __init__(
        self,
        policy: PacePolicy,
        *,
        state_store: StateStore | None,
        clock: Clock,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """Takes the rate limits.

        ``state_store`` is None if nothing is shared with other processes; ``sleep`` is replaced in tests.
        """
        self._policy = policy
        self._state_store = state_store
        self._clock = clock
        self._sleep = sleep
        self._hosts: OrderedDict[str, _Host] = OrderedDict()

    async def acquire(self, host: str, seconds: float) -> Lease:
        """Waits for a turn at a host, for a request of at most ``seconds``.

        A refusal is returned, not raised.
        """
        key = pace_key(host)
        entry = self._entry(key)
        if self._policy.one_at_a_time and not await self._enter(entry):
            return Lease(key, refusal="the host is busy with other requests")
        lease = Lease(key, uuid.uuid4().hex if self._state_store is not None else "local")
        try:
            turn = await self._reserve(lease, entry, seconds)
        except BaseException:
            self._leave(entry)
            raise
        if turn.refusal:
            self._leave(entry)
            return Lease(key, refusal=turn.refusal, blocked=turn.blocked)
        try:
            await self._sleep_until(turn.start_at)
        except BaseException:
            # Cancelled while waiting: others must not wait for a request that is never sent.
            await self.give_back(lease, Observation(ending=RequestOutcome.ABANDONED))
            raise
        return lease

    async def give_back(self, lease: Lease, seen: Observation) -> None:
        """Ends a turn and records what was observed; never raises.

        The end of a good turn may be kept back for ``hold_seconds``: nobody may send a request before the
        pause after it is over, and until it is stored, others see the turn as under way.
        """
        entry = self._entry(lease.host)
        ended = _Ended(lease.owner, seen, self._now())
        try:
            if self._may_hold(seen):
                if entry.keeping is not None:
                    entry.keeping.cancel()
                entry.ended = ended
                entry.keeping = asyncio.create_task(self._end_in_time(lease.host, entry, ended))
            else:
                await self._store_end(lease.host, entry, ended)
        finally:
            self._leave(entry)

    async def expect(self, hosts: Iterable[str]) -> None:
        """Reads the rate limits of hosts in one request, before their first turns; never raises."""
        keys = sorted({pace_key(host) for host in hosts})
        if self._state_store is None or not keys:
            return
        with suppress(InkscoutError):
            found = await asyncio.to_thread(self._state_store.get_many, _SCOPE, keys)
            for key in keys:
                self._entry(key).state = HostState.from_document(found.get(key))

    async def close(self) -> None:
        """Stores the ends of turns that were kept back; never raises."""
        for entry in self._hosts.values():
            if entry.ended is not None and entry.keeping is not None:
                entry.keeping.cancel()
        under_way = [entry.keeping for entry in self._hosts.values() if entry.keeping is not None]
        await asyncio.gather(*under_way, return_exceptions=True)
        held = [(key, entry, entry.ended) for key, entry in self._hosts.items() if entry.ended is not None]
        await asyncio.gather(*(self._store_end(key, entry, ended) for key, entry, ended in held))

    def _may_hold(self, seen: Observation) -> bool:
        return (
            self._state_store is not None
            and self._policy.one_at_a_time
            and self._policy.hold_seconds > 0
            and seen.ending is RequestOutcome.GOOD
            and seen.retry_after is None
        )

    async def _end_in_time(self, key: str, entry: _Host, ended: _Ended) -> None:
        await self._sleep(self._policy.hold_seconds)
        async with entry.lock:
            if entry.ended is ended:
                await self._store_end(key, entry, ended)

    async def _store_end(self, key: str, entry: _Host, ended: _Ended) -> None:
        entry.ended = None
        for _ in range(_ATTEMPTS):
            if await self._store(key, entry, entry.state, self._after(entry.state, ended)):
                return

    def _after(self, state: HostState, ended: _Ended) -> HostState:
        """Returns the state after a turn has ended."""
        return release(state, self._policy, ended.seen, owner=ended.owner, now=ended.at)

    def state(self, host: str) -> HostState:
        """Returns this process's copy of a host's state."""
        return self._current(self._entry(pace_key(host)))

    async def _reserve(self, lease: Lease, entry: _Host, seconds: float) -> Turn:
        """Returns a stored turn; waits while another worker has a request in progress at the host."""
        deadline = self._now() + self._policy.max_wait_seconds
        fresh = False
        while True:
            before, now = self._current(entry), self._now()
            turn = reserve(before, self._policy, owner=lease.owner, now=now, seconds=seconds)
            if not turn.refusal:
                if await self._store(lease.host, entry, before, turn.state):
                    return turn
            elif turn.busy and now < deadline:
                await self._sleep(self._poll_seconds())
                await self._refresh(lease.host, entry)
            elif fresh or self._state_store is None:
                return turn
            else:
                await self._refresh(lease.host, entry)
            fresh = True

    def _current(self, entry: _Host) -> HostState:
        """Returns a host's state with the end of the last turn, in the version that is stored."""
        if entry.ended is None:
            return entry.state
        return replace(self._after(entry.state, entry.ended), version=entry.state.version)

    def _poll_seconds(self) -> float:
        """Returns the time to wait before another worker's request is checked again, with jitter."""
        spread = 1 + random.random() / 4  # noqa: S311 - no secret
        return min(max(self._policy.min_delay_seconds, 0.2), 2.0) * spread

    async def _store(self, key: str, entry: _Host, before: HostState, after: HostState) -> bool:
        """Replaces the state here and in the store.

        Returns False, with the newer state read, if another worker changed it first.
        """
        if self._state_store is None:
            entry.state = after
            return True
        expected = before.version or None
        try:
            version = await asyncio.to_thread(
                self._state_store.put_if, _SCOPE, key, after.to_document(), expected, after.ttl_seconds
            )
        except InkscoutError:
            logger().warning("Host pace could not be stored; pacing within this process", extra={"host": key})
            version = after.version
        if version is None:
            await self._refresh(key, entry)
            return False
        # The store chooses the version of a new value.
        entry.state, entry.ended = replace(after, version=version), None
        return True

    async def _refresh(self, key: str, entry: _Host) -> None:
        """Reads the shared state again; keeps the known state if it cannot be read."""
        if self._state_store is None:
            return
        try:
            document = await asyncio.to_thread(self._state_store.get, _SCOPE, key)
        except InkscoutError:
            return
        entry.state = HostState.from_document(document)

    async def _enter(self, entry: _Host) -> bool:
        entry.waiting += 1
        try:
            async with asyncio.timeout(self._policy.max_wait_seconds or None):
                await entry.lock.acquire()
        except TimeoutError:
            return False
        finally:
            entry.waiting -= 1
        return True

    def _leave(self, entry: _Host) -> None:
        if self._policy.one_at_a_time and entry.lock.locked():
            entry.lock.release()

    async def _sleep_until(self, moment: float) -> None:
        wait = moment - self._now()
        while wait > 0 and math.isfinite(wait):
            await self._sleep(wait)
            wait = moment - self._now()

    def _now(self) -> float:
        return self._clock.now().timestamp()

    def _entry(self, key: str) -> _Host:
        entry = self._hosts.get(key)
        if entry is None:
            entry = self._hosts[key] = _Host()
            self._forget_idle()
        return entry

    def _forget_idle(self) -> None:
        """Limits the size of the table by dropping hosts without a request and without a wait."""
        if len(self._hosts) <= _MAX_HOSTS:
            return
        now = self._now()
        for key, entry in list(self._hosts.items())[: _MAX_HOSTS // 10]:
            idle = not entry.lock.locked() and not entry.waiting and entry.ended is None
            if idle and entry.state.next_at <= now and entry.state.open_until <= now:
                del self._hosts[key]
