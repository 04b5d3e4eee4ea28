"""Erases and rewrites objects of the feeds bucket, which keeps versions."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from inkscout.adapters.aws.s3.bucket import Bucket
from inkscout.adapters.aws.s3.feed_definitions import PREFIX, USED
from inkscout.adapters.aws.s3.feed_lake import CSV, JSON
from inkscout.ports.feeds import FeedFiles

_STAMPED = re.compile(r"[0-9]{8}T[0-9]{6}Z\.csv")


class S3FeedErasure:
    """Implements ``ports.feeds.FeedFileErasure`` on one bucket."""

    def __init__(self, client: Any, bucket: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``s3`` client and the bucket's name."""
        self._bucket = Bucket(client, bucket)

    def files(self, source: str, exports: Sequence[str]) -> FeedFiles:
        """Returns the keys of a feed's objects; ``exports`` are the names of its CSV files."""
        return FeedFiles(
            answers=list(self._bucket.keys(f"raw/source={source}/")),
            quarantine=list(self._bucket.keys(f"quarantine/source={source}/")),
            exports=[key for export in exports for key in self._of_export(export)],
            definitions=[
                f"{PREFIX}{source}.toml",
                *self._bucket.keys(f"{USED}{source}/"),
            ],
        )

    def body(self, key: str) -> bytes | None:
        """Returns an object; None if it is not there."""
        return self._bucket.get(key)

    def rewrite(self, key: str, body: bytes) -> None:
        """Replaces an object and deletes what it was before."""
        self._bucket.put(key, body, CSV if key.endswith(".csv") else JSON)
        self.forget_versions([key])

    def forget_versions(self, keys: Sequence[str]) -> None:
        """Deletes what objects were before, and leaves them as they are."""
        for key in keys:
            self._bucket.forget_old(key)

    def erase(self, keys: Sequence[str]) -> int:
        """Deletes objects with all their versions; returns the number of objects."""
        return self._bucket.delete_for_good(keys)

    def _of_export(self, export: str) -> Iterator[str]:
        """Yields the keys of an export; those of one whose name begins alike are not among them."""
        prefix = f"data/{export}_"
        yield from (key for key in self._bucket.keys(prefix) if _STAMPED.fullmatch(key.removeprefix(prefix)))
        yield from (key for key in self._bucket.keys(f"data/latest/{export}.csv"))
