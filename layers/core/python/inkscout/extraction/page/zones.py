"""Classifies each text line by its part of the page: menu, footer, reviews, shop, blog, form, people."""

import re
from functools import lru_cache

from inkscout.extraction.page.document import HEADINGS, Document, Element, Line
from inkscout.extraction.page.others import STAR, STAR_TAGS, is_review_heading, mark_others
from inkscout.extraction.page.zone import Zone
from inkscout.vocabulary.loader import alternatives

__all__ = [
    "Zone",
    "heading_like",
    "is_credit",
    "is_labelled_credit",
    "shows_people",
    "zone_between",
    "zones_of",
]

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
    r"|(?:web(?:site|seite|sida)?|hjemmeside|hemsida|nettside|strona|sajt|sitio|página)"
    r"\s(?:af|av|by|door|de|di|da|od|par|por|von)\s\w"
)
"""Matches credits in lower-case text."""
_CREDIT_LABEL = re.compile(
    r"(?:^|[\s·|•,;])(?:dj|djs|models?|modell?|modelo|modèle|modella|make-?up|mua|hair|styling"
    r"|plakat|poster|music|musik|músic[ao]|band|video|film|camera|kamera|hosts?|lektorat"
    r"|direttore sanitario|directeur de la publication|модель|музыка|макияж"
    r"|design|photos?|photograph(?:s|y|er|ers)?|fotos?|fotograf(?:ie|ia|ía)|bilder|texte?|illustrations?|hosting"
    r"|webmaster|redaktion|сайт|фото|(?:web[ -]?)?(?:"
    + alternatives("contacts.programmer_labels")
    + r"))\s{0,3}:\s{0,3}[^\W\d_]",
    re.IGNORECASE,
)
_LONGEST_NOTICE = 300
_LONGEST_CREDIT = 120
_LONGEST_LABEL = 400
_MOST_OF_MENU, _LINKED, _TWO = 60, 3, 2
_CREDIT_HINTS = (
    "©", "(c)", "copyright", "right", " by", "design", "realis", "création", "site", "par ", "por ", "da ",
    "von", "umsetz",
    "web", "side ", "sida ", "strona", "sajt", "sitio", "página",
    "projekt", "realiz", "разраб", "создан", "template", "droits", "rechte", "derechos", "direitos",
    "diritti", "photo", "note -",
)  # fmt: skip
"""Substrings, at least one of which every credit has; searched before the slower regular expression."""
_ASCII_CREDIT_HINTS = tuple(hint for hint in _CREDIT_HINTS if hint.isascii())
_TITLED = re.compile(r"title|head(?:ing|line|er)|name|eyebrow|kicker|tag(?![a-z])")


def is_credit(text: str) -> bool:
    """Whether a text is a copyright notice or credits the website's maker; its names are not artists."""
    return len(text) < _LONGEST_NOTICE and _is_credit(text)


@lru_cache(maxsize=4096)
def _is_credit(text: str) -> bool:
    if is_labelled_credit(text):
        return True
    lowered = text.lower()
    hints = _ASCII_CREDIT_HINTS if lowered.isascii() else _CREDIT_HINTS
    return any(map(lowered.__contains__, hints)) and _CREDIT.search(lowered) is not None


def is_labelled_credit(text: str) -> bool:
    """Whether a text names a designer, photographer or host after a label ("Photos: Lena Fischer")."""
    return ":" in text and len(text) < _LONGEST_CREDIT and _CREDIT_LABEL.search(text) is not None


@lru_cache(maxsize=8192)
def _labelled(label: str | None, ident: str | None) -> int:
    """Returns the zones that an element's class and id indicate."""
    said = f"{label or ''} {ident or ''}".lower().strip()
    zone = Zone.MAIN
    if not 0 < len(said) < _LONGEST_LABEL:
        return zone
    for flag, pattern in _LABELS:
        if pattern.search(said):
            zone |= flag
    return zone


def shows_people(element: Element) -> bool:
    """Whether an element's class or id says that it shows the studio's people."""
    if element.tag in ("body", "html", "main") or not element.attrs:
        return False
    return bool(_labelled(element.attrs.get("class"), element.attrs.get("id")) & Zone.PEOPLE)


def _own_zone(element: Element, half: int) -> int:
    zone: int = _TAG_ZONES.get(element.tag, Zone.MAIN)
    attrs = element.attrs
    if attrs and ("class" in attrs or "id" in attrs) and element.tag not in ("body", "html", "main"):
        named = _labelled(attrs.get("class"), attrs.get("id"))
        zone |= named & Zone.PEOPLE if element.end - element.start > half else named
    if element.tag == "header" and element.depth <= 3:
        zone |= Zone.ASIDE
    if attrs and element.get("role") == "navigation":
        zone |= Zone.NAV
    if attrs and "aria-label" in attrs and element.tag in _BLOCKS:
        zone |= Zone.REVIEW if is_review_heading(element.get("aria-label")) else Zone.MAIN
    return zone


def _is_picture_list(document: Document, element: Element) -> bool:
    """Whether a block whose class says menu is a grid of images rather than a navigation menu."""
    tags = [node.tag for node in document.descendants(element)]
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
    stars: list[Element] = []
    for element in document.elements:
        if element.tag in STAR_TAGS and STAR.search(element.get("class")):
            stars.append(element)
        above = by_element.get(id(element.parent), Zone.MAIN)
        own = _own_zone(element, half)
        if own & Zone.NAV and element.tag in ("div", "section", "ul") and _is_picture_list(document, element):
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
    mark_others(document, zones, stars)
    return zones


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
