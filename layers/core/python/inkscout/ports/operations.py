"""Runs, small state, executions, announcements, and time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from inkscout.domain.egress_address import GatewayAddress, OwnedAddress
from inkscout.domain.job import Job
from inkscout.domain.outcome import JobStatus
from inkscout.domain.removal_request import RemovalRequest, RemovalStatus
from inkscout.ports.json_map import JsonMap

Change = Callable[[dict[str, Any] | None], JsonMap | None]
"""Makes a new value of the stored one (None: absent or expired); None leaves it as it is. Must be pure."""


NewId = Callable[[], str]
"""Makes an id that nobody can guess."""


class Stopwatch(Protocol):
    """Measures time in which this process was running."""

    def __call__(self) -> float:
        """Seconds, monotonic; a pause of the process or of its machine is left out."""
        ...

    @property
    def pauses(self) -> int:
        """Pauses so far: whoever began before one and failed after it cannot blame a website."""
        ...


class Clock(Protocol):
    """Time, handed in so that a test can hold it."""

    def now(self) -> datetime:
        """The current time, aware, in UTC."""
        ...


class RunLedger(Protocol):
    """The Operations table's record of runs. Every entry is keyed, so recording it twice is one entry."""

    def start_run(self, run_id: str, document: JsonMap) -> None:
        """Takes the run lease and records the run.

        Raises:
            RunAlreadyActive: another run holds the lease.
        """
        ...

    def active_run(self) -> dict[str, Any] | None:
        """The record of the run that holds the lease, or None."""
        ...

    def finish_run(self, run_id: str, status: str, summary: JsonMap) -> None:
        """Records the end of a run and releases its lease."""
        ...

    def run(self, run_id: str) -> dict[str, Any] | None:
        """The run's record, with its summary once finished."""
        ...

    def runs(self, limit: int) -> Sequence[dict[str, Any]]:
        """The newest runs first."""
        ...

    def record(self, run_id: str, kind: str, key: str, document: JsonMap) -> None:
        """Puts an entry of a run; kinds: ``area, studio, new_studio, rejected, planned, visit, worker``."""
        ...

    def record_many(self, run_id: str, kind: str, documents: Mapping[str, JsonMap]) -> None:
        """Puts entries of one kind by their keys, in as few requests as there can be."""
        ...

    def entries(self, run_id: str, kind: str) -> Iterator[dict[str, Any]]:
        """All entries of one kind of a run, each with its ``key``."""
        ...

    def add_jobs(self, run_id: str, jobs: Sequence[Job]) -> Sequence[Job]:
        """Records jobs as queued; returns those that were not known before."""
        ...

    def finish_job(self, run_id: str, scrape_id: str, status: JobStatus, document: JsonMap) -> bool:
        """Records a job's end; False when it had ended before, which counts once.

        A job that ``FAILED`` may still become ``DONE``, as when its message is redriven: that moves it from
        one count to the other, and the answer is True. One that fails again keeps the later reason.
        """
        ...

    def job(self, run_id: str, scrape_id: str) -> dict[str, Any] | None:
        """One job as ``jobs`` gives it; None when it was never recorded."""
        ...

    def jobs(self, run_id: str) -> Iterator[dict[str, Any]]:
        """All jobs of a run: ``scrape_id, kind, status, url, studio_id, artist_id``, the end's document."""
        ...


class StateStore(Protocol):
    """Small state that outlives a run, in the Operations table, with optional expiry."""

    def get(self, scope: str, key: str) -> dict[str, Any] | None:
        """A value; None when absent or expired. Scopes: ``area, place, visit, host, geocode …``."""
        ...

    def get_many(self, scope: str, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Values by key, in as few requests as there can be; absent and expired ones are left out."""
        ...

    def put(self, scope: str, key: str, document: JsonMap, ttl_seconds: int | None = None) -> None:
        """Replaces a value."""
        ...

    def put_many(self, scope: str, documents: Mapping[str, JsonMap], ttl_seconds: int | None = None) -> None:
        """Replaces values by their keys, in as few requests as there can be."""
        ...

    def put_if(
        self,
        scope: str,
        key: str,
        document: JsonMap,
        expected_version: int | None,
        ttl_seconds: int | None = None,
    ) -> bool:
        """Replaces a value of the expected ``version`` (None: absent or expired); False when it is not."""
        ...

    def update(self, scope: str, key: str, change: Change, ttl_seconds: int | None = None) -> bool:
        """Stores what ``change`` makes of the stored value, and retries when another writer came first.

        ``change`` gets the value without its version and may be called several times; what it raises ends
        the update. None or an equal value writes nothing. Returns True when something was written.

        Raises:
            WriteConflict: other writers kept changing the value first.
        """
        ...

    def add(
        self, scope: str, key: str, amounts: Mapping[str, float], ttl_seconds: int | None = None
    ) -> dict[str, float]:
        """Adds to numeric fields atomically; returns their new values."""
        ...


class Executions(Protocol):
    """The executions of the state machines, as Step Functions knows them."""

    def is_running(self, execution_arn: str) -> bool:
        """Whether an execution still runs; False for one that Step Functions no longer knows."""
        ...


class Events(Protocol):
    """Announcements to the outside, on EventBridge."""

    def publish(self, detail_type: str, detail: JsonMap) -> None:
        """Puts one event."""
        ...


class Removals(Protocol):
    """Requests to be removed, in the Operations table; kept as long as the law asks, without an expiry."""

    def put(self, request: RemovalRequest) -> None:
        """Records a request, or its next state."""
        ...

    def get(self, request_id: str) -> RemovalRequest | None:
        """A request by its id."""
        ...

    def requests(self, status: RemovalStatus | None = None) -> Sequence[RemovalRequest]:
        """Requests of a status, or all, oldest first."""
        ...


class Mail(Protocol):
    """Mail to people who gave an address."""

    def send(self, to: str, subject: str, text: str) -> None:
        """Sends a mail of plain text.

        Raises:
            MailFailed: it was not accepted.
        """
        ...


class Workflows(Protocol):
    """The state machines that the API starts."""

    def start_pipeline(self, run_id: str, document: JsonMap) -> None:
        """Starts the directory pipeline under the run's id; starting it twice is one execution."""
        ...

    def start_scan(self, scan_id: str, document: JsonMap) -> None:
        """Starts the scan of one website under the scan's id; starting it twice is one execution."""
        ...

    def start_removal(self, request_id: str, document: JsonMap) -> None:
        """Starts the removal of an artist under the request's id; starting it twice is one execution."""
        ...


class EgressAddresses(Protocol):
    """The public addresses of the NAT gateway that the fleet's traffic leaves by."""

    def owned(self) -> Sequence[OwnedAddress]:
        """Addresses that a rotation allocated and that have not been given back."""
        ...

    def allocate(self, rotation_id: str) -> OwnedAddress:
        """A new address, tagged with its rotation in the same call."""
        ...

    def of_gateway(self, nat_gateway_id: str) -> Sequence[GatewayAddress]:
        """The gateway's addresses.

        Raises:
            AddressFailed: there is no such gateway.
        """
        ...

    def associate(self, nat_gateway_id: str, allocation_id: str) -> None:
        """Adds a secondary address. Raises AddressPending and AddressFailed."""
        ...

    def disassociate(self, nat_gateway_id: str, association_id: str, drain_seconds: int) -> None:
        """Takes a secondary address out. Raises AddressPending and AddressFailed."""
        ...

    def release(self, allocation_id: str) -> None:
        """Gives an address back; giving it back twice is no fault."""
        ...
