"""Pages of websites, and where they are kept."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from inkscout.domain.page import Page
from inkscout.ports.json_map import JsonMap


class Fetcher(Protocol):
    """Fetches pages of websites within the egress rule, robots.txt, the pace and the bounds."""

    async def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Page:
        """One page; every failure is a ``Page`` whose status says so, never an exception."""
        ...


class RawLake(Protocol):
    """Immutable store of what was fetched."""

    def put_page(self, source: str, subject: str, page: Page) -> str:
        """Stores a page's HTML and metadata; returns its key. Storing the same page twice is one object."""
        ...

    def put_json(self, source: str, subject: str, document: JsonMap) -> str:
        """Stores a provider's answer as it came; returns its key."""
        ...

    def put_bytes(self, source: str, subject: str, suffix: str, body: bytes, content_type: str) -> str:
        """Stores a snapshot such as a screenshot; returns its key."""
        ...

    def pages(self, subject: str) -> Iterator[Page]:
        """The newest stored version of each page of a subject, for replay without the network."""
        ...

    def quarantine(self, source: str, subject: str, document: JsonMap, reason: str) -> str:
        """Keeps what failed validation, with the reason; returns its key."""
        ...


class Manifests(Protocol):
    """Work lists between steps, in the data bucket."""

    def write_lines(self, key: str, lines: Iterable[JsonMap]) -> int:
        """Writes JSON Lines under ``key``; returns the number of lines."""
        ...

    def write_text(self, key: str, text: str, content_type: str) -> None:
        """Writes a text object, such as an export."""
        ...


class BusinessProfiles(Protocol):
    """A social network's own interface to its professional accounts."""

    def account(self, handle: str) -> dict[str, Any] | None:
        """One account as the network returns it; None when it is unknown, private or not professional.

        Raises:
            SecretUnavailable: the token is missing or not readable.
            ProviderThrottled, ProviderUnavailable, ProviderRejected: the network failed or refused.
        """
        ...


class SiteBrowser(Protocol):
    """A real browser, one session for each site."""

    def visit(self, subject: str) -> AbstractAsyncContextManager[Fetcher]:
        """A fetcher that runs the pages' scripts; what failed pages looked like is kept under ``subject``.

        Raises:
            BrowserUnavailable: no browser can be started here; by the fetcher, on its first page.
        """
        ...
