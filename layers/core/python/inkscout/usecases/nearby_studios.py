"""Known studios by where they are, in small squares kept in memory, so that a record finds its neighbours."""

from collections.abc import Iterator
from math import cos, floor, radians
from typing import Any

from inkscout.discovery.identity import NEAR_M, Traits
from inkscout.domain.geo import GeoPoint
from inkscout.errors import WriteConflict
from inkscout.ports import Memory

SQUARE_DEG = 0.0025
"""Side of a square in degrees: about 280 m, so that a search looks at nine squares at most."""
TTL_SECONDS = 30 * 86_400
_ATTEMPTS = 6
_METRES_PER_DEG = 111_195.0


class NearbyStudios:
    """Reads each square once a call, and writes a square only when something in it changed."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._squares: dict[str, dict[str, Any]] = {}

    def around(self, point: GeoPoint) -> Iterator[tuple[str, Traits, frozenset[str]]]:
        """Id, traits and source names of every studio within ``NEAR_M`` metres, or a little more."""
        reach_lat = NEAR_M / _METRES_PER_DEG
        reach_lng = reach_lat / max(0.01, cos(radians(point.lat)))
        rows = range(_row(point.lat - reach_lat), _row(point.lat + reach_lat) + 1)
        columns = range(_row(point.lng - reach_lng), _row(point.lng + reach_lng) + 1)
        for key in dict.fromkeys(_key(row, column) for row in rows for column in columns):
            for studio_id, entry in self._square(key).get("studios", {}).items():
                yield studio_id, _traits(entry), frozenset(entry["sources"])

    def put(self, studio_id: str, traits: Traits, sources: frozenset[str]) -> None:
        """Notes a studio; one without a position is found by its aliases alone.

        Raises:
            WriteConflict: other writers kept changing the square.
        """
        if traits.location is None:
            return
        key = _key(_row(traits.location.lat), _row(traits.location.lng))
        entry = _entry(traits, sources)
        for _ in range(_ATTEMPTS):
            square = self._square(key)
            studios = square.get("studios", {})
            if studios.get(studio_id) == entry:
                return
            changed = {**studios, studio_id: entry}
            if self._memory.put_if("spot", key, {"studios": changed}, square.get("version"), TTL_SECONDS):
                self._squares.pop(key)
                return
            self._squares.pop(key)
        raise WriteConflict("other writers kept changing a square of nearby studios")

    def _square(self, key: str) -> dict[str, Any]:
        if key not in self._squares:
            self._squares[key] = self._memory.get("spot", key) or {}
        return self._squares[key]


def _row(degrees: float) -> int:
    return floor(degrees / SQUARE_DEG)


def _key(row: int, column: int) -> str:
    around = round(360 / SQUARE_DEG)
    return f"{row}:{(column + around // 2) % around - around // 2}"


def _entry(traits: Traits, sources: frozenset[str]) -> dict[str, Any]:
    position = traits.location or GeoPoint(0.0, 0.0)
    return {
        "name": traits.name,
        "lat": position.lat,
        "lng": position.lng,
        "host": traits.host,
        "phone": traits.phone,
        "sources": sorted(sources),
    }


def _traits(entry: dict[str, Any]) -> Traits:
    return Traits("", entry["name"], GeoPoint(entry["lat"], entry["lng"]), entry["host"], entry["phone"])
