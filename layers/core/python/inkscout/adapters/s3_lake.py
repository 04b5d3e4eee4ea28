"""The raw lake in the data bucket: what was fetched, as it was, under keys made from its content.

``raw/source={source}/date={day}/{subject}-{hash}.json.gz`` holds a document, or a page with its metadata. A
page's newest version is found through ``raw/latest/{subject}/{hash of the address}.json``, so that reading a
subject again needs no listing of the lake, and a page that did not change is not stored again.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from inkscout.adapters.s3_bucket import Bucket, as_json, packed
from inkscout.domain.page import Page
from inkscout.ports import Clock, JsonMap

JSON = "application/json"

_UNSAFE = re.compile(r"[^A-Za-z0-9._=-]+")


class S3Lake:
    """``ports.RawLake`` on one bucket."""

    def __init__(self, client: Any, bucket: str, clock: Clock) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``s3`` client and the bucket's name."""
        self._bucket, self._clock = Bucket(client, bucket), clock

    def put_page(self, source: str, subject: str, page: Page) -> str:
        """Stores a page's HTML and metadata; returns its key. A page that did not change keeps its key."""
        address = _digest(page.url.encode("utf-8", "replace"))
        content = _digest(f"{page.status}\n{page.html}".encode("utf-8", "surrogatepass"))
        pointer = f"{_pointers(subject)}{address}.json"
        newest = self._bucket.get_json(pointer)
        if newest is not None and newest["content"] == content:
            return str(newest["key"])
        name = f"{safe(subject)}-{address[:8]}{content}.json.gz"
        key = f"raw/source={safe(source)}/date={page.fetched_at.date().isoformat()}/{name}"
        self._bucket.put(key, packed(asdict(page)), JSON, once=True)
        self._bucket.put(pointer, as_json({"key": key, "content": content}), JSON)
        return key

    def put_json(self, source: str, subject: str, document: JsonMap) -> str:
        """Stores a provider's answer as it came; returns its key."""
        return self._put_json("raw", source, subject, dict(document))

    def put_bytes(self, source: str, subject: str, suffix: str, body: bytes, content_type: str) -> str:
        """Stores a snapshot such as a screenshot; returns its key."""
        key = f"{self._today('raw', source)}/{safe(subject)}-{_digest(body)}{safe(suffix)}"
        self._bucket.put(key, body, content_type, once=True)
        return key

    def pages(self, subject: str) -> Iterator[Page]:
        """The newest stored version of each page of a subject, for replay without the network."""
        for pointer in self._bucket.keys(_pointers(subject)):
            newest = self._bucket.get_json(pointer)
            document = self._bucket.get_json(newest["key"]) if newest else None
            if document is not None:
                yield _pages().validate_python(document)

    def quarantine(self, source: str, subject: str, document: JsonMap, reason: str) -> str:
        """Keeps what failed validation, with the reason; returns its key."""
        kept = {"subject": subject, "reason": reason, "document": dict(document)}
        return self._put_json("quarantine", source, subject, kept)

    def _put_json(self, area: str, source: str, subject: str, document: dict[str, Any]) -> str:
        key = f"{self._today(area, source)}/{safe(subject)}-{_digest(as_json(document))}.json.gz"
        self._bucket.put(key, packed(document), JSON, once=True)
        return key

    def _today(self, area: str, source: str) -> str:
        return f"{area}/source={safe(source)}/date={self._clock.now().date().isoformat()}"


def safe(text: str) -> str:
    """A text as part of a key: letters, digits and a few marks."""
    return _UNSAFE.sub("-", text)[:200]


def _pointers(subject: str) -> str:
    return f"raw/latest/{safe(subject)}/"


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:24]


@lru_cache(maxsize=1)
def _pages() -> TypeAdapter[Page]:
    return TypeAdapter(Page)
