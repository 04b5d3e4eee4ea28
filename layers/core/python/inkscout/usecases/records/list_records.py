"""ListRecords: records of one feed or of all, newest first, in pages."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, takewhile
from typing import Any

from inkscout.contracts.api.records import RecordPage
from inkscout.domain.record import FeedRecord, as_text, as_time
from inkscout.errors import InvalidParameter
from inkscout.ports import Clock
from inkscout.ports.feeds import RecordPosition, RecordReader
from inkscout.search import cursor
from inkscout.stale_cache import StaleCache
from inkscout.usecases.records.catalogue import FeedCatalogue
from inkscout.usecases.records.record_views import record_view

PAGE_SECONDS = 2.0
"""Time for which a first page of public records is served again without asking the table."""

_MILLISECOND = timedelta(milliseconds=1)
_LEAST_READ = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsAsked:
    """A request for records; empty texts do not restrict it.

    Attributes:
        source: Name of a feed.
        kind: Word for the records of a feed.
        since: Time of ISO 8601 with a zone: only records captured then or later.
        last_key: RecordPosition that the page before ended at.
        private: Whether records of feeds that are not public are included.
    """

    limit: int
    source: str = ""
    kind: str = ""
    since: str = ""
    last_key: str = ""
    private: bool = False


class ListRecords:
    """Serves ``GET /v1/records``: one query a feed, and no scan; more of a feed that has most of a page."""

    def __init__(self, reader: RecordReader, feeds: FeedCatalogue, clock: Clock, key: bytes) -> None:
        self._reader = reader
        self._feeds = feeds
        self._clock = clock
        self._key = key
        self._first: StaleCache[RecordPage] = StaleCache(clock, ttl_seconds=PAGE_SECONDS, capacity=64)

    def __call__(self, asked: RecordsAsked) -> RecordPage:
        """Returns a page, newest first, by feed among records of one time.

        Raises:
            InvalidParameter: ``since`` is no time, or ``lastKey`` not of this API and this query.
            NotFound: there is no such public feed.
        """
        if asked.last_key or asked.private:
            return self._page(asked)
        return self._first.get(asked, lambda: self._page(asked))

    def _page(self, asked: RecordsAsked) -> RecordPage:
        since = _since(asked.since)
        digest = cursor.query_digest(
            {"source": asked.source, "type": asked.kind, "since": asked.since, "private": asked.private}
        )
        after = position(asked.last_key, digest, self._key, self._clock.now())
        if asked.source:
            feeds = [self._feeds.get(asked.source, private=asked.private)]
        else:
            feeds = list(self._feeds(private=asked.private).values())
        sources = [feed.name for feed in feeds if asked.kind in {"", feed.records.type}]
        # One more than asked for tells whether there is another page.
        merged = list(islice(self._merged(sources, since, after, asked.limit + 1), asked.limit + 1))
        page, more = merged[: asked.limit], len(merged) > asked.limit
        last = None
        if more:
            end = page[-1]
            place = cursor.Position([as_text(end.captured_at), end.source, end.record_id])
            last = cursor.encode(place, digest, self._key, self._clock.now())
        return RecordPage(items=[record_view(one) for one in page], count=len(page), last_key=last)

    def _merged(
        self, sources: Iterable[str], since: datetime | None, after: Sequence[Any] | None, limit: int
    ) -> Iterator[FeedRecord]:
        wanted = sorted(sources)
        # Twice its share of the page is seldom exceeded by a feed, and what is read beyond it is lost.
        size = min(limit, max(_LEAST_READ, 2 * limit // max(1, len(wanted))))
        pages = (self._records(source, since, after, limit, size) for source in wanted)
        return heapq.merge(*pages, key=lambda one: (-one.captured_at.timestamp(), one.source))

    def _records(
        self, source: str, since: datetime | None, after: Sequence[Any] | None, limit: int, size: int
    ) -> Iterator[FeedRecord]:
        """Yields records of a source, and reads ``size`` of them at a time."""
        page = self._beginning(source, since, after, size)
        read = len(page)
        yield from takewhile(lambda one: since is None or one.captured_at >= since, page)
        while len(page) == size and read < limit:
            place = RecordPosition(captured_at=page[-1].captured_at, record_id=page[-1].record_id)
            page = self._reader.newest(source, limit=size, after=place)
            read += len(page)
            yield from takewhile(lambda one: since is None or one.captured_at >= since, page)

    def _beginning(
        self, source: str, since: datetime | None, after: Sequence[Any] | None, limit: int
    ) -> Sequence[FeedRecord]:
        """Returns a source's records behind the end of the page before, which is in one of the sources."""
        if after is None:
            return self._reader.newest(source, limit=limit, since=since)
        end, of_source, record_id = as_time(after[0]), after[1], after[2]
        if source == of_source:
            place = RecordPosition(captured_at=end, record_id=record_id)
            return self._reader.newest(source, limit=limit, after=place)
        # Records of the same time come by source: those of earlier sources are on the pages before.
        until = end if source > of_source else end - _MILLISECOND
        return self._reader.newest(source, limit=limit, until=until)


def position(last_key: str, digest: str, key: bytes, now: datetime) -> list[Any] | None:
    """Returns the position in a ``lastKey``; None for an empty one.

    Raises:
        InvalidParameter: it is damaged, of another query, or older than a day.
    """
    if not last_key:
        return None
    try:
        return cursor.decode(last_key, digest, key, now).after
    except cursor.InvalidCursor as error:
        raise InvalidParameter("lastKey", error.reason) from error


def _since(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return as_time(text)
    except ValueError:
        raise InvalidParameter("since", "is no time such as 2026-03-01T10:00:00Z") from None
