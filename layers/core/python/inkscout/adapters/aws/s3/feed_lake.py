"""Archive of the feeds: answers as they came, what was set aside, and CSV files, in the feeds bucket.

``raw/source={name}/date={YYYY-MM-DD}/…`` are answers, ``quarantine/source={name}/date={YYYY-MM-DD}/…`` what
was set aside, and ``data/{export}_{timestamp}.csv`` exports of runs.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from inkscout.adapters.aws.s3.bucket import Bucket, as_json
from inkscout.domain.feed_run import QuarantinedRecord
from inkscout.ports import JsonMap

JSON = "application/json"
CSV = "text/csv; charset=utf-8"


class S3FeedLake:
    """Implements ``ports.feeds.FeedLake`` on one bucket."""

    def __init__(self, client: Any, bucket: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``s3`` client and the bucket's name."""
        self._bucket = Bucket(client, bucket)

    @property
    def bucket(self) -> str:
        """Name of the bucket."""
        return self._bucket.name

    def put_raw(self, key: str, body: bytes) -> None:
        """Stores an answer as it came; does nothing if the key is there."""
        self._bucket.put(key, body, JSON, once=True)

    def raw(self, key: str) -> bytes | None:
        """Returns a stored answer; None if absent."""
        return self._bucket.get(key)

    def raw_keys(self, source: str, first_day: date) -> Iterator[str]:
        """Yields the keys of a source's stored answers from a day on, oldest first."""
        prefix = f"raw/source={source}/"
        yield from self._bucket.keys(prefix, after=f"{prefix}date={first_day.isoformat()}/")

    def put_quarantine(self, key: str, document: JsonMap) -> None:
        """Stores what was set aside; storing it again changes nothing."""
        self._bucket.put(key, as_json(dict(document)), JSON, once=True)

    def quarantine(self, source: str, limit: int) -> Sequence[QuarantinedRecord]:
        """Returns the newest entries of a source's quarantine, by run."""
        keys = list(self._bucket.keys(f"quarantine/source={source}/"))[-limit:]
        entries = ((key, self._bucket.get(key)) for key in reversed(keys))
        return [_quarantined(source, key, json.loads(body)) for key, body in entries if body is not None]

    def put_csv(self, export: str, timestamp: str, text: str, *, is_latest: bool) -> str:
        """Stores ``data/{export}_{timestamp}.csv``, the latest in ``data/latest/`` too; returns its key."""
        key = f"data/{export}_{timestamp}.csv"
        self._bucket.put(key, text.encode(), CSV)
        if is_latest:
            self._bucket.put(f"data/latest/{export}.csv", text.encode(), CSV)
        return key


def _quarantined(source: str, key: str, document: JsonMap) -> QuarantinedRecord:
    return QuarantinedRecord(
        source=source,
        run_id=str(document.get("run", "")),
        key=key,
        reason=str(document.get("reason", "")),
        field=str(document.get("field", "")),
        raw_key=str(document.get("raw_s3_key", "")),
        raw_pointer=str(document.get("raw_pointer", "")),
        record=document.get("record"),
    )
