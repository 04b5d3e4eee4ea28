"""Result of a finished run: its summary, some artists, and a sample search."""

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from inkscout.contracts.api.search import ArtistPage
from inkscout_cli.follow_run.api import api_of, wait_for_artists
from inkscout_cli.follow_run.execution import ExecutionView
from inkscout_deploy.errors import PlatformError
from inkscout_local.platform.connection import Connection

_SHOWN_ARTISTS = 12
_ASKED_ARTISTS = 100
_COUNTS_SECONDS = 2.0
_INDEX_SECONDS = 15.0


@dataclass(frozen=True)
class SampleSearch:
    """A sample search after the run: the query, the number of hits, and the first of them."""

    query: str
    total: int = 0
    took_ms: float = 0.0
    items: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class RunResult:
    """Everything that is shown of a finished run.

    Attributes:
        run_id: Id of the run.
        status: Final status of the execution.
        seconds: Duration of the execution.
        states: Name, status, seconds and visits of each state that was entered.
        summary: Summary from the run ledger; empty if there is none.
        artists: Some artists of the directory.
        search: A sample search; None if there is none.
        api_url: Base URL of the HTTP API; empty if not deployed.
        error: Error name of a failed run; else empty.
        cause: Cause of a failed run; else empty.
        note: Reason why artists or search are missing; else empty.
    """

    run_id: str
    status: str
    seconds: float
    states: list[dict[str, Any]]
    summary: dict[str, Any]
    artists: list[dict[str, Any]]
    search: SampleSearch | None
    api_url: str
    error: str = ""
    cause: str = ""
    note: str = ""

    def document(self) -> dict[str, Any]:
        """Returns the result as a dictionary for JSON."""
        return asdict(self)


class RunCounts:
    """Counts of a run in progress, read from the run ledger at most every two seconds."""

    def __init__(self, run_id: str) -> None:
        self._run_id = run_id
        self._read_at = 0.0
        self._counts: dict[str, int] = {}

    def __call__(self) -> dict[str, int]:
        """Returns the numbers of visited studios, artists, jobs and finished jobs."""
        if time.monotonic() - self._read_at >= _COUNTS_SECONDS:
            self._counts = _counted(self._run_id)
            self._read_at = time.monotonic()
        return self._counts


def _counted(run_id: str) -> dict[str, int]:
    from inkscout.bootstrap import stores

    ledger = stores.ledger()
    visits = list(ledger.entries(run_id, "visit"))
    jobs = list(ledger.jobs(run_id))
    return {
        "studios visited": len(visits),
        "artists": len({artist for visit in visits for artist in visit.get("artists", [])}),
        "jobs": len(jobs),
        "jobs done": sum(1 for job in jobs if job["status"] != "queued"),
    }


def collect(connection: Connection, last: ExecutionView) -> RunResult:
    """Returns the result of a run, given its last snapshot; artists and search only if it succeeded."""
    from inkscout.bootstrap import stores

    record = stores.ledger().run(last.run_id) or {}
    summary = dict(record.get("summary") or {})
    artists: list[dict[str, Any]] = []
    search, note = None, ""
    if last.succeeded:
        try:
            artists, search = _searched(connection, summary)
        except PlatformError as error:
            note = str(error)
    return RunResult(
        run_id=last.run_id,
        status=last.status,
        seconds=round(last.seconds, 2),
        states=[_state(state) for state in last.states if state.visits],
        summary=summary,
        artists=artists,
        search=search,
        api_url=connection.api_url,
        error=last.error or str(summary.get("error", "")),
        cause=last.cause or str(summary.get("cause", "")),
        note=note,
    )


def _state(state: Any) -> dict[str, Any]:  # noqa: ANN401 - a StateProgress
    return {
        "name": state.name,
        "status": state.status.value,
        "seconds": round(state.seconds, 2),
        "visits": state.visits,
    }


def _searched(
    connection: Connection, summary: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], SampleSearch | None]:
    with api_of(connection) as api:
        # The index is updated by the table's stream, so new artists appear in it only after a moment.
        wait_for_artists(api, int(summary.get("new_artists", 0)), _INDEX_SECONDS)
        page = api.search_artists(limit=_ASKED_ARTISTS)
        artists = spread(_items(page), _SHOWN_ARTISTS)
        if not page.facets.style:
            return artists, None
        style = page.facets.style[0].value.replace("-", " ")
        found = api.search_artists(style, limit=5)
    return artists, SampleSearch(query=style, total=found.total, took_ms=found.took_ms, items=_items(found))


def _items(page: ArtistPage) -> list[dict[str, Any]]:
    return [item.model_dump(mode="json") for item in page.items]


def spread(items: Sequence[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """Returns at most ``most`` artists, one of each studio before the second of any."""
    turns: dict[str, int] = defaultdict(int)
    ranked = []
    for item in items:
        studio = str((item.get("studio") or {}).get("studio_id", ""))
        ranked.append((turns[studio], item))
        turns[studio] += 1
    return [item for _, item in sorted(ranked, key=lambda pair: pair[0])][:most]
