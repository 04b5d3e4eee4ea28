"""Raw lake and state store that redact denylisted people, whom websites may still show."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from inkscout.domain.page import Page
from inkscout.domain.redaction import Redactor
from inkscout.domain.removal import ANSWERS
from inkscout.ports import JsonMap, RawLake, StateStore
from inkscout.ports.operations import Change

PAGES = "pages"
"""Scope of the state store for the URLs of a studio's pages, under the studio's id."""


StudiosOf = Callable[[str], Sequence[str]]
"""Returns the studios whose people may be named in data about a subject."""


class RedactingLake:
    """Implements ``ports.RawLake`` over another lake; removes denylisted people before it stores."""

    def __init__(self, lake: RawLake, redactor: Redactor, studios_of: StudiosOf) -> None:
        """Takes the lake that stores, the redactor, and a function that returns a subject's studios."""
        self._lake, self._redactor, self._studios_of = lake, redactor, studios_of

    def put_page(self, source: str, subject: str, page: Page) -> str:
        """Stores a page without denylisted people; returns its key, empty if its URL names one of them.

        Such a page is not stored.
        """
        clean = cleared_page(page, self._about(subject), self._redactor)
        return self._lake.put_page(source, subject, clean) if clean else ""

    def put_json(self, source: str, subject: str, document: JsonMap) -> str:
        """Stores a provider's response without denylisted people; returns its key."""
        clean = self._redactor.document(document, ANSWERS, *self._about(subject))
        return self._lake.put_json(source, subject, clean)

    def put_bytes(self, source: str, subject: str, suffix: str, body: bytes, content_type: str) -> str:
        """Stores a snapshot; returns its key. A snapshot that may show a denylisted person is not stored.

        The key is empty then.
        """
        if self._redactor.concerns(*self._about(subject)):
            return ""
        return self._lake.put_bytes(source, subject, suffix, body, content_type)

    def pages(self, subject: str) -> Iterator[Page]:
        """Yields the newest stored version of each page of a subject."""
        return self._lake.pages(subject)

    def quarantine(self, source: str, subject: str, document: JsonMap, reason: str) -> str:
        """Stores a document that failed validation, without denylisted people; returns its key."""
        about = self._about(subject)
        clean = self._redactor.document(document, *about)
        return self._lake.quarantine(source, subject, clean, self._redactor.text(reason, *about))

    def _about(self, subject: str) -> Sequence[str]:
        return self._studios_of(subject) if self._redactor.is_needed else ()


class RedactingStateStore:
    """Implements ``ports.StateStore`` over another store; drops URLs that name denylisted people."""

    def __init__(self, state_store: StateStore, redactor: Redactor) -> None:
        """Takes the store that stores, and the redactor."""
        self._state_store, self._redactor = state_store, redactor

    def get(self, scope: str, key: str) -> dict[str, Any] | None:
        """Returns a value; None if absent or expired."""
        return self._state_store.get(scope, key)

    def get_many(self, scope: str, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Returns values by key; omits absent and expired ones."""
        return self._state_store.get_many(scope, keys)

    def first(self, scope: str, limit: int) -> dict[str, dict[str, Any]]:
        """Returns the values of the first ``limit`` keys of a scope, by key; omits expired ones."""
        return self._state_store.first(scope, limit)

    def put(self, scope: str, key: str, document: JsonMap, ttl_seconds: int | None = None) -> None:
        """Replaces a value. It never expires if ``ttl_seconds`` is None."""
        self._state_store.put(scope, key, self._clean(scope, key, document), ttl_seconds)

    def put_many(self, scope: str, documents: Mapping[str, JsonMap], ttl_seconds: int | None = None) -> None:
        """Replaces values by their keys. They never expire if ``ttl_seconds`` is None."""
        clean = {key: self._clean(scope, key, document) for key, document in documents.items()}
        self._state_store.put_many(scope, clean, ttl_seconds)

    def put_if(
        self,
        scope: str,
        key: str,
        document: JsonMap,
        expected_version: int | None,
        ttl_seconds: int | None = None,
    ) -> int | None:
        """Replaces a value if its ``version`` is the expected one; returns the new one, None if it is not."""
        return self._state_store.put_if(
            scope, key, self._clean(scope, key, document), expected_version, ttl_seconds
        )

    def update(self, scope: str, key: str, change: Change, ttl_seconds: int | None = None) -> bool:
        """Stores the result of ``change`` for the stored value; returns whether something was written.

        Raises:
            WriteConflict: other writers changed the value first, on every attempt.
        """

        def cleaned(stored: dict[str, Any] | None) -> JsonMap | None:
            wanted = change(stored)
            return None if wanted is None else self._clean(scope, key, wanted)

        return self._state_store.update(scope, key, cleaned, ttl_seconds)

    def add(
        self, scope: str, key: str, amounts: Mapping[str, float], ttl_seconds: int | None = None
    ) -> dict[str, float]:
        """Adds to numeric fields atomically; returns their new values."""
        return self._state_store.add(scope, key, amounts, ttl_seconds)

    def _clean(self, scope: str, key: str, document: JsonMap) -> JsonMap:
        if scope != PAGES:
            return document
        clean: JsonMap = self._redactor.document(document, key)
        return clean


def cleared_page(page: Page, studio_ids: Sequence[str], redactor: Redactor) -> Page | None:
    """Returns the page without denylisted people; None if its URL names one of them."""
    if any(redactor.names(url, *studio_ids) for url in (page.url, page.final_url, page.part_of)):
        return None
    html, detail = (redactor.text(text, *studio_ids) for text in (page.html, page.detail))
    if (html, detail) == (page.html, page.detail):
        return page
    return replace(page, html=html, detail=detail)
