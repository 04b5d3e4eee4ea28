"""The parsed page: element tree, visible lines, links, images, scripts and metadata.

A light tree, the lines a reader sees, links, images, scripts, metadata.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from inkscout.domain.page import Page

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}

_DIGIT = re.compile(r"\d+")
_SPACE = re.compile(r"\s+")
_JOINED = (
    "\u0600-\u08ff\u0900-\u109f\u1780-\u18af\u1a20-\u1aaf\ufb50-\ufdff\ufe70-\ufefc"
    "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
)
"""Scripts whose letters joiners shape (Arabic, Indic, Mongolian and their relatives), and emoji."""

_UNSEEN = re.compile(
    r"[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]++"
    rf"|[\u200c\u200d](?<![{_JOINED}][\u200c\u200d])"
)
"""Characters without width: soft hyphens, joiners, marks of direction."""


def squeeze(text: str) -> str:
    """Returns text with each run of white space made one space, without characters that have no width.

    Joiners stay after letters of scripts that they shape, as in Persian, and in emoji.
    """
    return _SPACE.sub(" ", text if text.isascii() else _UNSEEN.sub("", text)).strip()


class Element:
    """An element with its place in the tree; ``start`` and ``end`` bound its lines, ``last`` its subtree."""

    __slots__ = ("attrs", "children", "depth", "end", "hidden", "last", "order", "parent", "start", "tag")

    def __init__(self, tag: str, attrs: dict[str, str | None], parent: "Element | None", order: int) -> None:
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.children: list[Element] = []
        self.depth: int = parent.depth + 1 if parent is not None else 0
        self.order = order
        self.last = order
        self.start = 0
        self.end = 0
        self.hidden: bool = parent is not None and parent.hidden

    def get(self, name: str) -> str:
        """An attribute's value, empty when absent."""
        return self.attrs.get(name) or ""

    def label(self) -> str:
        """Class and id, lower case: what the author called this element."""
        return f"{self.get('class')} {self.get('id')}".lower()

    def ancestors(self) -> Iterator["Element"]:
        """Yields this element and its ancestors up to the root."""
        node: Element | None = self
        while node is not None:
            yield node
            node = node.parent

    def contains(self, other: "Element") -> bool:
        """Whether ``other`` is this element or stands inside it."""
        return self.order <= other.order <= self.last

    def descendants(self) -> Iterator["Element"]:
        """This element and everything inside it, in document order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))


@dataclass(slots=True)
class Line:
    """A run of text between block boundaries; ``parts`` are its runs per inline element."""

    text: str
    element: Element
    index: int
    heading: int = 0
    strong: bool = False
    href: str = ""
    parts: tuple[str, ...] = ()
    hidden: bool = False
    lead: bool = False

    @property
    def setting(self) -> tuple[str, int, str]:
        """Tag, heading level and class without digits: equal for lines that a template sets alike."""
        label = self.element.get("class") or (self.element.parent.get("class") if self.element.parent else "")
        return (self.element.tag, self.heading, _DIGIT.sub("", " ".join(sorted(label.split())[:3])))


@dataclass(slots=True)
class Link:
    """A link; ``href`` as written, ``line`` the number of lines before it.

    ``label`` says where a link without text leads: the text of its picture, or its label.
    """

    href: str
    element: Element
    text: str
    line: int
    label: str = ""


@dataclass(slots=True)
class Picture:
    """An image as written; ``line`` the number of lines before it."""

    src: str
    alt: str
    element: Element
    line: int


@dataclass(slots=True)
class Script:
    """A script's type and text; external scripts have only ``src``."""

    kind: str
    text: str
    src: str
    ident: str


@dataclass(slots=True)
class Document:
    """A page as the finders see it."""

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
    _absolute: dict[str, str] = field(default_factory=dict, repr=False)
    _link_orders: list[int] = field(default_factory=list)
    _picture_orders: list[int] = field(default_factory=list)

    def settle(self) -> None:
        """Sorts links into document order and notes positions, once, after the walk."""
        self.links.sort(key=lambda link: link.element.order)
        self._link_orders = [link.element.order for link in self.links]
        self._picture_orders = [picture.element.order for picture in self.pictures]
        self.times = [node for node in self.elements if node.tag == "time"]

    def links_between(self, low: int, high: int) -> list[Link]:
        """Links whose element stands at ``low`` or after and before ``high``."""
        return self.links[bisect_left(self._link_orders, low) : bisect_left(self._link_orders, high)]

    def pictures_between(self, low: int, high: int) -> list[Picture]:
        """Pictures whose element stands at ``low`` or after and before ``high``."""
        return self.pictures[bisect_left(self._picture_orders, low) : bisect_left(self._picture_orders, high)]

    @property
    def url(self) -> str:
        """The address that answered."""
        return self.page.final_url or self.page.url

    def text_of(self, element: Element) -> str:
        """The text inside an element, its lines joined by spaces."""
        return " ".join(line.text for line in self.lines[element.start : element.end])

    def lines_of(self, element: Element) -> list[Line]:
        """The lines inside an element."""
        return self.lines[element.start : element.end]

    def forget_addresses(self) -> None:
        """Drops addresses made absolute before the page's base was known."""
        self._absolute.clear()

    def absolute(self, href: str) -> str:
        """An address of this page made absolute; empty when it cannot be."""
        known = self._absolute.get(href)
        if known is None:
            try:
                known = urljoin(self.base or self.url, href.strip())
            except ValueError:
                known = ""
            self._absolute[href] = known
        return known
