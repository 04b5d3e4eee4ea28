"""Image URLs: selects photos, and computes a hash by which the same image is recognised again."""

import hashlib
import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from inkscout.domain.excerpt import shortened
from inkscout.domain.reading import Image
from inkscout.extraction.page.document import Document, Picture
from inkscout.extraction.page.image_services import original_of, pictured_path

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

_FURNITURE = frozenset((
    "avatar", "background", "banner", "bg", "blank", "button", "default", "divider", "dummy", "favicon",
    "footer", "hamburger", "header", "hero", "icon", "icons", "loader", "loading", "logo", "logos",
    "logotype", "mastercard", "menu", "mockup", "noimage", "nophoto", "overlay", "paypal", "placeholder",
    "qrcode", "separator", "spinner", "sprite", "transparent", "trustpilot", "unsplash",
    "visa",
))  # fmt: skip
"""Words of a file's name that tell layout, icons, defaults and stock photos from somebody's pictures."""
_AT_HEAD = frozenset(("background", "banner", "bg", "header", "hero"))
"""Words for places in a page, at which somebody's picture may stand too."""
_PLACES = frozenset(("desktop", "home", "image", "img", "main", "mobile", "photo", "section"))
"""Further words of such files' names."""
_SIGNS = frozenset((
    "black", "chat", "close", "corner", "deco", "decoration", "doodle", "email", "facebook", "fb", "flag",
    "google", "ig", "image", "insta", "instagram", "left", "mail", "map", "marker", "news", "newsletter",
    "pattern", "phone", "pin", "pinterest", "qr", "quote", "rating", "right", "shape", "star", "stars",
    "stock", "texture", "tiktok", "twitter", "wave", "whatsapp", "white", "x", "youtube",
))  # fmt: skip
"""Words that do so where the name has no other: "star.png" is a sign, "star-sleeve.jpg" a motif."""
_CONTROLS = frozenset((
    "back", "burger", "close", "down", "forward", "left", "next", "prev", "previous", "right", "scroll",
    "top", "up",
))  # fmt: skip
"""Words for what is clicked on a page, as drawings are named that say nothing else ("down.png")."""
_PLAIN_SIGNS = frozenset(("black", "white", "left", "right", "image", "x"))
_NOBODYS_HOSTS = re.compile(
    r"^(?:via\.placeholder|placehold|picsum|dummyimage|(?:www\.|secure\.|\d\.)?gravatar|images\.unsplash|source\.unsplash"
    r"|images\.pexels|placekitten|loremflickr|maps\.google|(?:www\.)?google|(?:www\.)?facebook|i\.pravatar|randomuser"
    r"|ui-avatars|fakeimg)\.",
    re.IGNORECASE,
)
_GENERATED = re.compile(
    r"^(?:[a-z]{2,20}-q-c-\d{2,4}-\d{2,4}-\d{1,2}|\d{2,4}x\d{2,4})\.(?:jpe?g|png|webp)$", re.IGNORECASE
)
"""Matches files of generators of placeholder pictures ("food-q-c-900-600-8.jpg", "300x200.png")."""
_SMALLEST = 48
_LONGEST_LOGO = 60
_BACKDROP_LINES = 2
"""Maximum number of text lines in an element whose background image is a picture to look at."""
_PLAIN_WORDS = re.compile(r"[a-z]+")

_LENGTH = re.compile(r"^\s*(\d{1,5})")
_TEMPLATE = re.compile(r"\{\{|\$\{|<%|%7B%7B", re.IGNORECASE)
"""Matches what a template puts where the address goes, before a script replaces it."""
_LOGO_ALT = re.compile(
    r"^\W{0,3}(?:the\s)?(?:[\w'’.&-]{1,20}\s){0,3}logo(?:tipo|type)?\W{0,3}$", re.IGNORECASE
)
"""Matches the description of a logo, which says hardly more."""


@lru_cache(maxsize=4096)
def image_hash(url: str) -> str:
    """Returns the hexadecimal SHA-256 of a URL without scheme and volatile parameters (sizes, tokens …)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return hashlib.sha256(url.encode()).hexdigest()
    query = urlencode([(key, value) for key, value in parse_qsl(parts.query) if not _VOLATILE.match(key)])
    return hashlib.sha256(urlunsplit(("", parts.netloc, parts.path, query, "")).encode()).hexdigest()


def image_of(document: Document, picture: Picture, *, is_described: bool = False) -> Image | None:
    """Returns an image with an absolute URL; None for what is no picture of somebody or their work.

    That is furniture of the page, such as icons, logos, drawings, backdrops and sizes below 48 pixels, and
    templates' default pictures and stock photos. Of a service that resizes pictures, the URL is that of the
    picture it is given: one picture in all its sizes.

    Args:
        document: The page.
        picture: The picture.
        is_described: Whether its description says whom it shows, so that "hero.jpg" is no backdrop.
    """
    src = picture.src.strip().replace("\\", "/")  # as browsers do (WHATWG URL Standard)
    if not src or src == "#" or _NOT_PHOTO.search(src) or _TEMPLATE.search(src):
        return None
    is_layout = _is_furniture(src) and not (is_described and _is_at_head(src))
    if is_layout or (len(picture.alt) < _LONGEST_LOGO and _LOGO_ALT.match(picture.alt)):
        return None
    element = picture.element
    if element.tag != "img" and element.end - element.start > _BACKDROP_LINES:
        return None
    url = original_of(document.absolute(src))
    if _NOT_PHOTO.search(url) or not url.startswith(("http://", "https://")):
        return None
    width, height = _length(picture.element.get("width")), _length(picture.element.get("height"))
    if 0 < width < _SMALLEST or 0 < height < _SMALLEST or _NOBODYS_HOSTS.search(url.split("/")[2]):
        return None
    return Image(
        url=url,
        alt=shortened(picture.alt, ALT),
        width=width,
        height=height,
        hash=image_hash(url),
        page_url=document.url,
    )


@lru_cache(maxsize=4096)
def _is_furniture(src: str) -> bool:
    """Whether a file's name says that it belongs to the page's layout, or to a template."""
    name = pictured_path(src).rsplit("/", 1)[-1]
    if _ICON.search(name) or _GENERATED.search(name):
        return True
    words = set(_PLAIN_WORDS.findall(name.rsplit(".", 1)[0].lower()))
    if words and words <= _CONTROLS and name.lower().endswith(".png"):
        return True
    return bool(words & _FURNITURE) or (bool(words - _PLAIN_SIGNS) and words <= _SIGNS)


def _is_at_head(src: str) -> bool:
    """Whether a file's name says nothing but the place in the page."""
    name = pictured_path(src).rsplit("/", 1)[-1]
    words = set(_PLAIN_WORDS.findall(name.rsplit(".", 1)[0].lower()))
    return bool(words) and words <= _AT_HEAD | _PLACES


def _length(text: str) -> int:
    found = _LENGTH.match(text)
    return int(found.group(1)) if found and "%" not in text else 0
