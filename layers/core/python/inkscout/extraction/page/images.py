"""Image URLs: selects photos, and computes a hash by which the same image is recognised again."""

import hashlib
import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from inkscout.domain.excerpt import shortened
from inkscout.domain.reading import Image
from inkscout.extraction.page.document import Document, Picture

_ICON = re.compile(
    r"logo|icon|sprite|favicon|avatar-default|spinner|loader|placeholder|arrow|flag|badge|pixel\.|blank\.",
    re.I,
)
_NOT_PHOTO = re.compile(r"\.(?:svg|ico|gif)(?:$|\?)", re.I)
_VOLATILE = re.compile(
    r"^(?:utm_\w+|v|ver|t|ts|_nc_\w+|oh|oe|efg|ccb|stp|edm|ig_cache_key|se|signature|expires|token|width|height|w|h|q|quality|fit|auto|format|dpr)$",
    re.I,
)
ALT = 200
"""Maximum length of the alt text kept for an image, in characters."""

_LENGTH = re.compile(r"^\s*(\d{1,5})")


@lru_cache(maxsize=4096)
def image_hash(url: str) -> str:
    """Returns the hexadecimal SHA-256 of a URL without scheme and volatile parameters (sizes, tokens …)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return hashlib.sha256(url.encode()).hexdigest()
    query = urlencode([(key, value) for key, value in parse_qsl(parts.query) if not _VOLATILE.match(key)])
    return hashlib.sha256(urlunsplit(("", parts.netloc, parts.path, query, "")).encode()).hexdigest()


def image_of(document: Document, picture: Picture) -> Image | None:
    """Returns an image with an absolute URL; None for icons, logos, drawings and sizes below 48 pixels."""
    src = picture.src.strip()
    if not src or src == "#" or _NOT_PHOTO.search(src) or _ICON.search(src.rsplit("/", 1)[-1]):
        return None
    url = document.absolute(src)
    if not url.startswith(("http://", "https://")):
        return None
    width, height = _length(picture.element.get("width")), _length(picture.element.get("height"))
    if 0 < width < 48 or 0 < height < 48:
        return None
    return Image(url=url, alt=shortened(picture.alt, ALT), width=width, height=height, hash=image_hash(url))


def _length(text: str) -> int:
    found = _LENGTH.match(text)
    return int(found.group(1)) if found and "%" not in text else 0
