"""Map of results as SVG that needs no script: places on a schematic ground, in the projection of web maps."""

import itertools
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from functions.web import links
from inkscout.bootstrap import web
from inkscout.contracts.api.common import Point
from inkscout.contracts.api.search import ArtistHit, StudioHit

WIDTH, HEIGHT = 1000, 760
"""Size of the drawing in its own units."""

WIDE_HEIGHT = 480
"""Height of a drawing that stands across a whole page."""

_SMALLEST_SPAN = 0.012
_MARGIN = 1.16
_STEP = 0.35
_ZOOM = 2.0
_SURROUNDINGS = 3.0
_NEAR = 42.0
_CHARACTER, _LINE, _PIN = 11.5, 22.0, 22.0
_ON_PHONES = 1.6
_ASIDE = (0.0, -38.0, 38.0)
_GROUNDS = Path(__file__).resolve().parent / "ground"


@dataclass(frozen=True, slots=True)
class Pin:
    """A place on the map; ``count`` is the number of results there, ``href`` where it leads."""

    x: float
    y: float
    label: str
    count: int
    href: str
    key: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line or an area of the ground as an SVG path."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a district at a point of the drawing; ``tight`` if larger letters would meet a pin."""

    text: str
    x: float
    y: float
    tight: bool = False


@dataclass(frozen=True, slots=True)
class MapView:
    """A map to render: the part of the world, pins, ground, and addresses that move it."""

    box: "Frame"
    pins: tuple[Pin, ...]
    drawn: tuple[Drawn, ...]
    labels: tuple[Label, ...]
    moves: tuple[tuple[str, str, str], ...]
    hidden: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the drawing."""
        return WIDTH, self.box.height


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the world on the map: degrees, with the height of the drawing for projecting."""

    west: float
    south: float
    east: float
    north: float
    height: int = HEIGHT

    def place(self, lat: float, lng: float) -> tuple[float, float]:
        """Returns the position of a point in the drawing."""
        top, bottom = _mercator(self.north), _mercator(self.south)
        x = (lng - self.west) / (self.east - self.west) * WIDTH
        y = (top - _mercator(lat)) / (top - bottom) * self.height
        return round(x, 1), round(y, 1)

    def text(self) -> str:
        """Returns the frame as the parameter ``bbox``."""
        return ",".join(f"{value:.5f}" for value in (self.west, self.south, self.east, self.north))

    def moved(self, right: float, up: float, factor: float = 1.0) -> "Frame":
        """Returns the frame moved by parts of its size, and scaled around its centre."""
        width, height = self.east - self.west, self.north - self.south
        lng, lat = (self.west + self.east) / 2 + right * width, (self.south + self.north) / 2 + up * height
        return _clamped(lng, lat, width * factor / 2, height * factor / 2, self.height)


def map_view(
    items: Sequence[ArtistHit | StudioHit],
    bbox: str,
    base: str,
    given: Mapping[str, Any],
    *,
    height: int = HEIGHT,
) -> MapView:
    """Returns the map of results.

    Args:
        items: The results; those at one place share a pin.
        bbox: The part of the world that was searched, as the parameter; empty to fit the results.
        base: Path of the results.
        given: Parameters of the search, kept by the addresses that move the map.
        height: Height of the drawing, which is 1000 wide.
    """
    shown = _shown(items)
    placed = [(item, item.location) for item in shown if item.location is not None]
    frame = _read(bbox, height) or _around([point for _, point in placed], height)
    pins = tuple(_pins(placed, frame))
    return MapView(
        box=frame,
        pins=pins,
        drawn=tuple(_drawn(frame)),
        labels=tuple(_labels(frame, pins)),
        moves=tuple(_moves(frame, base, given)),
        hidden=len(items) - len(placed),
    )


def point_view(point: Point, label: str) -> MapView:
    """Returns the map around one place."""
    frame = _around([point]).moved(0, 0, _SURROUNDINGS)
    x, y = frame.place(point.lat, point.lng)
    pin = Pin(x, y, label, 1, "", "")
    return MapView(frame, (pin,), tuple(_drawn(frame)), tuple(_labels(frame, (pin,))), (), 0)


def _shown(items: Sequence[ArtistHit | StudioHit]) -> list[ArtistHit | StudioHit]:
    """Returns the results whose position may stand on a map that is not Google's."""
    if web.settings().map_places == "all":
        return list(items)
    open_ids = web.open_places()(_place_of(item)[0] for item in items)
    return [item for item in items if _place_of(item)[0] in open_ids]


def _pins(placed: Iterable[tuple[ArtistHit | StudioHit, Point]], frame: Frame) -> Iterable[Pin]:
    """Yields a pin for each group of results that would cover one another."""
    groups: list[tuple[float, float, list[ArtistHit | StudioHit]]] = []
    for item, point in placed:
        x, y = frame.place(point.lat, point.lng)
        if not (0 <= x <= WIDTH and 0 <= y <= frame.height):
            continue
        near = next((g for g in groups if math.hypot(g[0] - x, g[1] - y) < _NEAR), None)
        if near is None:
            groups.append((x, y, [item]))
        else:
            near[2].append(item)
    for x, y, members in sorted(groups, key=lambda group: group[1]):
        places = list(dict.fromkeys(_place_of(member) for member in members))
        studio_id, name = places[0]
        label = name if len(places) == 1 else f"{name} and {len(places) - 1} more"
        href = links.studio_path(studio_id, name) if studio_id else ""
        yield Pin(x, y, label, len(members), href, studio_id)


def _place_of(item: ArtistHit | StudioHit) -> tuple[str, str]:
    if isinstance(item, StudioHit):
        return item.studio_id, item.name
    return (item.studio.studio_id, item.studio.name) if item.studio else ("", item.name)


def _moves(frame: Frame, base: str, given: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    steps = {
        ("zoom-in", "Zoom in"): frame.moved(0, 0, 1 / _ZOOM),
        ("zoom-out", "Zoom out"): frame.moved(0, 0, _ZOOM),
        ("west", "West"): frame.moved(-_STEP, 0),
        ("north", "North"): frame.moved(0, _STEP),
        ("south", "South"): frame.moved(0, -_STEP),
        ("east", "East"): frame.moved(_STEP, 0),
    }
    for (key, label), moved in steps.items():
        yield key, label, links.results(base, {**given, "view": "map", "bbox": moved.text()})


def _read(bbox: str, height: int) -> Frame | None:
    try:
        west, south, east, north = (float(part) for part in bbox.split(","))
    except ValueError:
        return None
    if not (west < east and south < north):
        return None
    return _shaped(west, south, east, north, height)


def _around(points: Sequence[Point], height: int = HEIGHT) -> Frame:
    if not points:
        return _shaped(-25, 34, 40, 62, height)
    lats, lngs = _middle([p.lat for p in points]), _middle([p.lng for p in points])
    return _shaped(lngs[0], lats[0], lngs[1], lats[1], height)


def _middle(values: list[float]) -> tuple[float, float]:
    """Returns the span of all values but the outermost twentieth on each side."""
    ordered = sorted(values)
    cut = len(ordered) // 20
    return ordered[cut], ordered[-1 - cut]


def _shaped(west: float, south: float, east: float, north: float, tall: int) -> Frame:
    """Returns the smallest frame of the drawing's shape around a box, with a margin."""
    lat, lng = (south + north) / 2, (west + east) / 2
    squeeze = max(0.05, math.cos(math.radians(lat)))
    width = max(east - west, _SMALLEST_SPAN) * _MARGIN
    height = max(north - south, _SMALLEST_SPAN * squeeze) * _MARGIN
    wanted = tall / WIDTH * squeeze
    if height / width < wanted:
        height = width * wanted
    else:
        width = height / wanted
    return _clamped(lng, lat, width / 2, height / 2, tall)


def _clamped(lng: float, lat: float, half_width: float, half_height: float, tall: int) -> Frame:
    half_width, half_height = min(half_width, 179.0), min(half_height, 80.0)
    lng = max(-180 + half_width, min(180 - half_width, lng))
    lat = max(-84 + half_height, min(84 - half_height, lat))
    return Frame(lng - half_width, lat - half_height, lng + half_width, lat + half_height, tall)


def _mercator(lat: float) -> float:
    return math.asinh(math.tan(math.radians(max(-85.0, min(85.0, lat)))))


@lru_cache(maxsize=4)
def _ground(name: str) -> Mapping[str, Any]:
    path = _GROUNDS / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {"shapes": [], "labels": []}


def _drawn(frame: Frame) -> Iterable[Drawn]:
    """Yields the shapes of the ground that are in sight, to the unit: finer positions only cost bytes."""
    for shape in _ground(web.settings().map_ground)["shapes"]:
        points = [(round(x), round(y)) for x, y in (frame.place(lat, lng) for lat, lng in shape["points"])]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if max(xs) < 0 or min(xs) > WIDTH or max(ys) < 0 or min(ys) > frame.height:
            continue
        yield Drawn(shape["kind"], _smooth(points, closed=shape.get("closed", False)))


def _labels(frame: Frame, pins: Sequence[Pin]) -> Iterable[Label]:
    """Yields the names of districts in sight, moved aside from pins; one without a free place is left out."""
    for text, lat, lng in _ground(web.settings().map_ground)["labels"]:
        x, y = frame.place(lat, lng)
        half = len(text) * _CHARACTER / 2
        if not (half < x < WIDTH - half and _LINE < y < frame.height):
            continue
        free = (y + aside for aside in _ASIDE if not any(_covers(pin, x, y + aside, half) for pin in pins))
        place = next(free, None)
        if place is not None and _LINE < place < frame.height:
            tight = any(_covers(pin, x, place, half, _ON_PHONES) for pin in pins)
            yield Label(text, x, round(place, 1), tight)


def _covers(pin: Pin, x: float, y: float, half: float, scale: float = 1.0) -> bool:
    """Whether a pin covers a part of a text that is centred at a point and stands on it."""
    return abs(pin.x - x) < (half + _PIN) * scale and (-(_LINE + _PIN) * scale < pin.y - y < _PIN * scale / 2)


def _smooth(points: Sequence[tuple[int, int]], *, closed: bool) -> str:
    """Returns a path of quadratic curves through the middles of the lines between points."""
    if closed:
        points = [*points, points[0], points[1]]
    x, y = points[0]
    path = [f"M{x} {y}"]
    for (ax, ay), (bx, by) in itertools.pairwise(points[1:]):
        path.append(f"Q{ax} {ay} {round((ax + bx) / 2)} {round((ay + by) / 2)}")
    x, y = points[-1]
    return "".join(path) + ("Z" if closed else f"L{x} {y}")
