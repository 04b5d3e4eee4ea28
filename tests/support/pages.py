"""Pages for tests of extraction: one from a string, a site from a folder of page cases."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inkscout.domain.page import FetchStatus, Page
from tests.support.project import ROOT

CASES = ROOT / "tests" / "page_cases"
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def page(html: str, url: str = "http://studio.test/", **fields: Any) -> Page:
    """A page that was fetched and found."""
    values: dict[str, Any] = {
        "url": url,
        "final_url": url,
        "status": FetchStatus.OK,
        "http_status": 200,
        "html": html,
        "size": len(html),
        "fetched_at": NOON,
    }
    return Page(**(values | fields))


def failed(url: str, status: FetchStatus, **fields: Any) -> Page:
    """A page that could not be read."""
    return Page(url=url, final_url=url, status=status, fetched_at=NOON, **fields)


@dataclass(frozen=True, slots=True)
class PageCase:
    """One folder: pages, what is known beforehand, and what must come out."""

    name: str
    pages: tuple[Page, ...]
    studio_name: str
    country: str
    expected: Mapping[str, Any]


def page_case(folder: Path) -> PageCase:
    """Reads the folder of a page case."""
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    fetched_at = datetime.fromisoformat(meta["fetched_at"])
    pages = tuple(
        page((folder / entry["file"]).read_text("utf-8"), entry["url"], fetched_at=fetched_at)
        for entry in meta["pages"]
    )
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    return PageCase(folder.name, pages, meta["studio_name"], meta["country"], expected)


def page_cases() -> list[PageCase]:
    """Every page case, by name."""
    return [page_case(folder) for folder in sorted(CASES.iterdir()) if (folder / "meta.json").is_file()]


@dataclass(slots=True)
class FakeSite:
    """A website in memory: a fetch function that remembers what was asked for."""

    pages: Mapping[str, str | Page]
    asked: list[str] = field(default_factory=list)
    rendered: bool = False

    async def fetch(self, url: str) -> Page:
        """The page of an address; an address that is not there is not found."""
        self.asked.append(url)
        found = self.pages.get(url)
        if found is None:
            return failed(url, FetchStatus.NOT_FOUND, http_status=404)
        return found if isinstance(found, Page) else page(found, url, rendered=self.rendered)


Fetch = Callable[[str], Awaitable[Page]]
