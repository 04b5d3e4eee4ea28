"""ReadRecordFigures: totals of the records of feeds, by feed and by day."""

from collections import Counter
from datetime import timedelta

from inkscout.contracts.api.records import RecordDay, RecordFigures, SourceCount, SourceDay
from inkscout.domain.record import as_text
from inkscout.ports import Clock
from inkscout.ports.feeds import RecordReader
from inkscout.usecases.records.catalogue import FeedCatalogue

DAYS = 7


class ReadRecordFigures:
    """Gives the part of ``GET /v1/analytics`` about records: three queries a feed and one for the totals."""

    def __init__(self, reader: RecordReader, feeds: FeedCatalogue, clock: Clock) -> None:
        self._reader = reader
        self._feeds = feeds
        self._clock = clock

    def __call__(self, *, private: bool = False) -> RecordFigures:
        """Returns the figures of the public feeds, and with ``private`` of the others; most records first."""
        totals = {total.source: total.live for total in self._reader.totals()}
        today = self._clock.now().date()
        first = today - timedelta(days=DAYS - 1)
        sources, dates = [], []
        timeline = {(first + timedelta(days=at)).isoformat(): Counter[str]() for at in range(DAYS)}
        for name, feed in self._feeds(private=private).items():
            newest = next(iter(self._reader.newest(name, limit=1)), None)
            oldest = self._reader.oldest(name) if newest else None
            sources.append(
                SourceCount(
                    value=name,
                    name=feed.title,
                    count=totals.get(name, 0),
                    first_captured_at=as_text(oldest.captured_at) if oldest else None,
                    last_captured_at=as_text(newest.captured_at) if newest else None,
                )
            )
            for day in self._reader.days(name, first, today):
                new = day.counts.get("new", 0)
                changed = day.counts.get("changed", 0) + day.counts.get("back", 0)
                dates.append(SourceDay(date=day.day, source=name, new=new, changed=changed))
                timeline[day.day].update(new=new, changed=changed)
        return RecordFigures(
            total=sum(source.count for source in sources),
            sources=sorted(sources, key=lambda one: (-one.count, one.value)),
            dates=sorted(dates, key=lambda one: (one.date, one.source)),
            timeline=[
                RecordDay(date=day, new=counts["new"], changed=counts["changed"])
                for day, counts in timeline.items()
            ],
        )
