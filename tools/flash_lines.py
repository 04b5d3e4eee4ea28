"""Lines and shapes from which the demo's flash sheet is drawn, on a square of 400 units."""

import math
from dataclasses import dataclass

Point = tuple[float, float]
Line = list[Point]
_STEPS = 14


@dataclass(frozen=True)
class Motif:
    """Closed shapes, and lines over them; ``tint`` is the place of a shape's colour in a palette."""

    shapes: list[tuple[Line, int]]
    lines: list[Line]


def curve(*points: Point) -> Line:
    """Returns a smooth open line through points (Catmull-Rom)."""
    ends = [points[0], *points, points[-1]]
    made: Line = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        made += [_between(a, b, c, d, step / _STEPS) for step in range(_STEPS)]
    return [*made, points[-1]]


def loop(*points: Point) -> Line:
    """Returns a smooth closed line through points."""
    ring = [points[-1], *points, points[0], points[1]]
    made: Line = []
    for a, b, c, d in zip(ring, ring[1:], ring[2:], ring[3:], strict=False):
        made += [_between(a, b, c, d, step / _STEPS) for step in range(_STEPS)]
    return [*made, made[0]]


def circle(x: float, y: float, r: float, ry: float = 0) -> Line:
    """Returns a circle, or an ellipse with the height ``2 * ry``."""
    return [
        (x + r * math.cos(a / 32 * math.tau), y + (ry or r) * math.sin(a / 32 * math.tau)) for a in range(33)
    ]


def mirrored(line: Line) -> Line:
    """Returns a line mirrored at the middle."""
    return [(400 - x, y) for x, y in line]


def turned(line: Line, degrees: float, x: float = 200, y: float = 200) -> Line:
    """Returns a line turned around a point."""
    sin, cos = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    return [(x + (a - x) * cos - (b - y) * sin, y + (a - x) * sin + (b - y) * cos) for a, b in line]


def both(line: Line) -> list[Line]:
    """Returns a line and its mirror image."""
    return [line, mirrored(line)]


def _between(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    def at(p: float, q: float, r: float, s: float) -> float:
        return 0.5 * (
            2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t**3
        )

    return at(a[0], b[0], c[0], d[0]), at(a[1], b[1], c[1], d[1])
