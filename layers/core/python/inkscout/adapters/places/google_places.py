"""Google's Places, legacy and New, as ``ports.PlaceSource``."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import ceil
from typing import Any

from inkscout.adapters.places.google_maps import GoogleMaps, Json, PageTokenRefused, PlaceGone
from inkscout.adapters.places.google_shapes import legacy_place, new_place
from inkscout.discovery.cells import radius_m
from inkscout.discovery.spend import Prices
from inkscout.domain.geo import Box
from inkscout.domain.place import Place, SearchPage
from inkscout.ports import Meter

PAGE_SIZE = 20
TEXT_CAP = 60
NEARBY_CAP = 20
CIRCLE_MAX_M = 50_000.0
KEEP_DAYS = 30
"""Days for which Places content other than the id may be cached (Maps Service Terms, Places API)."""
# Seconds to wait before each attempt with a legacy page token, which becomes valid after a moment.
_TOKEN_WAITS = (0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 2.0)

_DETAIL_FIELDS = (
    "address_component",
    "business_status",
    "formatted_address",
    "geometry",
    "international_phone_number",
    "name",
    "place_id",
    "type",
    "website",
)
_IDS_MASK = "places.id,nextPageToken"
_FIELDS = (
    "id",
    "displayName",
    "formattedAddress",
    "addressComponents",
    "location",
    "types",
    "businessStatus",
    "internationalPhoneNumber",
    "websiteUri",
    "rating",
    "userRatingCount",
)
_FULL_MASK = ",".join([f"places.{name}" for name in _FIELDS] + ["nextPageToken"])
_PLACE_MASK = ",".join(_FIELDS)
_BODY_ART = ["body_art_service"]


class LegacyGooglePlaces:
    """Source by the legacy services. Searches describe their places; Place Details add website and phone.

    A ``nearby`` search is restricted to its circle, so that fewer results than the cap prove completeness; a
    ``text`` search only prefers its circle, and may return places outside it.
    """

    cap = TEXT_CAP
    by_words = True
    ids_only = False
    max_radius_m = CIRCLE_MAX_M
    keep_days = KEEP_DAYS

    def __init__(self, google: GoogleMaps, meter: Meter, *, service: str = "nearby") -> None:
        self._google = google
        self._meter = meter
        self._text = service == "text"
        # Each kind of search has its own cells in the state store.
        self.name = "google_text" if self._text else "google"
        self._waits: tuple[float, ...] = _TOKEN_WAITS

    def search(self, query: str, box: Box, language: str) -> Iterator[SearchPage]:
        """Yields up to three pages of 20 results; raises as ``ports.PlaceSource.search``."""
        center = box.center
        words = {"query": query} if self._text else {"keyword": query}
        params: Json = {
            **words,
            "location": (center.lat, center.lng),
            "radius": ceil(min(radius_m(box), CIRCLE_MAX_M)),
            "language": language,
        }
        yield from _pages(lambda token: self._page(params, token), _legacy_page)

    def describe(
        self, places: Sequence[Place], query: str, box: Box, language: str, results: int
    ) -> Iterator[Place]:
        """Yields the places unchanged, since the search has described them."""
        yield from places

    def price(self, results: int, wanted: int) -> float:
        """Returns 0, since searches describe their places."""
        return 0.0

    def complete(self, place: Place) -> Place | None:
        """Returns the place with its Place Details; rating and count, which cost extra there, are kept."""
        self._meter.charge("legacy_details_contact")
        try:
            answer = self._google.legacy("place", place_id=place.source_id, fields=list(_DETAIL_FIELDS))
        except PlaceGone:
            return None
        record = {"rating": place.rating, "user_ratings_total": place.rating_count, "types": place.types}
        return _as_asked(legacy_place({"place_id": place.source_id, **record, **answer["result"]}), place)

    def _page(self, params: Json, token: str) -> Json:
        sku = "legacy_text_search" if self._text else "legacy_nearby_search"
        method = "places" if self._text else "places_nearby"
        if not token:
            self._meter.charge(sku)
            return dict(self._google.legacy(method, **params))
        for attempt, wait in enumerate(self._waits):
            self._google.sleep(wait)
            self._meter.charge(sku)
            try:
                page = dict(self._google.legacy(method, **params, page_token=token))
            except PageTokenRefused:
                continue
            # The next token will take about as long: wait once instead of sending requests that are refused.
            self._waits = (sum(self._waits[: attempt + 1]), *_TOKEN_WAITS[2:])
            return page
        raise PageTokenRefused


class NewGooglePlaces:
    """Source by text search of Places (New): free ids first, and records only of new or stale places.

    Records come from the cheaper of two ways: one request for each place, or the same search again with all
    fields, whose page of 20 costs less than two single requests.
    """

    name = "google"
    cap = TEXT_CAP
    by_words = True
    ids_only = True
    max_radius_m = 1_000_000.0
    keep_days = KEEP_DAYS

    def __init__(self, google: GoogleMaps, meter: Meter, prices: Prices) -> None:
        self._google = google
        self._meter = meter
        self._single = prices.of("details_enterprise")
        self._page = prices.of("text_search_enterprise")

    def search(self, query: str, box: Box, language: str) -> Iterator[SearchPage]:
        """Yields ids only, up to three pages of 20, restricted to the box.

        Raises as ``ports.PlaceSource.search``.
        """
        yield from self._search(query, box, language, _IDS_MASK, "text_search_ids")

    def describe(
        self, places: Sequence[Place], query: str, box: Box, language: str, results: int
    ) -> Iterator[Place]:
        """Yields full records of the places; omits places that no longer exist."""
        wanted = {place.source_id: place for place in places}
        pages = self._search(query, box, language, _FULL_MASK, "text_search_enterprise")
        left = results
        while len(wanted) * self._single > self._by_pages(left) > 0.0:
            page = next(pages, SearchPage())
            left = (results if page.first else left) - PAGE_SIZE
            for place in page.places:
                if wanted.pop(place.source_id, None):
                    yield place
        for place_id, asked in wanted.items():
            found = self._details(place_id)
            if found is not None:
                yield _as_asked(found, asked)

    def price(self, results: int, wanted: int) -> float:
        """Returns the price of all pages of the search, or of single records where they cost less."""
        if wanted < results:
            return min(self._by_pages(results), wanted * self._single)
        pages, rest = divmod(results, PAGE_SIZE)
        return min(pages * self._page + min(self._page, rest * self._single), wanted * self._single)

    def _by_pages(self, results: int) -> float:
        return max(0, -(-results // PAGE_SIZE)) * self._page

    def complete(self, place: Place) -> Place | None:
        """Returns the place unchanged, since ``describe`` has read all fields."""
        return place

    def _search(self, query: str, box: Box, language: str, mask: str, sku: str) -> Iterator[SearchPage]:
        body: Json = {
            "textQuery": query,
            "languageCode": language,
            "pageSize": PAGE_SIZE,
            "locationRestriction": {"rectangle": _rectangle(box)},
        }

        def fetch(token: str) -> Json:
            self._meter.charge(sku)
            request = {**body, "pageToken": token} if token else body
            return self._google.new("/v1/places:searchText", mask, request, {})

        yield from _pages(fetch, _new_page)

    def _details(self, place_id: str) -> Place | None:
        self._meter.charge("details_enterprise")
        try:
            return new_place(self._google.new(f"/v1/places/{place_id}", _PLACE_MASK, None, {}))
        except PlaceGone:
            return None


class NewGoogleNearby:
    """Source by type around a point in Places (New): one page of 20 body art services, whatever their names.

    The words of the query are not used; the second query of a cell would be the same request, so it returns
    nothing.
    """

    name = "google_nearby"
    cap = NEARBY_CAP
    by_words = True
    ids_only = False
    max_radius_m = CIRCLE_MAX_M
    keep_days = KEEP_DAYS

    def __init__(self, google: GoogleMaps, meter: Meter) -> None:
        self._google = google
        self._meter = meter
        self._asked: Box | None = None

    def search(self, query: str, box: Box, language: str) -> Iterator[SearchPage]:
        """Yields one page of full records within the circle around the box.

        Raises as ``ports.PlaceSource.search``. Yields nothing if the previous call was for the same box.
        """
        if box == self._asked:
            return
        self._asked = box
        center = box.center
        circle = {
            "center": {"latitude": center.lat, "longitude": center.lng},
            "radius": min(radius_m(box), CIRCLE_MAX_M),
        }
        body: Json = {
            "includedTypes": _BODY_ART,
            "languageCode": language,
            "maxResultCount": NEARBY_CAP,
            "locationRestriction": {"circle": circle},
        }
        self._meter.charge("nearby_search_enterprise")
        mask = _FULL_MASK.removesuffix(",nextPageToken")
        yield _new_page(self._google.new("/v1/places:searchNearby", mask, body, {}))

    def describe(
        self, places: Sequence[Place], query: str, box: Box, language: str, results: int
    ) -> Iterator[Place]:
        """Yields the places unchanged, since the search has described them."""
        yield from places

    def price(self, results: int, wanted: int) -> float:
        """Returns 0, since searches describe their places."""
        return 0.0

    def complete(self, place: Place) -> Place | None:
        """Returns the place unchanged, since the search has read all fields."""
        return place


def _as_asked(found: Place, asked: Place) -> Place:
    """Returns the record under the requested id; if Google responded with a new id, as ``new_id``."""
    if found.source_id == asked.source_id:
        return found
    return replace(found, source_id=asked.source_id, new_id=found.source_id)


def _pages(fetch: Callable[[str], Json], shape: Callable[[Json], SearchPage]) -> Iterator[SearchPage]:
    """Yields the pages of a search; if a page token is refused, starts once more from the first page.

    If it is refused again, the last page is marked as ``cut_short``.
    """
    results, restarted, token = 0, False, ""
    while True:
        try:
            answer = fetch(token)
        except PageTokenRefused:
            if restarted:
                yield SearchPage(cut_short=True)
                return
            results, restarted, token = 0, True, ""
            continue
        page = replace(shape(answer), first=not token)
        yield page
        results += len(page.places)
        token = str(answer.get("next_page_token") or answer.get("nextPageToken") or "")
        if not token or results >= TEXT_CAP:
            return


def _legacy_page(answer: Json) -> SearchPage:
    return SearchPage(places=tuple(legacy_place(record) for record in answer["results"]), document=answer)


def _new_page(answer: Json) -> SearchPage:
    return SearchPage(places=tuple(new_place(record) for record in answer.get("places", ())), document=answer)


def _rectangle(box: Box) -> dict[str, Any]:
    """Returns the box as a viewport; ``west`` exceeds ``east`` if it crosses the antimeridian."""
    return {
        "low": {"latitude": box.south, "longitude": box.west},
        "high": {"latitude": box.north, "longitude": box.east},
    }
