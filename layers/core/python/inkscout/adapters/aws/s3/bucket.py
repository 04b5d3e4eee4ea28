"""One S3 bucket: objects in and out, paging, versions, and AWS errors as the project's own."""

import gzip
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from inkscout.errors import StoreThrottled

BATCH_DELETE = 1000
"""Most keys of one DeleteObjects (S3's quota)."""

_ABSENT = frozenset({"NoSuchKey", "404", "NotFound"})
_EXISTS = frozenset({"PreconditionFailed", "412", "ConditionalRequestConflict"})


class Bucket:
    """A bucket that keeps old versions of its objects."""

    def __init__(self, client: Any, name: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``s3`` client."""
        self._client, self.name = client, name

    def put(self, key: str, body: bytes, content_type: str, *, once: bool = False) -> None:
        """Stores an object; ``once`` leaves one that is there already, for keys made from the content."""
        request = {"Bucket": self.name, "Key": key, "Body": body, "ContentType": content_type}
        if key.endswith(".gz"):
            request["ContentEncoding"] = "gzip"
        if once:
            request["IfNoneMatch"] = "*"
        try:
            with _translated():
                self._client.put_object(**request)
        except FileExistsError:
            return

    def get(self, key: str) -> bytes | None:
        """An object, unpacked when its key ends in ``.gz``; None when absent."""
        try:
            with _translated():
                body: bytes = self._client.get_object(Bucket=self.name, Key=key)["Body"].read()
        except FileNotFoundError:
            return None
        return gzip.decompress(body) if key.endswith(".gz") else body

    def get_json(self, key: str) -> Any:  # noqa: ANN401 - any JSON
        """An object's JSON; None when absent."""
        body = self.get(key)
        return None if body is None else json.loads(body)

    def keys(self, prefix: str) -> Iterator[str]:
        """The keys under a prefix, in order."""
        with _translated():
            for answer in self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self.name, Prefix=prefix
            ):
                for entry in answer.get("Contents", []):
                    yield str(entry["Key"])

    def delete_for_good(self, keys: Sequence[str]) -> int:
        """Removes objects with all their versions and delete markers; returns how many objects there were."""
        wanted = [version for key in keys for version in self._versions(key) if version.key == key]
        self._delete(wanted)
        return len({version.key for version in wanted})

    def empty(self, prefix: str) -> int:
        """Removes everything under a prefix with all versions; returns how many objects there were."""
        versions = list(self._versions(prefix))
        self._delete(versions)
        return len({version.key for version in versions})

    def forget_old(self, prefix: str) -> None:
        """Removes the versions under a prefix that are not the newest, and those of deleted objects."""
        self._delete([version for version in self._versions(prefix) if not version.newest])

    def _delete(self, versions: Sequence["_Version"]) -> None:
        for start in range(0, len(versions), BATCH_DELETE):
            part = versions[start : start + BATCH_DELETE]
            batch = {"Objects": [{"Key": v.key, "VersionId": v.version_id} for v in part], "Quiet": True}
            with _translated():
                answer = self._client.delete_objects(Bucket=self.name, Delete=batch)
            if answer.get("Errors"):
                raise StoreThrottled("the bucket kept objects that were to be deleted")

    def _versions(self, prefix: str) -> Iterator["_Version"]:
        with _translated():
            for answer in self._client.get_paginator("list_object_versions").paginate(
                Bucket=self.name, Prefix=prefix
            ):
                for entry in answer.get("Versions", []):
                    yield _Version(str(entry["Key"]), str(entry["VersionId"]), bool(entry["IsLatest"]))
                for entry in answer.get("DeleteMarkers", []):
                    yield _Version(str(entry["Key"]), str(entry["VersionId"]), newest=False)


class _Version(NamedTuple):
    """One version of an object; a delete marker is never the newest, since it shows nothing."""

    key: str
    version_id: str
    newest: bool


def packed(document: Any) -> bytes:  # noqa: ANN401 - any JSON
    """A document as gzip-compressed JSON, the same bytes each time."""
    return gzip.compress(as_json(document), mtime=0)


def as_json(document: Any) -> bytes:  # noqa: ANN401 - any JSON
    """A document as JSON in ASCII, so that also a half surrogate of a broken page can be kept."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), default=str).encode("ascii")


@contextmanager
def _translated() -> Iterator[None]:
    """AWS errors as Python's for an absent or a present object, else as the project's own."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        if code in _ABSENT:
            raise FileNotFoundError(code) from error
        if code in _EXISTS:
            raise FileExistsError(code) from error
        if status >= 500 or status == 429 or code in {"SlowDown", "RequestTimeout"}:
            raise StoreThrottled(f"the bucket answered {code}") from error
        raise
    except BotoCoreError as error:
        raise StoreThrottled(f"the bucket did not answer: {type(error).__name__}") from error
