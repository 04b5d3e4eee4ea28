"""ReadAnalytics: totals, counts by city, style and source, results of the last 30 days, and records."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from inkscout.contracts.api.operations import Analytics, Day
from inkscout.contracts.api.records import RecordFigures
from inkscout.errors import IndexUnavailable, TransientError
from inkscout.ports import Clock, IndexReader, RunLedger
from inkscout.search.aggregates import counts_body, read_counts, total
from inkscout.search.definition import Kind
from inkscout.search.understand import Vocabulary
from inkscout.stale_cache import StaleCache
from inkscout.usecases.search.search_views import labelled

COUNTS_SECONDS = 60.0
RUNS_SECONDS = 60.0
RECORDS_SECONDS = 5.0
RUNS_READ = 200
DAYS = 30
WEEK = 7
TOP_CITIES = 50
MAX_STYLES = 200


@dataclass(frozen=True, slots=True)
class _Counts:
    artists: int = 0
    studios: int = 0
    cities: Mapping[str, int] = field(default_factory=dict)
    styles: Mapping[str, int] = field(default_factory=dict)
    sources: Mapping[str, int] = field(default_factory=dict)


class ReadAnalytics:
    """Serves ``GET /v1/analytics``."""

    def __init__(
        self,
        index: IndexReader,
        ledger: Callable[[], RunLedger],
        vocabulary: Callable[[], Vocabulary],
        record_figures: Callable[[], RecordFigures] | None,
        clock: Clock,
    ) -> None:
        """Prepares the use case; without ``record_figures`` it leaves out the records of feeds."""
        self._index = index
        self._ledger = ledger
        self._vocabulary = vocabulary
        self._record_figures = record_figures
        self._clock = clock
        self._counts: StaleCache[_Counts] = StaleCache(clock, ttl_seconds=COUNTS_SECONDS, capacity=1)
        self._runs: StaleCache[list[dict[str, Any]]] = StaleCache(clock, ttl_seconds=RUNS_SECONDS, capacity=1)
        self._records: StaleCache[RecordFigures] = StaleCache(clock, ttl_seconds=RECORDS_SECONDS, capacity=1)

    def __call__(self) -> Analytics:
        """Returns the figures; the totals are None if the index has never responded."""
        vocabulary = self._vocabulary()
        counts: _Counts | None
        try:
            counts = self._counts.get("counts", self._load_counts)
        except IndexUnavailable:
            counts = None
        try:
            runs = self._runs.get("runs", lambda: list(self._ledger().runs(RUNS_READ)))
            runs_known = True
        except TransientError:
            runs, runs_known = [], False
        records: RecordFigures | None = None
        records_known = self._record_figures is None
        if self._record_figures is not None:
            with suppress(TransientError):
                records = self._records.get("records", self._record_figures)
                records_known = True
        known = counts or _Counts()
        days = _days(runs, self._clock.now())
        names = {key: vocabulary.places.name(key) for key in known.cities}
        return Analytics(
            artists=known.artists if counts else None,
            studios=known.studios if counts else None,
            cities=labelled(known.cities, names, value_is_name=True),
            styles=labelled(known.styles, vocabulary.styles.names),
            sources=labelled(known.sources, {}),
            last_7_days=days[-WEEK:],
            last_30_days=days,
            outcomes=labelled(_outcomes(runs, self._clock.now()), {}),
            records=records,
            degraded=counts is None
            or not runs_known
            or not records_known
            or self._counts.is_stale("counts")
            or self._records.is_stale("records"),
        )

    def _load_counts(self) -> _Counts:
        artists, studios = self._index.search(
            [
                (Kind.ARTISTS.value, counts_body(city_key=TOP_CITIES, styles=MAX_STYLES)),
                (Kind.STUDIOS.value, counts_body(sources=20)),
            ]
        )
        return _Counts(
            artists=total(artists),
            studios=total(studios),
            cities=read_counts(artists, "city_key"),
            styles=read_counts(artists, "styles"),
            sources=read_counts(studios, "sources"),
        )


def _days(runs: Iterable[Mapping[str, Any]], now: datetime) -> list[Day]:
    today = now.date()
    found: dict[date, Counter[str]] = {today - timedelta(days=n): Counter() for n in reversed(range(DAYS))}
    for run in runs:
        day = _day(run)
        if day in found:
            summary = run.get("summary") or {}
            found[day] += Counter(
                runs=1,
                artists=int(summary.get("new_artists", 0)),
                studios=int(summary.get("studios", 0)),
            )
    return [
        Day(
            date=day.isoformat(),
            runs=counted["runs"],
            artists_found=counted["artists"],
            studios_visited=counted["studios"],
        )
        for day, counted in found.items()
    ]


def _outcomes(runs: Iterable[Mapping[str, Any]], now: datetime) -> dict[str, int]:
    first = now.date() - timedelta(days=DAYS - 1)
    counted: Counter[str] = Counter()
    for run in runs:
        day = _day(run)
        if day is not None and day >= first:
            outcomes = (run.get("summary") or {}).get("outcomes") or {}
            counted.update({str(name): int(count) for name, count in outcomes.items()})
    return dict(counted.most_common())


def _day(run: Mapping[str, Any]) -> date | None:
    try:
        return datetime.fromisoformat(str(run.get("started_at", ""))).date()
    except ValueError:
        return None
