"""Parses a page and walks its tree once, so that the cost does not grow with the number of finders."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from inkscout.domain.excerpt import shortened
from inkscout.domain.page import Page
from inkscout.extraction.page.actions import action_address
from inkscout.extraction.page.class_backgrounds import add_class_backgrounds
from inkscout.extraction.page.document import (
    HEADINGS,
    Document,
    Element,
    Line,
    Link,
    Picture,
    Script,
    squeeze,
)
from inkscout.extraction.page.fragments import fragments_of
from inkscout.extraction.page.frames import FRAMES, links_of_areas, links_of_frame, named_drawings
from inkscout.extraction.page.markup import bounded
from inkscout.extraction.page.parts import directive_path
from inkscout.extraction.page.picture_sources import (
    BACKGROUND_ATTRS,
    add_late_pictures,
    background_of,
    is_image_tag,
    pictures_inside,
    source_of,
)
from inkscout.extraction.page.protected import may_hide_mail, protected_mail
from inkscout.extraction.page.text_runs import (
    INLINE,
    SEPARATOR_ONLY,
    Run,
    joined,
    parts,
    split_links,
    split_siblings,
)
from inkscout.extraction.page.unseen import is_unseen, unseen_classes

MAX_ELEMENTS = 5_000
"""Maximum number of elements read per page; a team page has a few hundred."""
MAX_CHILDREN = 8_000
"""Maximum number of child nodes read per element, text nodes included."""
MAX_LINES = 1_200
"""Maximum number of text lines kept per page."""
_PICTURES_OF_LINK = 8
_LABEL = 100
"""Maximum length of the label that describes a link without text, in characters."""
MAX_LINE = 20_000
"""Maximum length of a text line, in characters."""
MAX_LINK_TEXT = 300
"""Maximum length of a link's text, in characters."""


SKIPPED = frozenset((
    "audio", "canvas", "embed", "frame", "iframe", "map", "math", "noscript", "object", "style", "svg",
    "template", "video",
))  # fmt: skip
"""Elements whose content is not read as text."""
EMPHATIC = frozenset(["b", "strong", "em", "i", "u", "mark", "big"])
"""Elements that emphasise text."""
_SPECIAL = frozenset(["script", "title", "meta", "base", "link", "noscript"])
_EMPTY = frozenset(("br", "hr", "img"))
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def parse(page: Page, parts: Sequence[Page] = ()) -> Document:
    """Parses a page into a document; returns an empty document, and no error, for an empty or broken page.

    Args:
        page: The page.
        parts: Files that it loads (``page.parts``): HTML is read in the place where it belongs.
    """
    parser = LexborHTMLParser(bounded(page.html))
    walker = _Walker(page, parts)
    root = parser.root
    if root is None:
        return walker.document
    walker.document.language = (root.attributes.get("lang") or "").lower() if root.tag == "html" else ""
    document = walker.walk(root)
    document.settle()
    return document


class _ParseContext(NamedTuple):
    """Context of a node during the walk: its element, the enclosing link, and whether it is emphasised."""

    element: Element
    link: Element | None
    strong: bool


class _Walker:
    """Builds a :class:`Document` in one pass over the parsed tree."""

    def __init__(self, page: Page, parts: Sequence[Page]) -> None:
        self.document = Document(page=page, root=Element("html", {}, None, 0))
        self.fragments = fragments_of(self.document, parts)
        self.runs: list[Run] = []
        self.count = 0
        self.unseen = unseen_classes(page.html)
        self.has_drawn_photos = "<image" in page.html
        self.stack: list[tuple[LexborNode | None, _ParseContext]] = []

    def walk(self, root: LexborNode) -> Document:
        """Builds the document, with an explicit stack, since pages nest deeper than Python can recurse."""
        document = self.document
        self._push(root, _ParseContext(document.root, None, strong=False))
        self._walk_stack()
        if self.fragments is not None:
            for tag, nodes in self.fragments.rest():
                self._enclose(tag, nodes)
            document.scripts.extend(self.fragments.rest_of_scripts(document.scripts))
        self._flush()
        document.root.end = len(document.lines)
        document.root.last = self.count
        document.root.until = len(document.elements)
        add_class_backgrounds(document)
        add_late_pictures(document)
        return document

    def _walk_stack(self) -> None:
        stack = self.stack
        while stack:
            node, place = stack.pop()
            if node is None:
                self._close(place.element)
                continue
            tag = node.tag or ""
            if tag == "-text":
                text = node.text_content
                if not text or (not self.runs and text.isspace()):
                    continue
                if not is_unseen(place.element):
                    self.runs.append(Run(text, place.element, place.strong, place.link))
            elif tag[:1] not in "-!":
                self._open(node, tag, place)
            elif tag[:1] != "!":
                self._take_directive(node, place)

    def _enclose(self, tag: str, nodes: list[LexborNode]) -> None:
        """Walks nodes for which the page has no place, in an element of their own after all others."""
        self._flush()
        self.count += 1
        element = Element(tag, {}, self.document.root, self.count)
        self._append(element)
        element.start = len(self.document.lines)
        inside = _ParseContext(element, None, strong=False)
        self.stack.append((None, inside))
        self.stack.extend((node, inside) for node in reversed(nodes))
        self._walk_stack()

    def _take_directive(self, node: LexborNode, place: "_ParseContext") -> None:
        """Notes a directive for the server that is left over in a comment; walks what it includes."""
        comment = node.html or ""
        if "clude" not in comment[:400] and "equire" not in comment[:400]:
            return
        if path := directive_path(comment):
            self.document.directives.append(path)
        if self.fragments is not None:
            nodes = self.fragments.nodes_of_directive(comment)
            self.stack.extend((inner, place) for inner in reversed(nodes))

    def _push(self, node: LexborNode, place: "_ParseContext") -> None:
        stack = self.stack
        first, child = len(stack), node.last_child
        while child is not None:
            stack.append((child, place))
            child = child.prev
        if len(stack) - first > MAX_CHILDREN:
            del stack[first : len(stack) - MAX_CHILDREN]

    def _open(self, node: LexborNode, tag: str, place: "_ParseContext") -> None:
        document = self.document
        if self.count >= MAX_ELEMENTS or len(document.lines) >= MAX_LINES:
            document.truncated = True
            return
        attrs = node.attributes
        self.count += 1
        element = Element(tag, attrs, place.element, self.count)
        if tag in _SPECIAL:
            self._take_special(node, tag, element)
            return
        if tag in SKIPPED:
            element.start = element.end = len(document.lines)
            document.pictures.extend(named_drawings(element))
            if tag == "svg" and self.has_drawn_photos:
                document.pictures.extend(pictures_inside(node, element, document.elements))
            if tag in FRAMES or tag == "map":
                self._append(element)
                document.links.extend(links_of_areas(node, element) or links_of_frame(element))
            return
        self._append(element)
        if "hidden" in attrs or ("style" in attrs and _HIDDEN_STYLE.search(attrs["style"] or "")):
            element.hidden = True
        if self.runs and (tag not in INLINE or (tag == "a" and "href" in attrs and self._only_links())):
            self._flush()
        element.start = len(document.lines)
        if tag == "img" or (attrs and ("-" in tag or not BACKGROUND_ATTRS.isdisjoint(attrs))):
            self._take_picture(element)
        if tag in _EMPTY:
            return
        link = element if tag == "a" and attrs.get("href") else place.link
        inside = _ParseContext(element, link, place.strong or tag in EMPHATIC)
        self.stack.append((None, inside))
        is_protected = bool(attrs) and self._take_attributes(inside)
        if not is_protected and (self.fragments is None or not self._take_fragment(node, inside)):
            self._push(node, inside)

    def _take_attributes(self, inside: _ParseContext) -> bool:
        """Decodes an e-mail address hidden in an element; whether it replaces the element's content."""
        attrs = inside.element.attrs
        if "data-cfemail" in attrs or ("href" in attrs and may_hide_mail(attrs["href"] or "")):
            return self._take_protected(inside)
        return False

    def _take_picture(self, element: Element) -> None:
        """Notes the picture that an element shows, as an image or behind its content."""
        if is_image_tag(element.tag):
            source, label = source_of(element, self.document.elements), element.get("alt")
        elif BACKGROUND_ATTRS.isdisjoint(element.attrs):
            return
        else:
            source, label = background_of(element), element.get("aria-label") or element.get("title")
        if source or element.tag == "img":
            self.document.pictures.append(Picture(source, squeeze(label), element, element.start))

    def _take_protected(self, inside: _ParseContext) -> bool:
        """Decodes an e-mail address hidden by Cloudflare and puts it into the link and the text.

        Returns true if the address replaces the element's content.
        """
        element = inside.element
        hidden, href = element.get("data-cfemail"), element.get("href")
        mail = protected_mail(hidden) or protected_mail(href)
        if mail and element.tag == "a":
            element.attrs["href"] = f"mailto:{mail}"
        if not mail or "data-cfemail" not in element.attrs:
            return False
        self.runs.append(Run(mail.split("?")[0], element, inside.strong, inside.link))
        return True

    def _take_fragment(self, node: LexborNode, inside: _ParseContext) -> bool:
        """Walks the file that is an element's content; returns False if there is none."""
        if self.fragments is None:
            return False
        nodes = self.fragments.nodes_for(node, inside.element)
        self.stack.extend((inner, inside) for inner in reversed(nodes))
        return bool(nodes)

    def _append(self, element: Element) -> None:
        elements = self.document.elements
        element.place = len(elements)
        element.until = element.place + 1
        elements.append(element)

    def _close(self, element: Element) -> None:
        document, tag, waiting = self.document, element.tag, False
        if self.runs and tag not in INLINE:
            self._flush()
        elif self.runs:
            waiting = any(not run.text.isspace() for run in self.runs)
        if tag in HEADINGS:
            self._unite(element)
        element.end = len(document.lines) + waiting
        element.last = self.count
        element.until = len(document.elements)
        if not element.attrs:
            return
        href = element.get("href") if tag == "a" else ""
        if not href or href.lower().startswith("javascript:") or href == "#":
            href = action_address(element) or href
        if href:
            inside = " ".join(line.text for line in document.lines[element.start :])
            pending = "".join(run.text for run in self.runs if run.link is element)
            text = shortened(squeeze(f"{inside} {pending}"), MAX_LINK_TEXT)
            label = "" if text else self._pictured(element)
            document.links.append(Link(href, element, text, element.start, label))

    def _pictured(self, element: Element) -> str:
        """Returns a label for a link that has no text: the alt text of the last image inside it.

        Without such an image, its ``aria-label`` or title.
        """
        for picture in reversed(self.document.pictures[-_PICTURES_OF_LINK:]):
            if picture.alt and element.contains(picture.element):
                return shortened(picture.alt, _LABEL)
        return shortened(squeeze(element.get("aria-label") or element.get("title")), _LABEL)

    def _unite(self, element: Element) -> None:
        """Joins the text lines of one heading into one, unless they have more than 120 characters in all."""
        lines = self.document.lines
        inside = lines[element.start :]
        if len(inside) < 2 or sum(len(line.text) for line in inside) > 120:
            return
        first = inside[0]
        pieces = [part for line in inside for part in (line.parts or (line.text,))]
        first.text = " ".join(line.text for line in inside)
        first.parts = tuple(pieces)
        first.strong = all(line.strong for line in inside)
        first.href = first.href if all(line.href == first.href for line in inside) else ""
        first.element = element
        del lines[element.start + 1 :]
        for node in self.document.elements[element.place :]:
            node.start = min(node.start, element.start)
            node.end = element.start + 1

    def _take_special(self, node: LexborNode, tag: str, element: Element) -> None:
        document = self.document
        if tag == "script":
            text = node.text_content or "" if not element.get("src") else ""
            if node.child is not None and not text:
                text = node.child.text_content or ""
            source = element.get("src")
            if source and self.fragments is not None:
                text = self.fragments.texts.get(document.absolute(source), "")
            document.scripts.append(Script(element.get("type").lower(), text, source, element.get("id")))
        elif tag == "title":
            if not document.title:
                document.title = squeeze(node.text(deep=True))
        elif tag == "meta":
            key = element.get("property") or element.get("name") or element.get("http-equiv")
            if key and element.get("content"):
                document.meta.setdefault(key.lower(), element.get("content"))
        elif tag == "base":
            if element.get("href") and not document.base:  # the first one counts (HTML standard, 4.2.3)
                document.base = document.absolute(element.get("href"))
                document.forget_addresses()
        elif tag == "noscript":
            document.noscript += " " + squeeze(node.text(deep=True, separator=" "))
            element.start = element.end = len(document.lines)
            document.pictures.extend(pictures_inside(node, element, document.elements))
        elif "canonical" in element.get("rel"):
            document.meta.setdefault("canonical", element.get("href"))

    def _only_links(self) -> bool:
        """Whether the pending text is only links and separators: the next link then starts a text line."""
        if not any(run.link is not None for run in self.runs):
            return False
        return all(run.link is not None or SEPARATOR_ONLY.match(run.text) for run in self.runs)

    def _flush(self) -> None:
        if not self.runs:
            return
        runs, self.runs = self.runs, []
        if len(runs) == 1:
            self._emit(runs)
            return
        if len({id(run.link) for run in runs if run.link is not None}) > 1:
            groups = split_links(runs)
        else:
            groups = split_siblings(runs)
        for group in groups:
            self._emit(group)

    def _emit(self, runs: list[Run]) -> None:
        if self.unseen and any("@" in run.text for run in runs):
            runs = [run for run in runs if self.unseen.isdisjoint(run.element.get("class").split())]
        text = shortened(squeeze(joined(runs)[: 2 * MAX_LINE]), MAX_LINE)
        if not text or len(self.document.lines) >= MAX_LINES:
            return
        shown = [run for run in runs if not run.text.isspace()]
        if len(shown) > 1 and shown[-1].link is None and SEPARATOR_ONLY.match(shown[-1].text):
            shown.pop()
            text = squeeze(joined(shown))
        block = shown[0].element
        while block.tag in INLINE and block.parent is not None:
            block = block.parent
        one = shown[0]
        whole = one.link if all(run.link is one.link for run in shown) else None
        self.document.lines.append(
            Line(
                text=text,
                element=one.element if all(run.element is one.element for run in shown) else block,
                index=len(self.document.lines),
                heading=_heading_of(block),
                strong=all(run.strong for run in shown),
                href=whole.get("href") if whole is not None else "",
                parts=parts(shown),
                hidden=block.hidden,
                lead=one.strong,
            )
        )


def _heading_of(block: Element) -> int:
    """Returns the level of the heading that a block is, or in which it stands at most four levels deep."""
    node: Element | None = block
    while node is not None and node.depth >= block.depth - 4:
        if node.tag in HEADINGS:
            return HEADINGS[node.tag]
        node = node.parent
    return 0
