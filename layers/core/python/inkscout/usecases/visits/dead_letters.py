"""Inspection and redrive of messages that no worker could finish."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from inkscout.contracts.scrape_jobs import ScrapeJobs, parse_message
from inkscout.domain.job import Delivery, Job
from inkscout.errors import InvalidInput
from inkscout.ports import DeadLetters, RunLedger

Known = Mapping[tuple[str, str], Mapping[str, Any]]
"""Jobs in the ledger by run id and scrape id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadJob:
    """One job of a dead message, with its status and reason in the run ledger."""

    scrape_id: str
    url: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """One dead message.

    Attributes:
        sent_at: Time at which it was first sent, as ISO 8601 in UTC; empty if unknown.
        fault: Reason why the body cannot be parsed; empty if it can.
    """

    message_id: str
    receives: int
    sent_at: str = ""
    run_id: str = ""
    kind: str = ""
    jobs: tuple[DeadJob, ...] = ()
    fault: str = ""
    body: str = ""

    @property
    def reason(self) -> str:
        """Fault of the body, or else the first reason that the ledger has for one of the jobs."""
        return self.fault or next((job.reason for job in self.jobs if job.reason), "")


def list_dead_letters(
    letters: DeadLetters, ledger: RunLedger, *, limit: int | None = None
) -> list[DeadLetter]:
    """Returns dead messages with the reasons of their jobs, oldest first; at most ``limit``."""
    found = sorted(letters.messages(limit), key=lambda delivery: delivery.sent_at)
    parsed = [(delivery, _parsed(delivery)) for delivery in found]
    jobs = [job for _, message in parsed if isinstance(message, ScrapeJobs) for job in message.to_jobs()]
    known = ledger.jobs_by_id((job.run_id, job.scrape_id) for job in jobs)
    return [_described(delivery, message, known) for delivery, message in parsed]


def redrive_dead_letters(letters: DeadLetters, *, run_id: str = "", message_id: str = "") -> int:
    """Moves dead messages back to the queue: all, those of a run, or one; returns how many.

    Messages whose body violates its contract are left, since they would only come back.
    """

    def wanted(delivery: Delivery) -> bool:
        if message_id and delivery.message_id != message_id:
            return False
        message = _parsed(delivery)
        return isinstance(message, ScrapeJobs) and (not run_id or message.run_id == run_id)

    return letters.redrive(wanted)


def _parsed(delivery: Delivery) -> ScrapeJobs | str:
    """Returns the message, or the reason why it is none."""
    try:
        return parse_message(delivery.body)
    except InvalidInput as error:
        return str(error)


def _described(delivery: Delivery, message: ScrapeJobs | str, known: Known) -> DeadLetter:
    sent = datetime.fromtimestamp(delivery.sent_at, UTC) if delivery.sent_at else None
    seen = DeadLetter(
        message_id=delivery.message_id,
        receives=delivery.receives,
        sent_at=sent.isoformat(timespec="seconds") if sent else "",
    )
    if isinstance(message, str):
        return replace(seen, fault=message, body=delivery.body[:2000])
    return replace(
        seen,
        run_id=message.run_id,
        kind=message.kind.value,
        jobs=tuple(_job(job, known) for job in message.to_jobs()),
        body=delivery.body,
    )


def _job(job: Job, known: Known) -> DeadJob:
    entry = known.get((job.run_id, job.scrape_id), {})
    return DeadJob(
        scrape_id=job.scrape_id,
        url=job.url,
        status=str(entry.get("status", "unknown")),
        reason=str(entry.get("reason", "")) if entry.get("status") == "failed" else "",
    )
