"""Map of a region's cells as rectangles, and its outline, in the projection that web maps use."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import asinh, pi, radians, tan
from typing import Any

from inkscout.domain.geo import Box
from inkscout.domain.place import Region
from inkscout.usecases.discovery.browse_regions import CoveredCell

WIDTH = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """One cell on the map."""

    path: str
    state: str
    studios: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CellMap:
    """Cells of a region with the region's outline as the data of an SVG path."""

    width: int
    height: int
    squares: Sequence[Square]
    outline: str


def cell_map(region: Region, cells: Sequence[CoveredCell]) -> CellMap:
    """Returns the map of a region, ``WIDTH`` wide."""
    frame = _CellFrame(region.box)
    squares = []
    for cell in cells:
        left, top = frame.place(cell.box.west, cell.box.north)
        wide = cell.box.width_deg * frame.scale
        bottom = frame.place(cell.box.west, cell.box.south)[1]
        squares.append(
            Square(
                path=cell.path,
                state=cell.state,
                studios=cell.studios,
                x=round(left, 2),
                y=round(top, 2),
                width=round(wide, 2),
                height=round(bottom - top, 2),
            )
        )
    outline = "".join(_ring(frame, ring) for ring in _rings(region.polygon)) if region.polygon else ""
    return CellMap(width=WIDTH, height=frame.height, squares=squares, outline=outline)


class _CellFrame:
    """Web Mercator around a box, which may cross the antimeridian."""

    def __init__(self, box: Box) -> None:
        self._west = box.west
        self.scale = WIDTH / max(box.width_deg, 1e-9)
        self._top = _mercator(box.north)
        self.height = max(40, round((self._top - _mercator(box.south)) * self.scale))

    def place(self, lng: float, lat: float) -> tuple[float, float]:
        east = (lng - self._west) % 360.0 if lng < self._west - 1e-9 else lng - self._west
        return east * self.scale, (self._top - _mercator(lat)) * self.scale


def _mercator(lat: float) -> float:
    """Returns the northing of a latitude in degrees of longitude at the equator."""
    bounded = max(-85.0, min(85.0, lat))
    return asinh(tan(radians(bounded))) * 180 / pi


def _rings(polygon: str) -> Iterator[Sequence[Any]]:
    shape = json.loads(polygon)
    parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    for part in parts:
        yield from part


def _ring(frame: _CellFrame, points: Sequence[Any]) -> str:
    placed = (frame.place(float(point[0]), float(point[1])) for point in points)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in placed) + "Z"
