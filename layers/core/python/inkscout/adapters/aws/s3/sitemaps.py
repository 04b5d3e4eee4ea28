"""Reads the sitemaps in the data bucket, which the exports write anew at each run and each removal."""

from typing import Any

from inkscout.adapters.aws.s3.bucket import Bucket
from inkscout.usecases.directory.export_directory import LATEST


class S3Sitemaps:
    """Sitemaps as lists of paths, with the time of each page's last change."""

    def __init__(self, client: Any, bucket: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``s3`` client and the bucket's name."""
        self._bucket = Bucket(client, bucket)

    def read(self, number: int) -> list[tuple[str, str]] | None:
        """Returns path and last change (ISO 8601) of each page of a sitemap; None if there is none.

        Raises:
            StoreThrottled: the bucket did not respond.
        """
        body = self._bucket.get(f"{LATEST}/sitemap-{number}.tsv")
        if body is None:
            return None
        lines = body.decode("utf-8").splitlines()
        return [(path, changed) for path, _, changed in (line.partition("\t") for line in lines)]
