"""The raw lake in the data bucket: fetched content, unchanged, under keys derived from it.

``raw/{subject}/source={source}/date={day}/{hash}.json.gz`` is a page with its metadata; responses of
providers are under ``raw/answers/``. ``raw/{subject}/latest/{hash of the URL}.json`` points to the newest
version of a page, so that a page that did not change is not stored again, and reading a subject lists only
its pages. The subject comes first, so that a removal finds all its objects under a few prefixes.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from inkscout.adapters.aws.s3.bucket import Bucket, as_json, packed
from inkscout.domain.page import Page
from inkscout.ports import Clock, JsonMap

JSON = "application/json"
ANSWERS = "raw/answers"
"""Prefix of responses of providers; they expire with the facts that were taken from them."""

PICTURES = "images"
"""Prefix of the small copies of artists' pictures; they are removed with the artist."""

_UNSAFE = re.compile(r"[^A-Za-z0-9._=-]+")


class S3Lake:
    """Implements ``ports.RawLake`` on one bucket."""

    def __init__(self, client: Any, bucket: str, clock: Clock) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``s3`` client and the bucket's name."""
        self._bucket, self._clock = Bucket(client, bucket), clock

    def put_page(self, source: str, subject: str, page: Page) -> str:
        """Stores a page's HTML and metadata; returns its key. A page that did not change keeps its key."""
        address = _digest(page.url.encode("utf-8", "replace"))
        place = f"\n{page.part_of}" if page.part_of else ""
        content = _digest(f"{page.status}{place}\n{page.html}".encode("utf-8", "surrogatepass"))
        pointer = f"{pointers(subject)}{address}.json"
        newest = self._bucket.get_json(pointer)
        if newest is not None and newest["content"] == content:
            return str(newest["key"])
        day = page.fetched_at.date().isoformat()
        key = f"{_folder('raw', source, subject, day)}/{address[:8]}{content}.json.gz"
        self._bucket.put(key, packed(asdict(page)), JSON, once=True)
        self._bucket.put(pointer, as_json({"key": key, "content": content}), JSON)
        return key

    def put_json(self, source: str, subject: str, document: JsonMap) -> str:
        """Stores a provider's response unchanged; returns its key."""
        return self._put_json(ANSWERS, source, subject, dict(document))

    def put_bytes(self, source: str, subject: str, suffix: str, body: bytes, content_type: str) -> str:
        """Stores a snapshot such as a screenshot; returns its key."""
        key = f"{_folder('raw', source, subject, self._today())}/{_digest(body)}{safe(suffix)}"
        self._bucket.put(key, body, content_type, once=True)
        return key

    def pages(self, subject: str) -> Iterator[Page]:
        """Yields the newest stored version of each page of a subject, for replay without the network."""
        for pointer in self._bucket.keys(pointers(subject)):
            newest = self._bucket.get_json(pointer)
            document = self._bucket.get_json(newest["key"]) if newest else None
            if document is not None:
                yield _pages().validate_python(document)

    def quarantine(self, source: str, subject: str, document: JsonMap, reason: str) -> str:
        """Stores a document that failed validation, with the reason; returns its key."""
        kept = {"subject": subject, "reason": reason, "document": dict(document)}
        return self._put_json("quarantine", source, subject, kept)

    def _put_json(self, area: str, source: str, subject: str, document: dict[str, Any]) -> str:
        key = f"{_folder(area, source, subject, self._today())}/{_digest(as_json(document))}.json.gz"
        self._bucket.put(key, packed(document), JSON, once=True)
        return key

    def _today(self) -> str:
        return self._clock.now().date().isoformat()


def folders(subject: str) -> tuple[str, ...]:
    """Returns the prefixes of all objects of a subject."""
    return tuple(f"{area}/{safe(subject)}/" for area in ("raw", "quarantine", ANSWERS, PICTURES))


def _folder(area: str, source: str, subject: str, day: str) -> str:
    return f"{area}/{safe(subject)}/source={safe(source)}/date={day}"


def safe(text: str) -> str:
    """Returns a text as part of a key: at most 200 letters, digits and ``._=-``, and not only dots."""
    part = _UNSAFE.sub("-", text)[:200]
    return part if part.strip(".") else f"-{part}"


def pointers(subject: str) -> str:
    """Returns the prefix of the pointers to the newest versions of a subject's pages."""
    return f"raw/{safe(subject)}/latest/"


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:24]


@lru_cache(maxsize=1)
def _pages() -> TypeAdapter[Page]:
    return TypeAdapter(Page)
