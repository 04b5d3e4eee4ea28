"""Background images that a page's own style sheets give to elements by their class or id."""

import re
from collections.abc import Iterator

from inkscout.extraction.page.document import Document, Picture, squeeze

_RULE = re.compile(r"([.#][\w-]{1,60})\s{0,9}\{([^{}]{1,2000})\}")
_PHOTO = re.compile(
    r"url\(\s{0,5}[\"']?([^\"'()\s]{3,400}\.(?:jpe?g|png|webp|avif)(?:\?[^\"'()\s]{0,100})?)[\"']?\s{0,5}\)",
    re.IGNORECASE,
)
_ENDINGS = (".jp", ".png", ".webp", ".avif", ".JP", ".PNG")
_MAX_SHEET = 200_000
_MAX_RULES = 200
_BACKDROPS = ("body", "html", "main", "header", "footer", "nav", "section")


def add_class_backgrounds(document: Document) -> None:
    """Adds the photos that a page's ``style`` elements put behind others to its pictures, in their order."""
    photos: dict[str, str] = {}
    for sheet in _sheets(document.page.html):
        for rule in _RULE.finditer(sheet[:_MAX_SHEET]):
            found = _PHOTO.search(rule.group(2)) if "url(" in rule.group(2) else None
            if found is not None and len(photos) < _MAX_RULES:
                photos.setdefault(rule.group(1), found.group(1))
    if not photos:
        return
    known = {picture.element.order for picture in document.pictures}
    added = False
    for node in document.elements:
        if node.tag in _BACKDROPS or not node.attrs or node.order in known:
            continue
        marks = [f"#{node.get('id')}", *(f".{name}" for name in node.get("class").split())]
        source = next((photos[mark] for mark in marks if mark in photos), "")
        if source:
            label = squeeze(node.get("aria-label") or node.get("title"))
            document.pictures.append(Picture(source, label, node, node.start))
            added = True
    if added:
        document.pictures.sort(key=lambda picture: picture.element.order)


def _sheets(html: str) -> Iterator[str]:
    """Yields the texts of the ``style`` elements of a page that name pictures."""
    at = html.find("<style")
    while at >= 0:
        end = html.find("</style", at)
        sheet = html[at : end if end >= 0 else at + _MAX_SHEET]
        if "url(" in sheet and any(map(sheet.__contains__, _ENDINGS)):
            yield sheet
        at = html.find("<style", end) if end >= 0 else -1
