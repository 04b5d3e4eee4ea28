"""Fetches a site again: conditional requests, and the stored page if it has not changed."""

import asyncio
from dataclasses import replace

from inkscout.domain.page import FetchStatus, Page
from inkscout.ports import Fetcher, RawLake, StateStore

SCOPE = "pages"
SOURCE = "website"
"""Source name for pages of studios' websites in the raw lake."""


class Revisit:
    """Fetch function of one visit; stores validators and hashes of a site's pages between visits.

    Pages that have not changed are not stored again, so that an unchanged site costs only conditional
    requests.
    """

    def __init__(
        self, studio_id: str, *, fetcher: Fetcher, lake: RawLake, state_store: StateStore, fresh: bool
    ) -> None:
        self._studio_id = studio_id
        self._fetcher = fetcher
        self._lake = lake
        self._state_store = state_store
        self._known: dict[str, dict[str, str]] = {}
        self._fresh = fresh
        self._stored: dict[str, Page] | None = None

    async def load(self) -> None:
        """Reads the validators and hashes of the last visit."""
        record = await asyncio.to_thread(self._state_store.get, SCOPE, self._studio_id)
        self._known = dict((record or {}).get("pages", {}))

    async def fetch(self, url: str) -> Page:
        """Returns one page, from the lake if the site responds that it has not changed."""
        known = {} if self._fresh else self._known.get(url, {})
        page = await self._fetcher.fetch(
            url, etag=known.get("etag", ""), last_modified=known.get("last_modified", "")
        )
        if page.status is not FetchStatus.NOT_MODIFIED:
            return page
        stored = await self._from_lake(url)
        if stored is None:
            return await self._fetcher.fetch(url)
        return replace(stored, fetched_at=page.fetched_at, elapsed_ms=page.elapsed_ms)

    async def save(self, pages: tuple[Page, ...]) -> None:
        """Stores the pages that changed, and the validators and hashes of all."""
        remembered: dict[str, dict[str, str]] = {}
        for page in pages:
            before = self._known.get(page.url, {})
            if page.status is FetchStatus.OK:
                remembered[page.url] = {
                    "etag": page.etag,
                    "last_modified": page.last_modified,
                    "hash": page.content_hash,
                } | ({"part_of": page.part_of} if page.part_of else {})
            is_known = before.get("hash") == page.content_hash and before.get("part_of", "") == page.part_of
            if page.status is not FetchStatus.OK or not is_known:
                await asyncio.to_thread(self._lake.put_page, SOURCE, self._studio_id, page)
        if remembered != self._known:
            await asyncio.to_thread(
                self._state_store.put, SCOPE, self._studio_id, {"pages": remembered}, _REMEMBER_SECONDS
            )

    async def _from_lake(self, url: str) -> Page | None:
        if self._stored is None:
            self._stored = await asyncio.to_thread(self._all_stored)
        return self._stored.get(url)

    def _all_stored(self) -> dict[str, Page]:
        return {page.url: page for page in self._lake.pages(self._studio_id) if not page.rendered}


_REMEMBER_SECONDS = 180 * 86_400
"""Half a year in seconds; a studio not visited for longer is read as if it were new."""
