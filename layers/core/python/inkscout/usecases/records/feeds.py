"""ListFeeds, GetFeed, ListFeedRuns and ListQuarantine: feeds with their states, runs and quarantine."""

from typing import cast

from inkscout.contracts.api.records import (
    FeedDetail,
    FeedField,
    FeedHealth,
    FeedList,
    FeedRunList,
    FeedView,
    QuarantineList,
    QuarantineView,
)
from inkscout.domain.feed_run import FeedRun
from inkscout.domain.record import SourceTotal, as_text
from inkscout.feeds.definition import Definition
from inkscout.feeds.health import health, next_run
from inkscout.ports import Clock
from inkscout.ports.feeds import FeedLake, RecordReader
from inkscout.usecases.records.catalogue import FeedCatalogue
from inkscout.usecases.records.record_views import run_view

RUNS_SHOWN = 20


class FeedOverview:
    """Builds the view of a feed from its definition, state, last run and totals."""

    def __init__(self, reader: RecordReader, clock: Clock) -> None:
        self._reader = reader
        self._clock = clock

    def totals(self) -> dict[str, SourceTotal]:
        """Returns the numbers of records by source."""
        return {total.source: total for total in self._reader.totals()}

    def view(self, feed: Definition, last: FeedRun | None, total: SourceTotal | None) -> FeedView:
        """Returns the view of a feed.

        Args:
            feed: Its definition.
            last: Its last run; None before the first.
            total: Its numbers of records; None if it never had any.
        """
        state = health(feed, self._reader.state(feed.name), last, self._clock.now())
        following = next_run(feed, last)
        return FeedView(
            name=feed.name,
            title=feed.title,
            about=feed.about,
            terms=feed.terms,
            type=feed.records.type,
            public=feed.public,
            schedule=feed.schedule,
            state=cast("FeedHealth", state),
            next_run_at=as_text(following) if following else None,
            last_run=run_view(last) if last else None,
            records=total.live if total else 0,
            gone=total.gone if total else 0,
        )


class ListFeeds:
    """Serves ``GET /v1/feeds``."""

    def __init__(self, reader: RecordReader, feeds: FeedCatalogue, clock: Clock) -> None:
        self._reader = reader
        self._feeds = feeds
        self._overview = FeedOverview(reader, clock)

    def __call__(self, *, private: bool = False) -> FeedList:
        """Returns the public feeds, and with ``private`` the others too, by name."""
        totals = self._overview.totals()
        views = []
        for name, feed in self._feeds(private=private).items():
            last = next(iter(self._reader.runs(name, limit=1)), None)
            views.append(self._overview.view(feed, last, totals.get(name)))
        return FeedList(items=views)


class GetFeed:
    """Serves ``GET /v1/feeds/{name}``."""

    def __init__(self, reader: RecordReader, feeds: FeedCatalogue, clock: Clock) -> None:
        self._reader = reader
        self._feeds = feeds
        self._overview = FeedOverview(reader, clock)

    def __call__(self, name: str, *, private: bool = False) -> FeedDetail:
        """Returns a feed with its fields and newest runs.

        Raises:
            NotFound: there is none, or it is not public and ``private`` is not set.
        """
        feed = self._feeds.get(name, private=private)
        runs = self._reader.runs(name, limit=RUNS_SHOWN)
        view = self._overview.view(feed, next(iter(runs), None), self._overview.totals().get(name))
        return FeedDetail(
            **view.model_dump(),
            fields=[FeedField(name=field, type=rule.type) for field, rule in feed.fields.items()],
            exports=[export.name for export in feed.exports],
            runs=[run_view(run) for run in runs],
        )


class ListFeedRuns:
    """Serves ``GET /v1/feeds/{name}/runs``."""

    def __init__(self, reader: RecordReader, feeds: FeedCatalogue) -> None:
        self._reader = reader
        self._feeds = feeds

    def __call__(self, name: str, *, limit: int, before: str = "") -> FeedRunList:
        """Returns runs of any feed that are older than the run ``before``; the newest without one.

        Raises:
            NotFound: there is no such feed.
        """
        self._feeds.get(name, private=True)
        runs = self._reader.runs(name, limit=limit + 1, before=before)
        last = runs[limit - 1].run_id if len(runs) > limit else None
        return FeedRunList(items=[run_view(run) for run in runs[:limit]], last_key=last)


class ListQuarantine:
    """Serves ``GET /v1/feeds/{name}/quarantine``."""

    def __init__(self, lake: FeedLake, feeds: FeedCatalogue) -> None:
        self._lake = lake
        self._feeds = feeds

    def __call__(self, name: str, *, limit: int) -> QuarantineList:
        """Returns the newest entries of any feed's quarantine.

        Raises:
            NotFound: there is no such feed.
        """
        self._feeds.get(name, private=True)
        return QuarantineList(
            items=[
                QuarantineView(
                    key=entry.key,
                    run=entry.run_id,
                    reason=entry.reason,
                    field=entry.field,
                    raw_s3_key=entry.raw_key,
                    raw_pointer=entry.raw_pointer,
                    record=entry.record,
                )
                for entry in self._lake.quarantine(name, limit)
            ]
        )
