"""Areas that a search is bound or biased to."""

from dataclasses import dataclass
from math import degrees
from typing import Protocol

from inkscout.domain.geo import EARTH_RADIUS_M, Box, GeoPoint


class Area(Protocol):
    """A part of the globe with a middle."""

    @property
    def center(self) -> GeoPoint:
        """The point distances are measured from."""
        ...

    @property
    def latitudes(self) -> tuple[float, float]:
        """South and north ends."""
        ...

    def contains(self, point: GeoPoint) -> bool:
        """Whether the point lies inside or on the border."""
        ...


@dataclass(frozen=True, slots=True)
class BoxArea:
    """A rectangle of parallels and meridians."""

    box: Box

    @property
    def center(self) -> GeoPoint:
        """The middle of the box."""
        return self.box.center

    @property
    def latitudes(self) -> tuple[float, float]:
        """South and north ends."""
        return self.box.south, self.box.north

    def contains(self, point: GeoPoint) -> bool:
        """Whether the point lies inside or on the border."""
        return self.box.contains(point)


@dataclass(frozen=True, slots=True)
class CircleArea:
    """A circle on the sphere; ``radius_m`` in metres."""

    center: GeoPoint
    radius_m: float

    @property
    def latitudes(self) -> tuple[float, float]:
        """South and north ends, a hair wider than the circle so that rounding never cuts it."""
        reach = degrees(self.radius_m / EARTH_RADIUS_M) + 1e-9
        return self.center.lat - reach, self.center.lat + reach

    def contains(self, point: GeoPoint) -> bool:
        """Whether the point lies inside or on the border."""
        return self.center.distance_m(point) <= self.radius_m

    def widened(self, factor: float) -> "CircleArea":
        """The same circle with a larger radius."""
        return CircleArea(self.center, self.radius_m * factor)


def around(area: Area) -> CircleArea:
    """The circle from the middle of an area to its farthest corner or edge."""
    if isinstance(area, CircleArea):
        return area
    south, _ = area.latitudes
    corner = area.box.west if isinstance(area, BoxArea) else area.center.lng
    return CircleArea(area.center, area.center.distance_m(GeoPoint(south, corner)))
