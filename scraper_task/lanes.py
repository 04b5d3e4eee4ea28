"""Lanes of a worker's jobs: slots for ordinary ones, and a few more for those that outlast ordinary ones.

A slow job must not make the others wait. One that takes longer than ordinary jobs do, or says that it will,
steps aside into a slot of the slow lane and goes on there. If that lane is full while others wait, the job is
put off: it is cancelled, and done again once the slow lane has room, or in an ordinary slot once no other job
is left. One that says early that it is slow is put off even while the slow lane has room, until no other
waits or for half a minute: little of its work is lost, and where the machine computes all the time, each job
in the slow lane takes from the others. No job is put off twice.
"""

import asyncio
import contextlib
import statistics
import time
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, TypeVar

from inkscout.giving_way import on_slow

Value = TypeVar("Value")

_FIRST_SECONDS = 10.0
"""Seconds after which a job counts as slow while too few of its kind have ended to tell."""
_LEAST_SECONDS = 2.0
"""Lower bound of these seconds afterwards, so that a stall of the machine puts nothing off."""
_TIMES_THE_MEDIAN = 3.0
_KNOWN = 5
"""Number of jobs that must have ended before their median counts."""
_REMEMBERED = 50
_LOOK_SECONDS = 0.2
"""Seconds between two looks at a job, since its patience and the need of others change meanwhile."""
_BEHIND_SECONDS = 30.0
"""Seconds for which a job that said early that it is slow lets all others pass."""
_PUT_OFF_FOR_EACH_SLOT = 8
"""Bound of the jobs that wait for the slow lane; beyond it slow jobs keep their slots."""


class Lanes:
    """Limits concurrent jobs: ``total`` ordinary ones, ``slow`` further slow ones, and those of each host.

    By default a host may use half of the ordinary slots, rounded up, so that a slow host does not block the
    others.
    """

    def __init__(
        self,
        total: int,
        slow: int = 0,
        *,
        per_host: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Takes the numbers of slots, and a clock in seconds that measures jobs.

        With ``slow`` 0 nothing steps aside or is put off.
        """
        self.total = total
        self.slow = slow
        self._clock = clock
        self._per_host = per_host or max(1, (total + 1) // 2)
        self._hosts: Counter[str] = Counter()
        self._taken = 0
        self._slow_taken = 0
        self._waiting = 0
        self._put_off = 0
        self._overdue = 0
        self._is_queue_empty = False
        self._seconds: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=_REMEMBERED))
        self._waiters: list[asyncio.Future[None]] = []

    @contextlib.asynccontextmanager
    async def take(
        self, host: str, kind: str = "", on_aside: Callable[[], None] = lambda: None
    ) -> AsyncIterator["JobTurn"]:
        """Waits for an ordinary slot and yields it; releases it at the end of the block.

        Args:
            host: Host of the job.
            kind: Kind of the job; a job is slow by comparison with those of its kind.
            on_aside: Called when the job gives up its ordinary slot before its end.
        """
        self._waiting += 1
        try:
            await self._until(lambda: self._has_room(host))
        finally:
            self._waiting -= 1
            if not self._waiting and self._put_off:
                self._wake()
        self._taken += 1
        self._hosts[host] += 1
        turn = JobTurn(self, host, kind, on_aside)
        try:
            yield turn
        finally:
            self._release(turn)

    @property
    def free(self) -> int:
        """Number of free ordinary slots."""
        return self.total - self._taken

    @property
    def has_room(self) -> bool:
        """Whether one more job would get a slot: a free one, or that of a job that is put off for it."""
        return self.free > 0 or self._overdue > self._waiting

    def note_queue(self, *, is_empty: bool) -> None:
        """Takes whether the queue has jobs left; if not, jobs that were put off may use ordinary slots."""
        self._is_queue_empty = is_empty
        if is_empty and self._put_off:
            self._wake()

    def patience(self, kind: str) -> float:
        """Returns the seconds after which a job of a kind is slow: a multiple of the last ones' median."""
        last = self._seconds[kind]
        if len(last) < _KNOWN:
            return _FIRST_SECONDS
        return max(_LEAST_SECONDS, _TIMES_THE_MEDIAN * statistics.median(last))

    async def run(self, turn: "JobTurn", work: Callable[[], Coroutine[Any, Any, Value]]) -> Value:
        """Returns the result of a job's work; see ``JobTurn.run``."""
        started = self._clock()
        with on_slow(turn.declare_slow):
            task = asyncio.ensure_future(work())
        try:
            while not task.done() and not await self._outlasts(task, turn, started):
                pass
            if not task.done():
                self._step_aside(turn)  # before the job has cleaned up, which may take seconds
                turn.has_slot = False
        finally:
            if not task.done():
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        # Jobs that are put off count too: were they left out, a machine that became slower would put off all.
        self._seconds[turn.kind].append(self._clock() - started)
        if not task.cancelled():
            return task.result()
        await self._wait_aside(turn)
        return await work()

    async def _outlasts(self, task: "asyncio.Task[Any]", turn: "JobTurn", started: float) -> bool:
        """Waits for a task as long as its turn allows; returns whether it has to be put off."""
        left = started + self.patience(turn.kind) - self._clock()
        if turn.is_aside:
            await asyncio.wait({task})
        elif left > 0 and not turn.is_slow.is_set():
            await _first_of(task, turn.is_slow, min(left, _LOOK_SECONDS))
        elif left > 0 and self._may_put_off and self._waiting > self.free:
            turn.is_behind = True
            return True
        elif self._slow_taken < self.slow:
            self._step_aside(turn)
            self._slow_taken += 1
        elif self._may_put_off:
            if self._waiting > self.free:
                return True
            self._overdue += 1
            try:
                await asyncio.wait({task}, timeout=_LOOK_SECONDS)
            finally:
                self._overdue -= 1
        else:
            await asyncio.wait({task}, timeout=_LOOK_SECONDS)
        return False

    async def _wait_aside(self, turn: "JobTurn") -> None:
        """Waits for a slot of the slow lane, or for an ordinary one that nobody else needs."""
        self._put_off += 1
        until = self._clock() + (_BEHIND_SECONDS if turn.is_behind else 0)
        timer = asyncio.get_running_loop().call_later(_BEHIND_SECONDS, self._wake)

        def has_room() -> bool:
            is_next = not self._waiting or not self._may_put_off or self._clock() >= until
            return (self._slow_taken < self.slow and is_next) or self._has_idle_slot(turn.host)

        try:
            await self._until(has_room)
        finally:
            self._put_off -= 1
            timer.cancel()
        turn.has_slot = True
        if self._slow_taken < self.slow:
            self._slow_taken += 1
        else:
            turn.is_aside = False
            self._taken += 1
            self._hosts[turn.host] += 1

    @property
    def _may_put_off(self) -> bool:
        return self.slow > 0 and self._put_off < self.total * _PUT_OFF_FOR_EACH_SLOT

    def _has_idle_slot(self, host: str) -> bool:
        return self._is_queue_empty and not self._waiting and self._has_room(host)

    def _has_room(self, host: str) -> bool:
        return self._taken < self.total and self._hosts[host] < self._per_host

    def _step_aside(self, turn: "JobTurn") -> None:
        self._give_back(turn.host)
        turn.is_aside = True
        turn.on_aside()

    def _release(self, turn: "JobTurn") -> None:
        if not turn.is_aside:
            self._give_back(turn.host)
        elif turn.has_slot:
            self._slow_taken -= 1
            self._wake()

    def _give_back(self, host: str) -> None:
        self._taken -= 1
        self._hosts[host] -= 1
        if self._hosts[host] <= 0:
            del self._hosts[host]
        self._wake()

    async def _until(self, has_room: Callable[[], bool]) -> None:
        while not has_room():
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiters.append(waiter)
            await waiter

    def _wake(self) -> None:
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)


class JobTurn:
    """Slot that a job holds.

    Attributes:
        host: Host of the job.
        kind: Kind of the job.
        is_aside: Whether the job has left the ordinary slots.
        has_slot: Whether it holds a slot at all; False while it waits for the slow lane.
        is_slow: Set once the job says that it is slow.
        is_behind: Whether it was put off early, so that others go first.
    """

    def __init__(self, lanes: Lanes, host: str, kind: str, on_aside: Callable[[], None]) -> None:
        self._lanes = lanes
        self.host = host
        self.kind = kind
        self.on_aside = on_aside
        self.is_aside = False
        self.has_slot = True
        self.is_slow = asyncio.Event()
        self.is_behind = False

    def declare_slow(self) -> None:
        """Says that the job takes longer than ordinary ones, so that it steps aside at once."""
        self.is_slow.set()

    async def run(self, work: Callable[[], Coroutine[Any, Any, Value]]) -> Value:
        """Returns the result of the job's work, which is cancelled and called once more if it is put off.

        Raises:
            Exception: whatever ``work`` raises.
        """
        return await self._lanes.run(self, work)


async def _first_of(task: "asyncio.Task[Any]", event: asyncio.Event, seconds: float) -> None:
    """Waits until the task ends, the event is set, or the time is over."""
    waiting = asyncio.ensure_future(event.wait())
    try:
        await asyncio.wait({task, waiting}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
