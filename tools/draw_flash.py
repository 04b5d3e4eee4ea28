"""Draws the demo's flash sheet and the website's plates of styles; ``python tools/draw_flash.py``.

The drawings are made from ``flash_motifs`` alone, and the same ones each time.
"""

import hashlib
import random
import sys
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "layers" / "core" / "python")]

from flash_lines import Line, Motif  # noqa: E402 - the paths above come first
from flash_motifs import MOTIFS  # noqa: E402

ART = ROOT / "inkscout_local" / "worlds" / "demo" / "art"
PLATES = ROOT / "functions" / "web" / "static" / "plates"
SIZE, SCALE = 640, 2

Colour = tuple[int, int, int]

HANDS: dict[str, tuple[str, list[str], tuple[str, ...]]] = {
    "bold": (
        "#f6ead2",
        ["#c0392b", "#e3a72f", "#2f6b4f", "#1c1a17"],
        ("swallow", "dagger", "rose", "anchor", "heart", "skull", "snake", "koi", "moth", "eye"),
    ),
    "fine": (
        "#fbf8f2",
        ["#2b2723"],
        ("fern", "moth", "lotus", "feather", "moon", "rose", "mushroom", "swallow", "mountain", "snake"),
    ),
    "black": (
        "#efe9df",
        ["#16130f"],
        ("snake", "moth", "dagger", "skull", "moon", "web", "fox", "waves", "eye", "fern"),
    ),
    "dots": (
        "#e8eef0",
        ["#1d3440"],
        ("mandala", "moon", "eye", "mountain", "lotus", "moth", "fox", "mushroom", "feather", "skull"),
    ),
    "wash": (
        "#fdfcfa",
        ["#3a86c8", "#d65c8a", "#f0a23b", "#5a9e6f"],
        ("koi", "swallow", "fox", "lotus", "feather", "rose", "waves", "mushroom", "moth", "mountain"),
    ),
    "night": (
        "#191c2b",
        ["#e9b872", "#c8574e", "#8fb8c9"],
        ("waves", "koi", "mandala", "lotus", "snake", "heart", "letters", "moon", "dagger", "web"),
    ),
}
"""Treatments, each the hand of one artist: paper, colours, and ten motifs."""

STYLES = {
    "fine-line": ("fine", "fern"), "blackwork": ("black", "snake"), "color": ("wash", "koi"),
    "lettering": ("black", "letters"), "black-and-grey": ("dots", "skull"), "flash": ("bold", "swallow"),
    "ornamental": ("dots", "mandala"), "american-traditional": ("bold", "dagger"), "floral": ("fine", "rose"),
    "illustrative": ("wash", "fox"), "animals": ("bold", "moth"), "dotwork": ("dots", "moon"),
    "engraving": ("fine", "feather"), "japanese": ("night", "waves"), "geometric": ("fine", "fox"),
    "minimalist": ("fine", "moon"), "linework": ("fine", "mountain"), "watercolor": ("wash", "feather"),
    "realism": ("dots", "eye"), "neo-traditional": ("bold", "rose"), "tribal": ("black", "waves"),
    "mandala": ("night", "mandala"), "single-needle": ("fine", "swallow"), "celtic": ("black", "moth"),
    "handpoke": ("dots", "mushroom"), "surrealism": ("night", "snake"), "chicano": ("dots", "heart"),
    "blackout": ("black", "moon"), "nature": ("wash", "mountain"), "anime": ("wash", "lotus"),
}  # fmt: skip
"""Treatment and motif of a style's plate; other styles get one by their name."""


def main() -> int:
    """Draws every picture and returns the exit code."""
    from inkscout.vocabulary.styles import STYLE_NAMES

    ART.mkdir(parents=True, exist_ok=True)
    PLATES.mkdir(parents=True, exist_ok=True)
    for hand, (_, _, motifs) in HANDS.items():
        for number, motif in enumerate(motifs):
            piece = drawn(MOTIFS[motif](), hand, seed=f"{hand}{motif}")
            piece.save(ART / f"{hand}-{number}.webp", "WEBP", quality=74, method=6)
    for style in STYLE_NAMES:
        hand, motif = STYLES.get(style) or _chosen(style)
        (PLATES / f"{style}.svg").write_text(plate(MOTIFS[motif](), hand), encoding="utf-8")
    return 0


def _chosen(style: str) -> tuple[str, str]:
    number = int(hashlib.sha256(style.encode()).hexdigest()[:8], 16)
    return list(HANDS)[number % len(HANDS)], list(MOTIFS)[number // 7 % len(MOTIFS)]


def drawn(motif: Motif, hand: str, seed: str) -> Image.Image:
    """Returns a motif drawn by one hand."""
    paper, colours, _ = HANDS[hand]
    chance = random.Random(seed)  # noqa: S311 - a drawing, the same one each time
    side = SIZE * SCALE
    image = Image.new("RGB", (side, side), paper)
    if hand == "wash":
        _blots(image, motif, colours, chance)
    pen = ImageDraw.Draw(image)
    ink = {"night": "#f3e6cf", "fine": colours[0], "dots": colours[0]}.get(hand, "#16130f")
    for shape, tint in motif.shapes:
        points = _scaled(shape)
        if hand in ("bold", "night"):
            pen.polygon(points, fill=colours[tint % len(colours)])
        elif hand == "black":
            pen.polygon(points, fill=colours[0] if tint != 1 else paper)
        else:
            if hand in ("fine", "dots"):
                pen.polygon(points, fill=paper)
            if hand == "wash":
                _tint(image, points, colours[tint % len(colours)])
            if hand == "dots":
                _stipple(image, points, ink, chance, tint)
        pen.line(points, fill=ink, width=_width(hand), joint="curve")
    lighter = paper if hand == "black" else ink
    for line in motif.lines:
        points = _scaled(line)
        if hand == "black":
            pen.line(points, fill="#16130f", width=16, joint="curve")
            pen.line(points, fill=lighter, width=5, joint="curve")
        else:
            pen.line(points, fill=ink, width=max(3, _width(hand) * 2 // 3), joint="curve")
    return image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


def _width(hand: str) -> int:
    return {"bold": 15, "night": 9, "black": 7, "wash": 6}.get(hand, 4)


def _scaled(line: Line) -> Line:
    factor = SIZE * SCALE / 400
    return [(x * factor, y * factor) for x, y in line]


def _stipple(image: Image.Image, points: Line, ink: str, chance: random.Random, tint: int) -> None:
    """Fills a shape with dots, denser towards its lower edge."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    inside = Image.new("1", image.size)
    ImageDraw.Draw(inside).polygon(points, fill=1)
    known, pen = inside.load(), ImageDraw.Draw(image)
    if known is None:
        return
    for _ in range(int((right - left) * (bottom - top) / (150 if tint else 260))):
        x, y = chance.uniform(left, right), top + (bottom - top) * chance.random() ** 0.55
        if 0 <= x < image.width and 0 <= y < image.height and known[int(x), int(y)]:
            r = chance.uniform(1.6, 3.4)
            pen.ellipse((x - r, y - r, x + r, y + r), fill=ink)


def _tint(image: Image.Image, points: Line, colour: str) -> None:
    """Lays a pale, even colour over a shape and what lies under it."""
    inside = Image.new("L", image.size)
    ImageDraw.Draw(inside).polygon(points, fill=190)
    image.paste(
        Image.blend(Image.new("RGB", image.size, "#ffffff"), Image.new("RGB", image.size, colour), 0.38),
        mask=inside,
    )


def _blots(image: Image.Image, motif: Motif, colours: list[str], chance: random.Random) -> None:
    """Lays soft blots of colour under the lines."""
    for number, (shape, _) in enumerate(motif.shapes):
        points = _scaled(shape)
        layer = Image.new("RGB", image.size, "#ffffff")
        pen = ImageDraw.Draw(layer)
        for x, y in points[:: max(1, len(points) // 9)]:
            r = chance.uniform(50, 120)
            pen.ellipse((x - r, y - r, x + r, y + r), fill=colours[(number + int(r)) % len(colours)])
        soft = layer.filter(ImageFilter.GaussianBlur(42))
        pale = Image.blend(Image.new("RGB", image.size, "#ffffff"), soft, 0.55)
        image.paste(ImageChops.multiply(image, pale))


def plate(motif: Motif, hand: str) -> str:
    """Returns a motif as SVG."""
    paper, colours, _ = HANDS[hand]
    ink = {"night": "#f3e6cf", "fine": colours[0], "dots": colours[0]}.get(hand, "#16130f")
    width = {"bold": 5, "night": 3, "black": 2.4, "wash": 2.2}.get(hand, 1.7)
    parts = []
    for shape, tint in motif.shapes:
        fill = paper
        if hand in ("bold", "night"):
            fill = colours[tint % len(colours)]
        elif hand == "black" and tint != 1:
            fill = colours[0]
        more = ' fill-opacity=".35"' if hand == "wash" else ""
        fill = colours[tint % len(colours)] if hand == "wash" else fill
        parts.append(f'<path d="{_path(shape)}" fill="{fill}"{more} stroke="{ink}" stroke-width="{width}"/>')
        if hand == "dots" and tint != 1:
            parts.append(f'<path d="{_path(shape)}" fill="url(#d)"/>')
    light = paper if hand == "black" else ink
    if hand == "black":
        parts += [f'<path d="{_path(line)}" stroke="{ink}" stroke-width="5"/>' for line in motif.lines]
    parts += [
        f'<path d="{_path(line)}" stroke="{light}" stroke-width="{width * 0.7:.1f}"/>' for line in motif.lines
    ]
    dots = (
        '<pattern id="d" width="7" height="7" patternUnits="userSpaceOnUse">'
        f'<circle cx="2" cy="2" r="1.3" fill="{ink}"/>'
        f'<circle cx="5.5" cy="5.5" r="1" fill="{ink}"/></pattern>'
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400">'
        f"<defs>{dots if hand == 'dots' else ''}</defs>"
        f'<rect width="400" height="400" fill="{paper}"/>'
        f'<g fill="none" stroke-linejoin="round" stroke-linecap="round">{"".join(parts)}</g></svg>\n'
    )


def _path(line: Line) -> str:
    thinned = line if len(line) < 30 else [*line[::3], line[-1]]
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in thinned)


if __name__ == "__main__":
    raise SystemExit(main())
