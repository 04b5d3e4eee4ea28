"""The operator's own list of studios, stored by map tiles, as a place source."""

from collections.abc import Iterator, Mapping, Sequence
from math import floor
from typing import Any

from inkscout.domain.geo import Box, GeoPoint
from inkscout.domain.place import Place, SearchPage
from inkscout.ports import StateStore

TILE_DEG = 0.25
"""Side of a tile in degrees: a city covers a few tiles, and the studios of a tile fit one item."""
_FIELDS = ("name", "address", "city", "country", "phone", "website")


class ImportedStudios:
    """Source and store of imported places, free and complete.

    Implements ``ports.PlaceSource`` and ``ports.PlaceImports``.
    """

    name = "import"
    cap = 0
    by_words = False
    ids_only = False
    max_radius_m = 20_000_000.0
    keep_days = 0

    def __init__(self, state_store: StateStore) -> None:
        self._state_store = state_store

    def search(self, query: str, box: Box, language: str) -> Iterator[SearchPage]:
        """Yields all imported places in the box, on one page."""
        found = []
        for tile in self._state_store.get_many("import", list(_tiles(box))).values():
            for source_id, entry in tile.get("studios", {}).items():
                place = _place(source_id, entry)
                if place.location is not None and box.contains(place.location):
                    found.append(place)
        yield SearchPage(places=tuple(sorted(found, key=lambda place: place.source_id)), first=True)

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

    def put(self, place: Place) -> bool:
        """Stores a place; returns False if it was stored with the same values before.

        A place that moved is removed from its old tile.

        Raises:
            ValueError: the place has no position.
            WriteConflict: other writers changed the tile first, on every attempt.
        """
        if place.location is None:
            raise ValueError("an imported place has a position")
        key = _tile(place.location.lat, place.location.lng)
        where = self._state_store.get("import", f"id#{place.source_id}")
        if where is not None and where["tile"] != key:
            self._change(str(where["tile"]), place.source_id, None)
        changed = self._change(key, place.source_id, _entry(place))
        if changed:
            self._state_store.put("import", f"id#{place.source_id}", {"tile": key})
        return changed

    def _change(self, key: str, source_id: str, entry: Mapping[str, Any] | None) -> bool:
        def change(tile: Mapping[str, Any] | None) -> dict[str, Any]:
            others = {
                known: one for known, one in (tile or {}).get("studios", {}).items() if known != source_id
            }
            return {"studios": others if entry is None else {**others, source_id: dict(entry)}}

        return self._state_store.update("import", key, change)


def _tiles(box: Box) -> Iterator[str]:
    columns = floor((box.width_deg + (box.west % TILE_DEG)) / TILE_DEG) + 1
    for row in range(floor(box.south / TILE_DEG), floor(box.north / TILE_DEG) + 1):
        for column in range(columns):
            yield _tile(row * TILE_DEG, box.west + column * TILE_DEG)


def _tile(lat: float, lng: float) -> str:
    around = round(360 / TILE_DEG)
    column = (floor(lng / TILE_DEG) + around // 2) % around - around // 2
    return f"tile#{floor(lat / TILE_DEG)}:{column}"


def _entry(place: Place) -> dict[str, Any]:
    point = place.location or GeoPoint(0.0, 0.0)
    return {"lat": point.lat, "lng": point.lng, **{name: getattr(place, name) for name in _FIELDS}}


def _place(source_id: str, entry: Mapping[str, Any]) -> Place:
    return Place(
        source="import",
        source_id=source_id,
        location=GeoPoint(float(entry["lat"]), float(entry["lng"])),
        name=str(entry["name"]),
        address=str(entry["address"]),
        city=str(entry["city"]),
        country=str(entry["country"]),
        phone=str(entry["phone"]),
        website=str(entry["website"]),
    )
