"""Removes people from the data bucket, old versions of objects included."""

from collections.abc import Callable, Iterator
from typing import Any

from inkscout.adapters.s3_bucket import Bucket, packed
from inkscout.adapters.s3_lake import JSON, safe

_AREAS = ("raw/", "quarantine/")


class S3Purge:
    """``ports.removal.FilePurge`` on one bucket."""

    def __init__(self, client: Any, bucket: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``s3`` client and the bucket's name."""
        self._bucket = Bucket(client, bucket)

    def purge_subject(self, subject: str) -> int:
        """Removes everything the lake holds of a subject."""
        keys = [*self._objects(subject), *self._bucket.keys(f"raw/latest/{safe(subject)}/")]
        self._bucket.delete_for_good(keys)
        return len(keys)

    def rewrite_subject(self, subject: str, clean: Callable[[Any], Any]) -> int:
        """Rewrites every stored document of a subject; what cannot be cleared is removed.

        The new content takes the old key, so that pointers to it stay right; the versions before it go.
        """
        changed, gone = 0, []
        for key in list(self._objects(subject)):
            if not key.endswith(".json.gz"):
                gone.append(key)
                continue
            document = self._bucket.get_json(key)
            wanted = clean(document)
            if wanted is None:
                gone.append(key)
            elif wanted != document:
                self._bucket.delete_for_good([key])
                self._bucket.put(key, packed(wanted), JSON)
                changed += 1
        self._bucket.delete_for_good([*gone, *self._pointers_to(subject, set(gone))])
        return changed + len(gone)

    def purge_exports(self) -> int:
        """Removes every export that was made so far."""
        keys = list(self._bucket.keys("exports/"))
        self._bucket.delete_for_good(keys)
        return len(keys)

    def _objects(self, subject: str) -> Iterator[str]:
        """Keys of a subject's objects: ``…/{subject}-{hash}…``; the hash has no dash."""
        for area in _AREAS:
            for key in self._bucket.keys(area):
                name = key.rpartition("/")[2]
                if not key.startswith("raw/latest/") and name.rpartition("-")[0] == safe(subject):
                    yield key

    def _pointers_to(self, subject: str, gone: set[str]) -> list[str]:
        pointers = self._bucket.keys(f"raw/latest/{safe(subject)}/")
        return [pointer for pointer in pointers if (self._bucket.get_json(pointer) or {}).get("key") in gone]
