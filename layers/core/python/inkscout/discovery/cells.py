"""Search cells that are split into quarters if they are full."""

from dataclasses import dataclass
from math import ceil

from inkscout.domain.geo import Box, GeoPoint

FLOOR_M = 100.0
"""Shorter side of the smallest cell, in metres; a full cell of this size is not split."""
ROOT = "r"


@dataclass(frozen=True, slots=True)
class Cell:
    """A node of a region's tree; ``path`` is ``r`` and a digit (0 to 3: SW, SE, NW, NE) for each level."""

    path: str
    box: Box

    def split(self) -> tuple["Cell", ...]:
        """Returns the four quarters; neighbours share their borders exactly, so that no place is missed."""
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
        """Whether the sides of the quarters are at least ``FLOOR_M`` long."""
        return min(sides_m(self.box)) / 2 >= FLOOR_M

    @property
    def radius_m(self) -> float:
        """Radius in metres of the circle around the centre that covers the cell."""
        return radius_m(self.box)


def sides_m(box: Box) -> tuple[float, float]:
    """Returns height and width at the middle latitude, in metres."""
    middle = box.center
    half = GeoPoint(middle.lat, box.west).distance_m(middle)
    return GeoPoint(box.south, box.west).distance_m(GeoPoint(box.north, box.west)), 2 * half


def radius_m(box: Box) -> float:
    """Returns the radius in metres, rounded up, of a circle around the box's centre that covers it."""
    middle = box.center
    far = (
        GeoPoint(lat, lng)
        for lat in (box.south, box.north, middle.lat)
        for lng in (box.west, box.east, middle.lng)
    )
    return float(ceil(max(middle.distance_m(point) for point in far)) + 1)
