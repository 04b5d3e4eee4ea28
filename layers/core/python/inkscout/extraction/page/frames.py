"""Links of elements that show another page inside a page, and of image maps; drawings with a name."""

import re

from selectolax.lexbor import LexborNode

from inkscout.extraction.page.document import Element, Link, Picture, squeeze

FRAMES = frozenset(("embed", "frame", "iframe", "object"))
"""Elements that show another page."""
MAX_AREAS = 40
"""Maximum number of areas read per image map."""
_SOURCES = ("src", "data", "data-src", "data-lazy-src")
_NO_PAGE = ("about:", "data:", "javascript:", "blob:")
_PLACEHOLDER = "Placeholder: "
_PAGE = re.compile(r"\.(?:html?|php|aspx?)$", re.IGNORECASE)


def links_of_frame(element: Element) -> list[Link]:
    """Returns the page that a frame shows, as a link; empty if there is none, or a file that is no page.

    ``object`` and ``embed`` mostly show other files, so that theirs must end as pages do.
    """
    if element.tag not in FRAMES:
        return []
    for name in _SOURCES:
        source = element.get(name).strip()
        if not source or source.startswith(_NO_PAGE):
            continue
        if element.tag in ("frame", "iframe") or _PAGE.search(source.split("?")[0].split("#")[0]):
            return [Link(source, element, squeeze(element.get("title")), element.start)]
    return []


def links_of_areas(node: LexborNode, element: Element) -> list[Link]:
    """Returns the areas of an image map as links, with their alternative texts as link texts."""
    if element.tag != "map":
        return []
    return [
        Link(
            area.attributes["href"] or "",
            element,
            squeeze(area.attributes.get("alt") or area.attributes.get("title") or ""),
            element.start,
        )
        for area in node.css("area[href]")[:MAX_AREAS]
    ]


def named_drawings(element: Element) -> list[Picture]:
    """Returns an SVG drawing that is labelled with several words, as a picture without a file.

    Templates put such drawings where portraits belong ("Placeholder: Anna Bell"); icons have short labels.
    """
    label = squeeze(element.get("aria-label")) if element.tag == "svg" else ""
    return [Picture("", label.removeprefix(_PLACEHOLDER), element, element.start)] if " " in label else []
