"""Ports for fetching pages of websites and profiles, and for storing them."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from inkscout.domain.page import Page
from inkscout.ports.json_map import JsonMap


class Fetcher(Protocol):
    """Fetches pages of websites within the egress rule, robots.txt, the rate limits and the size limits."""

    async def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Page:
        """Returns one page; every failure is a ``Page`` whose status tells it, never an exception.

        ``etag`` and ``last_modified`` of an earlier response make the request conditional.
        """
        ...


class RawLake(Protocol):
    """Immutable store of fetched pages and responses."""

    def put_page(self, source: str, subject: str, page: Page) -> str:
        """Stores a page's HTML and metadata; returns its key. Storing the same page again adds no object."""
        ...

    def put_json(self, source: str, subject: str, document: JsonMap) -> str:
        """Stores a provider's response unchanged; returns its key."""
        ...

    def put_bytes(self, source: str, subject: str, suffix: str, body: bytes, content_type: str) -> str:
        """Stores a snapshot such as a screenshot; returns its key."""
        ...

    def pages(self, subject: str) -> Iterator[Page]:
        """Yields the newest stored version of each page of a subject, for replay without the network."""
        ...

    def quarantine(self, source: str, subject: str, document: JsonMap, reason: str) -> str:
        """Stores a document that failed validation, with the reason; returns its key."""
        ...


class Manifests(Protocol):
    """Store of work lists between steps, and of exports, in the data bucket."""

    def write_lines(self, key: str, lines: Iterable[JsonMap]) -> int:
        """Writes JSON Lines under ``key``; returns the number of lines."""
        ...

    def write_text(self, key: str, text: str, content_type: str) -> None:
        """Writes a text object, such as an export."""
        ...


class BusinessProfiles(Protocol):
    """A social network's API for its professional accounts."""

    def account(self, handle: str) -> dict[str, Any] | None:
        """Returns an account as the network returns it; None if unknown, private or not professional.

        Raises:
            SecretUnavailable: the token is missing or not readable.
            ProviderThrottled, ProviderUnavailable, ProviderRejected: the network failed or refused.
        """
        ...


class SiteBrowser(Protocol):
    """A real browser, with one session for each site."""

    def visit(self, subject: str) -> AbstractAsyncContextManager[Fetcher]:
        """Opens a fetcher that runs the pages' scripts; keeps screenshots of failed pages under ``subject``.

        Raises:
            BrowserUnavailable: no browser can be started here; raised by the fetcher, on its first page.
        """
        ...
