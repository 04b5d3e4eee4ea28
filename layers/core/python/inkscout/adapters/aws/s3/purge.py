"""Removes people from the data bucket, including old versions of objects."""

from collections.abc import Callable
from typing import Any

from inkscout.adapters.aws.s3.bucket import Bucket, packed
from inkscout.adapters.aws.s3.lake import ANSWERS, JSON, folders, pointers


class S3Purge:
    """Implements ``ports.removal.FilePurge`` on one bucket; lists only the prefixes of the subject."""

    def __init__(self, client: Any, bucket: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``s3`` client and the bucket's name."""
        self._bucket = Bucket(client, bucket)

    def purge_subject(self, subject: str) -> int:
        """Deletes all objects of a subject from the raw lake; returns their number."""
        return sum(self._bucket.empty(folder) for folder in folders(subject))

    def rewrite_subject(self, subject: str, clean: Callable[[Any], Any]) -> int:
        """Rewrites every stored document of a subject; deletes what ``clean`` makes None, and snapshots.

        The new content has the old key, so that pointers remain valid. Deletes all old versions, also of
        objects that were deleted earlier. Returns the number of objects that changed.
        """
        changed, gone = 0, []
        keys = [key for folder in folders(subject) for key in self._bucket.keys(folder)]
        for key in keys:
            if key.startswith(pointers(subject)):
                continue
            if not key.endswith(".json.gz"):
                gone.append(key)
                continue
            document = self._bucket.get_json(key)
            wanted = clean(document)
            if wanted is None:
                gone.append(key)
            elif wanted != document:
                self._bucket.put(key, packed(wanted), JSON)
                changed += 1
        lost = set(gone)
        leading = [key for key in keys if key.startswith(pointers(subject)) and self._leads_to(key) in lost]
        self._bucket.delete_for_good([*gone, *leading])
        for folder in folders(subject):
            self._bucket.forget_old(folder)
        return changed + len(gone)

    def rewrite_answers(self, clean: Callable[[Any], Any]) -> int:
        """Rewrites the stored responses of place providers and deletes their old versions.

        Returns the number of objects that changed.
        """
        changed = 0
        folder = f"{ANSWERS}/"
        for key in self._bucket.keys(folder):
            document = self._bucket.get_json(key)
            wanted = clean(document)
            if wanted != document:
                self._bucket.put(key, packed(wanted), JSON)
                changed += 1
        if changed:
            self._bucket.forget_old(folder)
        return changed

    def purge_exports(self) -> int:
        """Deletes every export; returns the number of objects."""
        return self._bucket.empty("exports/")

    def _leads_to(self, pointer: str) -> str:
        return str((self._bucket.get_json(pointer) or {}).get("key", ""))
