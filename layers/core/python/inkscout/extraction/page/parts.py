"""Files that a page loads to show its content: scripts, pieces of HTML and data; a page's *parts*.

Reads the references in a page's elements and in its scripts. Every regular expression runs in linear time.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from inkscout.domain.page import Page
from inkscout.extraction.page.document import Document, Element
from inkscout.extraction.page.urls import same_host

MAX_PART = 512 * 1024
"""Maximum number of characters of a part; longer ones are left out."""
_MAX_TEXT = 300_000
"""Number of characters at the beginning of a script that are searched for references."""
_MAX_FOUND = 60
_NEAR = 240
"""Number of characters around a path in which the id of its placeholder is searched."""
INCLUDES = (
    "data-include",
    "w3-include-html",
    "include-html",
    "data-include-html",
    "data-partial",
    "data-fragment",
    "data-load",
    "data-html",
    "data-src",
    "hx-get",
)
"""Attributes of elements whose content is another file (w3.js, htmx and the like)."""
_TRIGGERS = re.compile(r"\b(?:load|revealed|intersect)\b")
_MARKUP = re.compile(r"\.(?:html?|php|txt|tpl|inc)$", re.IGNORECASE)
_SCRIPT = re.compile(r"\.[mc]?jsx?$", re.IGNORECASE)
_DATA = re.compile(r"\.json$", re.IGNORECASE)
_SCRIPT_TYPES = ("javascript", "ecmascript")
_QUOTED = re.compile(r"[\"'`]([^\"'`<>\s]{3,200})[\"'`]")
_PLACE = re.compile(r"[\"'`#]([A-Za-z][\w\-]{1,40})[\"'`]")
_VARIABLE = re.compile(r"\$\{[^{}]{0,60}\}")
_LOADS = re.compile(
    r"fetch|load|\bget|include|inject|insert|partial|component|fragment|template|ajax|\.open|request|import",
    re.IGNORECASE,
)
_OPENS = re.compile(r"location|href|window\.open|action\b|navigat|redirect", re.IGNORECASE)
_STATEMENT = re.compile(r"[;{}\n]")
_PARTIAL = re.compile(
    r"(?:^|[/_.\-])(?:partials?|includes?|components?|fragments?|snippets?|templates?|inc|shared|layouts?)(?=[/_.\-])",
    re.IGNORECASE,
)
_SERVER_SIDE = re.compile(
    r"#\s{0,3}include\s{1,3}(?:virtual|file)\s{0,3}=\s{0,3}[\"']([^\"'<>\s]{3,200})[\"']"
    r"|(?:include|require)(?:_once)?[\s(]{1,4}[\"']([^\"'<>\s]{3,200})[\"']",
    re.IGNORECASE,
)
"""Matches directives that the server should have replaced (Apache's SSI, PHP)."""


class PartKind(StrEnum):
    """Kind of a part: a program, a piece of HTML that is put into the page, or JSON that a program reads."""

    SCRIPT = "script"
    MARKUP = "markup"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class PartReference:
    """A reference to a part: its absolute URL, its kind, and the ids of elements that may take it in."""

    url: str
    kind: PartKind
    places: tuple[str, ...] = ()


def parts_of(document: Document) -> list[PartReference]:
    """Returns the parts on the page's own host to which its elements and scripts refer, each once."""
    found: dict[str, PartReference] = {}
    for path, kind, places in (*_of_elements(document), *_of_scripts(document)):
        url = document.absolute(path)
        if url.startswith("http") and same_host(url, document.url) and url != document.url:
            found.setdefault(url, PartReference(url, kind, places))
        if len(found) >= _MAX_FOUND:
            break
    return list(found.values())


def _of_elements(document: Document) -> Iterator[tuple[str, PartKind, tuple[str, ...]]]:
    for element in document.elements:
        if element.attrs and (path := included_path(element)):
            yield path, PartKind.MARKUP, ()
    for path in document.directives:
        yield path, PartKind.MARKUP, ()


def _of_scripts(document: Document) -> Iterator[tuple[str, PartKind, tuple[str, ...]]]:
    for script in document.scripts:
        if script.src:
            yield script.src, PartKind.SCRIPT, ()
    for script in document.scripts:
        if script.text and "json" not in script.kind:
            yield from loaded_by(script.text)


def included_path(element: Element) -> str:
    """Returns the path of the file that is an element's content; empty if no attribute states one."""
    attrs = element.attrs
    for name in INCLUDES:
        path = (attrs.get(name) or "").strip()
        if not path or " " in path or not (_MARKUP.search(_path(path)) or name == "hx-get"):
            continue
        if name != "hx-get" or _TRIGGERS.search(attrs.get("hx-trigger") or ""):
            return path
    return ""


def directive_path(comment: str) -> str:
    """Returns the file that a directive for the server, left over in the page, includes; empty for none."""
    found = _SERVER_SIDE.search(comment[:400])
    return (found.group(1) or found.group(2)) if found else ""


def loaded_by(text: str) -> Iterator[tuple[str, PartKind, tuple[str, ...]]]:
    """Yields path, kind and ids of places of the files that a program loads.

    A path with variables is read without them. Pages that a program opens are no parts.
    """
    text = text[:_MAX_TEXT]
    for match in _QUOTED.finditer(text):
        path = (
            _VARIABLE.sub("", match.group(1)).replace("//", "/") if "${" in match.group(1) else match.group(1)
        )
        bare = _path(path)
        if _DATA.search(bare):
            yield path, PartKind.DATA, ()
        elif _SCRIPT.search(bare):
            yield path, PartKind.SCRIPT, ()
        elif _MARKUP.search(bare):
            before = _STATEMENT.split(text[max(0, match.start() - 100) : match.start()])[-1]
            loads = _LOADS.search(before) or _PARTIAL.search(bare)
            if loads and not _OPENS.search(before):
                yield path, PartKind.MARKUP, _places(before, text[match.end() : match.end() + _NEAR])


def _places(before: str, after: str) -> tuple[str, ...]:
    """Returns the names near a path that may be ids of elements, the likeliest first."""
    following = re.split(r"fetch|load\w{0,20}\(", after, maxsplit=1)[0]
    return tuple(dict.fromkeys((*reversed(_PLACE.findall(before)), *_PLACE.findall(following))))


def _path(url: str) -> str:
    return url.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]


def kind_of(part: Page) -> PartKind:
    """Returns the kind of a part that was fetched, by its media type and the end of its URL."""
    path = _path(part.final_url or part.url)
    if any(word in part.content_type for word in _SCRIPT_TYPES) or _SCRIPT.search(path):
        return PartKind.SCRIPT
    if "json" in part.content_type or _DATA.search(path):
        return PartKind.DATA
    return PartKind.MARKUP


def readable_parts(parts: Sequence[Page], page_url: str) -> list[Page]:
    """Returns the parts that are read, in the order of their URLs: of the page's host, and not too long.

    A server that answers each unknown path with a page answers so for a script or data too; such an answer is
    left out.
    """
    read = []
    for part in sorted(parts, key=lambda part: part.url):
        if not part.html or len(part.html) > MAX_PART or not same_host(part.final_url or part.url, page_url):
            continue
        if kind_of(part) is not PartKind.MARKUP and part.html.lstrip("\ufeff \t\r\n")[:1] == "<":
            continue
        read.append(part)
    return read


def file_words(url: str) -> str:
    """Returns the path of a URL without its suffix, for its words; empty if it is malformed."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return ""
    return re.sub(r"\.\w{1,5}$", "", path)
