"""Inspection and redrive of messages that no worker could finish."""

from collections.abc import Iterator
from dataclasses import dataclass

from inkscout.contracts.scrape_jobs import parse_message
from inkscout.domain.job import Delivery
from inkscout.errors import InvalidInput
from inkscout.ports import DeadLetters, RunLedger


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadJob:
    """One job of a dead message, with its status and reason in the run ledger."""

    scrape_id: str
    url: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """One dead message. ``fault`` says why the body cannot be parsed; it is empty if it can."""

    message_id: str
    receives: int
    run_id: str = ""
    kind: str = ""
    jobs: tuple[DeadJob, ...] = ()
    fault: str = ""
    body: str = ""

    @property
    def reason(self) -> str:
        """Fault of the body, or else the first reason that the ledger has for one of the jobs."""
        return self.fault or next((job.reason for job in self.jobs if job.reason), "")


def list_dead_letters(letters: DeadLetters, ledger: RunLedger) -> list[DeadLetter]:
    """Returns every dead message with the reasons of its jobs."""
    return [_described(delivery, ledger) for delivery in letters.messages()]


def redrive_dead_letters(letters: DeadLetters, *, run_id: str = "", message_id: str = "") -> int:
    """Moves dead messages back to the queue: all, those of a run, or one; returns how many.

    Messages whose body violates its contract are left, since they would only come back.
    """

    def wanted(delivery: Delivery) -> bool:
        if message_id and delivery.message_id != message_id:
            return False
        try:
            message = parse_message(delivery.body)
        except InvalidInput:
            return False
        return not run_id or message.run_id == run_id

    return letters.redrive(wanted)


def _described(delivery: Delivery, ledger: RunLedger) -> DeadLetter:
    try:
        message = parse_message(delivery.body)
    except InvalidInput as error:
        return DeadLetter(
            message_id=delivery.message_id,
            receives=delivery.receives,
            fault=str(error),
            body=delivery.body[:2000],
        )
    return DeadLetter(
        message_id=delivery.message_id,
        receives=delivery.receives,
        run_id=message.run_id,
        kind=message.kind.value,
        jobs=tuple(_jobs(delivery, ledger)),
        body=delivery.body,
    )


def _jobs(delivery: Delivery, ledger: RunLedger) -> Iterator[DeadJob]:
    for job in parse_message(delivery.body).to_jobs():
        entry = ledger.job(job.run_id, job.scrape_id) or {}
        yield DeadJob(
            scrape_id=job.scrape_id,
            url=job.url,
            status=str(entry.get("status", "unknown")),
            reason=str(entry.get("reason", "")) if entry.get("status") == "failed" else "",
        )
