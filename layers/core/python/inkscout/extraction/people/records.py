"""Selects the part of a page that is about one person, and extracts details from it."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile

from inkscout.domain.excerpt import shortened
from inkscout.domain.reading import Image
from inkscout.extraction.model import PageView
from inkscout.extraction.page.document import Document, Element, Line, Link, Picture
from inkscout.extraction.page.images import image_of
from inkscout.extraction.page.urls import page_key, same_host
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.text.handles import handle_of, handles_in, name_elsewhere, social_profile
from inkscout.extraction.text.mails import is_sample, mails_in, recipients
from inkscout.extraction.text.names import is_role_text, name_key, role_in
from inkscout.extraction.text.scripts import is_running_text, reading_length
from inkscout.extraction.text.styles import styles_alone, styles_in
from inkscout.extraction.text.styles_meant import states_no_style, styles_meant
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import alternatives, word_set
from inkscout.vocabulary.networks import network_of

_BOOKING = word_set("pages.booking")
_FORMER = word_set("team.former")
_LIST = 90
_FEW_WORDS = 6
_SOME_WORDS = 10
_FIRST_WORDS = 40
"""Number of words at the beginning of a record in which a single word states the person's role."""
_AND = re.compile(
    r"[,;:/]|\s(?:and|as well as|bis|con|do|ed?|et|i|med|oder|och|o[gru]|till?|to|und|with|ya?|до|и|й|та|і)\s"
)
_LONGEST_ITEM = 4
"""Maximum number of words of an item of a list of styles."""
_LEAST_PROSE = 60
"""Minimum number of characters of a line of running text."""
_SENTENCE = re.compile(r"(?<=[.!?…])\s{1,9}|\s{1,9}[·•|]\s{1,9}")
PIERCING = ("pierc", "perfora", "perfura", "пирс", "пірс")
"""Substrings, one of which every text about piercing contains."""
_BEST = re.compile(
    rf"(?<!\w)(?:{alternatives('phrases.specialities')})(?!\w)|得意|専門|전문|擅长|擅長|专注|專注|מתמחה",
    re.IGNORECASE,
)
"""Matches what introduces specialities."""
_FOND = re.compile(rf"(?<!\w)(?:{alternatives('phrases.fondness')})(?!\w)", re.IGNORECASE)
_NO_PAGES = ("mailto:", "tel:", "javascript:", "sms:", "whatsapp:")
_PAGE_TAGS = ("body", "html", "main")
_REACH = 14
"""Maximum number of text lines after a name that may belong to it if no other name follows."""
MAX_BIO = 1200
"""Maximum length of a biography, in characters."""
_STYLE_LABEL = re.compile(
    r"^(?:styles?|estilos?|stile?|stil|stili|speciali[sz]\w*|specialt\w*|especiali\w+|spezial\w+|стил\w+|סגנון|specjal\w+)\s*[:\-–]",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Record:
    """Text lines, links, images and ``<time>`` elements of a page that are about one person."""

    lines: list[Line]
    links: list[Link]
    pictures: list[Picture]
    elements: list[Element] = field(default_factory=list)


def record_of(view: PageView, line: Line, others: list[Line], start: int, end: int) -> Record:
    """Returns the record that belongs to a name.

    It is the largest block without another name, else the text lines up to the next name.

    Args:
        view: The page.
        line: The text line with the name.
        others: Text lines with the other names in the section, in document order.
        start: Index of the section's first text line; the record does not begin before it.
        end: Index after the section's last text line.
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
    if view.zones[line.index] & Zone.NAV:
        return _entry(view, line)  # what follows the last entry of a menu is the page
    until = min(after.index if after is not None else end, end, line.index + _REACH)
    return flat_record(view, line, until, after if after is not None and after.index == until else None)


def _entry(view: PageView, line: Line) -> Record:
    """Returns the record of an entry of a menu: its own text, links and pictures."""
    document, branch = view.document, _branch(line.element)
    low, high = branch.order, branch.last + 1
    return Record(
        lines=document.lines_of(branch),
        links=document.links_between(low, high),
        pictures=document.pictures_between(low, high),
        elements=[],
    )


def neighbours(line: Line, others: list[Line]) -> tuple[Line | None, Line | None]:
    """Returns the text lines of the previous and the next name; None where there is none."""
    at = bisect_left(others, line.index, key=lambda other: other.index)
    before = others[at - 1] if at > 0 else None
    while at < len(others) and others[at].index <= line.index:
        at += 1
    return before, others[at] if at < len(others) else None


def flat_record(view: PageView, line: Line, until: int, following: Line | None) -> Record:
    """Returns a record of sibling elements: everything from a name to the next name, in document order.

    Args:
        view: The page.
        line: The text line with the name.
        until: Index of the text line after the record.
        following: The next name; None if the record ends for another reason.
    """
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
    """Returns the outermost element that contains only this element's text lines."""
    node = element
    while node.parent is not None and node.parent.start == node.start and node.parent.end == node.end:
        node = node.parent
    return node


def _block(
    line: Line, before: Line | None, after: Line | None, bounds: tuple[int, int], document: Document
) -> Element | None:
    """Returns the largest element in the section around a name, without another name; None if none fits."""
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
    """Returns the distinct Instagram handles in a person's part of a page: linked first, then printed."""
    found: dict[str, None] = {}
    for link in record.links:
        if handle := handle_of(link.href):
            found.setdefault(handle)
    for line in record.lines:
        if printed := handles_in(line.text):
            elsewhere = [name_elsewhere(link.href) for link in record.links if link.line == line.index]
            found.update(dict.fromkeys(handle for handle in printed if handle not in elsewhere))
    return list(found)


def socials_of(record: Record) -> tuple[str, ...]:
    """Returns the social media profiles linked in a person's part of a page, except Instagram."""
    found = (
        social_profile(link.href) for link in record.links if network_of(link.href) not in ("", "instagram")
    )
    return tuple(dict.fromkeys(item for item in found if item))


def role_of_record(record: Record, line: Line) -> str:
    """Returns the role stated in a person's part of a page; empty if none.

    From a text line that is only a role, else from a short one, else from the beginning of the text. ``line``
    is the text line with the name.
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
    words = tokens(head)[:_FIRST_WORDS]
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        role = role_in(word)
        if role in ("owner", "apprentice", "piercer") and before not in _FORMER and after not in _FORMER:
            return role
    return "piercer" if _speaks_of_piercing_alone(head) else ""


def _speaks_of_piercing_alone(text: str) -> bool:
    """Whether a text is about piercing, and mentions neither tattooing nor its styles."""
    folded = fold(text)
    if not any(stem in folded for stem in PIERCING) or "tat" in folded or "тат" in folded:
        return False
    return not styles_in(text)


def styles_of_record(record: Record, line: Line) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Returns the styles stated in a person's part of a page, and those that running text only mentions.

    Styles are stated in lists, short sentences, after labels such as "Styles:", and in sentences about
    specialities, but not in questions and beside prices. ``line`` is the text line with the name, which is
    skipped.
    """
    stated: dict[str, None] = {}
    mentioned: dict[str, None] = {}
    for other in record.lines:
        if other is line:
            continue
        if len(other.parts) > 1 and len(other.text) < _LIST:
            told = dict.fromkeys(style for part in other.parts for style in styles_meant(part, listed=True))
            (mentioned if told and states_no_style(other.text) else stated).update(told)
            continue
        found = _styles_of_text(other.text)
        is_asked = bool(found) and states_no_style(other.text)
        for sentence, is_stated in found:
            (stated if is_stated and not is_asked else mentioned).update(dict.fromkeys(sentence))
    return tuple(stated), tuple(mentioned)


@lru_cache(maxsize=2048)
def _styles_of_text(text: str) -> tuple[tuple[tuple[str, ...], bool], ...]:
    """Returns for each sentence with styles which these are, and whether they are stated."""
    found = []
    for sentence in _SENTENCE.split(text):
        words = len(tokens(sentence))
        listed = words <= _FEW_WORDS or (len(text) < _LIST and words <= _SOME_WORDS)
        listed = listed or _STYLE_LABEL.match(sentence) is not None
        if styles := styles_meant(sentence, listed=True):
            best = _BEST.search(sentence)
            plain = styles if listed else styles_meant(sentence)
            if best is not None and not listed:
                plain = tuple(dict.fromkeys((*plain, *_listed_after(sentence[best.end() :]))))
            found.append((plain, listed or best is not None))
    return tuple(found)


def _listed_after(text: str) -> tuple[str, ...]:
    """Returns the styles of the short items with which a text begins, as after "specializes in".

    The first item may be longer, as in "ranges from realism to dotwork".
    """
    first, *others = _AND.split(text)
    items = (first, *takewhile(lambda item: len(tokens(item)) <= _LONGEST_ITEM, others))
    return tuple(style for item in items for style in styles_meant(item) or styles_alone(item))


def styles_told(bio: str) -> tuple[str, ...]:
    """Returns the styles that a biography says its person works in: in sentences about specialities.

    What somebody likes counts by its unmistakable words alone ("a passion for realism", not "for comics").
    """
    found: dict[str, None] = {}
    for sentence in _SENTENCE.split(bio):
        if _BEST.search(sentence):
            found.update((style, None) for styles, _ in _styles_of_text(sentence) for style in styles)
        elif fond := _FOND.search(sentence):
            found.update(dict.fromkeys(styles_meant(sentence[fond.end() :])))
    return tuple(found)


def bio_of(record: Record, line: Line) -> str:
    """Returns the running text in a person's part of a page, up to :data:`MAX_BIO` characters.

    ``line`` is the text line with the name, which is skipped.
    """
    prose = [
        other.text
        for other in record.lines
        if other is not line
        and reading_length(other.text) >= _LEAST_PROSE
        and is_running_text(other.text)
        and not other.heading
    ]
    return shortened(" ".join(prose), MAX_BIO)


def email_of(record: Record) -> str:
    """Returns the first e-mail address in a person's part of a page, in lower case; empty if none.

    Links are searched before the text; sample addresses are skipped.
    """
    for link in record.links:
        if found := [mail for mail in recipients(link.href) if not is_sample(mail)]:
            return found[0]
    for line in record.lines:
        if found := [mail for mail in mails_in(line.text) if not is_sample(mail)]:
            return found[0]
    return ""


def addresses_of(view: PageView, record: Record, name: str) -> tuple[str, str, str]:
    """Returns URLs in a person's part of a page: own page on the site, booking page, and own website.

    Each is empty if absent.
    """
    document = view.document
    page, booking, website = "", "", ""
    own = page_key(document.url)
    first = fold(name.split(maxsplit=1)[0]) if name.split() else ""
    for link in record.links:
        href = link.href.strip()
        if (
            href in ("", "#")
            or href.lower().startswith(("mailto:", "tel:", "javascript:", "sms:", "whatsapp:"))
            or recipients(href)
        ):
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
    """Returns the distinct images in a person's part of a page, at most ``limit``."""
    found: dict[str, Image] = {}
    for picture in record.pictures:
        image = image_of(view.document, picture)
        if image is not None:
            found.setdefault(image.hash, image)
        if len(found) == limit:
            break
    return tuple(found.values())


def mentions(name: str, text: str) -> bool:
    """Whether a text contains the first word of a name."""
    key = name_key(name)
    return bool(key) and key[0] in tokens(text)
