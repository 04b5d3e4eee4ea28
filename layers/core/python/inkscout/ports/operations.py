"""Ports for runs, small state, executions, events, removal requests, mail, egress addresses and time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from inkscout.domain.egress_address import GatewayAddress, OwnedAddress
from inkscout.domain.job import Job
from inkscout.domain.outcome import JobStatus
from inkscout.domain.removal_request import RemovalRequest, RemovalStatus
from inkscout.ports.json_map import JsonMap

Change = Callable[[dict[str, Any] | None], JsonMap | None]
"""Returns a new value for the stored one (None: absent or expired), or None to keep it. Must be pure."""


NewId = Callable[[], str]
"""Returns an id that cannot be guessed."""


class Stopwatch(Protocol):
    """Measures the time in which this process was running."""

    def __call__(self) -> float:
        """Returns seconds on a monotonic clock that leaves out pauses of the process or its machine."""
        ...

    @property
    def pauses(self) -> int:
        """Number of pauses so far.

        A request that a pause interrupted must not count as the website's failure.
        """
        ...


class Clock(Protocol):
    """Current time as a port, so that tests can set it."""

    def now(self) -> datetime:
        """Returns the current time, timezone-aware, in UTC."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPage:
    """Page of a run's entries; ``next_key`` is where the next page begins, empty at the end."""

    entries: Sequence[dict[str, Any]]
    next_key: str = ""


class RunLedger(Protocol):
    """Record of runs in the Operations table. Every entry has a key, so recording it again replaces it."""

    def start_run(self, run_id: str, document: JsonMap) -> None:
        """Acquires the run lease and records the run.

        Raises:
            RunAlreadyActive: another run holds the lease.
        """
        ...

    def active_run(self) -> dict[str, Any] | None:
        """Returns the record of the run that holds the lease, or None."""
        ...

    def finish_run(self, run_id: str, status: str, summary: JsonMap) -> None:
        """Records the end of a run and releases its lease."""
        ...

    def run(self, run_id: str) -> dict[str, Any] | None:
        """Returns the record of a run, with its summary once it is finished; None if there is none."""
        ...

    def started_at(self, run_id: str) -> str:
        """Returns the time at which a run started (ISO 8601), which never changes; empty if there is none."""
        ...

    def runs(self, limit: int, before: str = "") -> Sequence[dict[str, Any]]:
        """Returns the records of at most ``limit`` runs, newest first.

        ``before`` is the start and id of a run as ``{started_at}#{run_id}``: only older ones are returned.
        """
        ...

    def record(self, run_id: str, kind: str, key: str, document: JsonMap) -> None:
        """Stores an entry of a run; kinds: ``area, studio, new_studio, rejected, planned, visit, worker``."""
        ...

    def record_many(self, run_id: str, kind: str, documents: Mapping[str, JsonMap]) -> None:
        """Stores entries of one kind by their keys, in as few requests as possible."""
        ...

    def entries(self, run_id: str, kind: str) -> Iterator[dict[str, Any]]:
        """Yields all entries of one kind of a run, each with its ``key``."""
        ...

    def entry(self, run_id: str, kind: str, key: str) -> dict[str, Any] | None:
        """Returns one entry of a run with its ``key``; None if there is none."""
        ...

    def page(self, run_id: str, kind: str, *, limit: int, after: str = "") -> LedgerPage:
        """Returns at most ``limit`` entries of one kind that follow the key ``after``, by their keys."""
        ...

    def longest_visits(
        self, run_id: str, outcomes: Sequence[str], *, limit: int, after: str = ""
    ) -> LedgerPage:
        """Returns at most ``limit`` visits of these outcomes, those that took longest first.

        ``after`` is the ``next_key`` of the page before. A visit is listed a moment after it was recorded.
        """
        ...

    def counts(self, run_id: str) -> dict[str, float]:
        """Returns the counts of a run's entries and jobs, by names such as ``visit:blocked`` or ``job:done``.

        They cost one request however large the run is. While a run is at work they may be an entry short.
        """
        ...

    def add_jobs(self, run_id: str, jobs: Sequence[Job]) -> Sequence[Job]:
        """Records jobs as queued; returns those that were not recorded before."""
        ...

    def finish_job(self, run_id: str, scrape_id: str, status: JobStatus, document: JsonMap) -> bool:
        """Records the end of a job; returns False if the job had ended before, since an end counts once.

        A job that ``FAILED`` may still become ``DONE``, for example when its message is redriven: it then
        moves from one count to the other, and the method returns True. A job that fails again keeps the later
        reason.
        """
        ...

    def job(self, run_id: str, scrape_id: str) -> dict[str, Any] | None:
        """Returns one job in the form that ``jobs`` yields; None if it was never recorded."""
        ...

    def jobs_by_id(self, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], dict[str, Any]]:
        """Returns jobs of any runs by (run id, scrape id), each in the form that ``jobs`` yields."""
        ...

    def jobs(self, run_id: str) -> Iterator[dict[str, Any]]:
        """Yields all jobs of a run.

        Each has ``scrape_id, kind, status, url, studio_id, artist_id``, and the fields recorded at its end.
        """
        ...


class StateStore(Protocol):
    """Store of small state that outlives a run, in the Operations table, with optional expiry."""

    def get(self, scope: str, key: str) -> dict[str, Any] | None:
        """Returns a value; None if absent or expired. Scopes: ``area, place, visit, host, geocode …``."""
        ...

    def put(self, scope: str, key: str, document: JsonMap, ttl_seconds: int | None = None) -> None:
        """Replaces a value. It never expires if ``ttl_seconds`` is None."""
        ...

    def update(self, scope: str, key: str, change: Change, ttl_seconds: int | None = None) -> bool:
        """Stores the result of ``change`` for the stored value; retries after a concurrent write.

        ``change`` gets the value without its version and may be called several times; an exception from it
        ends the update. If it returns None or an equal value, nothing is written. Returns whether something
        was written.

        Raises:
            WriteConflict: other writers changed the value first, on every attempt.
        """
        ...

    def get_many(self, scope: str, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Returns values by key, in as few requests as possible; omits absent and expired ones."""
        ...

    def first(self, scope: str, limit: int) -> dict[str, dict[str, Any]]:
        """Returns the values of the first ``limit`` keys of a scope, by key; omits expired ones."""
        ...

    def put_many(self, scope: str, documents: Mapping[str, JsonMap], ttl_seconds: int | None = None) -> None:
        """Replaces values by their keys, in as few requests as possible. None: they never expire."""
        ...

    def put_if(
        self,
        scope: str,
        key: str,
        document: JsonMap,
        expected_version: int | None,
        ttl_seconds: int | None = None,
    ) -> int | None:
        """Replaces a value if its ``version`` is the expected one; returns the new one, None if it is not.

        ``expected_version`` None means that the value must be absent or expired.
        """
        ...

    def add(
        self, scope: str, key: str, amounts: Mapping[str, float], ttl_seconds: int | None = None
    ) -> dict[str, float]:
        """Adds to numeric fields atomically; returns their new values."""
        ...


class Executions(Protocol):
    """Executions of the state machines in Step Functions."""

    def is_running(self, execution_arn: str) -> bool:
        """Whether an execution is still running; False if Step Functions does not know it."""
        ...


class Events(Protocol):
    """Publisher of events on EventBridge."""

    def publish(self, detail_type: str, detail: JsonMap) -> None:
        """Publishes one event."""
        ...


class Removals(Protocol):
    """Store of removal requests in the Operations table, without expiry, as the law requires."""

    def put(self, request: RemovalRequest) -> None:
        """Stores a request, or its next state."""
        ...

    def get(self, request_id: str) -> RemovalRequest | None:
        """Returns a request by its id; None if there is none."""
        ...

    def requests(self, status: RemovalStatus | None = None) -> Sequence[RemovalRequest]:
        """Returns the requests of a status, or all if None, oldest first."""
        ...


class Mail(Protocol):
    """Sender of mail to people who gave an address."""

    def send(self, to: str, subject: str, text: str) -> None:
        """Sends a plain-text mail.

        Raises:
            MailFailed: the mail was not accepted for delivery.
        """
        ...


class Workflows(Protocol):
    """Starter of the state machines behind the API."""

    def start_pipeline(self, run_id: str, document: JsonMap) -> None:
        """Starts the directory pipeline with the run's id as execution name.

        A repeat starts no second one.
        """
        ...

    def start_scan(self, scan_id: str, document: JsonMap) -> None:
        """Starts the scan of one website with the scan's id as execution name.

        A repeat starts no second one.
        """
        ...

    def start_removal(self, request_id: str, document: JsonMap) -> None:
        """Starts an artist's removal with the request's id as execution name.

        A repeat starts no second one.
        """
        ...


class EgressAddresses(Protocol):
    """Elastic IP addresses of the NAT gateway that the fleet's traffic leaves by."""

    def owned(self) -> Sequence[OwnedAddress]:
        """Returns the addresses that rotations allocated and that are not released yet."""
        ...

    def allocate(self, rotation_id: str) -> OwnedAddress:
        """Allocates an address, tagged with its rotation in the same request, and returns it."""
        ...

    def of_gateway(self, nat_gateway_id: str) -> Sequence[GatewayAddress]:
        """Returns the gateway's addresses.

        Raises:
            AddressFailed: there is no such gateway.
        """
        ...

    def associate(self, nat_gateway_id: str, allocation_id: str) -> None:
        """Adds a secondary address to the gateway.

        Raises:
            AddressPending: EC2 has not finished; call again.
            AddressFailed: EC2 refused the address.
        """
        ...

    def disassociate(self, nat_gateway_id: str, association_id: str, drain_seconds: int) -> None:
        """Removes a secondary address from the gateway, after ``drain_seconds`` for open connections.

        Raises:
            AddressPending: EC2 has not finished; call again.
            AddressFailed: EC2 refused the change.
        """
        ...

    def release(self, allocation_id: str) -> None:
        """Releases an address; does nothing if it is released already."""
        ...
