"""Motifs of the demo's flash sheet, drawn for this project: things and signs, and all by name."""

import math
from collections.abc import Callable

from flash_creatures import dagger, fern, koi, moon, moth, rose, skull, snake
from flash_lines import Line, Motif, both, circle, curve, loop, turned


def anchor() -> Motif:
    """Returns an anchor with a rope."""
    arm = loop(
        (190, 95),
        (210, 95),
        (212, 290),
        (265, 270),
        (300, 225),
        (270, 230),
        (320, 190),
        (335, 255),
        (318, 245),
        (270, 310),
        (200, 345),
        (130, 310),
        (82, 245),
        (65, 255),
        (80, 190),
        (130, 230),
        (100, 225),
        (135, 270),
        (188, 290),
    )
    bar = loop((130, 128), (200, 122), (270, 128), (270, 144), (200, 140), (130, 144))
    rope = curve((200, 60), (290, 110), (130, 175), (280, 220), (150, 265), (250, 330))
    return Motif([(arm, 0), (bar, 1)], [circle(200, 70, 25), circle(200, 70, 14), rope])


def heart() -> Motif:
    """Returns a heart with a banner."""
    shape = loop(
        (200, 130),
        (245, 80),
        (315, 95),
        (320, 170),
        (265, 250),
        (200, 325),
        (135, 250),
        (80, 170),
        (85, 95),
        (155, 80),
    )
    banner = loop((70, 190), (200, 215), (330, 190), (330, 235), (200, 260), (70, 235))
    ends = [loop((70, 195), (35, 180), (48, 205), (30, 235), (70, 232))]
    words = [
        curve((120 + i * 22, 232), (126 + i * 22, 218), (132 + i * 22, 236), (138 + i * 22, 222))
        for i in range(7)
    ]
    shine = curve((110, 150), (115, 118), (140, 105))
    return Motif([(shape, 0), *((one, 1) for e in ends for one in both(e)), (banner, 1)], [*words, shine])


def mandala() -> Motif:
    """Returns a mandala."""
    shapes, lines = [], [circle(200, 200, 24), circle(200, 200, 60), circle(200, 200, 118)]
    for i in range(12):
        outer = loop((200, 60), (224, 92), (214, 128), (200, 140), (186, 128), (176, 92))
        inner = loop((200, 116), (214, 140), (200, 176), (186, 140))
        shapes += [(turned(outer, i * 30), 0), (turned(inner, i * 30 + 15), 1)]
        lines += [
            turned(circle(200, 44, 6), i * 30),
            turned(curve((200, 76), (206, 100), (200, 124)), i * 30),
        ]
    return Motif([*shapes, (circle(200, 200, 30), 2)], lines)


def fox() -> Motif:
    """Returns the head of a fox in facets."""
    ear: Line = [(95, 70), (165, 150), (105, 190), (95, 70)]
    cheek: Line = [(105, 190), (165, 150), (200, 250), (200, 330), (105, 190)]
    front: Line = [(165, 150), (235, 150), (200, 250), (165, 150)]
    lines: list[Line] = [
        *both([(95, 70), (125, 172)]),
        *both([(105, 190), (185, 235)]),
        *both([(150, 205), (176, 214)]),
        [(186, 315), (200, 330), (214, 315)],
    ]
    shapes = [*((one, 0) for one in both(ear)), *((one, 1) for one in both(cheek)), (front, 0)]
    return Motif(shapes, lines)


def lotus() -> Motif:
    """Returns a lotus with dots above."""
    middle = loop((200, 110), (235, 180), (200, 265), (165, 180))
    side = loop((150, 145), (180, 200), (195, 262), (140, 240), (112, 190))
    wide = loop((85, 190), (135, 215), (185, 266), (120, 270), (75, 240))
    lines = [
        *both(curve((110, 290), (160, 305), (200, 300))),
        *(circle(200, y, 4) for y in (90, 74, 60)),
        *both(curve((200, 320), (150, 330), (120, 350))),
    ]
    shapes = [*((one, 1) for one in both(wide)), *((one, 0) for one in both(side)), (middle, 2)]
    return Motif(shapes, lines)


def mushroom() -> Motif:
    """Returns two mushrooms."""
    cap = loop((95, 190), (120, 110), (200, 75), (280, 110), (305, 190), (200, 205))
    stalk = loop((172, 200), (228, 200), (232, 290), (245, 335), (155, 335), (168, 290))
    spots = [circle(x, y, r) for x, y, r in ((160, 145, 15), (225, 125, 19), (260, 165, 11), (200, 170, 9))]
    small = [
        loop((262, 280), (300, 245), (338, 280), (300, 288)),
        loop((290, 286), (310, 286), (314, 338), (286, 338)),
    ]
    lines: list[Line] = [[(x, 206.0), (x + (200 - x) * 0.5, 230.0)] for x in (178.0, 190.0, 210.0, 222.0)]
    return Motif(
        [(stalk, 1), (cap, 0), *((s, 1) for s in spots), (small[1], 1), (small[0], 0)],
        [*lines, curve((120, 340), (200, 330), (330, 342))],
    )


def swallow() -> Motif:
    """Returns a flying swallow."""
    body = loop(
        (120, 150), (155, 130), (205, 165), (245, 225), (300, 320), (235, 275), (190, 245), (150, 200)
    )
    wing = loop((180, 160), (215, 95), (300, 55), (345, 60), (300, 115), (255, 175), (215, 195))
    other = loop((160, 200), (110, 230), (70, 290), (65, 335), (115, 300), (165, 262), (190, 240))
    tail = loop((250, 245), (330, 265), (372, 262), (320, 290), (290, 305))
    feathers = [
        curve((230 + i * 18, 165 - i * 14), (262 + i * 16, 130 - i * 14), (300 + i * 10, 96 - i * 9))
        for i in range(3)
    ]
    feathers += [
        curve((150 - i * 10, 215 + i * 14), (122 - i * 8, 248 + i * 16), (98 - i * 6, 292 + i * 8))
        for i in range(3)
    ]
    return Motif(
        [(tail, 0), (wing, 0), (other, 0), (body, 1)],
        [*feathers, circle(140, 148, 4), curve((120, 150), (98, 148), (118, 158))],
    )


def eye() -> Motif:
    """Returns an eye in rays."""
    lid = loop((80, 200), (140, 150), (200, 138), (260, 150), (320, 200), (260, 245), (200, 258), (140, 245))
    rays: list[Line] = [
        [
            (200 + 100 * math.cos(a) * 1.25, 200 + 95 * math.sin(a)),
            (200 + (130 + 20 * (i % 2)) * math.cos(a) * 1.15, 200 + (130 + 20 * (i % 2)) * math.sin(a)),
        ]
        for i, a in enumerate(j * math.tau / 24 for j in range(24))
    ]
    return Motif(
        [(lid, 1), (circle(200, 198, 44), 0), (circle(200, 198, 19), 2)], [*rays, circle(212, 184, 6)]
    )


def mountain() -> Motif:
    """Returns mountains with a sun and trees."""
    big: Line = [(60, 300), (175, 110), (235, 205), (262, 170), (345, 300), (60, 300)]
    snow: Line = [(175, 110), (143, 165), (165, 158), (178, 178), (195, 156), (207, 161), (175, 110)]
    trees = [loop((x, 250), (x + 16, 305), (x, 312), (x - 16, 305)) for x in (95, 130, 275, 310)]
    lines: list[Line] = [
        [(60.0 + i * 10, 318.0 + i * 12), (345.0 - i * 14, 318.0 + i * 12)] for i in range(4)
    ]
    return Motif(
        [(circle(278, 118, 34), 1), (big, 0), (snow, 1), *((t, 2) for t in trees)],
        [circle(200, 205, 160), *lines],
    )


def web() -> Motif:
    """Returns a spider's web with its spider."""
    lines: list[Line] = [
        [(200, 190), (200 + 150 * math.cos(a), 190 + 150 * math.sin(a))]
        for a in (i * math.tau / 10 for i in range(10))
    ]
    for ring in range(1, 6):
        for i in range(10):
            a, b = i * math.tau / 10, (i + 1) * math.tau / 10
            r, m = ring * 27, (a + b) / 2
            lines.append(
                curve(
                    (200 + r * math.cos(a), 190 + r * math.sin(a)),
                    (200 + r * 0.84 * math.cos(m), 190 + r * 0.84 * math.sin(m)),
                    (200 + r * math.cos(b), 190 + r * math.sin(b)),
                )
            )
    legs = [
        curve((262, 270), (262 + s * 26, 255 + y), (262 + s * 34, 285 + y))
        for s in (-1, 1)
        for y in (-14, 0, 14, 26)
    ]
    return Motif([(circle(262, 276, 15, 19), 0), (circle(262, 252, 9), 0)], [*lines, *legs])


def letters() -> Motif:
    """Returns the word INK in broken letters."""
    strokes = [
        [(70, 110), (100, 110), (100, 290), (70, 290)],
        [
            (140, 290),
            (140, 110),
            (165, 110),
            (212, 240),
            (212, 110),
            (238, 110),
            (238, 290),
            (214, 290),
            (166, 165),
            (166, 290),
        ],
        [
            (272, 110),
            (298, 110),
            (298, 190),
            (330, 110),
            (358, 110),
            (322, 196),
            (362, 290),
            (332, 290),
            (298, 214),
            (298, 290),
            (272, 290),
        ],
    ]
    shapes = [
        ([*((float(x), float(y)) for x, y in one), (float(one[0][0]), float(one[0][1]))], 0)
        for one in strokes
    ]
    swash = [
        curve((55, 330), (130, 315), (200, 338), (280, 315), (350, 332)),
        curve((60, 80), (140, 68), (200, 85), (300, 66), (350, 82)),
    ]
    return Motif(shapes, [*swash, circle(200, 352, 4), circle(205, 58, 4)])


def waves() -> Motif:
    """Returns a great wave under a sun."""
    crest = loop(
        (55, 320),
        (70, 230),
        (130, 165),
        (215, 140),
        (290, 165),
        (315, 225),
        (275, 205),
        (270, 245),
        (240, 215),
        (215, 250),
        (200, 215),
        (165, 255),
        (165, 320),
    )
    lines = [
        curve((75, 320), (90, 245), (140, 192), (215, 168)),
        curve((100, 320), (112, 260), (152, 215), (205, 190)),
        *(curve(*[(30 + i * 43, 330 + n * 18 + (9 if i % 2 else -5)) for i in range(9)]) for n in range(3)),
    ]
    return Motif([(circle(290, 105, 42), 1), (crest, 0)], lines)


def feather() -> Motif:
    """Returns a feather."""
    vane = loop((285, 65), (275, 150), (225, 230), (150, 300), (125, 300), (135, 240), (180, 150), (240, 85))
    quill = curve((285, 65), (220, 165), (140, 290), (100, 350))
    barbs = [
        curve(
            quill[i],
            (quill[i][0] + s * 26, quill[i][1] - 4),
            (quill[i][0] + s * 40, quill[i][1] + (12 if s > 0 else -22)),
        )
        for i in range(8, 30, 3)
        for s in (-1, 1)
    ]
    return Motif([(vane, 0)], [quill, *barbs])


MOTIFS: dict[str, Callable[[], Motif]] = {
    one.__name__: one
    for one in (
        moth,
        dagger,
        rose,
        snake,
        moon,
        fern,
        koi,
        skull,
        anchor,
        heart,
        mandala,
        fox,
        lotus,
        mushroom,
        swallow,
        eye,
        mountain,
        web,
        letters,
        waves,
        feather,
    )
}
"""All motifs by name."""
