"""Search areas that split in four where they are full."""

from dataclasses import dataclass
from math import ceil

from inkscout.domain.geo import Box, GeoPoint

FLOOR_M = 100.0
"""The shorter side of the smallest cell, in metres; a full cell of this size stays open in the ledger."""
ROOT = "r"


@dataclass(frozen=True, slots=True)
class Cell:
    """A node of a region's tree; ``path`` is ``r`` and a digit (0 to 3: SW, SE, NW, NE) for each level."""

    path: str
    box: Box

    def split(self) -> tuple["Cell", ...]:
        """The four quarters; neighbours share their borders exactly, so that no place falls between."""
        middle = self.box.center
        box = self.box
        quarters = (
            Box(box.south, box.west, middle.lat, middle.lng),
            Box(box.south, middle.lng, middle.lat, box.east),
            Box(middle.lat, box.west, box.north, middle.lng),
            Box(middle.lat, middle.lng, box.north, box.east),
        )
        return tuple(Cell(f"{self.path}{digit}", quarter) for digit, quarter in enumerate(quarters))

    @property
    def can_split(self) -> bool:
        """Whether the quarters would still be as large as the floor."""
        return min(sides_m(self.box)) / 2 >= FLOOR_M

    @property
    def radius_m(self) -> float:
        """Radius in metres of the circle around the centre that covers the cell."""
        return radius_m(self.box)


def sides_m(box: Box) -> tuple[float, float]:
    """Height and width at the middle latitude, in metres."""
    middle = box.center
    half = GeoPoint(middle.lat, box.west).distance_m(middle)
    return GeoPoint(box.south, box.west).distance_m(GeoPoint(box.north, box.west)), 2 * half


def radius_m(box: Box) -> float:
    """Metres from the centre to the farthest corner or mid-side, rounded up to whole metres."""
    middle = box.center
    far = (
        GeoPoint(lat, lng)
        for lat in (box.south, box.north, middle.lat)
        for lng in (box.west, box.east, middle.lng)
    )
    return float(ceil(max(middle.distance_m(point) for point in far)) + 1)
