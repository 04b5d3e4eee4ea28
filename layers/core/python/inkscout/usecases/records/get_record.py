"""GetRecord and GetHistory: one record or version with its original, and a record's versions."""

import re
from typing import Any

from inkscout.contracts.api.records import HistoryPage, RecordDetail
from inkscout.domain.record import (
    FINGERPRINT_CHARS,
    FeedRecord,
    RecordChange,
    RecordVersion,
    as_text,
    as_time,
)
from inkscout.errors import NotFound
from inkscout.feeds.json_text import NotJson, at_pointer, read
from inkscout.ports import Clock
from inkscout.ports.feeds import FeedLake, RecordReader
from inkscout.search import cursor
from inkscout.usecases.records.catalogue import FeedCatalogue
from inkscout.usecases.records.list_records import position
from inkscout.usecases.records.record_views import record_view, version_view

_VERSION_ID = re.compile(rf"(.+)-([0-9a-f]{{{FINGERPRINT_CHARS}}})")
_UNKNOWN = "There is no such record."


class GetRecord:
    """Serves ``GET /v1/records/{id}``, for the id of a record or of a version."""

    def __init__(self, reader: RecordReader, feeds: FeedCatalogue, lake: FeedLake) -> None:
        self._reader = reader
        self._feeds = feeds
        self._lake = lake

    def __call__(
        self, record_id: str, *, of: str = "", with_raw: bool = False, private: bool = False
    ) -> RecordDetail:
        """Returns a record, gone or not, or a version; with the source's own element if asked for.

        Args:
            record_id: Id of a record or version.
            of: Name of the feed that it has to be of; empty for any.
            with_raw: Whether the archived answer is read for the element.
            private: Whether feeds count that are not public.

        Raises:
            NotFound: there is no such record.
        """
        found = self._found(record_id)
        if found is None or not _is_shown(found, self._feeds, of, private=private):
            raise NotFound(_UNKNOWN)
        raw = self._raw(found) if with_raw else None
        if isinstance(found, FeedRecord):
            return RecordDetail(
                **record_view(found).model_dump(),
                version_id=found.version_id,
                raw_pointer=found.raw_pointer,
                raw=raw,
            )
        return RecordDetail(
            id=found.version_id,
            source=found.source,
            type=found.kind,
            captured_at=as_text(found.at),
            fingerprint=found.fingerprint,
            data=dict(found.data),
            raw_s3_key=found.raw_key,
            version_id=found.version_id,
            raw_pointer=found.raw_pointer,
            change=found.change.value,
            fields=list(found.fields),
            raw=raw,
        )

    def _found(self, record_id: str) -> FeedRecord | RecordVersion | None:
        record = self._reader.record(record_id)
        version = _VERSION_ID.fullmatch(record_id)
        if record is not None or version is None:
            return record
        return self._reader.version(version[1], version[2])

    def _raw(self, found: FeedRecord | RecordVersion) -> Any:  # noqa: ANN401 - any JSON
        """Returns the element as the source sent it; None if the archive no longer has it."""
        body = self._lake.raw(found.raw_key)
        try:
            return at_pointer(read(body), found.raw_pointer) if body is not None else None
        except (NotJson, KeyError):
            return None


class GetHistory:
    """Serves ``GET /v1/records/{id}/history``."""

    def __init__(self, reader: RecordReader, feeds: FeedCatalogue, clock: Clock, key: bytes) -> None:
        self._reader = reader
        self._feeds = feeds
        self._clock = clock
        self._key = key

    def __call__(
        self, record_id: str, *, of: str = "", limit: int, last_key: str = "", private: bool = False
    ) -> HistoryPage:
        """Returns a page of a record's versions, newest first.

        Raises:
            InvalidParameter: ``lastKey`` is not of this API and this record.
            NotFound: there is no such record, its feed is not public and ``private`` is not set, or it is
                not one of the feed ``of``.
        """
        record = self._reader.record(record_id)
        if record is None or not _is_shown(record, self._feeds, of, private=private):
            raise NotFound(_UNKNOWN)
        digest = cursor.query_digest({"history": record_id})
        place = position(last_key, digest, self._key, self._clock.now())
        after = _beginning(record, place) if place else None
        found = list(self._reader.versions(record_id, limit=limit + 1, after=after))
        page, more = found[:limit], len(found) > limit
        last = None
        if more:
            end = cursor.Position([as_text(page[-1].at), page[-1].fingerprint])
            last = cursor.encode(end, digest, self._key, self._clock.now())
        items = [version_view(one) for one in page]
        return HistoryPage(record_id=record_id, items=items, count=len(items), last_key=last)


def _is_shown(found: FeedRecord | RecordVersion, feeds: FeedCatalogue, of: str, *, private: bool) -> bool:
    return of in {"", found.source} and found.source in feeds(private=private)


def _beginning(record: FeedRecord, place: list[Any]) -> RecordVersion:
    """Returns the version that the page before ended with, as far as its key in the history needs."""
    return RecordVersion(
        record_id=record.record_id,
        source=record.source,
        kind=record.kind,
        at=as_time(place[0]),
        change=RecordChange.CHANGED,
        fields=(),
        data={},
        fingerprint=str(place[1]),
        raw_key="",
        raw_pointer="",
        run="",
    )
