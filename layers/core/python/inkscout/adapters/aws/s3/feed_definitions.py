"""Definitions of feeds in the feeds bucket.

``definitions/{name}.toml`` is in force. ``used-definitions/{name}/{digest}.toml`` is one that a run used, so
that the run's answers are read by the same rules however late.
"""

from collections.abc import Sequence
from typing import Any

from inkscout.adapters.aws.s3.bucket import Bucket

TOML = "application/toml"
PREFIX = "definitions/"
USED = "used-definitions/"
_SUFFIX = ".toml"


class S3FeedDefinitions:
    """Implements ``ports.feeds.FeedDefinitions`` on one bucket with versioning."""

    def __init__(self, client: Any, bucket: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``s3`` client and the bucket's name."""
        self._bucket = Bucket(client, bucket)

    def names(self) -> Sequence[str]:
        """Returns the names of the feeds in force, sorted."""
        return list(self.tags())

    def tags(self) -> dict[str, str]:
        """Returns a tag of each definition in force by name, sorted; it is another for another text."""
        found = {key.removeprefix(PREFIX): tag for key, tag in self._bucket.tags(PREFIX).items()}
        names = sorted(key for key in found if key.endswith(_SUFFIX) and "/" not in key)
        return {key.removesuffix(_SUFFIX): found[key] for key in names}

    def text(self, name: str) -> str | None:
        """Returns the definition in force; None if there is no such feed."""
        return _text(self._bucket.get(_key(name)))

    def text_of(self, name: str, digest: str) -> str | None:
        """Returns the definition that had a digest; None if it was never used."""
        return _text(self._bucket.get(_used(name, digest)))

    def put(self, name: str, text: str) -> None:
        """Puts a definition in force."""
        self._bucket.put(_key(name), text.encode(), TOML)

    def keep(self, name: str, digest: str, text: str) -> None:
        """Stores a definition under its digest; does nothing if it is there."""
        self._bucket.put(_used(name, digest), text.encode(), TOML, once=True)

    def remove(self, name: str) -> None:
        """Ends a definition's force; the bucket keeps its versions."""
        self._bucket.delete(_key(name))


def _key(name: str) -> str:
    return f"{PREFIX}{name}{_SUFFIX}"


def _used(name: str, digest: str) -> str:
    return f"{USED}{name}/{digest.removeprefix('sha256:')}{_SUFFIX}"


def _text(body: bytes | None) -> str | None:
    return None if body is None else body.decode("utf-8", "replace")
