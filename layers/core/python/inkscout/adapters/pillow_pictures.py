"""Makes small copies of pictures with Pillow, with bounds that are checked before anything is decoded."""

import io
import warnings
from collections.abc import Mapping, Sequence

from PIL import Image, ImageOps, UnidentifiedImageError

from inkscout.errors import PictureRefused

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
MOST_PIXELS = 40_000_000
LEAST_SIDE = 40
"""Shortest side in pixels of a picture that is shown; below are icons and counters."""

_QUALITY = 72
_PAPER = (255, 255, 255)


def shrink(body: bytes, widths: Sequence[int]) -> Mapping[int, bytes]:
    """Returns the picture as WebP in each width, never enlarged, turned upright, without its metadata.

    Raises:
        PictureRefused: it is no picture of a permitted format, too large or tiny, or broken.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(body), formats=FORMATS) as found:
                return _copies(found, sorted(widths, reverse=True))
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused(f"no picture that is shown: {type(error).__name__}") from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise PictureRefused(f"the picture is broken: {type(error).__name__}") from error


def _copies(found: Image.Image, widths: Sequence[int]) -> dict[int, bytes]:
    width, height = found.size
    if width * height > MOST_PIXELS:
        raise PictureRefused(f"the picture has {width} by {height} pixels")
    if min(width, height) < LEAST_SIDE:
        raise PictureRefused("the picture is tiny")
    found.draft("RGB", (widths[0], widths[0]))
    upright = _on_paper(ImageOps.exif_transpose(found))
    copies = {}
    for wanted in widths:
        size = (
            min(wanted, upright.width),
            max(1, round(upright.height * min(wanted, upright.width) / upright.width)),
        )
        made = (
            upright
            if size == upright.size
            else upright.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
        )
        out = io.BytesIO()
        made.save(out, "WEBP", quality=_QUALITY, method=4)
        copies[wanted] = out.getvalue()
    return copies


def _on_paper(found: Image.Image) -> Image.Image:
    """Returns a picture in RGB; what is transparent in it becomes white."""
    if found.mode in ("RGBA", "LA", "PA") or "transparency" in found.info:
        layered = found.convert("RGBA")
        ground = Image.new("RGBA", layered.size, (*_PAPER, 255))
        return Image.alpha_composite(ground, layered).convert("RGB")
    return found.convert("RGB")
