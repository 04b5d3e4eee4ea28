"""Motifs of the demo's flash sheet, drawn for this project: closed shapes and lines on a square of 400 units."""

import math
from collections.abc import Callable
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
    return [(x + r * math.cos(a / 32 * math.tau), y + (ry or r) * math.sin(a / 32 * math.tau)) for a in range(33)]


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
        return 0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t**3)

    return at(a[0], b[0], c[0], d[0]), at(a[1], b[1], c[1], d[1])


def moth() -> Motif:
    """Returns a moth with open wings."""
    upper = loop((200, 150), (150, 105), (60, 85), (45, 120), (75, 190), (150, 215), (200, 200))
    lower = loop((200, 205), (150, 220), (95, 235), (85, 280), (120, 315), (165, 290), (200, 240))
    body = loop((200, 125), (216, 150), (214, 220), (200, 275), (186, 220), (184, 150))
    ring = circle(105, 145, 20)
    lines = [*both(curve((194, 128), (175, 95), (150, 80))), *both(ring), *both(circle(105, 145, 8))]
    lines += [*both(curve((190, 190), (140, 185), (85, 165))), *both(curve((190, 215), (150, 250), (120, 290)))]
    lines += [curve((187, y), (200, y + 6), (213, y)) for y in (165, 185, 205, 225)]
    shapes = [*((one, 0) for one in both(upper)), *((one, 1) for one in both(lower)), (body, 2)]
    return Motif(shapes, lines)


def dagger() -> Motif:
    """Returns a dagger with a drop."""
    blade = [(200.0, 350.0), (178.0, 300.0), (180.0, 150.0), (220.0, 150.0), (222.0, 300.0), (200.0, 350.0)]
    guard = loop((120, 140), (160, 128), (240, 128), (280, 140), (275, 158), (240, 152), (160, 152), (125, 158))
    grip = loop((186, 128), (182, 100), (186, 70), (214, 70), (218, 100), (214, 128))
    lines: list[Line] = [[(200.0, 160.0), (200.0, 335.0)], circle(200, 140, 8)]
    lines += [curve((184, y), (200, y + 7), (216, y)) for y in (80, 93, 106, 118)]
    return Motif([(blade, 1), (grip, 2), (guard, 0), (circle(200, 54, 16), 0)], lines)


def rose() -> Motif:
    """Returns a rose with two leaves."""
    petals = [circle(200 + 62 * math.cos(a), 175 + 58 * math.sin(a), 50, 46) for a in (i * math.tau / 6 for i in range(6))]
    inner = [circle(200 + 27 * math.cos(a), 175 + 26 * math.sin(a), 32, 30) for a in (i * math.tau / 5 + 0.4 for i in range(5))]
    spiral = [(200 + a * 3.1 * math.cos(a), 175 + a * 3 * math.sin(a)) for a in (i / 9 for i in range(80))]
    leaf = loop((170, 260), (120, 255), (70, 290), (55, 330), (105, 325), (150, 300))
    lines = [spiral, *both(curve((165, 265), (110, 292), (60, 328))), curve((200, 245), (196, 300), (206, 365))]
    shapes = [*((one, 2) for one in both(leaf)), *((one, 0) for one in petals), *((one, 1) for one in inner)]
    return Motif(shapes, lines)


def snake() -> Motif:
    """Returns a winding snake."""
    spine = [(200 + 95 * math.sin(t * 1.55) * (1 - t / 11), 60 + t * 48) for t in (i / 12 for i in range(73))]
    left, right = [], []
    for i, (x, y) in enumerate(spine):
        px, py = spine[min(i + 1, len(spine) - 1)]
        qx, qy = spine[max(i - 1, 0)]
        long = math.hypot(px - qx, py - qy) or 1
        wide = 20 * (1 - i / len(spine)) + 3
        left.append((x - (py - qy) / long * wide, y + (px - qx) / long * wide))
        right.append((x + (py - qy) / long * wide, y - (px - qx) / long * wide))
    head = loop((200, 42), (228, 58), (226, 84), (200, 96), (174, 84), (172, 58))
    bands: list[Line] = [[left[i], right[i]] for i in range(8, 68, 4)]
    tongue = [curve((200, 42), (200, 28), (192, 18)), curve((200, 28), (208, 18))]
    return Motif([([*left, *right[::-1], left[0]], 0), (head, 1)], [*bands, *both(circle(188, 66, 4)), *tongue])


def moon() -> Motif:
    """Returns a crescent moon with stars."""
    outer = [(200 + 125 * math.cos(a), 200 + 125 * math.sin(a)) for a in (math.radians(d) for d in range(50, 311, 4))]
    inner = [(245 + 98 * math.cos(a), 200 + 98 * math.sin(a)) for a in (math.radians(d) for d in range(302, 57, -4))]
    star = [(290 + r * math.cos(a), 190 + r * math.sin(a)) for i in range(11) for a, r in [(i * math.tau / 10 - 1.57, 34 if i % 2 == 0 else 12)]]
    rays: list[Line] = [[(200 + 142 * math.cos(a), 200 + 142 * math.sin(a)), (200 + 160 * math.cos(a), 200 + 160 * math.sin(a))] for a in (math.radians(d) for d in range(60, 301, 20))]
    return Motif([([*outer, *inner, outer[0]], 0), (star, 1)], [*rays, circle(250, 285, 4), circle(320, 260, 3), circle(262, 120, 4)])


def fern() -> Motif:
    """Returns a fern leaf."""
    stem = curve((195, 365), (205, 280), (196, 180), (215, 70), (228, 48))
    shapes, lines = [], [stem]
    for i in range(13):
        x, y = stem[int((i + 1.5) / 15 * (len(stem) - 1))]
        size = 74 * (1 - i / 15)
        for side in (-1, 1):
            leaf = loop((x, y), (x + side * size * 0.5, y - size * 0.42), (x + side * size, y - size * 0.34), (x + side * size * 0.55, y - size * 0.08))
            shapes.append((leaf, i % 2))
            lines.append([(x, y), (x + side * size * 0.85, y - size * 0.3)])
    return Motif(shapes, lines)


def koi() -> Motif:
    """Returns a koi over waves."""
    body = loop((95, 120), (150, 85), (225, 110), (275, 175), (285, 240), (255, 265), (215, 215), (150, 190), (100, 160))
    tail = loop((262, 250), (320, 255), (345, 300), (300, 290), (285, 340), (255, 300))
    fin = loop((170, 190), (150, 235), (110, 250), (130, 205))
    back = loop((190, 98), (235, 70), (262, 95), (252, 140))
    waves = [curve(*[(40 + i * 40, 330 + n * 22 + (14 if i % 2 else -6)) for i in range(9)]) for n in range(3)]
    scales = [curve((x - 13, y - 4), (x, y + 11), (x + 13, y - 6)) for x, y in ((165, 120), (195, 130), (225, 150), (180, 155), (212, 175), (245, 185), (240, 215))]
    return Motif([(tail, 1), (back, 1), (body, 0), (fin, 1)], [circle(122, 128, 6), curve((148, 92), (140, 130), (150, 172)), *scales, *waves])


def skull() -> Motif:
    """Returns a skull."""
    bone = loop((200, 60), (285, 90), (305, 175), (275, 235), (258, 300), (200, 315), (142, 300), (125, 235), (95, 175), (115, 90))
    eye = loop((130, 185), (150, 160), (180, 175), (182, 210), (150, 222))
    nose = loop((200, 215), (216, 250), (200, 244), (184, 250))
    teeth: list[Line] = [[(x, 270.0), (x, 305.0)] for x in (165.0, 182.0, 200.0, 218.0, 235.0)]
    cracks = [curve((205, 62), (215, 95), (200, 110), (212, 135))]
    return Motif([(bone, 1), *((one, 2) for one in both(eye)), (nose, 2)], [*teeth, curve((145, 282), (200, 288), (255, 282)), *cracks])


def anchor() -> Motif:
    """Returns an anchor with a rope."""
    arm = loop((190, 95), (210, 95), (212, 290), (265, 270), (300, 225), (270, 230), (320, 190), (335, 255), (318, 245), (270, 310), (200, 345), (130, 310), (82, 245), (65, 255), (80, 190), (130, 230), (100, 225), (135, 270), (188, 290))
    bar = loop((130, 128), (200, 122), (270, 128), (270, 144), (200, 140), (130, 144))
    rope = curve((200, 60), (290, 110), (130, 175), (280, 220), (150, 265), (250, 330))
    return Motif([(arm, 0), (bar, 1)], [circle(200, 70, 25), circle(200, 70, 14), rope])


def heart() -> Motif:
    """Returns a heart with a banner."""
    shape = loop((200, 130), (245, 80), (315, 95), (320, 170), (265, 250), (200, 325), (135, 250), (80, 170), (85, 95), (155, 80))
    banner = loop((70, 190), (200, 215), (330, 190), (330, 235), (200, 260), (70, 235))
    ends = [loop((70, 195), (35, 180), (48, 205), (30, 235), (70, 232))]
    words = [curve((120 + i * 22, 232), (126 + i * 22, 218), (132 + i * 22, 236), (138 + i * 22, 222)) for i in range(7)]
    shine = curve((110, 150), (115, 118), (140, 105))
    return Motif([(shape, 0), *((one, 1) for e in ends for one in both(e)), (banner, 1)], [*words, shine])


def mandala() -> Motif:
    """Returns a mandala."""
    shapes, lines = [], [circle(200, 200, 24), circle(200, 200, 60), circle(200, 200, 118)]
    for i in range(12):
        outer = loop((200, 60), (224, 92), (214, 128), (200, 140), (186, 128), (176, 92))
        inner = loop((200, 116), (214, 140), (200, 176), (186, 140))
        shapes += [(turned(outer, i * 30), 0), (turned(inner, i * 30 + 15), 1)]
        lines += [turned(circle(200, 44, 6), i * 30), turned(curve((200, 76), (206, 100), (200, 124)), i * 30)]
    return Motif([*shapes, (circle(200, 200, 30), 2)], lines)


def fox() -> Motif:
    """Returns the head of a fox in facets."""
    ear: Line = [(95, 70), (165, 150), (105, 190), (95, 70)]
    cheek: Line = [(105, 190), (165, 150), (200, 250), (200, 330), (105, 190)]
    front: Line = [(165, 150), (235, 150), (200, 250), (165, 150)]
    lines: list[Line] = [*both([(95, 70), (125, 172)]), *both([(105, 190), (185, 235)]), *both([(150, 205), (176, 214)]), [(186, 315), (200, 330), (214, 315)]]
    shapes = [*((one, 0) for one in both(ear)), *((one, 1) for one in both(cheek)), (front, 0)]
    return Motif(shapes, lines)


def lotus() -> Motif:
    """Returns a lotus with dots above."""
    middle = loop((200, 110), (235, 180), (200, 265), (165, 180))
    side = loop((150, 145), (180, 200), (195, 262), (140, 240), (112, 190))
    wide = loop((85, 190), (135, 215), (185, 266), (120, 270), (75, 240))
    lines = [*both(curve((110, 290), (160, 305), (200, 300))), *(circle(200, y, 4) for y in (90, 74, 60)), *both(curve((200, 320), (150, 330), (120, 350)))]
    shapes = [*((one, 1) for one in both(wide)), *((one, 0) for one in both(side)), (middle, 2)]
    return Motif(shapes, lines)


def mushroom() -> Motif:
    """Returns two mushrooms."""
    cap = loop((95, 190), (120, 110), (200, 75), (280, 110), (305, 190), (200, 205))
    stalk = loop((172, 200), (228, 200), (232, 290), (245, 335), (155, 335), (168, 290))
    spots = [circle(x, y, r) for x, y, r in ((160, 145, 15), (225, 125, 19), (260, 165, 11), (200, 170, 9))]
    small = [loop((262, 280), (300, 245), (338, 280), (300, 288)), loop((290, 286), (310, 286), (314, 338), (286, 338))]
    lines: list[Line] = [[(x, 206.0), (x + (200 - x) * 0.5, 230.0)] for x in (178.0, 190.0, 210.0, 222.0)]
    return Motif([(stalk, 1), (cap, 0), *((s, 1) for s in spots), (small[1], 1), (small[0], 0)], [*lines, curve((120, 340), (200, 330), (330, 342))])


def swallow() -> Motif:
    """Returns a flying swallow."""
    body = loop((120, 150), (155, 130), (205, 165), (245, 225), (300, 320), (235, 275), (190, 245), (150, 200))
    wing = loop((180, 160), (215, 95), (300, 55), (345, 60), (300, 115), (255, 175), (215, 195))
    other = loop((160, 200), (110, 230), (70, 290), (65, 335), (115, 300), (165, 262), (190, 240))
    tail = loop((250, 245), (330, 265), (372, 262), (320, 290), (290, 305))
    feathers = [curve((230 + i * 18, 165 - i * 14), (262 + i * 16, 130 - i * 14), (300 + i * 10, 96 - i * 9)) for i in range(3)]
    feathers += [curve((150 - i * 10, 215 + i * 14), (122 - i * 8, 248 + i * 16), (98 - i * 6, 292 + i * 8)) for i in range(3)]
    return Motif([(tail, 0), (wing, 0), (other, 0), (body, 1)], [*feathers, circle(140, 148, 4), curve((120, 150), (98, 148), (118, 158))])


def eye() -> Motif:
    """Returns an eye in rays."""
    lid = loop((80, 200), (140, 150), (200, 138), (260, 150), (320, 200), (260, 245), (200, 258), (140, 245))
    rays: list[Line] = [[(200 + 100 * math.cos(a) * 1.25, 200 + 95 * math.sin(a)), (200 + (130 + 20 * (i % 2)) * math.cos(a) * 1.15, 200 + (130 + 20 * (i % 2)) * math.sin(a))] for i, a in enumerate(j * math.tau / 24 for j in range(24))]
    return Motif([(lid, 1), (circle(200, 198, 44), 0), (circle(200, 198, 19), 2)], [*rays, circle(212, 184, 6)])


def mountain() -> Motif:
    """Returns mountains with a sun and trees."""
    big: Line = [(60, 300), (175, 110), (235, 205), (262, 170), (345, 300), (60, 300)]
    snow: Line = [(175, 110), (143, 165), (165, 158), (178, 178), (195, 156), (207, 161), (175, 110)]
    trees = [loop((x, 250), (x + 16, 305), (x, 312), (x - 16, 305)) for x in (95, 130, 275, 310)]
    lines: list[Line] = [[(60.0 + i * 10, 318.0 + i * 12), (345.0 - i * 14, 318.0 + i * 12)] for i in range(4)]
    return Motif([(circle(278, 118, 34), 1), (big, 0), (snow, 1), *((t, 2) for t in trees)], [circle(200, 205, 160), *lines])


def web() -> Motif:
    """Returns a spider's web with its spider."""
    lines: list[Line] = [[(200, 190), (200 + 150 * math.cos(a), 190 + 150 * math.sin(a))] for a in (i * math.tau / 10 for i in range(10))]
    for ring in range(1, 6):
        for i in range(10):
            a, b = i * math.tau / 10, (i + 1) * math.tau / 10
            r, m = ring * 27, (a + b) / 2
            lines.append(curve((200 + r * math.cos(a), 190 + r * math.sin(a)), (200 + r * 0.84 * math.cos(m), 190 + r * 0.84 * math.sin(m)), (200 + r * math.cos(b), 190 + r * math.sin(b))))
    legs = [curve((262, 270), (262 + s * 26, 255 + y), (262 + s * 34, 285 + y)) for s in (-1, 1) for y in (-14, 0, 14, 26)]
    return Motif([(circle(262, 276, 15, 19), 0), (circle(262, 252, 9), 0)], [*lines, *legs])


def letters() -> Motif:
    """Returns the word INK in broken letters."""
    strokes = [[(70, 110), (100, 110), (100, 290), (70, 290)], [(140, 290), (140, 110), (165, 110), (212, 240), (212, 110), (238, 110), (238, 290), (214, 290), (166, 165), (166, 290)], [(272, 110), (298, 110), (298, 190), (330, 110), (358, 110), (322, 196), (362, 290), (332, 290), (298, 214), (298, 290), (272, 290)]]
    shapes = [([*((float(x), float(y)) for x, y in one), (float(one[0][0]), float(one[0][1]))], 0) for one in strokes]
    swash = [curve((55, 330), (130, 315), (200, 338), (280, 315), (350, 332)), curve((60, 80), (140, 68), (200, 85), (300, 66), (350, 82))]
    return Motif(shapes, [*swash, circle(200, 352, 4), circle(205, 58, 4)])


def waves() -> Motif:
    """Returns a great wave under a sun."""
    crest = loop((55, 320), (70, 230), (130, 165), (215, 140), (290, 165), (315, 225), (275, 205), (270, 245), (240, 215), (215, 250), (200, 215), (165, 255), (165, 320))
    lines = [curve((75, 320), (90, 245), (140, 192), (215, 168)), curve((100, 320), (112, 260), (152, 215), (205, 190)), *(curve(*[(30 + i * 43, 330 + n * 18 + (9 if i % 2 else -5)) for i in range(9)]) for n in range(3))]
    return Motif([(circle(290, 105, 42), 1), (crest, 0)], lines)


def feather() -> Motif:
    """Returns a feather."""
    vane = loop((285, 65), (275, 150), (225, 230), (150, 300), (125, 300), (135, 240), (180, 150), (240, 85))
    quill = curve((285, 65), (220, 165), (140, 290), (100, 350))
    barbs = [curve(quill[i], (quill[i][0] + s * 26, quill[i][1] - 4), (quill[i][0] + s * 40, quill[i][1] + (12 if s > 0 else -22))) for i in range(8, 30, 3) for s in (-1, 1)]
    return Motif([(vane, 0)], [quill, *barbs])


MOTIFS: dict[str, Callable[[], Motif]] = {
    one.__name__: one
    for one in (moth, dagger, rose, snake, moon, fern, koi, skull, anchor, heart, mandala, fox, lotus, mushroom, swallow, eye, mountain, web, letters, waves, feather)
}
"""All motifs by name."""
