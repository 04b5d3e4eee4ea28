"""Cards that stand for a page where its link is shared: name, styles and place on paper, without pictures."""

import io
from collections.abc import Iterator

from PIL import Image, ImageDraw, ImageFont

from functions.web import links
from functions.web.answers import WebAnswer
from functions.web.asked import PageRequest
from functions.web.rendering import STATIC
from inkscout.bootstrap import api
from inkscout.errors import NotFound

WIDTH, HEIGHT = 1200, 630
"""Size of a card in pixels, as the Open Graph and its readers suggest."""

_PAPER, _LINE, _INK, _SOFT, _ACCENT = "#fbfaf7", "#ddd7cb", "#17130e", "#5d5548", "#4a2bb8"
_MARGIN = 90
_STYLES = 3
# As long as a picture: a removed person's card may stand that long in a shared cache.
_KEPT = "public, max-age=300, stale-if-error=0"
_FACES = {"name": ("bricolage-grotesque", 700), "text": ("instrument-sans", 500)}
_SITE = ("Find the artist, then the tattoo.", "Tattoo artists by style and city")


def show(request: PageRequest, segments: tuple[str, ...]) -> WebAnswer:
    """Returns the card of an artist, of a studio, or of the website itself, as PNG.

    Raises:
        NotFound: nobody has the id, or the person asked to be removed.
    """
    del request
    kind, name = segments[1] if len(segments) > 1 else "", segments[-1]
    if len(segments) == 2 and name == "site.png":
        texts: tuple[str, ...] = _SITE
    elif len(segments) == 3 and name.endswith(".png") and kind in ("artists", "studios"):
        texts = _artist(name[:-4]) if kind == "artists" else _studio(name[:-4])
    else:
        raise NotFound("no card has this address")
    body = draw(*texts)
    return WebAnswer(body=body, content_type="image/png", cache=_KEPT, noindex=True)


def _artist(artist_id: str) -> tuple[str, ...]:
    artist = api.get_artist()(artist_id)
    styles = ", ".join(links.style_name(style) for style in artist.styles[:_STYLES]) or "Tattoo artist"
    studio = artist.studio.name if artist.studio else ""
    return artist.name, styles, ", ".join(part for part in (studio, artist.city) if part)


def _studio(studio_id: str) -> tuple[str, ...]:
    studio = api.get_studio()(studio_id)
    styles = ", ".join(links.style_name(style) for style in studio.styles[:_STYLES])
    return studio.name, f"Tattoo studio in {studio.city}" if studio.city else "Tattoo studio", styles


def draw(title: str, *lines: str) -> bytes:
    """Returns a card as PNG; a title in a script that the fonts lack is left to the lines below it."""
    card = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    pen = ImageDraw.Draw(card)
    for x in range(WIDTH - 330, WIDTH + HEIGHT, 26):
        pen.line([(x, HEIGHT), (x + HEIGHT // 2, 0)], fill=_LINE, width=2)
    pen.rectangle([0, 0, 20, HEIGHT], fill=_ACCENT)
    shown = title if _drawable(title) else "Tattoo artist"
    size, rows = next(
        (size, rows)
        for size in (104, 84, 66, 52)
        if len(rows := list(_wrapped(pen, shown, _font("name", size)))[:3]) <= (2 if size > 60 else 3)
    )
    y = 120
    for row in rows:
        pen.text((_MARGIN, y), row, fill=_INK, font=_font("name", size))
        y += round(size * 1.12)
    y += 34
    for line in lines:
        if line and _drawable(line):
            row = next(iter(_wrapped(pen, line, _font("text", 42))))
            pen.text((_MARGIN, y), row, fill=_SOFT, font=_font("text", 42))
            y += 62
    mark = _font("name", 46)
    pen.text((_MARGIN, HEIGHT - 100), "Ink", fill=_INK, font=mark)
    pen.text((_MARGIN + pen.textlength("Ink", font=mark), HEIGHT - 100), "scout", fill=_ACCENT, font=mark)
    made = io.BytesIO()
    card.quantize(64).save(made, "PNG", optimize=True)
    return made.getvalue()


def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    name, weight = _FACES[face]
    font = ImageFont.truetype(str(STATIC / "fonts" / f"{name}-latin-wght-normal.woff2"), size)
    font.set_variation_by_axes([weight])
    return font


def _drawable(text: str) -> bool:
    """Whether the fonts have every character of a text."""
    return all(character <= "\xff" or character in "–—‘’“”…€™" for character in text) and bool(text.strip())


def _wrapped(pen: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    """Yields a text in rows that fit; a word without a blank is cut."""
    most, row = WIDTH - 2 * _MARGIN - 60, ""
    for word in text[:120].split():
        longer = f"{row} {word}".strip()
        if row and pen.textlength(longer, font=font) > most:
            yield row
            longer = word
        while pen.textlength(longer, font=font) > most:
            longer = f"{longer[:-2]}…"
        row = longer
    yield row
