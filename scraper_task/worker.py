"""The loop of one worker: receives messages, does their jobs, deletes a message when all results are stored.

A message that is not deleted comes back, so a worker killed at any moment loses nothing; a job that had ended
is skipped when its message comes back, so nothing is done twice.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from inkscout.contracts.scrape_jobs import parse_message
from inkscout.deadlines import within
from inkscout.domain.job import Delivery, Job
from inkscout.domain.outcome import JobStatus
from inkscout.errors import InkscoutError, InvalidInput, TransientError
from inkscout.observability import logger
from inkscout.ports import DoJob, JobInbox, RunLedger
from scraper_task.browser.slots import Slots
from scraper_task.exit_reason import ExitReason

_QUEUE_FAILURES = 10
_LEFT_OPEN = "the worker ended while doing this job"


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Limits of a worker: seconds and jobs until it stops, and how long it holds messages."""

    max_seconds: float = 480.0
    max_jobs: int = 5000
    idle_seconds: float = 20.0
    job_seconds: float = 180.0
    visibility_seconds: int = 120
    poll_seconds: int = 5
    grace_seconds: float = 60.0
    slots: int = 2


@dataclass(slots=True)
class WorkerCounts:
    """Counts of a worker's jobs."""

    received: int = 0
    done: int = 0
    failed: int = 0
    skipped: int = 0
    handed_back: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)

    def count(self, outcome: str) -> None:
        """Counts a job's outcome."""
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1


class Worker:
    """Drains the queue until it is empty, a budget is spent, or it is told to stop."""

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
        """``clock`` counts the time of jobs: seconds in which this process was running."""
        self._clock = clock
        self._inbox = inbox
        self._ledger = ledger
        self._do_job = do_job
        self._budget = budget
        self._over_memory = over_memory
        self._slots = Slots(budget.slots)
        self._held: dict[str, Delivery] = {}
        self._waiting_jobs = 0
        self._started_jobs = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()
        self._ending: ExitReason | None = None
        self.tally = WorkerCounts()

    def stop(self, ending: ExitReason = ExitReason.INTERRUPTED) -> None:
        """Receives nothing more, hands back what is not done within the grace; fit for a signal handler."""
        if self._ending is None:
            self._ending = ending
        self._stopping.set()

    async def run(self) -> ExitReason:
        """Works until the end; every message held is deleted or handed back before it returns."""
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
        """Returns the reason to stop; None while the worker goes on."""
        return self._ending

    @property
    def slots(self) -> int:
        """Jobs that it does at once."""
        return self._slots.total

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
                last_work = time.monotonic()  # a queue that does not answer is not an empty queue
                continue
            for delivery in deliveries:
                self._accept(delivery)

    def _wants_more(self) -> bool:
        """Another message while slots stay free, or while all that wait want a busy host; few are held."""
        if self._over_memory():
            self.stop(ExitReason.MEMORY_BUDGET)
            return False
        if self._started_jobs >= self._budget.max_jobs:
            self.stop(ExitReason.JOB_BUDGET)
            return False
        return self._slots.free > 0 and len(self._held) < self._slots.total + 1

    async def _receive(self) -> list[Delivery]:
        """One long poll; what it brings after the worker was told to stop is handed back at once."""
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
        """Does the jobs of one message; deletes it when all have ended, else lets it come back."""
        try:
            jobs = parse_message(delivery.body).to_jobs()
        except InvalidInput as error:
            logger().error("A message breaks its contract", reason=str(error), receives=delivery.receives)
            await self._hand_back(delivery, seconds=self._backoff(delivery))
            return
        last = delivery.receives >= self._inbox.max_receives
        ended = await asyncio.gather(*(self._serve_job(job, delivery, last=last) for job in jobs))
        if all(ended):
            await asyncio.to_thread(self._inbox.delete, delivery)
            self._held.pop(delivery.message_id, None)
        elif not self._stopping.is_set():
            await self._hand_back(delivery, seconds=self._backoff(delivery))

    async def _serve_job(self, job: Job, delivery: Delivery, *, last: bool) -> bool:
        """Does one job unless it has ended; True when its end is in the ledger and its results are stored."""
        async with self._slots.take(urlsplit(job.url).hostname or ""):
            if self._stopping.is_set():
                return False
            entry = await asyncio.to_thread(self._ledger.job, job.run_id, job.scrape_id)
            if entry is not None and entry["status"] == JobStatus.DONE:
                self.tally.skipped += 1
                return True
            self._started_jobs += 1
            if last:
                await self._record_failure(job, _LEFT_OPEN)
            started = time.monotonic()
            try:
                document = await within(self._do_job(job), self._budget.job_seconds, self._clock)
            except TimeoutError:
                return await self._failed(job, "the job outlasted its time", last=last)
            except InkscoutError as error:
                return await self._failed(job, f"{type(error).__name__}: {error}", last=last)
            except Exception as error:  # noqa: BLE001 - the entrypoint of a job: one fault must not end the worker
                logger().exception("A job failed in an unforeseen way", kind=job.kind.value)
                return await self._failed(job, type(error).__name__, last=last)
            document = {
                **document,
                "seconds": round(time.monotonic() - started, 3),
                "receives": delivery.receives,
            }
            first = await asyncio.to_thread(
                self._ledger.finish_job, job.run_id, job.scrape_id, JobStatus.DONE, document
            )
            if first:
                self.tally.done += 1
                self.tally.count(str(document.get("outcome", "")))
            else:
                self.tally.skipped += 1
            return True

    async def _failed(self, job: Job, reason: str, *, last: bool) -> bool:
        """Notes a failed attempt; only the last one is the job's end, and leaves the message to the DLQ."""
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
        """Seconds until a failed message is tried again; a last one goes to the DLQ at once."""
        return 0 if delivery.receives >= self._inbox.max_receives else min(60, 5 * 2**delivery.receives)

    async def _hand_back(self, delivery: Delivery, *, seconds: int = 0) -> None:
        if self._held.pop(delivery.message_id, None) is None:
            return
        self.tally.handed_back += 1
        with contextlib.suppress(TransientError):
            await asyncio.to_thread(self._inbox.extend, delivery, seconds)

    async def _hand_back_all(self) -> None:
        """Gives up what is held. A message on its last receive did nothing wrong: it is sent as a new one."""
        for delivery in list(self._held.values()):
            if delivery.receives >= self._inbox.max_receives:
                self._held.pop(delivery.message_id, None)
                self.tally.handed_back += 1
                with contextlib.suppress(TransientError):
                    await asyncio.to_thread(self._inbox.send_again, delivery)
            else:
                await self._hand_back(delivery)

    async def _finish_or_hand_back(self) -> None:
        """Lets running jobs end within the grace; the rest is cancelled and handed back by ``run``."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self._budget.grace_seconds)

    async def _keep_hold(self) -> None:
        """Extends the visibility of everything held, three times in each period."""
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
