"""ReadFeedCards: the figures of all feeds on one page, for operators."""

from inkscout.contracts.api.records import FeedCards, FeedWeek, RecordDay
from inkscout.usecases.records.feeds import ListFeeds
from inkscout.usecases.records.record_figures import ReadRecordFigures

FAILING = frozenset({"failing", "late", "stale", "partial", "paused"})
"""States of a feed that an operator has to look at."""


class ReadFeedCards:
    """Reads records, states and the last seven days of every feed, public or not."""

    def __init__(self, figures: ReadRecordFigures, feeds: ListFeeds) -> None:
        self._figures = figures
        self._feeds = feeds

    def __call__(self) -> FeedCards:
        """Returns the page; each week has all of its days."""
        figures, feeds = self._figures(private=True), self._feeds(private=True).items
        known = {(one.source, one.date): one for one in figures.dates}
        weeks = []
        for feed in feeds:
            days = [(day.date, known.get((feed.name, day.date))) for day in figures.timeline]
            weeks.append(
                FeedWeek(
                    source=feed.name,
                    days=[
                        RecordDay(date=date, new=one.new if one else 0, changed=one.changed if one else 0)
                        for date, one in days
                    ],
                )
            )
        first = [one.first_captured_at for one in figures.sources if one.first_captured_at]
        last = [one.last_captured_at for one in figures.sources if one.last_captured_at]
        return FeedCards(
            records=figures.total,
            gone=sum(feed.gone for feed in feeds),
            first_captured_at=min(first, default=None),
            last_captured_at=max(last, default=None),
            failing=sorted(feed.name for feed in feeds if feed.state in FAILING),
            feeds=feeds,
            weeks=weeks,
            timeline=figures.timeline,
        )
