"""Addresses of the pictures that elements show: late-loading ones, backgrounds, links to whole pictures."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from inkscout.extraction.page.document import Document, Element, Picture, squeeze

_SOURCES = (
    "data-src", "data-lazy-src", "data-lazy", "data-original", "data-full-src", "data-large-file",
    "data-image", "src",
)  # fmt: skip
"""Attributes with an image's URL; ``src`` is last, since it is a placeholder if the image is loaded late."""
_SOURCE_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_BACKGROUNDS = ("data-bg", "data-background", "data-background-image")
_BACKGROUND = re.compile(r"url\(\s{0,5}([\"']?)([^\"'()]{3,2000})\1\s{0,5}\)", re.IGNORECASE)
BACKGROUND_ATTRS = frozenset(("style", *_BACKGROUNDS))
"""Attributes that give an element a background image."""
_BACKDROPS = ("body", "html", "main", "header", "footer", "nav", "section")
_NO_PLACES = (*_BACKDROPS, "source")
_PHOTO = re.compile(r"\.(?:jpe?g|png|webp|avif)(?:\?\S{0,300})?$", re.IGNORECASE)
_ENDINGS = (".jp", ".png", ".webp", ".avif", ".JP", ".PNG")
_STAND_IN = re.compile(
    r"(?:blank|placeholder|spacer|transparent|lazy|loading|loader|dummy|1x1|lqip)[\w.-]{0,20}$|\.gif$",
    re.IGNORECASE,
)
"""Matches files that are shown until a script loads the picture."""
_TINY = re.compile(
    r"/-/empty/|/resize/\d{1,2}x|\b(?:e_blur|lqip)|(?:[/,]w_|[?&]w=)\d{1,2}(?=[,/&]|$)", re.IGNORECASE
)
"""Matches addresses of the few pixels that are shown until the picture is loaded."""
_NO_ADDRESS = ("data:", "blob:", "about:")
_CLICKED = re.compile(r"[\"']([^\"'\s]{1,300}\.(?:jpe?g|png|webp|avif))[\"']", re.IGNORECASE)
"""Matches the picture that a click opens."""
_OF_DATA = ("data-", "lazy-", "ng-", ":")
"""Beginnings of attributes that libraries read."""
_LONGEST = 400
_MAX_IN_NOSCRIPT = 3
_MAX_DRAWN = 8
_MAX_SOURCES = 16
"""Number of elements of a ``picture`` among which its sources are looked for, for each image in it."""
_LEAST_LINKED = 3
"""Minimum number of links with texts to pictures of one folder, for the links to be a gallery."""
_LONGEST_PLAIN = 2
"""Maximum length of the text of a link that says nothing: a number, or an arrow."""


def is_image_tag(tag: str) -> bool:
    """Whether an element shows an image: ``img``, or one of a library's own ("amp-img", "nuxt-image")."""
    return tag == "img" or ("-" in tag and tag.endswith(("-img", "-image")))


def source_of(element: Element, before: Sequence[Element]) -> str:
    """Returns the address of the picture that an image element shows; empty if it has none.

    Addresses for late loading come first, then those of a ``picture`` or a link around an image that has no
    file of its own.

    Args:
        element: The element that shows the image.
        before: The elements of the page that come before it.
    """
    values = [(element.attrs.get(name) or "").strip() for name in _SOURCES]
    if found := next((value for value in values if value and not value.startswith(_NO_ADDRESS)), ""):
        # A file of the same name is no placeholder, and what is shown before scripts run exists.
        is_same = values[-1].rpartition("/")[2] == found.rpartition("/")[2] and not _TINY.search(values[-1])
        source = values[-1] if is_same or "{" in found else found
        if not _STAND_IN.search(source.partition("?")[0]):
            return source
        return _late(element) or _around(element, before) or source
    return (
        next((found for name in _SOURCE_SETS if (found := _first_of_set(element.get(name)))), "")
        or _late(element)
        or _around(element, before)
    )


def _late(element: Element) -> str:
    """Returns the photo in any other attribute of data ("data-ll-src"); empty if there is none."""
    for name, value in element.attrs.items():
        if value and "." in value and len(value) < _LONGEST and name.startswith(_OF_DATA):
            photo = _first_of_set(value) if "set" in name else value.strip(" \"'`")
            if " " not in photo and _PHOTO.search(photo):
                return photo
    return ""


def _around(element: Element, before: Sequence[Element]) -> str:
    """Returns the address that a ``picture`` or a link around an image gives; empty if they give none."""
    parent = element.parent
    if parent is not None and parent.tag == "picture":
        for source in before[parent.place + 1 : parent.place + 1 + _MAX_SOURCES]:
            for name in ("data-srcset", "srcset") if source.tag == "source" else ():
                if found := _first_of_set(source.get(name)):
                    return found
    link = next((node for node in element.ancestors() if node.tag == "a"), None)
    href = link.get("href").strip() if link is not None else ""
    return href if _PHOTO.search(href) else ""


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
    found = _BACKGROUND.search(style) if "url(" in style.lower() else None
    if found is not None and _TINY.search(found.group(2)) and (late := _late(element)):
        return late
    if found is not None:
        return "" if found.group(2).startswith("data:") else found.group(2)
    value = next((value for name in _BACKGROUNDS if (value := element.get(name).strip())), "")
    inner = _BACKGROUND.search(value) if "url(" in value else None
    return inner.group(2) if inner is not None else value


def pictures_inside(node: LexborNode, element: Element, before: Sequence[Element]) -> list[Picture]:
    """Returns the pictures of an element that is not read otherwise: ``noscript``, or an SVG drawing.

    The former shows what a script loads late; the latter cuts photos to a shape.
    """
    if element.tag == "noscript":
        found = [inner.attributes for inner in node.css("img")[:_MAX_IN_NOSCRIPT]]
    else:
        found = [
            {**inner.attributes, "src": inner.attributes.get("href") or inner.attributes.get("xlink:href")}
            for inner in node.css("image")[:_MAX_DRAWN]
        ]
    out = []
    for attrs in found:
        image = Element("img", attrs, element.parent, element.order)
        image.start = image.end = element.start
        if source := source_of(image, before):
            out.append(Picture(source, squeeze(image.get("alt")), image, element.start))
    return out


def add_late_pictures(document: Document) -> None:
    """Adds the photos that only data of elements or links name, where no image stands inside them.

    Such are ``<div class="set-bg" data-setbg="work/1.jpg">`` and ``<a href="work/1.jpg"></a>``; links with
    texts only where at least three lead to pictures of one folder.
    """
    if not any(map(document.page.html.__contains__, _ENDINGS)):
        return
    orders = [picture.element.order for picture in document.pictures]
    known = set(orders)
    found: list[tuple[str, str, Element, int]] = []
    late = [name for name in document.attributes() if name.startswith("data-") or name == "onclick"]
    for node in document.having(late):
        if node.order in known or node.tag in _NO_PLACES or is_image_tag(node.tag):
            continue
        source = _late(node) if any(name.startswith("data-") for name in node.attrs) else ""
        if not source and (clicked := node.attrs.get("onclick")):
            opened = _CLICKED.search(clicked[:_LONGEST])
            source = opened.group(1) if opened is not None else ""
        if source:
            found.append((source, node.get("aria-label") or node.get("title"), node, node.start))
    linked: list[tuple[str, str, Element, int]] = []
    for link in document.links:
        href = link.href.strip()
        if _PHOTO.search(href) and link.element.order not in known:
            linked.append((href, link.text, link.element, link.line))
    folders = Counter(href.rpartition("/")[0] for href, text, _, _ in linked if len(text) > _LONGEST_PLAIN)
    found.extend(
        one
        for one in linked
        if len(one[1]) <= _LONGEST_PLAIN or folders[one[0].rpartition("/")[0]] >= _LEAST_LINKED
    )
    within = sorted((*orders, *(node.order for _, _, node, _ in found)))
    added = [
        Picture(source, squeeze(text), node, line)
        for source, text, node, line in found
        if bisect_right(within, node.order) == bisect_right(within, node.last)
    ]
    if added:
        document.pictures.extend(added)
        document.pictures.sort(key=lambda picture: picture.element.order)
