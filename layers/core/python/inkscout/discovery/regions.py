"""Geometry of regions: boxes, circles and GeoJSON polygons, also across the antimeridian.

Shapely works on a plane, so a region has its own frame: longitudes count eastwards from the west side of its
box, and may exceed 180. Every point is converted to that frame before it is compared.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise
from math import asin, atan2, cos, degrees, pi, radians, sin
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from inkscout.domain.geo import EARTH_RADIUS_M, Box, GeoPoint
from inkscout.domain.naming import fold
from inkscout.domain.place import Region
from inkscout.errors import InvalidInput

_CIRCLE_CORNERS = 128
_MAX_VERTICES = 500
_EDGE_DEG = 1e-9
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


class RegionGeometry:
    """Geometric tests of points and boxes against a region."""

    def __init__(self, region: Region) -> None:
        self._box = region.box
        self._shape: BaseGeometry | None = None
        if region.polygon:
            self._shape = shape(json.loads(region.polygon))
            shapely.prepare(self._shape)

    def contains(self, point: GeoPoint) -> bool:
        """Whether the point is inside the region or on its border."""
        if self._shape is None:
            return self._box.contains(point)
        return bool(self._shape.intersects(shapely.Point(_shift(point.lng, self._box.west), point.lat)))

    def touches(self, box: Box) -> bool:
        """Whether any part of a cell is in the region; always true if the region is a box."""
        return self._shape is None or bool(self._shape.intersects(self._framed(box)))

    def share(self, box: Box) -> float:
        """Returns the share of the region's area that is inside a box, 0 to 1."""
        whole = self._whole()
        total = _weight(whole)
        return _weight(whole.intersection(self._framed(box))) / total if total else 0.0

    def covers(self, other: Region) -> bool:
        """Whether this region contains all of another one."""
        inner = RegionGeometry(other)._whole()
        whole, offset = self._whole(), _shift(other.box.west, self._box.west) - other.box.west
        return bool(whole.covers(shapely.transform(inner, lambda points: points.__add__([offset, 0.0]))))

    def _whole(self) -> BaseGeometry:
        if self._shape is not None:
            return self._shape
        box = self._box
        return shapely.box(box.west, box.south, box.west + box.width_deg, box.north)

    def _framed(self, box: Box) -> BaseGeometry:
        """Returns the box in the region's frame; a box that starts west of the region is in two parts."""
        west = _shift(box.west, self._box.west)
        east = west + box.width_deg
        eastern = shapely.box(west, box.south, east, box.north)
        if east <= self._box.west + 360.0:
            return eastern
        return eastern.union(shapely.box(west - 360.0, box.south, east - 360.0, box.north))


def box_region(name: str, box: Box, **place: Any) -> Region:  # noqa: ANN401 - fields of Region
    """Returns a region that is a box; ``place`` are further fields of ``Region``."""
    return Region(key=_key(name, [box.south, box.west, box.north, box.east]), name=name, box=box, **place)


def circle_region(name: str, center: GeoPoint, radius_m: float, **place: Any) -> Region:  # noqa: ANN401 - fields of Region
    """Returns a region that is a circle, as a polygon around it (at most 0.03 % wider).

    ``place`` are further fields of ``Region``.
    """
    reach = radius_m / cos(pi / _CIRCLE_CORNERS)
    angles = [2 * pi * index / _CIRCLE_CORNERS for index in range(_CIRCLE_CORNERS)]
    ring = [_travel(center, angle, reach) for angle in angles]
    return polygon_region(
        name, {"type": "Polygon", "coordinates": [[[p.lng, p.lat] for p in [*ring, ring[0]]]]}, **place
    )


def polygon_region(name: str, geojson: Mapping[str, Any], **place: Any) -> Region:  # noqa: ANN401 - fields of Region
    """Returns a region from a GeoJSON Polygon, MultiPolygon, Feature or FeatureCollection of these.

    Shapes across the antimeridian may be cut in two (RFC 7946, section 3.1.9) or have rings that jump from
    180 to -180. More than 500 vertices are reduced, always outwards. ``place`` are further fields of
    ``Region``.

    Raises:
        InvalidInput: it is not a polygon, has no extent, or reaches around the whole globe.
    """
    rings = [_unwrapped(part) for part in _polygons(geojson)]
    west, _ = _narrowest([_extent(part[0]) for part in rings])
    geometry = shapely.union_all([_polygon(part, west) for part in rings])
    if geometry.is_empty or not geometry.area:
        raise InvalidInput(f"region {name!r}: the polygon has no extent")
    geometry = _thinned(geometry)
    low_lng, south, high_lng, north = geometry.bounds
    box = Box(south=max(south, -90.0), west=_wrap(low_lng), north=min(north, 90.0), east=_wrap(high_lng))
    geometry = shapely.transform(geometry, lambda points: points.__add__([box.west - low_lng, 0.0]))
    text = json.dumps(mapping(geometry), separators=(",", ":"))
    return Region(key=_key(name, text), name=name, box=box, polygon=text, **place)


def region_key(name: str, box: Box) -> str:
    """Returns the key of a region whose box comes from a geocoder."""
    return _key(name, [round(side, 5) for side in (box.south, box.west, box.north, box.east)])


def stored_region(region: Region) -> dict[str, Any]:
    """Returns the region in the form that the state store keeps."""
    return {**asdict(region), "languages": list(region.languages)}


def restored_region(stored: Mapping[str, Any]) -> Region:
    """Builds the region from a stored document."""
    return Region(
        key=str(stored["key"]),
        name=str(stored["name"]),
        box=Box(**{side: float(value) for side, value in stored["box"].items()}),
        polygon=str(stored.get("polygon", "")),
        country=str(stored["country"]),
        city=str(stored["city"]),
        languages=tuple(stored["languages"]),
    )


def _key(name: str, geometry: object) -> str:
    slug = _NOT_SLUG.sub("-", fold(name)).strip("-")[:60] or "region"
    return f"{slug}-{hashlib.sha256(json.dumps(geometry).encode()).hexdigest()[:8]}"


def _polygons(geojson: Mapping[str, Any]) -> list[list[list[tuple[float, float]]]]:
    kind = geojson.get("type")
    try:
        match kind:
            case "Feature":
                return _polygons(geojson["geometry"])
            case "FeatureCollection":
                return [part for feature in geojson["features"] for part in _polygons(feature)]
            case "GeometryCollection":
                return [part for geometry in geojson["geometries"] for part in _polygons(geometry)]
            case "Polygon":
                return [_rings(geojson["coordinates"])]
            case "MultiPolygon":
                return [_rings(part) for part in geojson["coordinates"]]
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise InvalidInput(f"the GeoJSON of a region cannot be read: {error}") from error
    raise InvalidInput(f"a region must be a GeoJSON Polygon or MultiPolygon, not {kind}")


def _rings(coordinates: Sequence[Any]) -> list[list[tuple[float, float]]]:
    rings = [[(float(point[0]), float(point[1])) for point in ring] for ring in coordinates]
    if not rings or any(len(ring) < 4 for ring in rings):
        raise ValueError("a ring has fewer than four positions")
    if any(not (-90 <= lat <= 90 and -540 <= lng <= 540) for ring in rings for lng, lat in ring):
        raise ValueError("a position is not on the globe")
    return rings


def _unwrapped(rings: Sequence[Sequence[tuple[float, float]]]) -> list[list[tuple[float, float]]]:
    """Returns the rings with longitudes that continue beyond 180 instead of jumping."""
    result: list[list[tuple[float, float]]] = []
    for ring in rings:
        lng = result[0][0][0] + _turn(ring[0][0] - result[0][0][0]) if result else ring[0][0]
        moved = [(lng, ring[0][1])]
        for before, (raw, lat) in pairwise(ring):
            lng += _turn(raw - before[0])
            moved.append((lng, lat))
        result.append(moved)
    return result


def _polygon(rings: Sequence[Sequence[tuple[float, float]]], west: float) -> BaseGeometry:
    offset = _shift(_extent(rings[0])[0], west) - _extent(rings[0])[0]
    moved = [[(lng + offset, lat) for lng, lat in ring] for ring in rings]
    # "structure" returns only areas; the other method also returns lines where borders touch.
    return shapely.make_valid(shapely.Polygon(moved[0], moved[1:]), method="structure", keep_collapsed=False)


def _extent(ring: Iterable[tuple[float, float]]) -> tuple[float, float]:
    lngs = [lng for lng, _ in ring]
    return min(lngs), max(lngs)


def _narrowest(extents: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Returns the shortest interval of longitude that covers all given intervals.

    Raises:
        InvalidInput: it reaches around the whole globe.
    """
    candidates = []
    for west, _ in extents:
        east = max(_shift(low, west) + (high - low) for low, high in extents)
        candidates.append((east - west, west, east))
    width, west, east = min(candidates)
    if width >= 360:
        raise InvalidInput("a region must not reach around the whole globe")
    return west, east


def _thinned(geometry: BaseGeometry) -> BaseGeometry:
    """Returns the shape with at most 500 vertices, widened by what the reduction may cut off."""
    tolerance = 0.0005
    thinned = geometry
    while shapely.get_num_coordinates(thinned) > _MAX_VERTICES:
        thinned = geometry.simplify(tolerance).buffer(tolerance, quad_segs=1).simplify(tolerance / 10)
        tolerance *= 2
    return thinned


def _weight(geometry: BaseGeometry) -> float:
    """Returns the relative area on the globe, by a cylindrical equal-area projection (Lambert)."""
    return float(shapely.transform(geometry, _equal_area).area)


def _equal_area(points: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([points[:, 0], np.sin(np.radians(points[:, 1]))])


def _shift(lng: float, west: float) -> float:
    """Returns the longitude in a frame that starts at ``west``; tolerates rounding errors at that side."""
    offset = (lng - west) % 360.0
    return west + (offset - 360.0 if offset > 360.0 - _EDGE_DEG else offset)


def _wrap(lng: float) -> float:
    return lng if -180.0 <= lng <= 180.0 else (lng + 180.0) % 360.0 - 180.0


def _turn(difference: float) -> float:
    return (difference + 180.0) % 360.0 - 180.0


def _travel(start: GeoPoint, bearing: float, metres: float) -> GeoPoint:
    """Returns the point reached after a distance along a great circle."""
    arc = metres / EARTH_RADIUS_M
    lat = radians(start.lat)
    there = asin(sin(lat) * cos(arc) + cos(lat) * sin(arc) * cos(bearing))
    turn = atan2(sin(bearing) * sin(arc) * cos(lat), cos(arc) - sin(lat) * sin(there))
    return GeoPoint(degrees(there), _wrap(start.lng + degrees(turn)))
