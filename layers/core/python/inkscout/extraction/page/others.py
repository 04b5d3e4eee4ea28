"""Marks what is not the studio's own about its people: reviews, quotations, goods with prices, blogs."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from inkscout.extraction.page.document import Document, Element, Line
from inkscout.extraction.page.zone import Zone
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.loader import word_set

_STARS = "★⭐🌟"
_LEAST_STARS = 3
STAR = re.compile(r"(?<![a-z])stars?(?![a-z])")
"""Matches the class of an icon of a star ("fa-solid fa-star")."""
STAR_TAGS = ("i", "span", "svg")
_MOST_ICONS = 5
_LEAST_OF_SECTION = 3
_LONGEST_STARS = 24
_MOST_STARRED = 8
"""Maximum number of text lines in a block of a review with stars."""
_TWO = 2
_FIVE = 5
_SHORT = 3
"""Maximum number of words of a heading that names another trade."""
_COSMETIC, _OTHER_CREWS = word_set("roles.cosmetic"), word_set("roles.other_crews")
_TATTOOING = (
    "tatt",
    "tatu",
    "tato",
    "tatw",
    "taetow",
    "tetov",
    "dovme",
    "тату",
    "ink",
    "pierc",
    "perfor",
    "пирс",
    "пірс",
)
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
    r"|(?:zufriedene|glückliche) kunden|kunden (?:sagen|berichten|über uns)|tevreden klanten"
    r"|klanten (?:zeggen|vertellen|over ons)|(?:nöjda|glade|fornøyde|tilfredse) kunder"
    r"|kunder (?:säger|sier|siger|tycker|om oss)|clientes (?:dicen|dizem|opinan|satisfe|felices|felizes)"
    r"|clienti (?:dicono|soddisfatti|spun|mulțumiți)|clients (?:disent|satisfaits|parlent)"
    r"|klienci (?:mówią|o nas)|zadowoleni klienci|(?:zákazníci|klienti) (?:říkají|hovoria|o nás)"
    r"|spokojen\w{1,3} (?:zákazní|klient)|müşteri(?:lerimiz| görüş| memnun)"
    r"|клиент\w{1,3} (?:говор|о нас|за нас)|довольные клиенты|клієнт\w{1,3} (?:кажуть|про нас)"
    r"|πελάτες (?:μας|λένε)|asiakkaat (?:kertovat|sanovat)|elégedett (?:ügyf|vend)"
    r"|famous (?:people|tattooed|clients|customers|inked)|celebrit(?:y|ies)"
    r"|tattooed (?:celebs|stars|people|women|men)|inspired? (?:us|me)\b|our (?:heroes|idols|models)"
    r"|(?:legends|artists|masters|people|tattooers) (?:who|that) (?:have )?inspire"
    r"|(?:our|unsere|nos|nuestr[ao]s|nossas|le nostre|onze|våra|vores|nasze|naše|наши)"
    r" (?:studios|locations|shops|stores|branches|standorte|filialen|salons|sedes|locales|sucursales|lojas"
    r"|unidades|sedi|vestigingen|butiker|placówki|pobočky|студии|салоны|филиалы)(?!\w)"
    r"|^(?:locations|standorte|filialen|sucursales|sedi|vestigingen|filialer|филиалы)$"
    r"|history of (?:the )?tattoo|historia del tatuaje|geschichte d(?:er|es) t[äa]t|histoire du tatouage"
    r"|storia del tatuaggio|история тату|historia tatuażu"
    r"|^graduates|our graduates|our alumni|absolwenci|absolventen|egresados|diplômés|diplomati|выпускники"
    r"|^loved by (?:our |the )?(?:clients|community|customers|guests)|client love|wall of love|fan mail"
    r"|in (?:loving )?memor(?:y|iam)|famosos? (?:tatuados?|con tatuajes)|tatuados famosos"
    r"|promis? mit tattoos?|stars tatoués"
    r"|vips? tatuati|gwiazdy z tatuażami|знаменитост|кумир|наши модели"
    r"|klijenti (?:kažu|o nama)|zadovoljn\w (?:klijent|strank)|kata pelanggan|お客さま"
)
"""Matches such phrases in lower-case text."""


@lru_cache(maxsize=4096)
def is_review_heading(text: str) -> bool:
    """Whether a heading opens a section of other people's words or names: reviews, sponsors, press."""
    if len(text) > 80:
        return False
    words = tokens(text)
    if len(words) <= 5 and _OTHERS_WORDS.intersection(words):
        return True
    return bool(_REVIEW_WORDS.intersection(words)) or _REVIEW_PHRASES.search(text.lower()) is not None


def mark_others(document: Document, zones: list[int], stars: Sequence[Element]) -> None:
    """Adds the zones of what others say, of goods and of blogs to the zones of a page's text lines.

    Args:
        document: The page.
        zones: The zones by text line, to which those are added.
        stars: Icons of stars, which stand in ratings.
    """
    _spread_reviews(document, zones)
    _mark_starred(document, zones, stars)
    _mark_quoted(document, zones)
    _mark_priced(document, zones)


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
        pictured = [
            block for block in blocks if any(node.tag == "img" for node in document.descendants(block))
        ]
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


def _mark_starred(document: Document, zones: list[int], icons: Sequence[Element]) -> None:
    """Marks the small block around a text line of stars, or around a row of such icons, as a review.

    A block with a handle is left alone.
    """
    rows: dict[int, list[Element]] = {}
    for icon in icons:
        for row in islice(icon.ancestors(), 1, 3):
            rows.setdefault(id(row), []).append(icon)
    starred = [row[0] for row in rows.values() if _LEAST_STARS <= len(row) <= _MOST_ICONS]
    starred += [
        line.element
        for line in document.lines
        if len(line.text) <= _LONGEST_STARS and sum(map(line.text.count, _STARS)) >= _LEAST_STARS
    ]
    for element in starred:
        block = next((node for node in element.ancestors() if node.end - node.start > 1), None)
        if block is None or block.end - block.start > _MOST_STARRED:
            continue
        lines = document.lines[block.start : block.end]
        if not any("@" in other.text for other in lines):
            for other in lines:
                zones[other.index] |= Zone.REVIEW


def _spread_reviews(document: Document, zones: list[int]) -> None:
    """Marks text lines under a heading of reviews or of a blog, up to the next heading of its level or above.

    They also end with the section that holds the heading and them: the next one may have no heading.
    """
    level, end, zone, above = 0, 0, Zone.REVIEW, Zone.MAIN
    for line in document.lines:
        opened = _zone_of_heading(line) if line.heading else Zone.MAIN
        is_team = zones[line.index] & Zone.PEOPLE > above  # which has no heading by its tag
        if level and (
            (line.heading and line.heading <= level and not opened) or line.index >= end or is_team
        ):
            level = 0
        if level and not zones[line.index] & Zone.FOOTER:
            zones[line.index] |= zone
        if opened and not zones[line.index] & Zone.NAV:
            level, zone, end = line.heading, opened, _end_of_section(document, line)
            above = Zone.PEOPLE if is_review_heading(line.text) else zones[line.index] & Zone.PEOPLE
            zones[line.index] |= zone


def _zone_of_heading(line: Line) -> int:
    """Returns the zone that a heading opens: reviews, or a blog; else 0."""
    text = line.text
    if is_review_heading(text):
        return Zone.REVIEW
    words = tokens(text)
    if (
        line.heading > 1
        and 0 < len(words) <= _SHORT
        and not _OTHER_CREWS.isdisjoint(words)
        and _is_no_tattooing(words)
    ):
        return Zone.REVIEW  # whoever stands below ("Our barbers") does not tattoo
    is_blog = 0 < len(words) <= _FIVE and not _ARTICLES.isdisjoint((words[0], words[-1]))
    return Zone.BLOG if is_blog else Zone.MAIN


def _is_no_tattooing(words: Sequence[str]) -> bool:
    """Whether the words of a heading say nothing of tattooing, piercing or permanent make-up."""
    return _COSMETIC.isdisjoint(words) and not any(word.startswith(_TATTOOING) for word in words)


def _end_of_section(document: Document, heading: Line) -> int:
    """Returns the index after the last text line of the section that a heading opens; without one, all."""
    section = next((node for node in heading.element.ancestors() if node.tag == "section"), None)
    holds_more = section is not None and section.end - heading.index > _LEAST_OF_SECTION
    return section.end if section is not None and holds_more else len(document.lines)
