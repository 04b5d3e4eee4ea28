"""Objects of a bucket as documents, for backups and restores."""

import base64
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

_KEPT = {
    "content_type": "ContentType",
    "content_encoding": "ContentEncoding",
    "cache_control": "CacheControl",
    "metadata": "Metadata",
}
"""Names in a document of the properties that are kept beside the body."""

_TAKEN = frozenset({"PreconditionFailed", "ConditionalRequestConflict"})


class S3StoredObjects:
    """Implements ``ports.recovery.StoredObjects`` on one bucket."""

    def __init__(self, client: Any, bucket: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``s3`` client and the bucket's name."""
        self._client, self._bucket = client, bucket

    def under(self, prefix: str) -> Iterator[str]:
        """Yields the keys that begin with ``prefix``, in order."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
        for page in pages:
            yield from (entry["Key"] for entry in page.get("Contents", []))

    def read(self, key: str) -> Mapping[str, Any] | None:
        """Returns an object as ``key``, ``body`` (base64), ``content_type`` and more; None if it is gone."""
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchKey":
                return None
            raise
        kept = {name: answer[field] for name, field in _KEPT.items() if answer.get(field)}
        return {"key": key, "body": base64.b64encode(answer["Body"].read()).decode(), **kept}

    def write_new(self, document: Mapping[str, Any]) -> bool:
        """Writes an object that ``read`` returned unless its key is taken; returns whether it wrote."""
        properties = {field: document[name] for name, field in _KEPT.items() if document.get(name)}
        try:
            self._client.put_object(
                Bucket=self._bucket,
                Key=str(document["key"]),
                Body=base64.b64decode(document["body"]),
                IfNoneMatch="*",
                **properties,
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in _TAKEN:
                return False
            raise
        return True
