"""The part of a page that belongs to one person: its lines, links, images, and what they say."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from inkscout.domain.excerpt import shortened
from inkscout.domain.reading import Image
from inkscout.extraction.model import PageView
from inkscout.extraction.page.document import Document, Element, Line, Link, Picture
from inkscout.extraction.page.images import image_of
from inkscout.extraction.page.urls import page_key, same_host
from inkscout.extraction.text.handles import handle_of, handles_in, name_elsewhere, network_of, social_profile
from inkscout.extraction.text.mails import is_sample, mails_in, recipients
from inkscout.extraction.text.names import is_role_text, name_key, role_in
from inkscout.extraction.text.styles import styles_in
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import word_set

_BOOKING = word_set("pages.booking")
_LIST = 90
_FEW_WORDS = 6
_SOME_WORDS = 10
_SENTENCE = re.compile(r"(?<=[.!?…])\s{1,9}|\s{1,9}[·•|]\s{1,9}")
PIERCING = ("pierc", "perfora", "пирс", "пірс")
"""Parts of words that stand in every text on piercing."""
_BEST = re.compile(
    r"speciali[sz]|specialt|especiali|spécialis|spezialis|specializz|specjaliz|gespecialiseerd|специализ|спеціаліз|מתמחה"
    r"|(?:my|her|his|their) (?:main |own |signature )?style|known for|master of|focus(?:es|ed|ing)? on"
    r"|mostly|mainly|best at"
    r"|schwerpunkt|vor allem|am liebsten|surtout|son style|su estilo|mi estilo|sobre todo|soprattutto"
    r"|il suo stile|seu estilo",
    re.IGNORECASE,
)
_PAGE_TAGS = ("body", "html", "main")
_REACH = 14
"""Lines after a name that may still belong to it where no other name follows."""
MAX_BIO = 1200
"""Characters of a bio that are kept."""
_STYLE_LABEL = re.compile(
    r"^(?:styles?|estilos?|stile?|stil|stili|speciali[sz]\w*|specialt\w*|especiali\w+|spezial\w+|стил\w+|סגנון|specjal\w+)\s*[:\-–]",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Record:
    """Lines about one person on one page."""

    lines: list[Line]
    links: list[Link]
    pictures: list[Picture]
    elements: list[Element] = field(default_factory=list)


def record_of(view: PageView, line: Line, others: list[Line], start: int, end: int) -> Record:
    """The record of a name's line.

    Its largest block without another name, else the lines up to the next name.

    Args:
        view: The page.
        line: The line with the name.
        others: Lines with the other names of the section.
        start: First line of the section; the block must not reach before it.
        end: Line after the section.
    """
    before, after = neighbours(line, others)
    block = _block(line, before, after, (start, end), view.document)
    if block is not None:
        document = view.document
        return Record(
            lines=document.lines_of(block),
            links=document.links_between(block.order, block.last + 1),
            pictures=document.pictures_between(block.order, block.last + 1),
            elements=[node for node in document.times if block.contains(node)],
        )
    until = min(after.index if after is not None else end, end, line.index + _REACH)
    return flat_record(view, line, until, after if after is not None and after.index == until else None)


def neighbours(line: Line, others: list[Line]) -> tuple[Line | None, Line | None]:
    """The names before and after a name, of names in document order."""
    at = bisect_left(others, line.index, key=lambda other: other.index)
    before = others[at - 1] if at > 0 else None
    while at < len(others) and others[at].index <= line.index:
        at += 1
    return before, others[at] if at < len(others) else None


def flat_record(view: PageView, line: Line, until: int, following: Line | None) -> Record:
    """A record of siblings: everything from the name's element to the next name's, in document order."""
    document = view.document
    low = _branch(line.element).order
    if following is not None:
        high = _branch(following.element).order
    elif until < len(document.lines):
        high = document.lines[until].element.order
    else:
        high = document.root.last + 1
    return Record(
        lines=document.lines[line.index : until],
        links=document.links_between(low, high),
        pictures=document.pictures_between(low, high),
        elements=[node for node in document.times if low <= node.order < high],
    )


def _branch(element: Element) -> Element:
    """The outermost element that holds only this line."""
    node = element
    while node.parent is not None and node.parent.start == node.start and node.parent.end == node.end:
        node = node.parent
    return node


def _block(
    line: Line, before: Line | None, after: Line | None, bounds: tuple[int, int], document: Document
) -> Element | None:
    """The largest element around a name that reaches neither another name nor out of the section."""
    low = max(bounds[0], before.index + 1 if before is not None else 0)
    high = min(bounds[1], after.index if after is not None else bounds[1])
    best: Element | None = None
    for node in line.element.ancestors():
        if node.start < low or node.end > high or node.parent is None or node.tag in _PAGE_TAGS:
            break
        best = node
    if best is None or best.end - best.start > 1:
        return best
    links = document.links_between(best.order, best.last + 1)
    has_more = any(link.element is not line.element for link in links)
    return best if has_more or document.pictures_between(best.order, best.last + 1) else None


def handles_of(record: Record) -> list[str]:
    """Instagram handles linked or printed in a record, links first, in order."""
    found: dict[str, None] = {}
    for link in record.links:
        if handle := handle_of(link.href):
            found.setdefault(handle)
    for line in record.lines:
        elsewhere = [name_elsewhere(link.href) for link in record.links if link.line == line.index]
        for handle in handles_in(line.text, elsewhere):
            found.setdefault(handle)
    return list(found)


def socials_of(record: Record) -> tuple[str, ...]:
    """Other social addresses linked in a record."""
    found = (
        social_profile(link.href) for link in record.links if network_of(link.href) not in ("", "instagram")
    )
    return tuple(dict.fromkeys(item for item in found if item))


def role_of_record(record: Record, line: Line) -> str:
    """The role a record states: in a line of its own.

    Else in a short line, else in the first words of its prose.
    """
    for other in record.lines:
        if other is not line and is_role_text(other.text) and (role := role_in(other.text)):
            return role
    for other in record.lines:
        if len(other.text) < 60 and other is not line:
            role = role_in(other.text)
            if role:
                return role
    head = " ".join(other.text for other in record.lines)[:500]
    words = tokens(head)
    for at, word in enumerate(words):
        role = role_in(word)
        if role in ("owner", "apprentice", "piercer") and at < 40:
            return role
    return "piercer" if _speaks_of_piercing_alone(head) else ""


def _speaks_of_piercing_alone(text: str) -> bool:
    """Whether a record is about piercing and says nothing of tattooing or its styles."""
    folded = fold(text)
    if not any(stem in folded for stem in PIERCING) or "tat" in folded or "тат" in folded:
        return False
    return not styles_in(text)


def styles_of_record(record: Record, line: Line) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Styles a record states, and styles its prose only mentions.

    Stated are lists, short sentences, lines labelled "Styles:", and sentences on what somebody does best.
    """
    stated: dict[str, None] = {}
    mentioned: dict[str, None] = {}
    for other in record.lines:
        if other is line:
            continue
        if len(other.parts) > 1 and len(other.text) < _LIST:
            stated.update(
                dict.fromkeys(style for part in other.parts for style in styles_in(part, listed=True))
            )
            continue
        for sentence in _SENTENCE.split(other.text):
            words = len(tokens(sentence))
            listed = words <= _FEW_WORDS or (len(other.text) < _LIST and words <= _SOME_WORDS)
            if listed or _STYLE_LABEL.match(sentence) or _BEST.search(sentence):
                plain = not listed and _STYLE_LABEL.match(sentence) is None
                stated.update(dict.fromkeys(styles_in(sentence, listed=not plain)))
            else:
                mentioned.update(dict.fromkeys(styles_in(sentence)))
    return tuple(stated), tuple(mentioned)


def bio_of(record: Record, line: Line) -> str:
    """The prose of a record, up to :data:`MAX_BIO` characters."""
    prose = [
        other.text
        for other in record.lines
        if other is not line and len(other.text) >= 60 and " " in other.text and not other.heading
    ]
    return shortened(" ".join(prose), MAX_BIO)


def email_of(record: Record) -> str:
    """The e-mail address of a record, lower case."""
    for link in record.links:
        if found := [mail for mail in recipients(link.href) if not is_sample(mail)]:
            return found[0]
    for line in record.lines:
        if found := [mail for mail in mails_in(line.text) if not is_sample(mail)]:
            return found[0]
    return ""


def addresses_of(view: PageView, record: Record, name: str) -> tuple[str, str, str]:
    """Own page, booking link and own website of a record, each empty when absent."""
    document = view.document
    page, booking, website = "", "", ""
    own = page_key(document.url)
    first = fold(name.split(maxsplit=1)[0]) if name.split() else ""
    for link in record.links:
        href = link.href.strip()
        if not href or href.lower().startswith(("mailto:", "tel:", "javascript:", "sms:", "whatsapp:")):
            continue
        url = document.absolute(href)
        if not url.startswith(("http://", "https://")) or network_of(url):
            continue
        words = tokens(link.text)
        if any(word in _BOOKING for word in words) and not booking:
            booking = url
        elif same_host(url, document.url):
            if href.startswith("#") and not href.startswith(("#/", "#!/")):
                continue
            if page_key(url) != own and (
                not page or (first and first in fold(url) and first not in fold(page))
            ):
                page = url
        elif not website:
            website = url
    return page, booking, website


def portfolio_of(view: PageView, record: Record, limit: int = 24) -> tuple[Image, ...]:
    """Images of a record, each once."""
    found: dict[str, Image] = {}
    for picture in record.pictures:
        image = image_of(view.document, picture)
        if image is not None:
            found.setdefault(image.hash, image)
    return tuple(found.values())[:limit]


def mentions(name: str, text: str) -> bool:
    """Whether a text has the first word of a name."""
    key = name_key(name)
    return bool(key) and key[0] in tokens(text)
