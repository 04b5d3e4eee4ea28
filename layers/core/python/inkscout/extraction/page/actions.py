"""URLs outside ordinary links: in click handlers, in data attributes of cards and buttons, in scripts.

Every regular expression runs in linear time: it matches quoted strings of limited length, one at a time.
"""

import re
from collections.abc import Iterator

from inkscout.extraction.page.document import Document, Element

_ATTRIBUTES = (
    "data-href",
    "data-url",
    "data-link",
    "data-page",
    "data-goto",
    "formaction",
    "routerlink",
    "to",
)
_HANDLERS = ("onclick", "onmousedown", "ontouchend", "@click", "href")
_TELLING = frozenset((*_ATTRIBUTES, *_HANDLERS))
_QUOTED = re.compile(r"[\"'`]([^\"'`<>\s]{2,200})[\"'`]")
_PAGE = re.compile(
    r"(?:https?://|\.{0,2}/|#/|#!/)[^\s]*$|[\w\-./%]{1,150}\.(?:html?|php|aspx?)(?:[?#][^\s]*)?$", re.I
)
_HREF = re.compile(r"href\s{0,4}=\s{0,4}\\?[\"']([^\"'\\<>\s]{1,200})")
_FILE = re.compile(r"\.(?:js|css|json|png|jpe?g|webp|svg|gif|woff2?|xml|ico|mp4)(?:[?#]|$)", re.I)
_OPENED = re.compile(
    r"(?:location(?:\.href)?\s{0,4}=|location\.(?:assign|replace)\(|window\.open\()\s{0,4}[\"'`]([^\"'`<>\s]{2,200})[\"'`]"
)
"""Matches a statement that opens a page."""
_CLICKED = re.compile(r"([\w\-]{2,40})[\"'`]?\)?\s{0,9}\.\s{0,9}(?:addEventListener|onclick|click|on)\b")
"""Matches the beginning of a click handler, with the name of the element."""
_HANDLER = 200
"""Number of characters before a statement in which the handler that it belongs to begins."""
_MAX_SCRIPT = 200_000
_MAX_FOUND = 60


def action_address(element: Element) -> str:
    """Returns the URL, as written, that a click on an element opens; empty if no attribute states one."""
    attrs = element.attrs
    if not attrs or (_TELLING.isdisjoint(attrs) and element.tag != "option"):
        return ""
    for name in _ATTRIBUTES:
        value = (attrs.get(name) or "").strip()
        if value and _is_page(value):
            return value
    for name in _HANDLERS:
        value = attrs.get(name) or ""
        if name == "href" and not value.lower().startswith("javascript:"):
            continue
        for found in _QUOTED.findall(value[:1000]):
            if _is_page(found):
                return str(found)
    if element.tag == "option" and _is_page((attrs.get("value") or "").strip()):
        return (attrs.get("value") or "").strip()
    return ""


def script_addresses(document: Document) -> Iterator[tuple[str, str]]:
    """Yields at most 60 URLs of pages in inline scripts: links that scripts build, and routes.

    Each is as written, with the name of the element on which a click opens it, such as ``contact-button``;
    with an empty text if there is none.
    """
    found: dict[str, str] = {}
    for script in document.scripts:
        text = script.text[:_MAX_SCRIPT]
        if not text:
            continue
        for value in (*_HREF.findall(text), *_QUOTED.findall(text)):
            if value not in found and _is_page(value):
                found[value] = ""
                if len(found) >= _MAX_FOUND:
                    break
        for opened in (
            _OPENED.finditer(text) if (found and "location" in text) or "window.open" in text else ()
        ):
            if opened.group(1) in found:
                found[opened.group(1)] = _clicked(text, opened.start())
    yield from found.items()


def _clicked(text: str, at: int) -> str:
    """Returns the name of the element whose click handler contains a position; empty if there is none."""
    named = [match.group(1) for match in _CLICKED.finditer(text, max(0, at - _HANDLER), at)]
    return named[-1] if named else ""


def _is_page(value: str) -> bool:
    return len(value) > 1 and _PAGE.match(value) is not None and _FILE.search(value) is None
