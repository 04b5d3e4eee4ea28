"""Reads where the images of a page come from: attributes of images, backgrounds of other elements."""

import re

from inkscout.extraction.page.document import Element

_SOURCES = (
    "data-src", "data-lazy-src", "data-lazy", "data-original", "data-full-src", "data-large-file",
    "data-image", "src",
)  # fmt: skip
"""Attributes with an image's URL; ``src`` is last, since it is a placeholder if the image is loaded late."""
_SOURCE_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_BACKGROUNDS = ("data-bg", "data-background", "data-background-image")
_BACKGROUND = re.compile(r"url\(\s{0,5}([\"']?)([^\"'()]{3,2000})\1\s{0,5}\)", re.IGNORECASE)
BACKGROUND_ATTRS = frozenset(("style", *_BACKGROUNDS))
"""Attributes, one of which every element with a background image has."""
_BACKDROPS = ("body", "html", "main", "header", "footer", "nav", "section")


def source_of(element: Element) -> str:
    """Returns the URL of an image as written, also of one that is loaded late; empty if it has none."""
    values = [(element.attrs.get(name) or "").strip() for name in _SOURCES]
    if found := next((value for value in values if value and not value.startswith("data:")), ""):
        # A file of the same name is no placeholder, and what is shown before scripts run exists.
        return values[-1] if values[-1].rpartition("/")[2] == found.rpartition("/")[2] else found
    return next((found for name in _SOURCE_SETS if (found := _first_of_set(element.get(name)))), "")


def _first_of_set(srcset: str) -> str:
    """Returns the first URL of a ``srcset``, which may contain commas itself; empty if there is none."""
    if not srcset.strip() or srcset.startswith("data:"):
        return ""
    return srcset.split(maxsplit=1)[0].rstrip(",")


def background_of(element: Element) -> str:
    """Returns the URL of an element's background image; empty if it has none or is a part of the layout."""
    if element.tag in _BACKDROPS:
        return ""
    style = element.get("style")
    found = _BACKGROUND.search(style) if "url(" in style else None
    if found is not None:
        return "" if found.group(2).startswith("data:") else found.group(2)
    return next((value for name in _BACKGROUNDS if (value := element.get(name).strip())), "")
