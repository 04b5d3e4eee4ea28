"""Chooses which parts of a page (scripts, pieces of HTML, data) are worth a request of their own.

A part is fetched only for something that the pages lack: links, people, contacts, or pictures.
"""

import re
from collections.abc import Iterable
from enum import Flag, auto

from inkscout.extraction.model import PageView
from inkscout.extraction.page.document import Element
from inkscout.extraction.page.parts import PartKind, PartReference, file_words, parts_of
from inkscout.extraction.page.urls import path_words, same_host
from inkscout.extraction.people.section_headings import is_team_word
from inkscout.vocabulary.loader import word_set

_TEAM = word_set("team.people")
_CONTACT = word_set("pages.contact")
_BOOKING = word_set("pages.booking")
_FRAME = word_set("files.shared")
"""Words of files and ids of the parts that the pages of a site share."""
_FACTS = word_set("files.facts")
"""Words of files with a site's own data."""
_PROGRAM = frozenset(("app", "common", "custom", "functions", "home", "index", "main", "scripts", "script"))
_OTHER = word_set("files.other")
"""Words of libraries, and of files with other things than people and contacts."""
_PICTURES = word_set("files.pictures")
"""Words of files with pictures, and of elements that a script fills with them."""
_LIBRARY = re.compile(r"\.min\.|[.\-_][0-9a-f]{8,}\.|-[A-Za-z0-9_]{8}\.m?js$")
"""Matches files of libraries and of bundlers."""
_OF_PAGE = re.compile(r"/app/[\w/%().-]{1,120}/page-[0-9a-f]{8,40}\.js$")
"""Matches the program of one page of Next.js ("/app/artists/page-0a1b2c3d4e5f6071.js")."""
_FILLED = ("aside", "div", "footer", "header", "nav", "section", "ul")
_APPLICATIONS = ("app", "root", "__next", "__nuxt")
_WORDS = re.compile(r"[^a-z]+")
_STRONG, _FAIR, _SOME = 5.0, 3.0, 1.0
LEAST = 1.0
"""Minimum score of a part that is requested."""


class Lack(Flag):
    """Things that the pages of a site do not show, for which its parts are searched."""

    LINKS = auto()
    PEOPLE = auto()
    CONTACTS = auto()
    PICTURES = auto()


def chosen_parts(
    views: Iterable[PageView], lack: Lack, seen: set[str]
) -> list[tuple[PageView, PartReference]]:
    """Returns the parts that may show what is lacking, the most promising first, each with its page."""
    scored: list[tuple[float, int, PageView, PartReference]] = []
    known = set(seen)
    for view in views:
        if view.document.page.rendered and Lack.PEOPLE not in lack:
            continue
        for reference in parts_of(view.document):
            if reference.url not in known:
                known.add(reference.url)
                rates = _score_of_undrawn if view.document.page.rendered else _score
                score = rates(reference, lack, view)
                if score >= LEAST:
                    scored.append((-score, len(scored), view, reference))
    scored.sort(key=lambda item: item[:2])
    return [(view, reference) for _, _, view, reference in scored]


def _score(reference: PartReference, lack: Lack, view: PageView) -> float:
    words = {word for part in path_words(file_words(reference.url)) for word in part.split("-")}
    last = set(path_words("/" + file_words(reference.url).rsplit("/", 1)[-1]))
    score = 0.0
    if Lack.LINKS & lack and reference.kind is not PartKind.DATA:
        score = max(score, _STRONG if last & _FRAME or reference.places else _FAIR if words & _FRAME else 0.0)
    if Lack.PEOPLE & lack and (any(map(is_team_word, last)) or words & _TEAM):
        score = max(score, _STRONG)
    if Lack.CONTACTS & lack and last & (_CONTACT | _BOOKING | _FACTS | {"footer"}):
        score = max(score, _STRONG if last & _CONTACT or "footer" in last else _FAIR)
    if Lack.PICTURES & lack and reference.kind is not PartKind.MARKUP:
        if last & _PICTURES and not _LIBRARY.search(reference.url):
            return _STRONG
        is_of_team = bool(words & _TEAM) and _OF_PAGE.search(reference.url) is not None
        fills = is_of_team or (last & _PROGRAM and has_empty_gallery(view))
        if reference.kind is PartKind.SCRIPT and fills:
            return _FAIR
    if reference.kind is PartKind.MARKUP:
        return score + (_SOME if lack else 0.0)
    if score < _STRONG and (words & _OTHER or _LIBRARY.search(reference.url)):
        return 0.0
    if score == 0.0 and reference.kind is PartKind.SCRIPT and last & _PROGRAM and placeholders(view):
        return _SOME
    return score


def _score_of_undrawn(reference: PartReference, lack: Lack, view: PageView) -> float:
    """Returns the score of a part of a page that names nobody although a browser ran its scripts.

    They miss a library or data of another host. Any script of the site's own may hold the people then.
    """
    score = _score(reference, lack, view)
    if reference.kind is not PartKind.SCRIPT or score >= _STRONG:
        return score if reference.kind is not PartKind.MARKUP else 0.0
    last = set(path_words("/" + file_words(reference.url).rsplit("/", 1)[-1]))
    return _FAIR if last & _PROGRAM else 0.0 if last & _OTHER else _SOME


def lacks_links(view: PageView, seen: set[str]) -> bool:
    """Whether a page leaves its menu or footer to files that were not requested yet (``seen`` were)."""
    if any(part.kind is PartKind.MARKUP and part.url not in seen for part in parts_of(view.document)):
        return True
    own = sum(
        1 for link in view.document.links if same_host(view.document.absolute(link.href), view.document.url)
    )
    return own == 0 or bool(placeholders(view))


def placeholders(view: PageView) -> list[Element]:
    """Returns the empty elements of a page that are called as the shared parts of pages are."""
    return [node for node in view.document.elements if _is_placeholder(node)]


def has_empty_gallery(view: PageView) -> bool:
    """Whether a page has an empty element for a script to fill, called as galleries or applications are."""
    return any(
        _is_empty(node)
        and (node.get("id") in _APPLICATIONS or not _PICTURES.isdisjoint(_WORDS.split(node.label())))
        for node in view.document.elements
    )


def _is_empty(node: Element) -> bool:
    return node.is_childless and node.start == node.end and node.tag in _FILLED


def _is_placeholder(node: Element) -> bool:
    if not _is_empty(node) or node.tag == "ul":
        return False
    if node.tag in ("header", "footer", "nav"):
        return True
    words = set(_WORDS.split(node.get("id").lower()))
    return bool(words & _FRAME)
