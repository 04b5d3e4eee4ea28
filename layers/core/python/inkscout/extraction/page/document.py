"""The parsed page: element tree, visible text lines, links, images, scripts and metadata."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urljoin

from inkscout.domain.page import Page
from inkscout.extraction.page.urls import encoded

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}

_DIGIT = re.compile(r"\d+")
_ORIGIN = re.compile(r"[a-z]{2,8}://[^/?#]{1,300}(?=[/?#]|$)")
_ROOTED = ("/", "http://", "https://")
"""Beginnings of URLs, as written, whose meaning depends on the page's origin alone."""
_JOINED = (
    "\u0600-\u08ff\u0900-\u109f\u1780-\u18af\u1a20-\u1aaf\ufb50-\ufdff\ufe70-\ufefc"
    "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
)
"""Characters of scripts in which joiners change letter shapes (Arabic, Indic, Mongolian …), and emoji."""

_UNSEEN = re.compile(
    r"[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]++"
    rf"|[\u200c\u200d](?<![{_JOINED}][\u200c\u200d])"
)
"""Zero-width characters: soft hyphens, joiners, direction marks."""


def squeeze(text: str) -> str:
    """Returns text with each run of white space replaced by one space, and without zero-width characters.

    Joiners are kept after letters whose shape they change, as in Persian, and in emoji.
    """
    return " ".join((text if text.isascii() else _UNSEEN.sub("", text)).split())


class Element:
    """An element of the page's tree.

    ``order`` is its position in document order and ``last`` that of its last descendant. ``start`` and
    ``end`` are indexes into ``Document.lines``: its text lines are those from ``start`` up to, but not
    including, ``end``. ``place`` and ``until`` are indexes into ``Document.elements``: its own, and the first
    after its descendants.

    It does not refer to its children: with references in both directions, a page would stay in memory until
    the garbage collector finds it.
    """

    __slots__ = (
        "attrs",
        "depth",
        "end",
        "hidden",
        "last",
        "order",
        "parent",
        "place",
        "start",
        "tag",
        "until",
    )

    def __init__(self, tag: str, attrs: dict[str, str | None], parent: "Element | None", order: int) -> None:
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.order = order
        self.last = order
        self.start = 0
        self.end = 0
        self.place = -1
        self.until = 0
        self.depth: int = 0
        self.hidden: bool = False
        if parent is not None:
            self.depth = parent.depth + 1
            self.hidden = parent.hidden

    def get(self, name: str) -> str:
        """Returns an attribute's value; empty if the attribute is absent."""
        return self.attrs.get(name) or ""

    def label(self) -> str:
        """Returns the element's class and id, separated by a space, in lower case."""
        attrs = self.attrs
        return f"{attrs.get('class') or ''} {attrs.get('id') or ''}".lower()

    def ancestors(self) -> Iterator["Element"]:
        """Yields this element, then its ancestors up to the root."""
        node: Element | None = self
        while node is not None:
            yield node
            node = node.parent

    @property
    def is_childless(self) -> bool:
        """Whether no element that is read is inside this one."""
        return self.until == self.place + 1

    def contains(self, other: "Element") -> bool:
        """Whether ``other`` is this element or one of its descendants."""
        return self.order <= other.order <= self.last


@lru_cache(maxsize=4096)
def _joined(base: str, href: str) -> str:
    try:
        return encoded(urljoin(base, href))
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def _without_digits(label: str) -> str:
    return _DIGIT.sub("", " ".join(sorted(label.split())[:3]))


@dataclass(slots=True)
class Line:
    """A text line: the text between two block boundaries, as a reader sees it.

    Attributes:
        text: The text with white space collapsed.
        element: The inline element that holds all of the text, else the block element around it.
        index: Position in ``Document.lines``.
        heading: Level of the heading it is part of, 1 to 6; 0 if none.
        strong: Whether all of it is emphasised.
        href: Target of the link around the whole line, as written; empty if none.
        parts: Texts of its inline elements; empty if there is only one.
        hidden: Whether its block is hidden.
        lead: Whether it begins with emphasised text.
    """

    text: str
    element: Element
    index: int
    heading: int = 0
    strong: bool = False
    href: str = ""
    parts: tuple[str, ...] = ()
    hidden: bool = False
    lead: bool = False
    _setting: tuple[str, int, str] | None = field(default=None, init=False, compare=False, repr=False)

    @property
    def setting(self) -> tuple[str, int, str]:
        """Tag, heading level and class without digits; equal for text lines that a template formats alike.

        Of text lines in several inline elements, those that begin with emphasis differ from the others.
        Cached on first use: ask for it only after the page is parsed.
        """
        if self._setting is None:
            element = self.element
            label = element.get("class") or (element.parent.get("class") if element.parent else "")
            tag = f"{element.tag}+" if self.lead and len(self.parts) > 1 else element.tag
            self._setting = (tag, self.heading, _without_digits(label) if label else "")
        return self._setting


@dataclass(slots=True)
class Link:
    """A link. ``href`` is as written; ``line`` is the number of text lines (``Document.lines``) before it.

    ``label`` describes a link without text: the alt text of its image, or its ``aria-label`` or title.
    """

    href: str
    element: Element
    text: str
    line: int
    label: str = ""


@dataclass(slots=True)
class Picture:
    """An image, or the background image of an element.

    ``src`` is as written, ``line`` is the number of text lines (``Document.lines``) before it.
    """

    src: str
    alt: str
    element: Element
    line: int


@dataclass(slots=True)
class Script:
    """A script: its type, text, URL and id; one of another file has text only if the file was fetched."""

    kind: str
    text: str
    src: str
    ident: str


@dataclass(slots=True)
class Document:
    """A parsed page, as the finders use it.

    ``elements``, ``links`` and ``pictures`` are in document order; ``base`` is the URL of the ``base``
    element, ``url`` that of the page after redirects, ``noscript`` the text shown without JavaScript;
    ``truncated`` is true if a limit cut the page, ``directives`` are files that directives for the server,
    left over in comments, include.
    """

    page: Page
    root: Element
    lines: list[Line] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    scripts: list[Script] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    title: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    language: str = ""
    base: str = ""
    noscript: str = ""
    truncated: bool = False
    times: list[Element] = field(default_factory=list)
    directives: list[str] = field(default_factory=list)
    url: str = field(default="", init=False)
    _absolute: dict[str, str] = field(default_factory=dict, repr=False)
    _link_orders: list[int] = field(default_factory=list)
    _picture_orders: list[int] = field(default_factory=list)
    _by_attribute: dict[str, list[Element]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.url = self.page.final_url or self.page.url

    def settle(self) -> None:
        """Sorts the links into document order and builds the position indexes.

        Call it once, after the walk.
        """
        self.links.sort(key=lambda link: link.element.order)
        self._link_orders = [link.element.order for link in self.links]
        self._picture_orders = [picture.element.order for picture in self.pictures]
        self.times = [node for node in self.elements if node.tag == "time"]

    def attributes(self) -> Collection[str]:
        """Returns the names of all attributes of the page; call it only after the page is parsed."""
        if not self._by_attribute:
            index: dict[str, list[Element]] = defaultdict(list)
            for element in self.elements:
                for name in element.attrs:
                    index[name].append(element)
            self._by_attribute = dict(index)
        return self._by_attribute.keys()

    def having(self, names: Iterable[str]) -> list[Element]:
        """Returns the elements that have any of the attributes, in document order.

        Few elements have the attributes that finders look for, and many finders do.
        """
        known = self.attributes()
        listed = [self._by_attribute[name] for name in names if name in known]
        if len(listed) < 2:
            return listed[0] if listed else []
        every = {element.place: element for elements in listed for element in elements}
        return [every[place] for place in sorted(every)]

    def links_between(self, low: int, high: int) -> list[Link]:
        """Returns the links whose position in document order is at least ``low`` and below ``high``.

        The position is ``Element.order``.
        """
        return self.links[bisect_left(self._link_orders, low) : bisect_left(self._link_orders, high)]

    def pictures_between(self, low: int, high: int) -> list[Picture]:
        """Returns the images whose position in document order is at least ``low`` and below ``high``.

        The position is ``Element.order``.
        """
        return self.pictures[bisect_left(self._picture_orders, low) : bisect_left(self._picture_orders, high)]

    def descendants(self, element: Element) -> list[Element]:
        """Returns the elements inside an element, in document order."""
        return self.elements[element.place + 1 : element.until]

    def children(self, element: Element) -> Iterator[Element]:
        """Yields the elements directly inside an element, in document order."""
        place = element.place + 1
        while place < element.until:
            child = self.elements[place]
            yield child
            place = child.until

    def text_of(self, element: Element) -> str:
        """Returns the text inside an element, its text lines joined by spaces."""
        return " ".join(line.text for line in self.lines[element.start : element.end])

    def lines_of(self, element: Element) -> list[Line]:
        """Returns the text lines inside an element."""
        return self.lines[element.start : element.end]

    def forget_addresses(self) -> None:
        """Clears the cache of absolute URLs, which were resolved before the ``base`` element was known."""
        self._absolute.clear()

    def absolute(self, href: str) -> str:
        """Returns a URL of this page as absolute and percent-encoded; an empty text if it is malformed.

        Spaces, quotes and letters such as ü are encoded as browsers do (WHATWG URL Standard).
        """
        known = self._absolute.get(href)
        if known is None:
            base = self.base or self.url
            if (origin := _ORIGIN.match(base)) is not None and href.startswith(_ROOTED):
                base = origin.group()  # the menus of all pages of a host share what they link
            known = self._absolute[href] = _joined(base, href.strip())
        return known
