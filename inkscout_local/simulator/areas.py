"""Geographic areas that a simulated search is restricted or biased to."""

from dataclasses import dataclass
from math import degrees
from typing import Protocol

from inkscout.domain.geo import EARTH_RADIUS_M, Box, GeoPoint


class Area(Protocol):
    """Area with a centre on the globe."""

    @property
    def center(self) -> GeoPoint:
        """Point that distances are measured from."""
        ...

    @property
    def latitudes(self) -> tuple[float, float]:
        """Southern and northern limit in degrees."""
        ...

    def contains(self, point: GeoPoint) -> bool:
        """Whether the point is inside the area or on its border."""
        ...


@dataclass(frozen=True, slots=True)
class BoxArea:
    """An area bounded by two parallels and two meridians."""

    box: Box

    @property
    def center(self) -> GeoPoint:
        """Centre of the box."""
        return self.box.center

    @property
    def latitudes(self) -> tuple[float, float]:
        """Southern and northern limit in degrees."""
        return self.box.south, self.box.north

    def contains(self, point: GeoPoint) -> bool:
        """Whether the point is inside the area or on its border."""
        return self.box.contains(point)


@dataclass(frozen=True, slots=True)
class CircleArea:
    """A circle on the sphere; ``radius_m`` in metres."""

    center: GeoPoint
    radius_m: float

    @property
    def latitudes(self) -> tuple[float, float]:
        """Southern and northern limit in degrees, slightly wider than the circle to allow for rounding."""
        reach = degrees(self.radius_m / EARTH_RADIUS_M) + 1e-9
        return self.center.lat - reach, self.center.lat + reach

    def contains(self, point: GeoPoint) -> bool:
        """Whether the point is inside the area or on its border."""
        return self.center.distance_m(point) <= self.radius_m

    def widened(self, factor: float) -> "CircleArea":
        """Returns a circle with the same centre and ``factor`` times the radius."""
        return CircleArea(self.center, self.radius_m * factor)


def around(area: Area) -> CircleArea:
    """Returns a circle around an area; for a box its radius reaches from the centre to a southern corner."""
    if isinstance(area, CircleArea):
        return area
    south, _ = area.latitudes
    corner = area.box.west if isinstance(area, BoxArea) else area.center.lng
    return CircleArea(area.center, area.center.distance_m(GeoPoint(south, corner)))
