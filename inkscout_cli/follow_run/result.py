"""Result of a finished run: its summary, some artists, and a sample search."""

import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any

from inkscout_cli.api_client import ApiClient, ApiProblem
from inkscout_cli.choice import Reached
from inkscout_cli.follow_run.api import api_of, wait_for_artists
from inkscout_cli.follow_run.execution import ExecutionView
from inkscout_deploy.errors import PlatformError

_SHOWN_ARTISTS = 12
_ASKED_ARTISTS = 20
_SAMPLE = 5
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
        world: Whether the web and the place providers were simulated.
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
    world: bool = False

    def document(self) -> dict[str, Any]:
        """Returns the result as a dictionary for JSON."""
        return asdict(self)


class RunCounts:
    """Counts of a run in progress, read from the run ledger at most every two seconds."""

    def __init__(self, run_id: str) -> None:
        self._run_id = run_id
        self._read_at = 0.0
        self._counts: dict[str, int | str] = {}

    def __call__(self) -> dict[str, int | str]:
        """Returns the numbers of visited studios, artists and finished jobs, by what they count."""
        if time.monotonic() - self._read_at >= _COUNTS_SECONDS:
            self._counts = _counted(self._run_id)
            self._read_at = time.monotonic()
        return self._counts


def _counted(run_id: str) -> dict[str, int | str]:
    from inkscout.bootstrap import stores

    ledger = stores.ledger()
    visits = list(ledger.entries(run_id, "visit"))
    jobs = list(ledger.jobs(run_id))
    planned = {str(entry["key"]) for entry in ledger.entries(run_id, "planned")}
    visited = planned & {str(visit["key"]) for visit in visits}
    done = sum(1 for job in jobs if job["status"] != "queued")
    return {
        "websites visited": f"{len(visited)} of {len(planned)}" if planned else len(visits),
        "artists": len({artist for visit in visits for artist in visit.get("artists", [])}),
        "jobs done": f"{done} of {len(jobs)}" if jobs else 0,
    }


def collect(connection: Reached, last: ExecutionView) -> RunResult:
    """Returns the result of a run, given its last snapshot; artists and search only if it succeeded."""
    from inkscout.bootstrap import stores

    record = stores.ledger().run(last.run_id) or {}
    summary = dict(record.get("summary") or {})
    artists: list[dict[str, Any]] = []
    search, note = None, ""
    if last.succeeded:
        try:
            artists, search = _searched(connection, summary, last.run_id)
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
        world=bool(getattr(connection, "record", {}).get("world")),
    )


def _state(state: Any) -> dict[str, Any]:  # noqa: ANN401 - a StateProgress
    return {
        "name": state.name,
        "status": state.status.value,
        "seconds": round(state.seconds, 2),
        "visits": state.visits,
    }


def _searched(
    connection: Reached, summary: Mapping[str, Any], run_id: str
) -> tuple[list[dict[str, Any]], SampleSearch | None]:
    with api_of(connection) as api:
        # The index is updated by the table's stream, so new artists appear in it only after a moment.
        wait_for_artists(api, int(summary.get("new_artists", 0)), _INDEX_SECONDS)
        artists = _read_by(run_id, api)
        styles = Counter(style for artist in artists for style in artist["styles"])
        if not styles:
            return artists, None
        cities = {artist["city"] for artist in artists}
        style = styles.most_common(1)[0][0].replace("-", " ")
        query = f"{style} {cities.pop()}".strip() if len(cities) == 1 else style
        found = api.search_artists(query, limit=_SAMPLE)
    items = [item.model_dump(mode="json") for item in found.items]
    return artists, SampleSearch(query=query, total=found.total, took_ms=found.took_ms, items=items)


def _read_by(run_id: str, api: ApiClient) -> list[dict[str, Any]]:
    """Returns profiles of some of the artists whom a run read, of as many studios as possible."""
    from inkscout.bootstrap import stores

    read = [
        {"artist_id": artist, "studio": {"studio_id": visit["key"]}}
        for visit in stores.ledger().entries(run_id, "visit")
        for artist in visit.get("artists", [])
    ]
    found: list[dict[str, Any]] = []
    for entry in spread(read, _ASKED_ARTISTS):
        if len(found) == _SHOWN_ARTISTS:
            break
        with suppress(ApiProblem):  # gone meanwhile, or asked to be removed
            found.append(api.artist(entry["artist_id"]).model_dump(mode="json"))
    return found


def spread(items: Sequence[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """Returns at most ``most`` artists, one of each studio before the second of any."""
    turns: dict[str, int] = defaultdict(int)
    ranked = []
    for item in items:
        studio = str((item.get("studio") or {}).get("studio_id", ""))
        ranked.append((turns[studio], item))
        turns[studio] += 1
    return [item for _, item in sorted(ranked, key=lambda pair: pair[0])][:most]
