"""Access to one S3 bucket: objects, paging, versions, and AWS errors as ``inkscout.errors``."""

import gzip
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from inkscout.errors import StoreThrottled

BATCH_DELETE = 1000
"""Maximum number of keys in a DeleteObjects (S3's quota)."""

_ABSENT = frozenset({"NoSuchKey", "404", "NotFound"})
_EXISTS = frozenset({"PreconditionFailed", "412", "ConditionalRequestConflict"})


class Bucket:
    """A bucket with versioning. Every request may raise ``StoreThrottled``."""

    def __init__(self, client: Any, name: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``s3`` client and the bucket's name."""
        self._client, self.name = client, name

    def put(self, key: str, body: bytes, content_type: str, *, once: bool = False) -> None:
        """Stores an object; with ``once``, keeps an existing one, for keys derived from the content."""
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
        """Returns an object, decompressed if its key ends in ``.gz``; None if absent."""
        try:
            with _translated():
                body: bytes = self._client.get_object(Bucket=self.name, Key=key)["Body"].read()
        except FileNotFoundError:
            return None
        return gzip.decompress(body) if key.endswith(".gz") else body

    def get_json(self, key: str) -> Any:  # noqa: ANN401 - any JSON
        """Returns an object's parsed JSON; None if absent."""
        body = self.get(key)
        return None if body is None else json.loads(body)

    def keys(self, prefix: str, after: str = "") -> Iterator[str]:
        """Yields the keys with a prefix, in order; those that sort after ``after``."""
        request = {"Bucket": self.name, "Prefix": prefix, **({"StartAfter": after} if after else {})}
        with _translated():
            for answer in self._client.get_paginator("list_objects_v2").paginate(**request):
                for entry in answer.get("Contents", []):
                    yield str(entry["Key"])

    def tags(self, prefix: str) -> dict[str, str]:
        """Returns entity tags by the keys of the objects with a prefix; another body has another tag."""
        found: dict[str, str] = {}
        with _translated():
            for answer in self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self.name, Prefix=prefix
            ):
                found |= {str(entry["Key"]): str(entry["ETag"]) for entry in answer.get("Contents", [])}
        return found

    def delete(self, key: str) -> None:
        """Deletes an object; its versions stay."""
        with _translated():
            self._client.delete_object(Bucket=self.name, Key=key)

    def delete_for_good(self, keys: Sequence[str]) -> int:
        """Deletes objects with all their versions and delete markers; returns the number of objects."""
        wanted = [version for key in keys for version in self._versions(key) if version.key == key]
        self._delete(wanted)
        return len({version.key for version in wanted})

    def empty(self, prefix: str) -> int:
        """Deletes everything with a prefix, all versions included; returns the number of objects."""
        versions = list(self._versions(prefix))
        self._delete(versions)
        return len({version.key for version in versions})

    def forget_old(self, prefix: str) -> None:
        """Deletes noncurrent versions with a prefix, and all versions of objects that were deleted."""
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
    """One version of an object; ``newest`` is False for a delete marker."""

    key: str
    version_id: str
    newest: bool


def packed(document: Any) -> bytes:  # noqa: ANN401 - any JSON
    """Returns a document as gzip-compressed JSON; equal documents give equal bytes."""
    return gzip.compress(as_json(document), mtime=0)


def as_json(document: Any) -> bytes:  # noqa: ANN401 - any JSON
    """Returns a document as JSON in ASCII, which can represent even lone surrogates of a broken page."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), default=str).encode("ascii")


@contextmanager
def _translated() -> Iterator[None]:
    """Converts AWS errors to ``FileNotFoundError``, ``FileExistsError`` or ``StoreThrottled``.

    Other errors are raised unchanged.
    """
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
