"""Lake and state store that redact denylisted people, whom websites may still show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from inkscout.domain.page import Page
from inkscout.domain.redaction import Redactor
from inkscout.ports import JsonMap, RawLake, StateStore
from inkscout.ports.operations import Change

PAGES = "pages"
"""Scope of the state store in which addresses of a studio's pages are kept, under the studio's id."""


class RedactingLake:
    """``ports.RawLake`` before another; clears documents of denylisted people before they are kept."""

    def __init__(self, lake: RawLake, redactor: Redactor) -> None:
        """Uses the lake that stores, and what finds people in texts."""
        self._lake, self._redactor = lake, redactor

    def put_page(self, source: str, subject: str, page: Page) -> str:
        """Stores a page without denylisted people; one whose very address names somebody is not stored."""
        clean = cleared_page(page, subject, self._redactor)
        return self._lake.put_page(source, subject, clean) if clean else ""

    def put_json(self, source: str, subject: str, document: JsonMap) -> str:
        """Stores a document without denylisted people."""
        return self._lake.put_json(source, subject, self._redactor.document(document, subject))

    def put_bytes(self, source: str, subject: str, suffix: str, body: bytes, content_type: str) -> str:
        """Stores a snapshot, unless it may show somebody who asked not to be."""
        if self._redactor.concerns(subject):
            return ""
        return self._lake.put_bytes(source, subject, suffix, body, content_type)

    def pages(self, subject: str) -> Iterator[Page]:
        """The newest stored version of each page of a subject."""
        return self._lake.pages(subject)

    def quarantine(self, source: str, subject: str, document: JsonMap, reason: str) -> str:
        """Keeps what failed validation, without denylisted people."""
        clean = self._redactor.document(document, subject)
        return self._lake.quarantine(source, subject, clean, self._redactor.text(reason, subject))


class RedactingStateStore:
    """``ports.StateStore`` before another; drops addresses of pages that name denylisted people."""

    def __init__(self, state_store: StateStore, redactor: Redactor) -> None:
        """Uses the store that stores, and what finds people in texts."""
        self._state_store, self._redactor = state_store, redactor

    def get(self, scope: str, key: str) -> dict[str, Any] | None:
        """A value."""
        return self._state_store.get(scope, key)

    def get_many(self, scope: str, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Values by key."""
        return self._state_store.get_many(scope, keys)

    def put(self, scope: str, key: str, document: JsonMap, ttl_seconds: int | None = None) -> None:
        """Replaces a value."""
        self._state_store.put(scope, key, self._clean(scope, key, document), ttl_seconds)

    def put_many(self, scope: str, documents: Mapping[str, JsonMap], ttl_seconds: int | None = None) -> None:
        """Replaces values by their keys."""
        clean = {key: self._clean(scope, key, document) for key, document in documents.items()}
        self._state_store.put_many(scope, clean, ttl_seconds)

    def put_if(
        self,
        scope: str,
        key: str,
        document: JsonMap,
        expected_version: int | None,
        ttl_seconds: int | None = None,
    ) -> bool:
        """Replaces a value of the expected version."""
        return self._state_store.put_if(
            scope, key, self._clean(scope, key, document), expected_version, ttl_seconds
        )

    def update(self, scope: str, key: str, change: Change, ttl_seconds: int | None = None) -> bool:
        """Stores what ``change`` makes of the stored value."""

        def cleaned(stored: dict[str, Any] | None) -> JsonMap | None:
            wanted = change(stored)
            return None if wanted is None else self._clean(scope, key, wanted)

        return self._state_store.update(scope, key, cleaned, ttl_seconds)

    def add(
        self, scope: str, key: str, amounts: Mapping[str, float], ttl_seconds: int | None = None
    ) -> dict[str, float]:
        """Adds to numeric fields atomically."""
        return self._state_store.add(scope, key, amounts, ttl_seconds)

    def _clean(self, scope: str, key: str, document: JsonMap) -> JsonMap:
        if scope != PAGES:
            return document
        clean: JsonMap = self._redactor.document(document, key)
        return clean


def cleared_page(page: Page, subject: str, redactor: Redactor) -> Page | None:
    """The page without denylisted people; None when its address names one of them."""
    for url in (page.url, page.final_url):
        if redactor.text(url, subject) != url:
            return None
    html = redactor.text(page.html, subject)
    return page if html == page.html else replace(page, html=html, detail=redactor.text(page.detail, subject))
