"""Points and boxes on the globe, in WGS 84 degrees."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the earth in metres (IUGG)."""

_MOST_ACROSS_DEG = 180.0


@dataclass(frozen=True, slots=True)
class GeoPoint:
    """A position: latitude -90 to 90, longitude -180 to 180."""

    lat: float
    lng: float

    def distance_m(self, other: "GeoPoint") -> float:
        """Returns the great-circle distance in metres (haversine)."""
        dlat = radians(other.lat - self.lat)
        dlng = radians(other.lng - self.lng)
        a = sin(dlat / 2) ** 2 + cos(radians(self.lat)) * cos(radians(other.lat)) * sin(dlng / 2) ** 2
        return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(a)))


@dataclass(frozen=True, slots=True)
class Box:
    """A box between two parallels and two meridians; it crosses the antimeridian if ``west > east``."""

    south: float
    west: float
    north: float
    east: float

    @property
    def width_deg(self) -> float:
        """Extent in longitude, in degrees, also across the antimeridian."""
        return (self.east - self.west) % 360.0 if self.east != self.west else 0.0

    @property
    def fault(self) -> str:
        """Reason why the box is invalid, such as swapped corners; empty if it is valid.

        Every country spans less than half of the globe, even Russia and Kiribati. A wider box across the
        antimeridian has west and east swapped.
        """
        if self.south > self.north:
            return f"south {self.south:g} is above north {self.north:g}; they seem to be swapped"
        if self.west > self.east and self.width_deg > _MOST_ACROSS_DEG:
            return (
                f"west {self.west:g} to east {self.east:g} runs around the globe, over {self.width_deg:.0f} "
                "degrees; they seem to be swapped"
            )
        return ""

    def contains(self, point: GeoPoint) -> bool:
        """Whether the point is inside the box or on its border."""
        inside_lng = (point.lng - self.west) % 360.0 <= self.width_deg
        return self.south <= point.lat <= self.north and inside_lng

    @property
    def center(self) -> GeoPoint:
        """Centre of the box."""
        lng = self.west + self.width_deg / 2
        return GeoPoint((self.south + self.north) / 2, (lng + 180.0) % 360.0 - 180.0)
