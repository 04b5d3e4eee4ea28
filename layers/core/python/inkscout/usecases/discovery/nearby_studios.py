"""Finds known studios near a position; they are stored by small squares of a grid."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import cos, floor, radians
from typing import Any

from inkscout.discovery.identity import NEAR_M, Traits
from inkscout.domain.geo import GeoPoint
from inkscout.domain.naming import unique
from inkscout.ports import StateStore

SQUARE_DEG = 0.005
"""Side of a square in degrees (about 560 m north to south).

Most searches read one square, none more than four.
"""
TTL_SECONDS = 30 * 86_400
_METRES_PER_DEG = 111_195.0


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A known studio with all names and sources it is known by."""

    studio_id: str
    names: tuple[str, ...]
    location: GeoPoint
    host: str
    phone: str
    sources: frozenset[str]

    def traits(self, asking: str) -> Iterator[Traits]:
        """Yields the studio's traits, once for each of its names.

        ``asking`` is the source of the record that is compared; it is the traits' source if it knows the
        studio too.
        """
        source = asking if asking in self.sources else ""
        for name in self.names:
            yield Traits(source, name, self.location, self.host, self.phone)

    def with_record(self, traits: Traits) -> "Neighbour":
        """Returns the studio with one more record added; its position remains that of the first."""
        return replace(
            self,
            names=unique([*self.names, traits.name]),
            host=self.host or traits.host,
            phone=self.phone or traits.phone,
            sources=self.sources | {traits.source},
        )


_Record = tuple[str, Neighbour, Traits]
"""Studio id, the studio as known when the record was added, and the traits of the record."""


class NearbyStudios:
    """Cache of squares; reads many in one request, and writes changed squares on ``flush``."""

    def __init__(self, state_store: StateStore) -> None:
        self._state_store = state_store
        self._squares: dict[str, dict[str, Any]] = {}
        self._added: dict[str, list[_Record]] = {}

    def load(self, points: Iterable[GeoPoint]) -> None:
        """Reads the squares around points, except those in the cache."""
        missing = {key: None for point in points for key in _around(point) if key not in self._squares}
        found = self._state_store.get_many("spot", list(missing))
        self._squares |= {key: found.get(key, {}) for key in missing}

    def around(self, point: GeoPoint) -> Iterator[Neighbour]:
        """Yields every studio within ``NEAR_M`` metres, and some a little farther away."""
        for key in _around(point):
            for studio_id, entry in self._square(key).get("studios", {}).items():
                yield _neighbour(studio_id, entry)

    def add(self, studio_id: str, traits: Traits) -> None:
        """Adds a record to a studio; ignores a record without a position."""
        if traits.location is None:
            return
        fresh = Neighbour(studio_id, (), traits.location, "", "", frozenset())
        known = next((one for one in self.around(traits.location) if one.studio_id == studio_id), fresh)
        key = _key(_row(known.location.lat), _row(known.location.lng))
        record = (studio_id, known, traits)
        changed = _with_records([record], self._square(key))
        if changed is not None:
            self._squares[key] = changed
            self._added.setdefault(key, []).append(record)

    def flush(self) -> None:
        """Writes the added records, merged into the stored squares.

        Raises:
            WriteConflict: other writers changed a square first, on every attempt.
        """
        while self._added:
            key, added = self._added.popitem()
            self._state_store.update("spot", key, partial(_with_records, added), TTL_SECONDS)
            # Another writer may have changed the square, so it is read again when it is needed.
            self._squares.pop(key, None)

    def _square(self, key: str) -> dict[str, Any]:
        if key not in self._squares:
            self._squares[key] = self._state_store.get("spot", key) or {}
        return self._squares[key]


def _with_records(records: Sequence[_Record], square: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Returns the square with records added to its studios; None if that changes nothing."""
    before = (square or {}).get("studios", {})
    studios = dict(before)
    for studio_id, known, traits in records:
        held = _neighbour(studio_id, studios[studio_id]) if studio_id in studios else known
        studios[studio_id] = _entry(held.with_record(traits))
    return None if studios == before else {"studios": studios}


def _around(point: GeoPoint) -> Iterator[str]:
    """Yields keys of the squares that contain everything within ``NEAR_M`` metres of a point."""
    reach_lat = NEAR_M / _METRES_PER_DEG
    reach_lng = reach_lat / max(0.01, cos(radians(point.lat)))
    rows = range(_row(point.lat - reach_lat), _row(point.lat + reach_lat) + 1)
    columns = range(_row(point.lng - reach_lng), _row(point.lng + reach_lng) + 1)
    yield from dict.fromkeys(_key(row, column) for row in rows for column in columns)


def _row(degrees: float) -> int:
    return floor(degrees / SQUARE_DEG)


def _key(row: int, column: int) -> str:
    around = round(360 / SQUARE_DEG)
    return f"{row}:{(column + around // 2) % around - around // 2}"


def _entry(studio: Neighbour) -> dict[str, Any]:
    return {
        "names": list(studio.names),
        "lat": studio.location.lat,
        "lng": studio.location.lng,
        "host": studio.host,
        "phone": studio.phone,
        "sources": sorted(studio.sources),
    }


def _neighbour(studio_id: str, entry: Mapping[str, Any]) -> Neighbour:
    return Neighbour(
        studio_id,
        tuple(entry["names"]),
        GeoPoint(float(entry["lat"]), float(entry["lng"])),
        str(entry["host"]),
        str(entry["phone"]),
        frozenset(entry["sources"]),
    )
