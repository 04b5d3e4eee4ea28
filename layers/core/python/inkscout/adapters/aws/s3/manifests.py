"""Work lists and exports in the data bucket."""

import json
from collections.abc import Iterable
from typing import Any

from inkscout.adapters.aws.s3.bucket import Bucket
from inkscout.ports import JsonMap


class S3Manifests:
    """Implements ``ports.Manifests`` on one bucket."""

    def __init__(self, client: Any, bucket: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``s3`` client and the bucket's name."""
        self._bucket = Bucket(client, bucket)

    def write_lines(self, key: str, lines: Iterable[JsonMap]) -> int:
        """Writes JSON Lines under ``key``; returns the number of lines."""
        rows = [json.dumps(dict(line), ensure_ascii=False, default=str) for line in lines]
        self.write_text(key, "".join(f"{row}\n" for row in rows), "application/x-ndjson")
        return len(rows)

    def write_text(self, key: str, text: str, content_type: str) -> None:
        """Writes a text object, such as an export."""
        self._bucket.put(key, text.encode("utf-8", "replace"), content_type)
