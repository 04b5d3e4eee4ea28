"""Paths of people, studios and pictures on the public website; slugs in them are only an ornament."""

import hashlib
import re

from inkscout.domain import naming

PICTURE_WIDTHS = (320, 640, 1280)
"""Widths in pixels in which a picture is offered."""

_KEY_LENGTH = 16
_SLUG_LENGTH = 60
_PICTURE = re.compile(r"/images/([A-Za-z0-9][A-Za-z0-9_.:-]{0,79})/([0-9a-f]{16})-(320|640|1280)\.webp")


def slug(text: str) -> str:
    """Returns a text as part of a path, such as ``nell-okonjo-barrow``; empty if it has no letter."""
    return naming.key(text).replace(" ", "-")[:_SLUG_LENGTH].strip("-")


def artist_path(artist_id: str, name: str = "") -> str:
    """Returns the path of an artist's profile."""
    return _named(f"/artists/{artist_id}", name)


def studio_path(studio_id: str, name: str = "") -> str:
    """Returns the path of a studio's page."""
    return _named(f"/studios/{studio_id}", name)


def picture_key(url: str) -> str:
    """Returns the key of a picture: the first 16 hex digits of the SHA-256 of its URL."""
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:_KEY_LENGTH]


def picture_path(artist_id: str, url: str, width: int = 640) -> str:
    """Returns the path of a picture in one of ``PICTURE_WIDTHS``."""
    return f"/images/{artist_id}/{picture_key(url)}-{width}.webp"


def read_picture_path(path: str) -> tuple[str, str, int] | None:
    """Returns artist id, key and width of a picture's path; None if it is no such path."""
    match = _PICTURE.fullmatch(path)
    return (match[1], match[2], int(match[3])) if match else None


def _named(path: str, name: str) -> str:
    ornament = slug(name)
    return f"{path}/{ornament}" if ornament else path
