"""Classifies each text line by its part of the page: menu, footer, reviews, shop, blog, form, people."""

import re
from functools import lru_cache
from typing import Final

from inkscout.extraction.page.document import HEADINGS, Document, Element, Line
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.loader import word_set


class Zone:
    """Parts of a page as bit flags; a text line can be in several.

    Plain integers rather than ``enum.Flag``, for speed: every element is classified.
    """

    MAIN: Final = 0
    NAV: Final = 1
    FOOTER: Final = 2
    REVIEW: Final = 4
    FORM: Final = 8
    SHOP: Final = 16
    BLOG: Final = 32
    GALLERY: Final = 64
    CREDIT: Final = 128
    PEOPLE: Final = 256
    ASIDE: Final = 512


_LABELS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (
        Zone.REVIEW,
        re.compile(
            r"review|testimon|opinion|depoiment|bewertung|kundenstimm|rezension|recension|recenz|otzyv|(?<![a-z])avis(?![a-z])"
            r"|feedback|(?<![a-z])rating|guestbook|resena|temoign|clientes?-dic|customer-(?:say|stor|quot)|trustpilot|elfsight"
        ),
    ),
    (
        Zone.SHOP,
        re.compile(
            r"product(?!ion)|woocommerce|shopify|cart(?![a-z])|price-?list|pricing|merch|checkout|add-to-cart"
        ),
    ),
    (
        Zone.BLOG,
        re.compile(
            r"(?:^|[\s_-])(?:blog|news|comments?|commentlist|byline|author-box|post-(?:meta|author|date))(?:$|[\s_-])"
        ),
    ),
    (
        Zone.NAV,
        re.compile(
            r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar-nav|topbar|offcanvas)(?:$|[\s_-])"
        ),
    ),
    (
        Zone.FOOTER,
        re.compile(
            r"(?:^|[\s_-])(?:footer|colophon|copyright|site-?footer|page-?footer|bottom-bar)(?:$|[\s_-])"
        ),
    ),
    (
        Zone.GALLERY,
        re.compile(r"gallery|lightbox|masonry|portfolio-(?:item|grid|card)|gitem|galeria|galerie"),
    ),
    (
        Zone.PEOPLE,
        re.compile(
            r"(?:^|[\s_-])(?:artists?|team|crew|staff|members?|tattooers?|roster|residents?|tatuador(?:es|as?)?|tatoueu(?:rs?|ses?)"
            r"|artistes?|equipo?e?|kuenstler|artisti|artistas?|tatowierer|taetowierer|people|person|employees?|zespol|ekipa"
            r"|tatuatori|komanda|mastera|mastery|guests?)(?:$|[\s_-])"
        ),
    ),
)
_TAG_ZONES = {
    "nav": Zone.NAV,
    "footer": Zone.FOOTER,
    "form": Zone.FORM,
    "select": Zone.FORM,
    "blockquote": Zone.REVIEW,
    "figcaption": Zone.GALLERY,
    "aside": Zone.ASIDE,
}
_BLOCKS = ("div", "section", "ul", "ol", "article", "aside")
_CREDIT = re.compile(
    r"©|\(c\)|copyright|all rights reserved|(?:site|website|web|page|template"
    r"|theme)\s*(?:</>)?\s*(?:design|developed|made|created|built|by|with)"
    r"|design(?:ed)?\s+(?:and\s+\w+\s+)?by|developed by|powered by|made (?:with|by)|coded by|created by"
    r"|created and designed"
    r"|photos? (?:by|:|credit)|photography by|realisation\s*:|création (?:du )?site|site réalisé"
    r"|diseñado por|desarrollado por"
    r"|desenvolvido por|feito por|realizzato da|sviluppato da|gestaltet von|webdesign|umsetzung"
    r"|projekt i wykonanie|realizacja"
    r"|разработ|создание сайт|сайт создан|template by|tous droits|alle rechte|todos los derechos"
    r"|todos os direitos|tutti i diritti"
    r"|note - this is|student project"
)
"""Matches credits in lower-case text."""
_CREDIT_LABEL = re.compile(
    r"(?:^|[\s·|•,;])(?:design|photos?|photograph(?:s|y|er|ers)?|fotos?|fotograf(?:ie|ia|ía)|bilder|texte?|illustrations?|hosting"
    r"|webmaster|redaktion|сайт|фото)\s{0,3}:\s{0,3}[^\W\d_]",
    re.IGNORECASE,
)
_LONGEST_CREDIT = 120
_LONGEST_LABEL = 400
_STARS = "★⭐🌟"
_LEAST_STARS = 3
_LONGEST_STARS = 24
_MOST_STARRED = 8
"""Maximum number of text lines in a block of a review with stars."""
_MOST_OF_MENU, _LINKED, _TWO = 60, 3, 2
_QUOTATION = re.compile(r"^[\"“„«‟”'‘].{25,600}[\"”“»’'][.!]?$", re.DOTALL)
_QUOTED_WORDS = 6
_SHORTEST_QUOTATION = 2 * _QUOTED_WORDS - 1
"""Minimum number of characters of so many words."""
_PRICE = re.compile(
    r"(?:(?:€|\$|£|₽|₺|R\$|USD|EUR)\s?\d[\d.,\s]{0,8}|\d[\d.,\s]{0,8}(?:€|\$|£|₽|₺|kr|zł|Kč|lei|USD|EUR|руб\.?|грн))"
)
_LONGEST_PRICE = 14
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！")
_LONGEST_SIGNATURE = 32
_SIGNATURE = 48
"""Maximum number of characters of a customer's name or occupation below a quotation."""
_CREDIT_HINTS = (
    "©", "(c)", "copyright", "right", " by", "design", "realis", "création", "site", "par ", "por ", "da ",
    "von", "umsetz",
    "projekt", "realiz", "разраб", "создан", "template", "droits", "rechte", "derechos", "direitos",
    "diritti", "photo", "note -",
)  # fmt: skip
"""Substrings, at least one of which every credit has; searched before the slower regular expression."""
_ASCII_CREDIT_HINTS = tuple(hint for hint in _CREDIT_HINTS if hint.isascii())
_TITLED = re.compile(r"title|head(?:ing|line|er)|name|eyebrow|kicker|tag(?![a-z])")
_ARTICLES = word_set("pages.article")
_REVIEW_WORDS = word_set("pages.reviews")
_OTHERS_WORDS = word_set("pages.others")
_REVIEW_PHRASES = re.compile(
    r"what (?:our )?(?:clients|customers|people) (?:say|think)|clients? (?:say|said|love)"
    r"|(?:customer|client)(?:s|s'|'s|s’|’s)? (?:review|stor|experience)|people['’]?s experiences"
    r"|happy (?:clients|customers)"
    r"|was (?:unsere )?kunden|das sagen|ils (?:nous )?parlent|ce que disent|lo que dicen|dicen de nosotros"
    r"|o que dizem|cosa dicono|dicono di noi"
    r"|co mówią|kunder som|לקוחות מספרים|お客様の声|quotes:?$|5-star|five star|kind words"
    r"|co říkají|řekli o nás|napsali o nás|čo hovoria|povedali o nás|mondták rólunk|rólunk mondták|ügyfeleink"
    r"|ce spun|kažu o nama|rekli o nama|kaj pravijo|asiakkaamme|det siger|det sier|säger om oss|våra kunder"
    r"|müşterilerim|apa kata|kata mereka|khách hàng (?:nói|nhận)|говорят о нас|что говорят|говорять"
    r"|нашите клиенти|какво казват|τι λένε|wat zeggen|onze klanten|opinie klientów|nasi klienci|kliendid"
    r"|klientai|客户|顾客|고객|ลูกค้า|عملاؤنا|مشتریان"
)
"""Matches such phrases in lower-case text."""


@lru_cache(maxsize=4096)
def is_credit(text: str) -> bool:
    """Whether a text is a copyright notice or credits the website's maker; its names are not artists."""
    if len(text) >= 300:
        return False
    if is_labelled_credit(text):
        return True
    lowered = text.lower()
    hints = _ASCII_CREDIT_HINTS if lowered.isascii() else _CREDIT_HINTS
    return any(map(lowered.__contains__, hints)) and _CREDIT.search(lowered) is not None


def is_labelled_credit(text: str) -> bool:
    """Whether a text names a designer, photographer or host after a label ("Photos: Lena Fischer")."""
    return ":" in text and len(text) < _LONGEST_CREDIT and _CREDIT_LABEL.search(text) is not None


def is_review_heading(text: str) -> bool:
    """Whether a heading opens a section of other people's words or names: reviews, sponsors, press."""
    if len(text) > 80:
        return False
    words = tokens(text)
    if len(words) <= 5 and _OTHERS_WORDS.intersection(words):
        return True
    return bool(_REVIEW_WORDS.intersection(words)) or _REVIEW_PHRASES.search(text.lower()) is not None


@lru_cache(maxsize=8192)
def _labelled(label: str) -> int:
    """Returns the zones that an element's class and id indicate."""
    zone = Zone.MAIN
    for flag, pattern in _LABELS:
        if pattern.search(label):
            zone |= flag
    return zone


def shows_people(element: Element) -> bool:
    """Whether an element's class or id says that it shows the studio's people."""
    if element.tag in ("body", "html", "main") or not element.attrs:
        return False
    label = element.label().strip()
    return 0 < len(label) < _LONGEST_LABEL and bool(_labelled(label) & Zone.PEOPLE)


def _own_zone(element: Element, half: int) -> int:
    zone: int = _TAG_ZONES.get(element.tag, Zone.MAIN)
    attrs = element.attrs
    if attrs and ("class" in attrs or "id" in attrs) and element.tag not in ("body", "html", "main"):
        label = element.label().strip()
        named = _labelled(label) if len(label) < _LONGEST_LABEL else Zone.MAIN
        zone |= named & Zone.PEOPLE if element.end - element.start > half else named
    if element.tag == "header" and element.depth <= 3:
        zone |= Zone.ASIDE
    if attrs and element.get("role") == "navigation":
        zone |= Zone.NAV
    if attrs and "aria-label" in attrs and element.tag in _BLOCKS:
        zone |= Zone.REVIEW if is_review_heading(element.get("aria-label")) else Zone.MAIN
    return zone


def _is_picture_list(element: Element) -> bool:
    """Whether a block whose class says menu is a grid of images rather than a navigation menu."""
    tags = [node.tag for node in element.descendants()]
    return tags.count("img") >= 2 and 2 * tags.count("img") >= tags.count("a")


def _is_section(document: Document, element: Element) -> bool:
    """Whether a block whose label says menu is a section to which a menu leads: headings, and few links."""
    lines = document.lines[element.start : min(element.end, element.start + _MOST_OF_MENU)]
    headed = any(line.heading and not line.href for line in lines)
    return headed and len(lines) > _TWO and _LINKED * sum(bool(line.href) for line in lines) < len(lines)


def zones_of(document: Document) -> list[int]:
    """Returns the zones of every text line of a page, as bit flags."""
    by_element: dict[int, int] = {id(document.root): Zone.MAIN}
    half = max(6, len(document.lines) // 2)
    boards: list[Element] = []
    for element in document.elements:
        above = by_element.get(id(element.parent), Zone.MAIN)
        own = _own_zone(element, half)
        if own & Zone.NAV and element.tag in ("div", "section", "ul") and _is_picture_list(element):
            own &= ~Zone.NAV
            boards.append(element)
        if own & Zone.NAV and element.tag != "nav" and any(board.contains(element) for board in boards):
            own &= ~Zone.NAV
        if own & Zone.NAV and element.tag in ("div", "section") and _is_section(document, element):
            own &= ~Zone.NAV
        by_element[id(element)] = above | own
    zones = [by_element.get(id(line.element), Zone.MAIN) for line in document.lines]
    for line in document.lines:
        if is_credit(line.text):
            zones[line.index] |= Zone.CREDIT
    _spread_reviews(document, zones)
    _mark_starred(document, zones)
    _mark_quoted(document, zones)
    _mark_priced(document, zones)
    return zones


def _mark_quoted(document: Document, zones: list[int]) -> None:
    """Marks quotations set alike, and the short lines around each in its block, as reviews.

    Cards of people with a handle, and those in a block of a team, are left alone: artists have mottos.
    """
    groups: dict[object, list[Line]] = {}
    for line in document.lines:
        if len(line.text) < _SHORTEST_QUOTATION:
            continue
        is_quoted = (
            line.element.tag == "blockquote"
            or _QUOTATION.match(line.text) is not None
            or _is_signed(document, line)
        )
        if is_quoted and len(line.text.split()) >= _QUOTED_WORDS:
            groups.setdefault(line.setting, []).append(line)
    for group in groups.values():
        if len(group) < _TWO or any(zones[line.index] & Zone.PEOPLE for line in group):
            continue
        for line in group:
            block = next((node for node in line.element.ancestors() if node.end - node.start > 1), None)
            if block is None or block.end - block.start > _MOST_STARRED // 2:
                continue
            lines = document.lines[block.start : block.end]
            rest = [other for other in lines if other is not line]
            if all(len(other.text) <= _SIGNATURE and "@" not in other.text for other in rest):
                for other in lines:
                    zones[other.index] |= Zone.REVIEW


def _mark_priced(document: Document, zones: list[int]) -> None:
    """Marks small blocks with a picture, a title and nothing but a price, at least two set alike, as a shop.

    They are designs and goods for sale; an hourly rate has more than a price.
    """
    groups: dict[object, list[Line]] = {}
    for line in document.lines:
        if len(line.text) <= _LONGEST_PRICE and _PRICE.fullmatch(line.text) is not None:
            groups.setdefault(line.setting, []).append(line)
    for group in groups.values():
        blocks = [block for line in group if (block := _small_block(line)) is not None]
        pictured = [block for block in blocks if any(node.tag == "img" for node in block.descendants())]
        for block in pictured if len(pictured) > 1 else ():
            for index in range(block.start, block.end):
                zones[index] |= Zone.SHOP


def _small_block(line: Line) -> Element | None:
    """Returns the nearest element around a line with a few others; None in tables."""
    block = next((node for node in line.element.ancestors() if node.end - node.start > 1), None)
    return block if block is not None and block.end - block.start <= _TWO + 1 and block.tag != "tr" else None


def _is_signed(document: Document, line: Line) -> bool:
    """Whether a sentence is the first of two text lines of a block, above a signature ("Great! / Tom Baker").

    A card of an artist begins with the name, and a text that has the name speaks of its bearer.
    """
    if line.heading or line.href or line.text[-1] not in _SENTENCE_ENDS:
        return False
    block = line.element.parent
    if block is None or block.end - block.start != _TWO or block.start != line.index:
        return False
    last = document.lines[line.index + 1]
    name = last.text.strip("-–—~ ")
    if last.heading or last.href or not 0 < len(name) <= _LONGEST_SIGNATURE or len(name.split()) > _TWO:
        return False
    return name[0].isupper() and name.split()[0] not in line.text


def _mark_starred(document: Document, zones: list[int]) -> None:
    """Marks the small block around a text line of stars as a review, unless it has a handle."""
    for line in document.lines:
        if len(line.text) > _LONGEST_STARS or sum(map(line.text.count, _STARS)) < _LEAST_STARS:
            continue
        block = next((node for node in line.element.ancestors() if node.end - node.start > 1), None)
        if block is None or block.end - block.start > _MOST_STARRED:
            continue
        lines = document.lines[block.start : block.end]
        if not any("@" in other.text for other in lines):
            for other in lines:
                zones[other.index] |= Zone.REVIEW


def _spread_reviews(document: Document, zones: list[int]) -> None:
    """Marks text lines under a heading of reviews or of a blog, up to the next heading of its level."""
    level, zone = 0, Zone.REVIEW
    for line in document.lines:
        opened = _zone_of_heading(line.text) if line.heading else Zone.MAIN
        if line.heading and level and line.heading <= level and not opened:
            level = 0
        if level and not zones[line.index] & Zone.FOOTER:
            zones[line.index] |= zone
        if opened and not zones[line.index] & Zone.NAV:
            level, zone = line.heading, opened
            zones[line.index] |= zone


def _zone_of_heading(text: str) -> int:
    """Returns the zone that a heading opens: reviews, or a blog; else 0."""
    if is_review_heading(text):
        return Zone.REVIEW
    words = tokens(text)
    is_blog = 0 < len(words) <= _TWO and words[-1] in _ARTICLES
    return Zone.BLOG if is_blog else Zone.MAIN


def zone_between(zones: list[int], line: int) -> int:
    """Returns the zones of what stands between two text lines: those that both are in.

    A gallery at the end of a page is followed by the footer, but not in it.

    Args:
        zones: The zones of every text line of the page.
        line: Number of text lines before it.
    """
    if not zones:
        return Zone.MAIN
    following = zones[min(line, len(zones) - 1)]
    return following & zones[line - 1] if line > 0 else following


def heading_like(line: Line) -> bool:
    """Whether a text line looks like a heading: by tag, class or id, or since all of it is emphasised."""
    if line.heading or line.strong:
        return True
    if line.element.tag in HEADINGS:
        return True
    label = f"{line.element.label()} {line.element.parent.label() if line.element.parent else ''}"
    return len(label) > 3 and _TITLED.search(label) is not None
