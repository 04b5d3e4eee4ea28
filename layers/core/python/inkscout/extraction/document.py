"""One parsed page, walked once: a light tree, the lines a reader sees, links, images, scripts and metadata.

Every layer reads this object, so that a page is parsed a single time however many layers look at it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from inkscout.domain.page import Page
from inkscout.extraction.markup import bounded

MAX_ELEMENTS = 5_000
"""Elements walked on one page; a team page has a few hundred, what comes after this many is not read."""
MAX_LINES = 1_500
"""Lines of text kept of one page."""
MAX_LINE = 20_000
"""Characters of one line."""

INLINE = frozenset(
    ["a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "nobr", "acronym", "label", "output"]
)
SKIPPED = frozenset(["style", "svg", "math", "template", "canvas", "audio", "video", "object", "embed", "iframe", "noscript", "map"])
EMPHATIC = frozenset(("b", "strong", "em", "i", "u", "mark", "big"))
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}

_SPACE = re.compile(r"[\s\u00a0\u200b\u200c\u200d\u2060\ufeff]+")
_SEPARATOR_ONLY = re.compile(r"^[\s|/·•,;:–—>\-]*$")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WORDS = re.compile(r"[a-zA-Z\u00c0-\uffff][a-z\u00df-\u00ff\u0430-\u0451]*|[A-Z]+")


def squeeze(text: str) -> str:
    """Text with runs of white space and invisible characters made one space."""
    return _SPACE.sub(" ", text).strip()


class Element:
    """An element with its place in the tree; ``start`` and ``end`` bound its lines, ``last`` its subtree."""

    __slots__ = ("attrs", "children", "depth", "end", "hidden", "last", "order", "parent", "start", "tag")

    def __init__(self, tag: str, attrs: dict[str, str | None], parent: "Element | None", order: int) -> None:
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.children: list[Element] = []
        self.depth = parent.depth + 1 if parent is not None else 0
        self.order = order
        self.last = order
        self.start = 0
        self.end = 0
        self.hidden = bool(parent is not None and parent.hidden)

    def get(self, name: str) -> str:
        """An attribute's value, empty when absent."""
        return self.attrs.get(name) or ""

    def label(self) -> str:
        """Class and id, lower case: what the author called this element."""
        return f"{self.get('class')} {self.get('id')}".lower()

    def ancestors(self) -> Iterator["Element"]:
        """From this element up to the root."""
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


@dataclass(slots=True)
class Link:
    """A link; ``href`` as written, ``line`` the number of lines before it."""

    href: str
    element: Element
    text: str
    line: int


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
class _Run:
    text: str
    element: Element
    strong: bool
    link: Element | None


@dataclass(slots=True)
class Document:
    """A page as the layers see it."""

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

    def absolute(self, href: str) -> str:
        """An address of this page made absolute; empty when it cannot be."""
        try:
            return urljoin(self.base or self.url, href.strip())
        except ValueError:
            return ""


class _Walker:
    """Builds a :class:`Document` in one pass over the parsed tree."""

    def __init__(self, page: Page) -> None:
        self.document = Document(page=page, root=Element("html", {}, None, 0))
        self.runs: list[_Run] = []
        self.count = 0

    def walk(self, root: LexborNode) -> Document:
        """Walks the tree with an explicit stack, since pages nest deeper than Python recurses."""
        document = self.document
        stack: list[tuple[LexborNode | None, Element, Element | None, bool]] = []
        self._push(root, document.root, None, False, stack)
        while stack:
            node, element, link, strong = stack.pop()
            if node is None:
                self._close(element)
                continue
            tag = node.tag
            if tag == "-text":
                text = node.text_content
                if text:
                    self.runs.append(_Run(text, element, strong, link))
                continue
            self._open(node, tag or "", element, link, strong, stack)
        self._flush()
        document.root.end = len(document.lines)
        document.root.last = self.count
        return document

    def _push(
        self,
        node: LexborNode,
        element: Element,
        link: Element | None,
        strong: bool,
        stack: list[tuple[LexborNode | None, Element, Element | None, bool]],
    ) -> None:
        at = len(stack)
        child = node.child
        while child is not None:
            stack.append((child, element, link, strong))
            child = child.next
        stack[at:] = stack[at:][::-1]

    def _open(
        self,
        node: LexborNode,
        tag: str,
        parent: Element,
        link: Element | None,
        strong: bool,
        stack: list[tuple[LexborNode | None, Element, Element | None, bool]],
    ) -> None:
        if tag.startswith("-") or tag.startswith("!"):
            return
        if self.count >= MAX_ELEMENTS or len(self.document.lines) >= MAX_LINES:
            self.document.truncated = True
            return
        attrs = node.attributes
        self.count += 1
        element = Element(tag, attrs, parent, self.count)
        if tag in ("script", "title", "meta", "base", "link", "noscript"):
            self._take_special(node, tag, element)
            return
        if tag in SKIPPED:
            if tag == "iframe":
                self._append(parent, element)
                self._take_frame(element)
            return
        self._append(parent, element)
        if "hidden" in attrs or ("style" in attrs and _HIDDEN_STYLE.search(attrs["style"] or "")):
            element.hidden = True
        if tag not in INLINE or (tag == "a" and "href" in attrs and self._only_links()):
            self._flush()
        element.start = len(self.document.lines)
        if tag == "img":
            self.document.pictures.append(
                Picture(_source(element), squeeze(element.get("alt")), element, element.start)
            )
            return
        if tag == "br" or tag == "hr":
            return
        if tag == "a" and element.get("href"):
            link = element
        stack.append((None, element, None, False))
        self._push(node, element, link, strong or tag in EMPHATIC, stack)

    def _take_frame(self, element: Element) -> None:
        """A frame is a link to its page."""
        element.start = element.end = len(self.document.lines)
        source = element.get("src").strip()
        if source and not source.startswith(("about:", "data:", "javascript:")):
            self.document.links.append(Link(source, element, squeeze(element.get("title")), element.start))

    def _append(self, parent: Element, element: Element) -> None:
        parent.children.append(element)
        self.document.elements.append(element)

    def _close(self, element: Element) -> None:
        if element.tag not in INLINE:
            self._flush()
        if element.tag in HEADINGS:
            self._unite(element)
        element.end = len(self.document.lines) + (1 if self.runs and element.tag in INLINE else 0)
        element.last = self.count
        if element.tag == "a" and element.get("href"):
            inside = " ".join(line.text for line in self.document.lines[element.start :])
            pending = "".join(run.text for run in self.runs if run.link is element)
            text = squeeze(f"{inside} {pending}")[:300]
            self.document.links.append(Link(element.get("href"), element, text, element.start))

    def _unite(self, element: Element) -> None:
        """The lines of one heading are one line: a break inside it is a matter of setting."""
        lines = self.document.lines
        inside = lines[element.start :]
        if len(inside) < 2 or sum(len(line.text) for line in inside) > 120:
            return
        first = inside[0]
        parts = [part for line in inside for part in (line.parts or (line.text,))]
        first.text = " ".join(line.text for line in inside)
        first.parts = tuple(parts)
        first.strong = all(line.strong for line in inside)
        first.href = first.href if all(line.href == first.href for line in inside) else ""
        first.element = element
        del lines[element.start + 1 :]
        for node in element.descendants():
            node.start = min(node.start, element.start)
            node.end = element.start + 1

    def _take_special(self, node: LexborNode, tag: str, element: Element) -> None:
        document = self.document
        if tag == "script":
            text = node.text_content or "" if not element.get("src") else ""
            if node.child is not None and not text:
                text = node.child.text_content or ""
            document.scripts.append(
                Script(element.get("type").lower(), text, element.get("src"), element.get("id"))
            )
        elif tag == "title":
            if not document.title:
                document.title = squeeze(node.text(deep=True))
        elif tag == "meta":
            key = element.get("property") or element.get("name") or element.get("http-equiv")
            if key and element.get("content"):
                document.meta.setdefault(key.lower(), element.get("content"))
        elif tag == "base":
            document.base = document.absolute(element.get("href")) or document.base
        elif tag == "noscript":
            document.noscript += " " + squeeze(node.text(deep=True, separator=" "))
        elif "canonical" in element.get("rel"):
            document.meta.setdefault("canonical", element.get("href"))

    def _only_links(self) -> bool:
        """Whether nothing but links and separators waits for the end of the line: the next link is another line."""
        if not any(run.link is not None for run in self.runs):
            return False
        return all(run.link is not None or _SEPARATOR_ONLY.match(run.text) for run in self.runs)

    def _flush(self) -> None:
        if not self.runs:
            return
        runs, self.runs = self.runs, []
        if len({id(run.link) for run in runs if run.link is not None}) > 1:
            groups = _split_links(runs)
        else:
            groups = _split_siblings(runs)
        for group in groups:
            self._emit(group)

    def _emit(self, runs: list[_Run]) -> None:
        text = squeeze(_joined(runs)[: 2 * MAX_LINE])[:MAX_LINE]
        if not text or len(self.document.lines) >= MAX_LINES:
            return
        shown = [run for run in runs if not run.text.isspace()]
        if len(shown) > 1 and shown[-1].link is None and _SEPARATOR_ONLY.match(shown[-1].text):
            shown.pop()
            text = squeeze(_joined(shown))
        block = shown[0].element
        while block.tag in INLINE and block.parent is not None:
            block = block.parent
        heading = 0
        for node in block.ancestors():
            if node.tag in HEADINGS:
                heading = HEADINGS[node.tag]
                break
            if node.depth < block.depth - 3:
                break
        links = {id(run.link): run.link for run in shown}
        whole = next(iter(links.values())) if len(links) == 1 else None
        self.document.lines.append(
            Line(
                text=text,
                element=shown[0].element if len({id(run.element) for run in shown}) == 1 else block,
                index=len(self.document.lines),
                heading=heading,
                strong=all(run.strong for run in shown),
                href=whole.get("href") if whole is not None else "",
                parts=_parts(shown),
                hidden=block.hidden,
                lead=shown[0].strong,
            )
        )


def _parts(runs: list[_Run]) -> tuple[str, ...]:
    if len(runs) == 1:
        return ()
    merged: list[tuple[int, str]] = []
    for run in runs:
        if merged and merged[-1][0] == id(run.element):
            merged[-1] = (id(run.element), merged[-1][1] + run.text)
        else:
            merged.append((id(run.element), run.text))
    return tuple(part for _, text in merged if (part := squeeze(text)))


def _joined(runs: list[_Run]) -> str:
    """Runs as one text; a space where two inline elements meet at a lower and an upper case letter."""
    if len(runs) == 1:
        return runs[0].text
    out: list[str] = []
    before = ""
    for run in runs:
        if before[-1:].islower() and run.text[:1].isupper():
            out.append(" ")
        out.append(run.text)
        before = run.text
    return "".join(out)


_SPLITTABLE = frozenset("div article section a td th figure figcaption button aside header footer nav main label".split())
_NAME_LABEL = re.compile(r"name|title|logo|brand|heading")


def _split_siblings(runs: list[_Run]) -> list[list[_Run]]:
    """Inline elements that are a block's only content, each set as a line of its own by style, are lines.

    A heading or a paragraph keeps its words together, and so does a block called a name or a title whose
    elements hold one word each.
    """
    shown = [run for run in runs if not run.text.isspace()]
    if len(shown) < 2:
        return [runs]
    tops: list[Element] = []
    block = _block_of(shown[0].element)
    if block.tag not in _SPLITTABLE:
        return [runs]
    for run in shown:
        top = _child_of(block, run.element)
        if top is None or top.tag not in ("span", "strong", "b", "em", "small", "label", "i", "a"):
            return [runs]
        if not tops or tops[-1] is not top:
            tops.append(top)
    if len(tops) < 2:
        return [runs]
    if not any(top.get("class") for top in tops):
        return [runs]
    if _NAME_LABEL.search(block.label()) and all(len(run.text.split()) <= 2 for run in shown):
        return [runs]
    groups: list[list[_Run]] = []
    last: Element | None = None
    for run in shown:
        top = _child_of(block, run.element)
        if top is not last:
            groups.append([])
            last = top
        groups[-1].append(run)
    return groups


def _block_of(element: Element) -> Element:
    while element.tag in INLINE and element.tag != "a" and element.parent is not None:
        element = element.parent
    return element


def _child_of(block: Element, element: Element) -> Element | None:
    """The child of a block on the way down to an element; None when the element is the block itself."""
    node = element
    while node.parent is not None and node.parent is not block:
        node = node.parent
    return node if node.parent is block else None


def _split_links(runs: list[_Run]) -> list[list[_Run]]:
    """A line of several links with nothing but separators between them is one line per link."""
    if any(run.link is None and not _SEPARATOR_ONLY.match(run.text) for run in runs):
        return [runs]
    groups: list[list[_Run]] = []
    seen: int | None = None
    for run in runs:
        if run.link is None:
            continue
        if id(run.link) != seen:
            groups.append([])
            seen = id(run.link)
        groups[-1].append(run)
    return groups


def _source(element: Element) -> str:
    for name in ("src", "data-src", "data-lazy-src", "data-original", "data-image"):
        value = element.get(name).strip()
        if value and not value.startswith("data:"):
            return value
    first = element.get("srcset") or element.get("data-srcset")
    return first.split(",")[0].split()[0] if first.strip() else ""


def parse(page: Page) -> Document:
    """Parses a page and walks it once; an empty or broken page gives an empty document, never an error."""
    parser = LexborHTMLParser(bounded(page.html))
    walker = _Walker(page)
    root = parser.root
    if root is None:
        return walker.document
    walker.document.language = (root.attributes.get("lang") or "").lower() if root.tag == "html" else ""
    document = walker.walk(root)
    document.settle()
    return document
