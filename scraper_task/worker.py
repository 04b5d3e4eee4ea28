"""Main loop of a worker: receives messages, does their jobs, and deletes messages whose results are stored.

A message that is not deleted is delivered again, so a worker that is killed loses nothing. Jobs that have
ended are skipped then.
"""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from inkscout.contracts.scrape_jobs import parse_message
from inkscout.deadlines import within
from inkscout.domain.job import Delivery, Job
from inkscout.domain.outcome import JobStatus
from inkscout.errors import InkscoutError, InvalidInput, TransientError
from inkscout.observability import logger
from inkscout.ports import DoJob, JobInbox, RunLedger
from scraper_task.exit_reason import ExitReason
from scraper_task.lanes import JobTurn, Lanes

_QUEUE_FAILURES = 10
_SHORT_PAUSE_SECONDS = 0.1
_LEFT_OPEN = "the worker ended while doing this job"


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Limits of a worker.

    Attributes:
        max_seconds: Seconds until it stops.
        max_jobs: Jobs after which it stops.
        idle_seconds: Seconds without work after which it stops.
        job_seconds: Time limit of a job.
        visibility_seconds: Visibility timeout of received messages, extended while they are processed.
        poll_seconds: Wait time of a long poll.
        grace_seconds: Time for running jobs to end after it was told to stop.
        slots: Jobs at once.
        slow_slots: Jobs that outlast ordinary ones, besides; 0 lets them keep ordinary slots.
    """

    max_seconds: float = 480.0
    max_jobs: int = 5000
    idle_seconds: float = 20.0
    job_seconds: float = 180.0
    visibility_seconds: int = 120
    poll_seconds: int = 5
    grace_seconds: float = 60.0
    slots: int = 2
    slow_slots: int = 0


@dataclass(slots=True)
class WorkerCounts:
    """Counts of a worker's messages and jobs.

    Attributes:
        received: Messages received.
        done: Jobs done.
        failed: Jobs that failed on their last attempt.
        skipped: Jobs that had been done before.
        handed_back: Messages made visible again without being deleted.
        outcomes: Number of jobs by outcome.
    """

    received: int = 0
    done: int = 0
    failed: int = 0
    skipped: int = 0
    handed_back: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)

    def count(self, outcome: str) -> None:
        """Adds a job's outcome."""
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1


class Worker:
    """Processes messages until the queue is empty, a limit is reached, or it is told to stop."""

    def __init__(
        self,
        inbox: JobInbox,
        ledger: RunLedger,
        do_job: DoJob,
        budget: Budget,
        *,
        over_memory: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepares a worker; nothing is received yet.

        Args:
            inbox: Queue of the jobs.
            ledger: Run ledger, which records the end of each job.
            do_job: Does one job and returns its result.
            budget: Limits.
            over_memory: Returns whether too much memory is in use, so that the worker should stop.
            clock: Returns the seconds in which this process was running, for the time limit of jobs.
        """
        self._clock = clock
        self._inbox = inbox
        self._ledger = ledger
        self._do_job = do_job
        self._budget = budget
        self._over_memory = over_memory
        self._lanes = Lanes(budget.slots, budget.slow_slots, clock=clock)
        self._held: dict[str, Delivery] = {}
        self._ordinary: Counter[str] = Counter()
        self._started_jobs = 0
        self._finished: set[tuple[str, str]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()
        self._ending: ExitReason | None = None
        self.tally = WorkerCounts()

    def stop(self, ending: ExitReason = ExitReason.INTERRUPTED) -> None:
        """Stops receiving; returns messages to the queue that are not done within ``grace_seconds``.

        Returns at once, so it can be called from a signal handler.
        """
        if self._ending is None:
            self._ending = ending
        self._stopping.set()

    async def run(self) -> ExitReason:
        """Works until it stops and returns the reason; by then no message is held any more."""
        heartbeat = asyncio.create_task(self._keep_hold())
        clock = asyncio.create_task(self._stop_in_time())
        try:
            await self._receive_until_stopped()
            await self._finish_or_hand_back()
        finally:
            for task in (heartbeat, clock, *self._tasks):
                task.cancel()
            await asyncio.gather(heartbeat, clock, *self._tasks, return_exceptions=True)
            await self._hand_back_all()
        return self._ending or ExitReason.FAILED

    @property
    def ending(self) -> ExitReason | None:
        """Reason why the worker stops; None while it continues."""
        return self._ending

    @property
    def slots(self) -> int:
        """Number of jobs that it does at once."""
        return self._lanes.total

    async def _receive_until_stopped(self) -> None:
        last_work = time.monotonic()
        failures = 0
        while not self._stopping.is_set():
            if self._tasks:
                last_work = time.monotonic()
            if not self._wants_more():
                await self._pause(0.1)
                continue
            if not self._tasks and time.monotonic() - last_work >= self._budget.idle_seconds:
                self.stop(ExitReason.QUEUE_EMPTY)
                break
            try:
                deliveries = await self._receive()
                failures = 0
            except TransientError:
                failures += 1
                if failures >= _QUEUE_FAILURES:
                    self.stop(ExitReason.QUEUE_UNAVAILABLE)
                await self._pause(min(0.1 * 2**failures, 15.0))
                last_work = time.monotonic()  # a queue that does not respond is not an empty queue
                continue
            self._lanes.note_queue(is_empty=not deliveries)
            if not deliveries and self._budget.idle_seconds < 1:
                await self._pause(_SHORT_PAUSE_SECONDS)  # too short a time for a long poll
            for delivery in deliveries:
                self._accept(delivery)

    def _wants_more(self) -> bool:
        """Whether to receive another message; stops the worker if memory or jobs are used up.

        One message more than there are slots may be held, so that a busy host does not leave a slot unused.
        Messages of which only slow jobs are left do not count; the lanes limit those.
        """
        if self._over_memory():
            self.stop(ExitReason.MEMORY_BUDGET)
            return False
        if self._started_jobs >= self._budget.max_jobs:
            self.stop(ExitReason.JOB_BUDGET)
            return False
        return self._lanes.has_room and len(+self._ordinary) < self._lanes.total + 1

    async def _receive(self) -> list[Delivery]:
        """Receives by one long poll; empty if the worker was told to stop meanwhile (messages go back)."""
        wait = 1 if self._tasks else self._budget.poll_seconds
        wait = max(0, min(wait, int(self._budget.idle_seconds)))
        deliveries = await asyncio.to_thread(self._inbox.receive, 1, wait, self._budget.visibility_seconds)
        if not self._stopping.is_set():
            return list(deliveries)
        for delivery in deliveries:
            self._held[delivery.message_id] = delivery
        return []

    def _accept(self, delivery: Delivery) -> None:
        self._held[delivery.message_id] = delivery
        self._ordinary[delivery.message_id] += 1  # the message itself, until its jobs are known
        self.tally.received += 1
        task = asyncio.create_task(self._serve(delivery))
        self._tasks.add(task)
        task.add_done_callback(self._served)

    def _served(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            logger().error("A message could not be served; it comes back", error=type(error).__name__)

    async def _serve(self, delivery: Delivery) -> None:
        """Does the jobs of one message; deletes it if all have ended, else returns it to the queue."""
        try:
            await self._serve_jobs(delivery)
        finally:
            self._ordinary.pop(delivery.message_id, None)

    async def _serve_jobs(self, delivery: Delivery) -> None:
        try:
            jobs = parse_message(delivery.body).to_jobs()
        except InvalidInput as error:
            logger().error("A message breaks its contract", reason=str(error), receives=delivery.receives)
            await self._hand_back(delivery, seconds=self._backoff(delivery))
            return
        last = delivery.receives >= self._inbox.max_receives
        self._ordinary[delivery.message_id] += len(jobs) - 1
        done = await asyncio.to_thread(self._done_before, jobs)
        self.tally.skipped += len(done)
        left = [job for job in jobs if job.scrape_id not in done]
        self._ordinary[delivery.message_id] -= len(done)
        ended = await asyncio.gather(*(self._serve_job(job, delivery, last=last) for job in left))
        if all(ended):
            await asyncio.to_thread(self._inbox.delete, delivery)
            self._held.pop(delivery.message_id, None)
        elif not self._stopping.is_set():
            await self._hand_back(delivery, seconds=self._backoff(delivery))

    def _done_before(self, jobs: Sequence[Job]) -> set[str]:
        """Returns the ids of the jobs of a message that are done already, in one request for all of them.

        A job that somebody else does from now on is done twice, which changes nothing.
        """
        entries = self._ledger.jobs_by_id((job.run_id, job.scrape_id) for job in jobs)
        return {scrape for (_, scrape), entry in entries.items() if entry["status"] == JobStatus.DONE}

    async def _serve_job(self, job: Job, delivery: Delivery, *, last: bool) -> bool:
        """Does one job unless this worker has done it; returns whether its result is stored.

        ``last`` says that the message is not delivered again, so a failure is final.
        """
        is_counted, host = True, urlsplit(job.url).hostname or ""

        def count_no_more() -> None:
            nonlocal is_counted
            if is_counted:
                is_counted = False
                self._ordinary[delivery.message_id] -= 1

        try:
            async with self._lanes.take(host, job.kind.value, count_no_more) as turn:
                if self._stopping.is_set():
                    return False
                if (job.run_id, job.scrape_id) in self._finished:
                    self.tally.skipped += 1
                    return True
                return await self._do(job, delivery, turn, last=last)
        finally:
            count_no_more()

    async def _do(self, job: Job, delivery: Delivery, turn: JobTurn, *, last: bool) -> bool:
        """Does one job in its turn and records its result; returns whether it is stored."""
        self._started_jobs += 1
        if last:
            await self._record_failure(job, _LEFT_OPEN)
        started = time.monotonic()
        try:
            document = await turn.run(lambda: self._attempt(job))
        except TimeoutError:
            return await self._failed(job, "the job outlasted its time", last=last)
        except InkscoutError as error:
            return await self._failed(job, f"{type(error).__name__}: {error}", last=last)
        except Exception as error:  # noqa: BLE001 - the entrypoint of a job: one fault must not end the worker
            logger().exception("A job failed in an unforeseen way", kind=job.kind.value)
            return await self._failed(job, type(error).__name__, last=last)
        if document is None:
            return False
        document = {
            **document,
            "seconds": round(time.monotonic() - started, 3),
            "receives": delivery.receives,
        }
        first = await asyncio.to_thread(
            self._ledger.finish_job, job.run_id, job.scrape_id, JobStatus.DONE, document
        )
        self._finished.add((job.run_id, job.scrape_id))
        if first:
            self.tally.done += 1
            self.tally.count(str(document.get("outcome", "")))
        else:
            self.tally.skipped += 1
        return True

    async def _attempt(self, job: Job) -> Mapping[str, Any] | None:
        """Returns the result of a job; None if the worker was told to stop before it began.

        Raises:
            TimeoutError: it takes longer than ``job_seconds``.
        """
        if self._stopping.is_set():
            return None
        return await within(self._do_job(job), self._budget.job_seconds, self._clock)

    async def _failed(self, job: Job, reason: str, *, last: bool) -> bool:
        """Logs a failed attempt; records the last one as the job's end. Returns False."""
        logger().warning("A job failed", kind=job.kind.value, reason=reason, last_attempt=last)
        if last:
            self.tally.failed += 1
            await self._record_failure(job, reason)
        return False

    async def _record_failure(self, job: Job, reason: str) -> None:
        document = {"outcome": "error", "reason": reason}
        await asyncio.to_thread(
            self._ledger.finish_job, job.run_id, job.scrape_id, JobStatus.FAILED, document
        )

    def _backoff(self, delivery: Delivery) -> int:
        """Returns the seconds until a failed message is retried; 0 for its last receive, before the DLQ."""
        return 0 if delivery.receives >= self._inbox.max_receives else min(60, 5 * 2**delivery.receives)

    async def _hand_back(self, delivery: Delivery, *, seconds: int = 0) -> None:
        if self._held.pop(delivery.message_id, None) is None:
            return
        self.tally.handed_back += 1
        with contextlib.suppress(TransientError):
            await asyncio.to_thread(self._inbox.extend, delivery, seconds)

    async def _hand_back_all(self) -> None:
        """Returns all held messages to the queue.

        A message on its last receive is sent as a new one, since it would move to the DLQ without a failure.
        """
        for delivery in list(self._held.values()):
            if delivery.receives >= self._inbox.max_receives:
                self._held.pop(delivery.message_id, None)
                self.tally.handed_back += 1
                with contextlib.suppress(TransientError):
                    await asyncio.to_thread(self._inbox.send_again, delivery)
            else:
                await self._hand_back(delivery)

    async def _finish_or_hand_back(self) -> None:
        """Waits up to ``grace_seconds`` for running jobs; ``run`` cancels the others afterwards."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self._budget.grace_seconds)

    async def _keep_hold(self) -> None:
        """Extends the visibility timeout of all held messages, three times in each period; never returns."""
        period = self._budget.visibility_seconds
        while True:
            await asyncio.sleep(period / 3)
            for delivery in list(self._held.values()):
                try:
                    held = await asyncio.to_thread(self._inbox.extend, delivery, period)
                except TransientError:
                    continue
                if not held:
                    logger().warning("A message was no longer held", receives=delivery.receives)
                    self._held.pop(delivery.message_id, None)

    async def _stop_in_time(self) -> None:
        await asyncio.sleep(self._budget.max_seconds)
        self.stop(ExitReason.TIME_BUDGET)

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
