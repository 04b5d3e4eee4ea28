"""Motifs of the demo's flash sheet, drawn for this project: creatures and plants."""

import math

from flash_lines import Line, Motif, both, circle, curve, loop


def moth() -> Motif:
    """Returns a moth with open wings."""
    upper = loop((200, 150), (150, 105), (60, 85), (45, 120), (75, 190), (150, 215), (200, 200))
    lower = loop((200, 205), (150, 220), (95, 235), (85, 280), (120, 315), (165, 290), (200, 240))
    body = loop((200, 125), (216, 150), (214, 220), (200, 275), (186, 220), (184, 150))
    ring = circle(105, 145, 20)
    lines = [*both(curve((194, 128), (175, 95), (150, 80))), *both(ring), *both(circle(105, 145, 8))]
    lines += [
        *both(curve((190, 190), (140, 185), (85, 165))),
        *both(curve((190, 215), (150, 250), (120, 290))),
    ]
    lines += [curve((187, y), (200, y + 6), (213, y)) for y in (165, 185, 205, 225)]
    shapes = [*((one, 0) for one in both(upper)), *((one, 1) for one in both(lower)), (body, 2)]
    return Motif(shapes, lines)


def dagger() -> Motif:
    """Returns a dagger with a drop."""
    blade = [(200.0, 350.0), (178.0, 300.0), (180.0, 150.0), (220.0, 150.0), (222.0, 300.0), (200.0, 350.0)]
    guard = loop(
        (120, 140), (160, 128), (240, 128), (280, 140), (275, 158), (240, 152), (160, 152), (125, 158)
    )
    grip = loop((186, 128), (182, 100), (186, 70), (214, 70), (218, 100), (214, 128))
    lines: list[Line] = [[(200.0, 160.0), (200.0, 335.0)], circle(200, 140, 8)]
    lines += [curve((184, y), (200, y + 7), (216, y)) for y in (80, 93, 106, 118)]
    return Motif([(blade, 1), (grip, 2), (guard, 0), (circle(200, 54, 16), 0)], lines)


def rose() -> Motif:
    """Returns a rose with two leaves."""
    petals = [
        circle(200 + 62 * math.cos(a), 175 + 58 * math.sin(a), 50, 46)
        for a in (i * math.tau / 6 for i in range(6))
    ]
    inner = [
        circle(200 + 27 * math.cos(a), 175 + 26 * math.sin(a), 32, 30)
        for a in (i * math.tau / 5 + 0.4 for i in range(5))
    ]
    spiral = [(200 + a * 3.1 * math.cos(a), 175 + a * 3 * math.sin(a)) for a in (i / 9 for i in range(80))]
    leaf = loop((170, 260), (120, 255), (70, 290), (55, 330), (105, 325), (150, 300))
    lines = [
        spiral,
        *both(curve((165, 265), (110, 292), (60, 328))),
        curve((200, 245), (196, 300), (206, 365)),
    ]
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
    return Motif(
        [([*left, *right[::-1], left[0]], 0), (head, 1)], [*bands, *both(circle(188, 66, 4)), *tongue]
    )


def moon() -> Motif:
    """Returns a crescent moon with stars."""
    outer = [
        (200 + 125 * math.cos(a), 200 + 125 * math.sin(a))
        for a in (math.radians(d) for d in range(50, 311, 4))
    ]
    inner = [
        (245 + 98 * math.cos(a), 200 + 98 * math.sin(a))
        for a in (math.radians(d) for d in range(302, 57, -4))
    ]
    star = [
        (290 + r * math.cos(a), 190 + r * math.sin(a))
        for i in range(11)
        for a, r in [(i * math.tau / 10 - 1.57, 34 if i % 2 == 0 else 12)]
    ]
    rays: list[Line] = [
        [
            (200 + 142 * math.cos(a), 200 + 142 * math.sin(a)),
            (200 + 160 * math.cos(a), 200 + 160 * math.sin(a)),
        ]
        for a in (math.radians(d) for d in range(60, 301, 20))
    ]
    return Motif(
        [([*outer, *inner, outer[0]], 0), (star, 1)],
        [*rays, circle(250, 285, 4), circle(320, 260, 3), circle(262, 120, 4)],
    )


def fern() -> Motif:
    """Returns a fern leaf."""
    stem = curve((195, 365), (205, 280), (196, 180), (215, 70), (228, 48))
    shapes, lines = [], [stem]
    for i in range(13):
        x, y = stem[int((i + 1.5) / 15 * (len(stem) - 1))]
        size = 74 * (1 - i / 15)
        for side in (-1, 1):
            leaf = loop(
                (x, y),
                (x + side * size * 0.5, y - size * 0.42),
                (x + side * size, y - size * 0.34),
                (x + side * size * 0.55, y - size * 0.08),
            )
            shapes.append((leaf, i % 2))
            lines.append([(x, y), (x + side * size * 0.85, y - size * 0.3)])
    return Motif(shapes, lines)


def koi() -> Motif:
    """Returns a koi over waves."""
    body = loop(
        (95, 120),
        (150, 85),
        (225, 110),
        (275, 175),
        (285, 240),
        (255, 265),
        (215, 215),
        (150, 190),
        (100, 160),
    )
    tail = loop((262, 250), (320, 255), (345, 300), (300, 290), (285, 340), (255, 300))
    fin = loop((170, 190), (150, 235), (110, 250), (130, 205))
    back = loop((190, 98), (235, 70), (262, 95), (252, 140))
    waves = [
        curve(*[(40 + i * 40, 330 + n * 22 + (14 if i % 2 else -6)) for i in range(9)]) for n in range(3)
    ]
    scales = [
        curve((x - 13, y - 4), (x, y + 11), (x + 13, y - 6))
        for x, y in ((165, 120), (195, 130), (225, 150), (180, 155), (212, 175), (245, 185), (240, 215))
    ]
    return Motif(
        [(tail, 1), (back, 1), (body, 0), (fin, 1)],
        [circle(122, 128, 6), curve((148, 92), (140, 130), (150, 172)), *scales, *waves],
    )


def skull() -> Motif:
    """Returns a skull."""
    bone = loop(
        (200, 60),
        (285, 90),
        (305, 175),
        (275, 235),
        (258, 300),
        (200, 315),
        (142, 300),
        (125, 235),
        (95, 175),
        (115, 90),
    )
    eye = loop((130, 185), (150, 160), (180, 175), (182, 210), (150, 222))
    nose = loop((200, 215), (216, 250), (200, 244), (184, 250))
    teeth: list[Line] = [[(x, 270.0), (x, 305.0)] for x in (165.0, 182.0, 200.0, 218.0, 235.0)]
    cracks = [curve((205, 62), (215, 95), (200, 110), (212, 135))]
    return Motif(
        [(bone, 1), *((one, 2) for one in both(eye)), (nose, 2)],
        [*teeth, curve((145, 282), (200, 288), (255, 282)), *cracks],
    )
