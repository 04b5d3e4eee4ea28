"""What the use cases need from the outside world, as protocols; adapters and fakes implement them alike."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any, Protocol

from inkscout.domain.artist import Artist, Residency
from inkscout.domain.geo import Box
from inkscout.domain.job import Delivery, Job
from inkscout.domain.outcome import JobStatus
from inkscout.domain.page import Page
from inkscout.domain.place import Place, Region, SearchPage
from inkscout.domain.snapshot import EntryKind, Snapshot
from inkscout.domain.studio import Studio

JsonMap = Mapping[str, Any]


class Clock(Protocol):
    """Time, handed in so that a test can hold it."""

    def now(self) -> datetime:
        """The current time, aware, in UTC."""
        ...


class Geocoder(Protocol):
    """Names of places to regions."""

    def resolve(self, name: str) -> Region:
        """The region of a place's name.

        Raises:
            RegionNotFound: the name resolves to nothing.
            ProviderThrottled, ProviderUnavailable, ProviderRejected: the provider failed.
        """
        ...


class Meter(Protocol):
    """Prices every request to a provider of places before it is sent."""

    def charge(self, sku: str) -> None:
        """Counts one request of a kind in the price table.

        Raises:
            BudgetReached: the request would pass the budget of the run or of the day; it must not be sent.
        """
        ...


class PlaceSource(Protocol):
    """A source of businesses, metered.

    ``name`` is recorded with each place. ``cap`` is the most one search returns: as many mean that there may
    be more; 0 where every search is complete. ``by_words`` is False for a source that returns all studios of
    a box whatever the query. ``max_radius_m`` is the largest area one search covers, as the radius of a circle
    around it. ``keep_days`` is how long what it says may be kept without asking again; 0 means for good.
    """

    name: str
    cap: int
    by_words: bool
    max_radius_m: float
    keep_days: int

    def search(self, query: str, box: Box, language: str) -> Iterator[SearchPage]:
        """The pages of one search as they come, up to the cap; its places may have no more than an id.

        Raises:
            BudgetReached: the meter refused the next request; pages handed out before are good.
            ProviderThrottled, ProviderUnavailable, ProviderRejected: the provider failed.
        """
        ...

    def describe(self, places: Sequence[Place], query: str, box: Box, language: str) -> Iterator[Place]:
        """Fuller records of places that ``search`` returned, in the cheapest way, in any order.

        ``query``, ``box`` and ``language`` are those of the search. A place that the source no longer knows
        is left out. Raises as ``search`` does.
        """
        ...

    def complete(self, place: Place) -> Place | None:
        """The record of a relevant place with website and phone; None when the source no longer knows it."""
        ...


class Fetcher(Protocol):
    """Fetches pages of websites within the egress rule, robots.txt, the pace and the bounds."""

    async def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Page:
        """One page; every failure is a ``Page`` whose status says so, never an exception."""
        ...


class SiteBrowser(Protocol):
    """A real browser, one session for each site."""

    def visit(self, subject: str) -> AbstractAsyncContextManager[Fetcher]:
        """A fetcher that runs the pages' scripts; what failed pages looked like is kept under ``subject``.

        Raises:
            BrowserUnavailable: no browser can be started here; by the fetcher, on its first page.
        """
        ...


class RawLake(Protocol):
    """Immutable store of what was fetched."""

    def put_page(self, source: str, subject: str, page: Page) -> str:
        """Stores a page's HTML and metadata; returns its key. Storing the same page twice is one object."""
        ...

    def put_json(self, source: str, subject: str, document: JsonMap) -> str:
        """Stores a provider's answer as it came; returns its key."""
        ...

    def put_bytes(self, source: str, subject: str, suffix: str, body: bytes, content_type: str) -> str:
        """Stores a snapshot such as a screenshot; returns its key."""
        ...

    def pages(self, subject: str) -> Iterator[Page]:
        """The newest stored version of each page of a subject, for replay without the network."""
        ...

    def quarantine(self, source: str, subject: str, document: JsonMap, reason: str) -> str:
        """Keeps what failed validation, with the reason; returns its key."""
        ...


class Manifests(Protocol):
    """Work lists between steps, in the data bucket."""

    def write_lines(self, key: str, lines: Iterable[JsonMap]) -> int:
        """Writes JSON Lines under ``key``; returns the number of lines."""
        ...

    def write_text(self, key: str, text: str, content_type: str) -> None:
        """Writes a text object, such as an export."""
        ...


class Directory(Protocol):
    """The studios and artists that searchers see. Every write can be repeated without a second effect."""

    def studio(self, studio_id: str) -> Studio | None:
        """One studio, following redirects of merged ids."""
        ...

    def artist(self, artist_id: str) -> Artist | None:
        """One artist, following redirects of merged ids."""
        ...

    def studios(self) -> Iterator[Studio]:
        """Every studio."""
        ...

    def artists(self) -> Iterator[Artist]:
        """Every artist, active or not."""
        ...

    def artists_of_style(
        self, style: str, *, country: str = "", city: str = "", limit: int = 100
    ) -> Sequence[Artist]:
        """Active artists of a style, in a country or a city of it: the search without an index."""
        ...

    def residencies(self, studio_id: str) -> Sequence[Residency]:
        """Residencies of a studio, active or not; an artist's own stand in the artist."""
        ...

    def find_alias(self, kind: str, value: str) -> str | None:
        """The id an alias stands for; kinds: ``place, site, phone, handle, artist_name``."""
        ...

    def aliases_of(self, subject_id: str) -> Sequence[tuple[str, str]]:
        """Kind and value of every alias of an id."""
        ...

    def put_studio(self, studio: Studio) -> bool:
        """Stores a studio when its fingerprint changed; True when something was written.

        ``studio.version`` must be the stored one (0: not stored yet), so that no other write is lost.

        Raises:
            WriteConflict: another writer changed it since it was read; ``update_studio`` retries.
        """
        ...

    def put_artist(self, artist: Artist) -> bool:
        """Stores an artist and its style entries when its fingerprint changed; True when written.

        ``artist.version`` must be the stored one (0: not stored yet), so that no other write is lost.

        Raises:
            WriteConflict: another writer changed it since it was read; ``update_artist`` retries.
        """
        ...

    def update_studio(self, studio_id: str, change: Callable[[Studio | None], Studio | None]) -> bool:
        """Stores what ``change`` makes of the stored studio (None: absent); again when a writer came between.

        ``change`` must be pure; None or an equal studio writes nothing. True when something was written.

        Raises:
            WriteConflict: other writers kept changing it first.
        """
        ...

    def update_artist(self, artist_id: str, change: Callable[[Artist | None], Artist | None]) -> bool:
        """The same for an artist and its style entries."""
        ...

    def put_residency(self, residency: Residency) -> bool:
        """Stores a residency when it differs; True when written."""
        ...

    def delete_residency(self, studio_id: str, artist_id: str) -> None:
        """Removes a residency, as when its artist was merged or removed."""
        ...

    def put_alias(self, kind: str, value: str, subject_id: str) -> str:
        """Claims an alias; returns the id that holds it, which is another's when it came first."""
        ...

    def move_alias(self, kind: str, value: str, subject_id: str) -> None:
        """Points an alias at another id, whoever held it."""
        ...

    def delete_alias(self, kind: str, value: str) -> None:
        """Removes an alias."""
        ...

    def redirect(self, kind: EntryKind, old_id: str, new_id: str) -> None:
        """Replaces a merged entry by a redirect; its style entries go, its version is a deletion's."""
        ...

    def delete(self, kind: EntryKind, entry_id: str) -> bool:
        """Replaces an entry by a tombstone of the next version; False when there is nothing to delete."""
        ...

    def snapshot(self, kind: EntryKind, entry_id: str) -> Snapshot | None:
        """The entry as it is now, tombstones and redirects included; None when never stored."""
        ...

    def snapshots(self, kind: EntryKind, segment: int = 0, segments: int = 1) -> Iterator[Snapshot]:
        """Every entry of a kind, tombstones included, of one segment of a parallel scan."""
        ...

    def touch(self, kind: EntryKind, entry_id: str, above: int) -> bool:
        """Raises an entry's version above ``above`` and changes nothing else, so that an index takes it."""
        ...


class Ledger(Protocol):
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
        """Puts an entry of a run; kinds: ``area, studio, planned, visit, worker``."""
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


class Memory(Protocol):
    """Small state that outlives a run, in the Operations table, with optional expiry."""

    def get(self, scope: str, key: str) -> dict[str, Any] | None:
        """A value; None when absent or expired. Scopes: ``area, visit, host, geocode, spend, breaker``."""
        ...

    def put(self, scope: str, key: str, document: JsonMap, ttl_seconds: int | None = None) -> None:
        """Replaces a value."""
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

    def add(
        self, scope: str, key: str, amounts: Mapping[str, float], ttl_seconds: int | None = None
    ) -> dict[str, float]:
        """Adds to numeric fields atomically; returns their new values."""
        ...


class Denylist(Protocol):
    """People who asked not to be listed, as hashed identifiers only."""

    def lists(self, *, handle: str = "", name: str = "", studio_id: str = "", artist_id: str = "") -> bool:
        """Whether any of the identifiers belongs to a person who asked to be removed."""
        ...

    def add(self, entries: Iterable[str]) -> int:
        """Lists identifiers made by ``domain.removal.identifiers`` for good; returns how many."""
        ...

    def hashed(self, identifier: str) -> str:
        """The keyed hash an identifier is stored under."""
        ...

    def hashes(self) -> frozenset[str]:
        """Every stored hash, at most a minute old: what texts are held against before they are kept."""
        ...


class JobQueue(Protocol):
    """The scraping queue."""

    def send(self, run_id: str, jobs: Sequence[Job]) -> int:
        """Sends jobs, at most 10 to a message; returns the number of messages."""
        ...

    def depth(self) -> int:
        """Messages visible or in flight, approximately."""
        ...


class JobInbox(Protocol):
    """The receiving end of the scraping queue. A message that is not deleted comes back."""

    max_receives: int
    """Receives after which the queue moves a message to the dead-letter queue."""

    def receive(self, limit: int, wait_seconds: int, visibility_seconds: int) -> Sequence[Delivery]:
        """Up to ``limit`` messages, waiting for the first at most ``wait_seconds`` (long poll, at most 20).

        Raises:
            StoreThrottled: the queue did not answer, or asked for a slower pace.
        """
        ...

    def extend(self, delivery: Delivery, seconds: int) -> bool:
        """Hides the message for ``seconds`` from now, 0 hands it back; False when it is no longer held."""
        ...

    def delete(self, delivery: Delivery) -> None:
        """Removes a message whose results are stored."""
        ...

    def send_again(self, delivery: Delivery) -> None:
        """Sends the body as a new message, whose receives count from the beginning, and deletes the old."""
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


class SearchIndex(Protocol):
    """The read side of the search index; artists and studios behind their aliases."""

    def search(self, searches: Sequence[tuple[str, JsonMap]]) -> Sequence[dict[str, Any]]:
        """Runs searches (alias, body) in one round trip; returns their answers in order.

        Raises:
            IndexUnavailable: the index did not answer, not in time, or its breaker is open.
        """
        ...

    def ready(self) -> bool:
        """Whether the index answers now; asks it even when the breaker is open."""
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
